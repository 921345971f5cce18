"""Identity is public, as in the business register; staff write it. A maker sees its own bans, the gate sees them all."""

from evexport.store.policies import AppendOnly, Policy, Protect, Public
from evexport.store.scopes import DbRole

KEEPERS = (DbRole.STAFF, DbRole.ADMIN, DbRole.SYSTEM)
EVERYONE = ("evx_anyone", "evx_app", "evx_gate", "evx_definer")


def public(table: str, changed: tuple[str, ...]) -> Protect:
    """Read by all; keepers add rows and change the columns named, so that a credit code never changes."""
    return Protect(
        table,
        [
            *(Policy(role, commands="SELECT") for role in EVERYONE),
            *(Policy(role, commands="INSERT, UPDATE", columns=changed) for role in KEEPERS),
        ],
    )


ACCESS = [
    public("enterprises_enterprise", ("name_zh", "name_en", "customs_code")),
    Public("enterprises_namehistory", writers=KEEPERS, commands="INSERT"),
    AppendOnly("enterprises_namehistory"),
    Public("enterprises_customscodehistory", writers=KEEPERS, commands="INSERT"),
    AppendOnly("enterprises_customscodehistory"),
    public("enterprises_enterprisewmi", ("valid_until",)),
    Protect(
        "enterprises_ban",
        [
            Policy(DbRole.TENANT, "enterprise_id = evx_org()", commands="SELECT"),
            *(
                Policy(role, commands="SELECT")
                for role in (DbRole.AUTHORITY, DbRole.CUSTOMS, DbRole.SYSTEM, "evx_gate", "evx_definer")
            ),
            Policy(DbRole.STAFF, commands="SELECT, INSERT, UPDATE", columns=("lifted_at", "lifted_because")),
        ],
    ),
    # A file on its way into a filing or a register is its enterprise's alone.
    Protect("enterprises_sheet", [Policy(DbRole.TENANT, "enterprise_id = evx_org()", commands="SELECT, INSERT, DELETE")]),
]
