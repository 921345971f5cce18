"""Whose work it is: the organisation's that asked for it sees and steers it; the system runs it."""

from evexport.store.policies import Policy, Protect
from evexport.store.scopes import DbRole

OWN = "organisation_id = evx_org()"
# The subquery runs under the reader's own policies: who sees the work sees its items.
OF_OWN_WORK = "EXISTS (SELECT FROM work_work w WHERE w.id = work_id)"
MEMBERS = (DbRole.TENANT, DbRole.AUTHORITY, DbRole.AGENCY, DbRole.STAFF, DbRole.ADMIN, DbRole.CUSTOMS)
VERBS = "SELECT, INSERT, UPDATE"
STEERED = ("state", "finished_at", "done", "failed")
RUN = ("problem", "started_at", "heartbeat_at", "runs_since", "settled_before")
SETTLED = ("state", "result", "problem", "settled_at")

ACCESS = [
    Protect(
        "work_work",
        [
            *(Policy(role, OWN, commands=VERBS, columns=STEERED) for role in MEMBERS),
            Policy(DbRole.SYSTEM, commands=VERBS, columns=(*STEERED, *RUN)),
        ],
    ),
    Protect(
        "work_workitem",
        [
            *(Policy(role, OF_OWN_WORK, commands=VERBS, columns=SETTLED) for role in MEMBERS),
            Policy(DbRole.SYSTEM, commands=VERBS, columns=SETTLED),
        ],
    ),
]
