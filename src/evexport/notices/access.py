"""Who sees which notices and channels: each organisation its own. The operator sees how deliveries stand, not what they say."""

from evexport.store.policies import Policy, Protect
from evexport.store.scopes import DbRole

OWN = "organisation_id = evx_org()"
MEMBERS = (DbRole.TENANT, DbRole.AUTHORITY, DbRole.AGENCY, DbRole.STAFF, DbRole.CUSTOMS, DbRole.ADMIN)
READ = ("read_at", "read_by", "read_by_name")
MOVED = ("state", "state_since", "because", "rotation", "former_until", "failures", "rests_until")
SENT_ANEW = ("state", "tries", "next_at", "answer")

ACCESS = [
    Protect(
        "notices_notice",
        [
            *(Policy(role, OWN, commands="SELECT, UPDATE", columns=READ) for role in MEMBERS),
            Policy(DbRole.SYSTEM, commands="SELECT, INSERT"),
        ],
    ),
    Protect(
        "notices_channel",
        [
            *(Policy(role, OWN, commands="SELECT, INSERT, UPDATE", columns=MOVED) for role in MEMBERS),
            Policy(DbRole.ADMIN, commands="SELECT"),
            Policy(DbRole.SYSTEM, commands="SELECT, UPDATE"),
        ],
    ),
    Protect(
        "notices_delivery",
        [
            *(Policy(role, OWN, commands="SELECT, INSERT, UPDATE", columns=SENT_ANEW) for role in MEMBERS),
            Policy(DbRole.ADMIN, commands="SELECT, UPDATE", columns=SENT_ANEW),
            Policy(DbRole.SYSTEM, commands="SELECT, INSERT, UPDATE"),
        ],
    ),
]
