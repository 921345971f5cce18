"""Who sees and writes which rows of customs: the gate writes, customs reads all, an enterprise its own declarations."""

from evexport.store.policies import AppendOnly, Policy, Protect

# The inner query runs under the reader's own policies: who sees the licence sees what was declared under it.
OF_A_VISIBLE_LICENCE = "licence_id IS NOT NULL AND EXISTS (SELECT FROM licensing_licence l WHERE l.id = licence_id)"
OF_A_VISIBLE_DECLARATION = "EXISTS (SELECT FROM customs_declaration d WHERE d.id = declaration_id)"
OF_A_VISIBLE_FILE = "EXISTS (SELECT FROM customs_declarationfile f WHERE f.id = file_id)"
OWN = "exporter_id = evx_org() OR maker_id = evx_org()"
READ, ADD, KEEP = "SELECT", "SELECT, INSERT", "SELECT, INSERT, UPDATE"
PROGRESS = ("state", "state_since", "deeds")
STAFF = ("evx_staff", "evx_system")


def read_by(*roles: str, using: str = "true") -> list[Policy]:
    return [Policy(role, using, commands=READ) for role in roles]


# A role that may ask the facts of a declaration but not see these rows: the preview, for an enterprise.
def unseen_by(*roles: str) -> list[Policy]:
    return read_by(*roles, using="false")


ACCESS = [
    Protect("customs_message", [Policy("evx_gate", commands=ADD), *read_by("evx_customs", *STAFF)]),
    AppendOnly("customs_message"),
    Protect(
        "customs_declaration",
        [
            Policy("evx_gate", commands=ADD),
            Policy("evx_customs", commands="SELECT, UPDATE", columns=PROGRESS),
            *read_by("evx_tenant", using=OWN),
            *read_by("evx_authority", using=OF_A_VISIBLE_LICENCE),
            *read_by(*STAFF),
        ],
    ),
    Protect(
        "customs_writeoff",
        [
            Policy("evx_gate", commands="INSERT"),
            Policy("evx_customs", commands=ADD),
            *read_by("evx_tenant", "evx_authority", using=OF_A_VISIBLE_DECLARATION),
            *read_by(*STAFF),
        ],
    ),
    AppendOnly("customs_writeoff"),
    Protect(
        "customs_livevin",
        [
            Policy("evx_gate", commands=ADD),
            Policy("evx_customs", commands="ALL"),
            *read_by("evx_tenant", using=OF_A_VISIBLE_DECLARATION),
            *read_by("evx_definer", *STAFF),
        ],
    ),
    Protect(
        "customs_refusedvin",
        [
            Policy("evx_gate", commands="INSERT"),
            Policy("evx_customs", commands=ADD),
            *read_by("evx_tenant", using=OF_A_VISIBLE_DECLARATION),
            *read_by(*STAFF),
        ],
    ),
    AppendOnly("customs_refusedvin"),
    Protect(
        "customs_vinhold",
        [
            Policy(
                "evx_customs",
                commands=KEEP,
                columns=("lifted_at", "lifted_by_name", "lifted_because"),
            ),
            *read_by("evx_gate", *STAFF),
            *unseen_by("evx_tenant"),
        ],
    ),
    Protect(
        "customs_inspection",
        [
            Policy("evx_gate", commands="INSERT"),
            Policy("evx_customs", commands=KEEP, columns=("state",)),
            *read_by("evx_tenant", using=OF_A_VISIBLE_DECLARATION),
            *read_by(*STAFF),
        ],
    ),
    Protect(
        "customs_inspectionresult",
        [
            Policy("evx_customs", commands=ADD),
            *read_by("evx_tenant", using="EXISTS (SELECT FROM customs_inspection i WHERE i.id = inspection_id)"),
            *read_by(*STAFF),
        ],
    ),
    AppendOnly("customs_inspectionresult"),
    Protect(
        "customs_risklevel",
        [
            # Oversight's decisions reach it through customs' own action.
            *(
                Policy(role, commands=KEEP, columns=("level", "because", "citation", "since"))
                for role in ("evx_customs", "evx_staff")
            ),
            *read_by("evx_gate", "evx_system"),
            *unseen_by("evx_tenant"),
        ],
    ),
    Protect(
        "customs_checkdigitexemption",
        [
            Policy("evx_customs", commands=KEEP, columns=("valid_until",)),
            *read_by("evx_gate", *STAFF),
            *read_by("evx_tenant", using="maker_id = evx_org()"),
        ],
    ),
    Protect("customs_declarationfile", [Policy("evx_customs", "organisation_id = evx_org()", commands=ADD)]),
    AppendOnly("customs_declarationfile"),
    Protect("customs_fileddeclaration", [Policy("evx_customs", OF_A_VISIBLE_FILE, commands=ADD)]),
    AppendOnly("customs_fileddeclaration"),
    # Customs is one authority: each of its people sees every office's runs.
    *(
        one
        for table in ("run", "part", "answer")
        for one in (
            Protect(f"customs_exchange{table}", [Policy("evx_customs", commands=ADD), *read_by(*STAFF)]),
            AppendOnly(f"customs_exchange{table}"),
        )
    ),
    Protect("customs_dayreport", [Policy("evx_customs", commands=ADD), *read_by(*STAFF)]),
    AppendOnly("customs_dayreport"),
]
