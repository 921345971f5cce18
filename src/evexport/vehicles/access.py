"""A production register is its maker's; customs and the gate read it, nobody rewrites it. A file of cars is its maker's alone."""

from evexport.store.policies import AppendOnly, Policy, Protect
from evexport.store.scopes import DbRole

# The subquery runs under the reader's own policies: who sees the file sees its parts.
OF_OWN_FILE = "EXISTS (SELECT FROM vehicles_productionfile f WHERE f.id = file_id)"
SETTLED = ("state", "good_only", "work_id", "total", "bad", "recorded", "settled_at")
CHECKED = ("sound", "sound_rows", "checked_at")

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
    Protect(
        "vehicles_productionfile",
        [Policy(DbRole.TENANT, "maker_id = evx_org()", commands="SELECT, INSERT, UPDATE", columns=SETTLED)],
    ),
    Protect("vehicles_productionpiece", [Policy(DbRole.TENANT, OF_OWN_FILE, commands="SELECT, INSERT, UPDATE", columns=CHECKED)]),
    Protect("vehicles_productionfault", [Policy(DbRole.TENANT, OF_OWN_FILE, commands="SELECT, INSERT")]),
    AppendOnly("vehicles_productionfault"),
]
