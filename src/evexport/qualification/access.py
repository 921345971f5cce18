"""Who sees and writes which rows of gate 1.

A filing belongs to its maker; it opens to the commerce department of its division once handed in, to the consulted
agencies while they are asked, to the ministry from then on. Published rows are everyone's. What hangs on a filing is
seen by whoever sees the filing: the inner query runs under the filing's own policies.
"""

from evexport.store.policies import AppendOnly, Policy, Protect, Public, Rule

READ = "SELECT"
ADD = "SELECT, INSERT"
KEEP = "SELECT, INSERT, UPDATE"
WITH_ITS_FILING = "EXISTS (SELECT FROM qualification_filing f WHERE f.id = filing_id)"
OF_A_DRAFT = "EXISTS (SELECT FROM qualification_filing f WHERE f.id = filing_id AND f.state = 'draft')"
READERS = ("evx_anyone", "evx_gate", "evx_definer")


def _readers(using: str = "true", *, of: tuple[str, ...] = READERS) -> list[Policy]:
    return [Policy(role, using, commands=READ) for role in of]


CASE: list[Rule] = [
    Protect(
        "qualification_filing",
        [
            Policy("evx_tenant", "maker_id = evx_org()", commands=KEEP),
            Policy("evx_authority", "authority = evx_authority() AND state <> 'draft'", commands="SELECT, UPDATE"),
            Policy("evx_agency", "state IN ('in_consultation', 'candidate', 'objected')", commands=READ),
            Policy("evx_staff", "state <> 'draft'", commands="SELECT, UPDATE"),
            Policy("evx_system", commands=KEEP),
        ],
    ),
    Protect(
        "qualification_filingversion",
        [
            Policy("evx_tenant", WITH_ITS_FILING, commands=ADD),
            *_readers(WITH_ITS_FILING, of=("evx_authority", "evx_agency", "evx_staff", "evx_system")),
        ],
    ),
    AppendOnly("qualification_filingversion"),
    Protect(
        "qualification_filingstep",
        [
            Policy(role, WITH_ITS_FILING, commands=ADD)
            for role in ("evx_tenant", "evx_authority", "evx_agency", "evx_staff", "evx_system")
        ],
    ),
    AppendOnly("qualification_filingstep"),
    Protect(
        "qualification_attachment",
        [
            Policy("evx_tenant", WITH_ITS_FILING, commands=ADD),
            Policy("evx_tenant", OF_A_DRAFT, commands="DELETE"),
            *_readers(WITH_ITS_FILING, of=("evx_authority", "evx_agency", "evx_staff", "evx_system")),
        ],
    ),
    Protect(
        "qualification_informationrequest",
        [
            Policy(
                "evx_tenant",
                WITH_ITS_FILING,
                commands="SELECT, UPDATE",
                columns=("answered_at", "answers", "changes"),
            ),
            Policy("evx_authority", WITH_ITS_FILING, commands=ADD),
            *_readers(WITH_ITS_FILING, of=("evx_agency", "evx_staff", "evx_system")),
        ],
    ),
    Protect(
        "qualification_opinion",
        [
            Policy("evx_agency", f"agency = evx_authority() AND {WITH_ITS_FILING}", commands=ADD),
            *_readers(of=("evx_staff", "evx_system")),
        ],
    ),
    AppendOnly("qualification_opinion"),
    Protect(
        "qualification_objection",
        [
            Policy(
                "evx_staff",
                commands="SELECT, UPDATE",
                columns=("decision", "reasons", "decided_at", "decided_by", "decided_by_name"),
            ),
            Policy("evx_system", commands=ADD),
            *_readers(WITH_ITS_FILING, of=("evx_tenant", "evx_authority")),
        ],
    ),
    Protect("qualification_objector", [*_readers(of=("evx_staff",)), Policy("evx_system", commands=ADD)]),
    AppendOnly("qualification_objector"),
]

PUBLISHED: list[Rule] = [
    Public("qualification_roundcalendar", writers=["evx_staff"], commands="INSERT, UPDATE"),
    Public("qualification_candidatenotice", writers=["evx_staff"], commands="INSERT"),
    AppendOnly("qualification_candidatenotice"),
    Public("qualification_listing", writers=["evx_staff"], commands="INSERT"),
    AppendOnly("qualification_listing"),
    Public("qualification_listedmaker", writers=["evx_staff"], commands="INSERT"),
    AppendOnly("qualification_listedmaker"),
    Public("qualification_listedmodel", writers=["evx_staff"], commands="INSERT"),
    AppendOnly("qualification_listedmodel"),
    Public("qualification_listedexporter", writers=["evx_staff"], commands="INSERT"),
    AppendOnly("qualification_listedexporter"),
    Protect(
        "qualification_listedfacts",
        [
            Policy(
                "evx_tenant",
                "EXISTS (SELECT FROM qualification_listedmaker m WHERE m.id = listed_maker_id"
                " AND m.maker_id = evx_org()) OR EXISTS (SELECT FROM qualification_listedexporter e"
                " WHERE e.listed_maker_id = qualification_listedfacts.listed_maker_id"
                " AND e.exporter_id = evx_org())",
                commands=READ,
            ),
            Policy("evx_staff", commands=ADD),
            *_readers(of=("evx_authority", "evx_customs", "evx_system", "evx_gate", "evx_definer")),
        ],
    ),
    AppendOnly("qualification_listedfacts"),
]

AFTERWARDS: list[Rule] = [
    Protect(
        "qualification_listevent",
        [
            *_readers(),
            Policy("evx_staff", commands="INSERT"),
            Policy("evx_system", commands="INSERT"),
            Policy("evx_tenant", "kind = 'exporter_removed' AND exporter_id = evx_org()", commands="INSERT"),
        ],
    ),
    AppendOnly("qualification_listevent"),
    Protect(
        "qualification_listchange",
        [
            Policy("evx_tenant", "maker_id = evx_org()", commands="INSERT"),
            Policy(
                "evx_tenant",
                "maker_id = evx_org() OR exporter_id = evx_org()",
                commands="SELECT, UPDATE",
                columns=("state", "decided_at", "decided_by", "decided_by_name", "answer"),
            ),
            Policy(
                "evx_staff",
                commands="SELECT, UPDATE",
                columns=("state", "decided_at", "decided_by", "decided_by_name", "answer"),
            ),
            *_readers(of=("evx_system",)),
        ],
    ),
    Protect(
        "qualification_listing_standing",
        [
            *_readers(),
            Policy("evx_staff", commands="INSERT, UPDATE"),
            Policy("evx_system", commands="UPDATE", columns=("state", "since")),
        ],
    ),
    Protect(
        "qualification_exporter_standing",
        [
            *_readers(),
            Policy("evx_staff", commands="INSERT, UPDATE"),
            Policy(
                "evx_tenant",
                "exporter_id = evx_org()",
                "exporter_id = evx_org() AND state = 'removed'",
                "UPDATE",
                ("state", "since"),
            ),
        ],
    ),
    Protect(
        "qualification_model_standing",
        [*_readers(), Policy("evx_staff", commands="INSERT, UPDATE")],
    ),
]

ACCESS: list[Rule] = [*CASE, *PUBLISHED, *AFTERWARDS]
