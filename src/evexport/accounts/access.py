"""Who sees which accounts: signing in reads before anyone acts; an enterprise sees its own people; staff keep them all."""

from evexport.store.policies import Policy, Protect
from evexport.store.scopes import DbRole

OWN = "organisation_id = evx_org()"
COLLEAGUES = "id IN (SELECT user_id FROM accounts_membership WHERE organisation_id = evx_org())"
KEEPERS = (DbRole.STAFF, DbRole.SYSTEM)
MEMBERS = (DbRole.TENANT, DbRole.AUTHORITY, DbRole.AGENCY, DbRole.CUSTOMS)
KEEP = "SELECT, INSERT, UPDATE"

ACCESS = [
    # Names of organisations are public knowledge; only keepers write them.
    Protect(
        "accounts_organisation",
        [
            Policy("evx_app", commands="SELECT"),
            *(Policy(role, commands="SELECT") for role in (*MEMBERS, DbRole.PUBLIC)),
            *(Policy(role, commands=KEEP) for role in KEEPERS),
        ],
    ),
    Protect(
        "accounts_user",
        [
            Policy("evx_app", commands="SELECT, UPDATE", columns=("last_login", "password")),
            *(Policy(role, COLLEAGUES, commands="SELECT") for role in MEMBERS),
            *(Policy(role, commands=KEEP) for role in KEEPERS),
        ],
    ),
    Protect(
        "accounts_membership",
        [
            Policy("evx_app", commands="SELECT"),
            *(Policy(role, OWN, commands="SELECT") for role in MEMBERS),
            *(Policy(role, commands=KEEP) for role in KEEPERS),
        ],
    ),
    Protect(
        "accounts_apikey",
        [
            Policy("evx_app", commands="SELECT, UPDATE", columns=("last_used_on",)),
            *(Policy(role, OWN, commands="SELECT") for role in MEMBERS),
            *(Policy(role, commands=KEEP) for role in KEEPERS),
        ],
    ),
]
