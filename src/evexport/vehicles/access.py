"""A production register is its maker's; customs and the gate read it, nobody rewrites it."""

from evexport.store.policies import AppendOnly, Policy, Protect
from evexport.store.scopes import DbRole

ACCESS = [
    Protect(
        "vehicles_productionrecord",
        [
            Policy(DbRole.TENANT, "maker_id = evx_org()", commands="SELECT, INSERT"),
            *(Policy(role, commands="SELECT") for role in (DbRole.STAFF, DbRole.CUSTOMS, "evx_gate", "evx_definer")),
            Policy(DbRole.SYSTEM, commands="SELECT, INSERT"),
        ],
    ),
    AppendOnly("vehicles_productionrecord"),
]
