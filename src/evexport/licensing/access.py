"""Who sees and changes which rows: each party and issuing body its own, customs and staff the licences."""

from evexport.store.policies import AppendOnly, Policy, Protect

# The subquery runs under the reader's own policies: who sees the licence sees its parts.
OF_A_VISIBLE_LICENCE = "EXISTS (SELECT FROM licensing_licence l WHERE l.id = licence_id)"
OF_A_VISIBLE_APPLICATION = "EXISTS (SELECT FROM licensing_application a WHERE a.id = application_id)"
OF_ITS_BODY = "issuing_body = evx_authority() AND submitted_at IS NOT NULL"
# The one application that an issuing body hands in itself.
OF_A_CODE_CHANGE = "EXISTS (SELECT FROM licensing_application a WHERE a.id = application_id AND a.purpose = 'code_change')"
OF_OWN_LICENCE = "EXISTS (SELECT FROM licensing_licence l WHERE l.id = licence_id AND l.exporter_id = evx_org())"
OF_OWN_BODY = "EXISTS (SELECT FROM licensing_licence l WHERE l.id = licence_id AND l.issuing_body = evx_authority())"
STATUS = ("status", "since", "reason", "citation", "decided_by")
OF_A_VISIBLE_REVOCATION = "EXISTS (SELECT FROM licensing_revocation r WHERE r.id = revocation_id)"
DECIDED = ("state", "decided_by", "decided_by_name", "decided_at")
REVOKED = (*DECIDED, "decision_reason", "stood_as")
ANSWERED = (*DECIDED, "answer")
CLEARANCES = ("clearances_allowed", "clearances_used")
QUANTITIES = ("licensed", "used", "reserved")

READERS = ("evx_staff", "evx_customs", "evx_gate", "evx_system", "evx_definer")


def read_by(*roles: str) -> list[Policy]:
    return [Policy(role, commands="SELECT") for role in roles]


ACCESS = [
    Protect(
        "licensing_application",
        [
            Policy("evx_tenant", "exporter_id = evx_org()", commands="SELECT, INSERT, UPDATE"),
            Policy("evx_tenant", "maker_id = evx_org() AND submitted_at IS NOT NULL", commands="SELECT"),
            Policy(
                "evx_authority",
                OF_ITS_BODY,
                commands="SELECT, UPDATE",
            ),
            Policy("evx_authority", f"{OF_ITS_BODY} AND purpose = 'code_change'", commands="INSERT"),
            Policy("evx_staff", "submitted_at IS NOT NULL", commands="SELECT"),
            *read_by("evx_system"),
        ],
    ),
    Protect(
        "licensing_shipmentplan",
        [
            Policy(
                "evx_tenant", "organisation_id = evx_org()", commands="SELECT, INSERT, UPDATE", columns=("work_id", "attempts")
            ),
        ],
    ),
    Protect(
        "licensing_applicationversion",
        [
            Policy("evx_tenant", OF_A_VISIBLE_APPLICATION, commands="SELECT, INSERT"),
            Policy("evx_authority", OF_A_VISIBLE_APPLICATION, OF_A_CODE_CHANGE, "SELECT, INSERT"),
            *read_by("evx_staff", "evx_system"),
        ],
    ),
    AppendOnly("licensing_applicationversion"),
    Protect(
        "licensing_informationrequest",
        [
            Policy(
                "evx_tenant",
                OF_A_VISIBLE_APPLICATION,
                commands="SELECT, UPDATE",
                columns=("answer", "answered_at"),
            ),
            Policy("evx_authority", OF_A_VISIBLE_APPLICATION, commands="SELECT, INSERT"),
            *read_by("evx_staff"),
        ],
    ),
    Protect(
        "licensing_licence",
        [
            Policy("evx_tenant", "exporter_id = evx_org() OR maker_id = evx_org()", commands="SELECT"),
            Policy("evx_authority", "issuing_body = evx_authority()", commands="SELECT, INSERT"),
            *read_by(*READERS),
        ],
    ),
    AppendOnly("licensing_licence"),
    Protect(
        "licensing_licenceline",
        [
            Policy("evx_tenant", OF_A_VISIBLE_LICENCE, commands="SELECT"),
            Policy("evx_authority", OF_A_VISIBLE_LICENCE, commands="SELECT, INSERT"),
            *read_by(*READERS),
        ],
    ),
    AppendOnly("licensing_licenceline"),
    Protect(
        "licensing_licencestanding",
        [
            Policy("evx_tenant", OF_A_VISIBLE_LICENCE, commands="SELECT"),
            Policy("evx_tenant", OF_OWN_LICENCE, commands="UPDATE", columns=STATUS),
            Policy("evx_authority", OF_OWN_BODY, commands="SELECT, INSERT"),
            Policy("evx_authority", OF_OWN_BODY, commands="UPDATE", columns=(*STATUS, "clearances_allowed")),
            Policy("evx_staff", commands="SELECT, UPDATE", columns=STATUS),
            Policy("evx_customs", commands="SELECT, UPDATE", columns=CLEARANCES),
            Policy("evx_gate", commands="SELECT, UPDATE", columns=CLEARANCES),
            *read_by("evx_system", "evx_definer"),
        ],
    ),
    Protect(
        "licensing_balance",
        [
            Policy("evx_tenant", OF_A_VISIBLE_LICENCE, commands="SELECT"),
            Policy("evx_authority", OF_OWN_BODY, commands="SELECT, INSERT"),
            Policy("evx_authority", OF_OWN_BODY, commands="UPDATE", columns=("licensed",)),
            Policy("evx_customs", commands="SELECT, UPDATE", columns=QUANTITIES),
            Policy("evx_gate", commands="SELECT, UPDATE", columns=QUANTITIES),
            *read_by("evx_staff", "evx_system", "evx_definer"),
        ],
    ),
    # Notice and statements are between the authorities and the parties; customs learns what was decided.
    Protect(
        "licensing_revocation",
        [
            Policy("evx_tenant", OF_A_VISIBLE_LICENCE, commands="SELECT, UPDATE", columns=("state",)),
            Policy("evx_authority", OF_OWN_BODY, commands="SELECT, INSERT, UPDATE", columns=REVOKED),
            Policy("evx_staff", commands="SELECT, INSERT, UPDATE", columns=REVOKED),
            *read_by("evx_system"),
        ],
    ),
    Protect(
        "licensing_statement",
        [
            Policy(
                "evx_tenant", OF_A_VISIBLE_REVOCATION, f"{OF_A_VISIBLE_REVOCATION} AND party_id = evx_org()", "SELECT, INSERT"
            ),
            Policy("evx_authority", OF_A_VISIBLE_REVOCATION, commands="SELECT"),
            *read_by("evx_staff", "evx_system"),
        ],
    ),
    AppendOnly("licensing_statement"),
    Protect(
        "licensing_reconsideration",
        [
            Policy("evx_tenant", OF_A_VISIBLE_LICENCE, OF_OWN_LICENCE, "SELECT, INSERT"),
            Policy("evx_authority", OF_OWN_BODY, commands="SELECT, UPDATE", columns=ANSWERED),
            Policy("evx_staff", commands="SELECT, UPDATE", columns=ANSWERED),
            *read_by("evx_system"),
        ],
    ),
    Protect(
        "licensing_numberseries",
        [Policy("evx_authority", "issuing_body = evx_authority()", commands="SELECT, INSERT, UPDATE")],
    ),
    Protect(
        "licensing_announced",
        [Policy("evx_system", commands="SELECT, INSERT"), *read_by("evx_staff")],
    ),
    AppendOnly("licensing_announced"),
]
