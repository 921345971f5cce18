"""Identity is public, as in the business register; staff write it. A maker sees its own WMIs and its own bans."""

from evexport.store.policies import AppendOnly, Policy, Protect, Public
from evexport.store.scopes import DbRole

KEEPERS = (DbRole.STAFF, DbRole.SYSTEM)

ACCESS = [
    Public("enterprises_enterprise", writers=KEEPERS, commands="INSERT, UPDATE"),
    Public("enterprises_namehistory", writers=KEEPERS, commands="INSERT"),
    AppendOnly("enterprises_namehistory"),
    Public("enterprises_customscodehistory", writers=KEEPERS, commands="INSERT"),
    AppendOnly("enterprises_customscodehistory"),
    Public("enterprises_enterprisewmi", writers=KEEPERS, commands="INSERT, UPDATE"),
    Protect(
        "enterprises_ban",
        [
            Policy(DbRole.TENANT, "enterprise_id = evx_org()", commands="SELECT"),
            *(Policy(role, commands="SELECT") for role in (DbRole.AUTHORITY, DbRole.CUSTOMS, "evx_gate", "evx_definer")),
            *(Policy(role, commands="SELECT, INSERT, UPDATE") for role in KEEPERS),
        ],
    ),
]
