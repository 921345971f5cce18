"""A network is its maker's own; staff read it. Figures are added, never rewritten; an outlet can only be closed."""

from evexport.store.policies import AppendOnly, Policy, Protect
from evexport.store.scopes import DbRole

OWN = "maker_id = evx_org()"
READERS = (DbRole.STAFF, DbRole.SYSTEM)

ACCESS = [
    Protect(
        "network_outlet",
        [
            Policy(DbRole.TENANT, OWN, commands="SELECT, INSERT, UPDATE", columns=("closed_on",)),
            *(Policy(role, commands="SELECT") for role in READERS),
        ],
    ),
    *(
        Protect(
            table,
            [
                Policy(DbRole.TENANT, OWN, commands="SELECT, INSERT"),
                *(Policy(role, commands="SELECT") for role in READERS),
            ],
        )
        for table in ("network_marketservice", "network_planentry")
    ),
    AppendOnly("network_marketservice"),
    AppendOnly("network_planentry"),
]
