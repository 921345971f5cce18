"""Who sees and writes the ledger: everyone who acts appends; a party reads what concerns it; the ministry
reads all.
"""

from evexport.store.policies import AppendOnly, Policy, Protect
from evexport.store.scopes import DbRole

PARTY = "parties @> ARRAY[evx_org()]"
# Nobody chooses an entry's place in the order, and none comes without its seed.
NEW = "epoch = ledger_epoch_now() AND xid = pg_current_xact_id() AND seed IS NOT NULL AND salts IS NULL"
# What customs did, the gate writes in the parties' name: customs reads its own work nevertheless.
OF_CUSTOMS = "kind ~ '^(declaration|inspection|hold|risk|coding|customs)[.]'"
# What became of a licence, customs knows already from the licence itself; how it came about stays with the parties.
OF_LICENCES = (
    "kind IN ('licence.issued', 'licence.suspended', 'licence.lifted', 'licence.revoked', 'licence.decision_set_aside', "
    "'licence.returned', 'licence.loss_reported', 'licence.expired', 'licence.exhausted')"
)
OF_ITS_BODY = (
    "(kind LIKE 'application.%' AND data ->> 'issuing_body' = evx_authority())"
    " OR (kind LIKE 'licence.%' AND substr(data ->> 'number', 4, 2) = evx_authority())"
)
PARTIES = (DbRole.TENANT, DbRole.AUTHORITY, DbRole.AGENCY, DbRole.CUSTOMS, DbRole.ADMIN)
READERS = (DbRole.STAFF, DbRole.SYSTEM)
WRITERS = (*PARTIES, *READERS, DbRole.PUBLIC, "evx_gate", "evx_definer")

ACCESS = [
    Protect(
        "ledger_entry",
        [
            *(Policy(role, PARTY, commands="SELECT") for role in PARTIES),
            Policy(DbRole.CUSTOMS, OF_CUSTOMS, commands="SELECT"),
            Policy(DbRole.CUSTOMS, OF_LICENCES, commands="SELECT"),
            # An issuing body reads what happened to the applications and licences that it handles.
            Policy(DbRole.AUTHORITY, OF_ITS_BODY, commands="SELECT"),
            *(Policy(role, commands="SELECT") for role in READERS),
            *(Policy(role, NEW, commands="INSERT") for role in WRITERS),
            # The function that erases a personal field, and nothing else, runs as this role.
            Policy("evx_definer", commands="SELECT, UPDATE", columns=("actor", "data", "seed", "salts")),
        ],
    ),
    AppendOnly("ledger_entry", updater="evx_definer"),
    # Blocks hold hashes only; whoever checks a proof may read them.
    Protect("ledger_block", [Policy("evx_anyone", commands="SELECT"), Policy(DbRole.SYSTEM, commands="INSERT")]),
    AppendOnly("ledger_block"),
    Protect("ledger_epoch", [Policy("evx_anyone", commands="SELECT"), Policy("evx_gate", commands="SELECT")]),
    AppendOnly("ledger_epoch"),
    Protect("ledger_place", [Policy(DbRole.SYSTEM, commands="SELECT, INSERT, UPDATE, DELETE")]),
]
