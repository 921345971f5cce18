"""Who is turned away from which address: one row an address, asked with a key of every role that keys are given to."""

from datetime import timedelta

import pytest
from tests import factories
from tests.api.conftest import Caller, declaration
from tests.customs.world import NOON, World

from evexport.accounts.actions import issue_key
from evexport.accounts.roles import ROLES, Role
from evexport.api.v1.routes import description
from evexport.customs.gate import pool
from evexport.licensing.models import Licence

ID, NUMBER, VIN = "0193f3a2-6c1e-7bd0-9c55-1f2a7f6f0001", "26-AA-999999", "LDMEV7EB2TD000001"
CODES = {Role.PROVINCE_OFFICER: "4403", Role.AGENCY_OFFICER: "MIIT", Role.EXAMINER: "AA", Role.APPROVER: "AA"}
KEYED = [role for role, row in ROLES.items() if row.kind is not None]

MAKER, EXPORTER, PROVINCE, MINISTRY = "maker", "exporter", "province_officer", "ministry_officer"
AGENCY, EXAMINER, APPROVER = "agency_officer", "examiner", "approver"
OFFICER, SYSTEM, ANALYST, AUDITOR, ADMIN = "customs_officer", "customs_system", "oversight_analyst", "auditor", "administrator"

APPLICANTS, CUSTOMS = (MAKER, EXPORTER), (OFFICER, SYSTEM)
FILES = (MAKER, PROVINCE, MINISTRY, AGENCY, ANALYST, AUDITOR)
APPLICATIONS = (*APPLICANTS, MINISTRY, EXAMINER, APPROVER, ANALYST)
LICENCES = (*APPLICANTS, MINISTRY, EXAMINER, APPROVER, *CUSTOMS, ANALYST, AUDITOR)
DECLARATIONS = (*APPLICANTS, MINISTRY, *CUSTOMS, ANALYST, AUDITOR)
LEDGER = (*APPLICANTS, MINISTRY, ANALYST, AUDITOR, ADMIN)
LETTERS = (*APPLICANTS, PROVINCE, MINISTRY, EXAMINER, APPROVER, ANALYST, AUDITOR)
EVERYBODY = (*APPLICANTS, PROVINCE, MINISTRY, AGENCY, EXAMINER, APPROVER, *CUSTOMS, ANALYST, AUDITOR)
SWITCHED = ("pause", "resume", "revoke")
WHY, CITED = {"reason": "示例"}, {"reason": "示例", "citation": "DESIGN#gate"}
CHANGE = {"by": "code-change", "old": "8703801090", "new": "8703801091", "from": "2027-01-01"}
STATISTICS = ("exports", "licences", "processing", "gate", "inspections")
PLAN = "request=r-1&name=plan&maker=91330000DMO000000X"
PLANNED = {"contract_no": "P-1", "destination": "DE", "customs_district": "5300", "model_code": "M", "quantity": 1}
REASONS, BECAUSE = {"reasons": "示例"}, {"because": "示例"}

# method and address, body, roles whose keys are not turned away with 403
TABLE = [
    ("GET /filings", None, FILES),
    ("POST /filings", {"year": 2027}, (MAKER,)),
    ("GET /filings/{filing_id}", None, FILES),
    ("GET /filings/{filing_id}/assessment", None, FILES),
    ("POST /filings/{key}/save", {"revision": 1, "sections": {}}, (MAKER,)),
    ("POST /filings/{key}/submit", {}, (MAKER,)),
    ("POST /filings/{key}/forward", {}, (PROVINCE,)),
    ("POST /filings/{key}/consult", {}, (MINISTRY,)),
    ("POST /filings/{key}/opine", {"stance": "agree"}, (AGENCY,)),
    ("POST /filings/{key}/nominate", {}, (MINISTRY,)),
    ("POST /filings/{key}/reject", REASONS, (MINISTRY,)),
    ("POST /filings/{key}/return", REASONS, (PROVINCE, MINISTRY)),
    ("POST /filings/{key}/assign", {"to": None}, (PROVINCE, MINISTRY)),
    ("POST /filings/{key}/reconsider", {"uphold": True, "reasons": "示例"}, (MINISTRY,)),
    ("GET /licence-applications", None, APPLICATIONS),
    ("POST /licence-applications", {}, APPLICANTS),
    ("GET /licence-applications/{key}", None, APPLICATIONS),
    ("POST /licence-applications/{key}/submit", {}, APPLICANTS),
    ("POST /licence-applications/{key}/withdraw", {}, APPLICANTS),
    ("POST /licence-applications/{key}/pass-first-review", {}, (EXAMINER,)),
    ("POST /licence-applications/{key}/assign", {"to": None}, (EXAMINER, APPROVER)),
    ("POST /licence-applications/{key}/issue", {}, (APPROVER,)),
    ("POST /licence-applications/{key}/return", WHY, (EXAMINER, APPROVER)),
    ("POST /licence-applications/{key}/refuse", CITED, (EXAMINER, APPROVER)),
    ("POST /licence-applications/{key}/uphold", WHY, (APPROVER,)),
    ("GET /shipment-plans", None, APPLICANTS),
    ("POST /shipment-plans", {"request": "r-1", "name": "示例", "maker": "91330000DMO000000X", "rows": [PLANNED]}, APPLICANTS),
    ("POST /shipment-plans/csv", {}, APPLICANTS),
    ("GET /shipment-plans/{key}", None, APPLICANTS),
    ("POST /shipment-plans/{key}/submit", {}, APPLICANTS),
    ("GET /licences", None, LICENCES),
    ("GET /licences/{key}", None, LICENCES),
    ("GET /licences/{key}/document.pdf", None, LICENCES),
    ("GET /licences/{key}/credential", None, LICENCES),
    ("POST /licences/{key}/amend", {"change": {}}, (*APPLICANTS, APPROVER)),
    ("POST /licences/{key}/report-loss", WHY, (*APPLICANTS, APPROVER)),
    ("POST /licences/{key}/return", WHY, (*APPLICANTS, APPROVER)),
    ("POST /licences/{key}/suspend", CITED, (MINISTRY, APPROVER)),
    ("POST /licences/{key}/lift", CITED, (MINISTRY, APPROVER)),
    ("POST /licences/{key}/propose-revocation", {"facts": "示例", **CITED}, (MINISTRY, APPROVER)),
    ("POST /licences/{key}/state-case", {"statement": "示例"}, APPLICANTS),
    ("POST /licences/{key}/revoke", CITED, (MINISTRY, APPROVER)),
    ("POST /licences/{key}/drop-revocation", WHY, (MINISTRY, APPROVER)),
    ("POST /licences/{key}/ask-reconsideration", WHY, APPLICANTS),
    ("POST /licences/{key}/uphold", CITED, (MINISTRY, APPROVER)),
    ("POST /licences/{key}/extend", {}, LICENCES),
    ("GET /licences/affected", CHANGE, LICENCES),
    ("POST /code-changes", {"old": "8703801090", "new": "8703801091", "from": "2027-01-01", "request": "r-1"}, (APPROVER,)),
    ("POST /licences/{key}/reapply", {}, APPLICANTS),
    ("POST /customs/declarations", "declaration", CUSTOMS),
    ("POST /customs/declarations/batch", [], CUSTOMS),
    ("GET /customs/declarations/{number}", None, DECLARATIONS),
    ("POST /customs/declarations/{number}/cancel", BECAUSE, CUSTOMS),
    ("POST /customs/declarations/{number}/correct", {"wrong": VIN, "right": VIN, "evidence": "铭牌", **BECAUSE}, (OFFICER,)),
    ("POST /customs/declarations/{number}/return", {"evidence": "提单", **BECAUSE}, (OFFICER,)),
    ("POST /customs/paper-clearances", {"certificate_no": "1", "cleared_at": "2026-06-15T08:00:00+08:00", "declaration": {}, **BECAUSE}, (OFFICER,)),
    ("POST /customs/inspections", {"declaration_no": "none", "result": "passed", "note": "示例"}, CUSTOMS),
    ("POST /customs/holds", {"vin": VIN, "because_zh": "示例", "because_en": "Example"}, (OFFICER,)),
    ("POST /customs/holds/{vin}/lift", BECAUSE, (OFFICER,)),
    ("POST /customs/reports", {"day": "2026-06-14", "rows": []}, CUSTOMS),
    ("GET /customs/reconciliation", {"from": "2026-06-01", "to": "2026-06-02"}, CUSTOMS),
    ("POST /customs/exchange-files", {}, CUSTOMS),
    ("GET /customs/exchange-files", None, CUSTOMS),
    ("GET /customs/exchange-files/{sender}/{run}", None, CUSTOMS),
    ("GET /customs/exchange-files/{sender}/{run}/answer", None, CUSTOMS),
    ("GET /vehicles/{vin}", None, DECLARATIONS),
    ("POST /licence-applications/issue-all", {"request": "r-1", "applications": [ID]}, (APPROVER,)),
    ("GET /production-files", None, (MAKER,)),
    ("POST /production-files", {}, (MAKER,)),
    ("GET /production-files/{key}", None, (MAKER,)),
    ("GET /production-files/{key}/bad-rows", None, (MAKER,)),
    ("GET /production-files/{key}/bad-rows.csv", None, (MAKER,)),
    ("POST /production-files/{key}/take-good", {}, (MAKER,)),
    ("GET /work", None, (MAKER, EXAMINER, APPROVER, OFFICER)),
    ("GET /work/{key}", None, (MAKER, EXAMINER, APPROVER, OFFICER)),
    ("GET /work/{key}/items", None, (MAKER, EXAMINER, APPROVER, OFFICER)),
    ("POST /work/{key}/cancel", {}, (MAKER, APPROVER, OFFICER)),
    ("POST /work/{key}/pause", {}, (MAKER, APPROVER, OFFICER)),
    ("POST /work/{key}/resume", {}, (MAKER, APPROVER, OFFICER)),
    ("GET /ledger/entries/{entry_id}/proof", None, LEDGER),
    ("GET /ledger/entries/{entry_id}/proof.pdf", None, LEDGER),
    ("GET /ledger/entries/{entry_id}/letter.pdf", None, LETTERS),
    ("GET /filings/{filing_id}/receipt.pdf", None, LETTERS),
    *((f"GET /statistics/{what}", None, (MINISTRY, ANALYST, AUDITOR)) for what in STATISTICS),
    ("GET /notices", None, EVERYBODY),
    ("GET /notices/unread", None, EVERYBODY),
    ("POST /notices/{notice_id}/read", {}, EVERYBODY),
    ("POST /notices/{notice_id}/unread", {}, EVERYBODY),
    ("POST /notices/read-all", {}, EVERYBODY),
    ("GET /notices/emails", None, EVERYBODY),
    ("POST /notices/emails", {"address": "clerk@example.com"}, EVERYBODY),
    ("GET /notices/webhooks", None, EVERYBODY),
    ("POST /notices/webhooks", {"address": "http://example.com/"}, EVERYBODY),
    *(
        (f"POST /notices/{form}/{{key}}/{verb}", {}, EVERYBODY)
        for form, verbs in (("emails", SWITCHED), ("webhooks", (*SWITCHED, "rotate")))
        for verb in verbs
    ),
    ("GET /notices/deliveries", None, (*EVERYBODY, ADMIN)),
    ("POST /notices/deliveries/{delivery_id}/redeliver", {}, (*EVERYBODY, ADMIN)),
]  # fmt: skip
EVERYONE = {
    "POST /scope/classify",
    "POST /vins/check",
    "GET /lists/{year}",
    "GET /lists/{year}/gazette.pdf",
    "GET /lists/{year}/makers/{uscc}/exporters/{exporter_uscc}/certificate.pdf",
    "GET /verify/{number}",
    "GET /ledger/checkpoint",
    "GET /authorisations/{year}/{maker_uscc}/{exporter_uscc}",
    "GET /status/{number}",
    "GET /statistics/national",
    "GET /.well-known/jwks.json",
    "POST /notices/emails/{key}/confirm",
}
SAME_AS_NEIGHBOUR = {  # verbs of a state table whose permission another row of the same table already asks for
    "filings": {"answer", "correct", "withdraw", "request-information", "object", "decide-objection", "ask-reconsideration"},
    "licence-applications": {"save", "correct", "answer", "request-information", "ask-reconsideration", "reopen"},
    "licences": {"ask-reissue", "waive-statement", "set-aside"},
}


@pytest.fixture(scope="module")
def world(db_module):
    yield World()
    pool.close()


@pytest.fixture(scope="module")
def callers(world):
    places = {(ROLES[Role.MAKER].kind, ""): world.maker.pk}
    found = {}
    for role in KEYED:
        place = (ROLES[role].kind, CODES.get(role, ""))
        if place not in places:
            places[place] = factories.organisation(*place).id
        _, key = issue_key(organisation_id=places[place], role=role, label=role, by=factories.ADMIN, at=NOON - timedelta(days=1))
        found[str(role)] = Caller(key)
    return found


def ask(caller, row, body, world):
    method, path = row.split()
    for name, value in (
        ("filing_id", ID),
        ("entry_id", ID),
        ("notice_id", ID),
        ("delivery_id", ID),
        ("number", NUMBER),
        ("sender", "5301"),
        ("run", "1"),
        ("vin", VIN),
    ):
        path = path.replace("{" + name + "}", value)
    path = path.removesuffix("/csv") + f"/csv?{PLAN}" if path.endswith("/csv") else path
    path = path.replace("{key}", NUMBER if path.startswith("/licences") else ID)
    if method == "GET":
        return caller.client.get(f"/api/v1{path}", body, secure=True)
    return caller.post(path[1:], declaration(world, Licence(number=NUMBER)) if body == "declaration" else body)


@pytest.mark.parametrize(("row", "body", "welcome"), TABLE, ids=[row for row, _, _ in TABLE])
def test_who_is_turned_away(world, callers, settings, row, body, welcome):
    settings.DEMO_DAY = NOON.date()
    answers = {role: ask(caller, row, body, world) for role, caller in callers.items()}
    assert max(answer.status_code for answer in answers.values()) < 500
    assert {role for role, answer in answers.items() if answer.status_code != 403} == set(welcome)
    assert ask(Caller(), row, body, world).status_code == 401


def test_the_table_has_every_address():
    served = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in description()["paths"].items()
        for method in methods
        if method in ("get", "post")
    }
    neighbours = {f"POST /{kind}/{{key}}/{verb}" for kind, verbs in SAME_AS_NEIGHBOUR.items() for verb in verbs}
    assert served == {row for row, _, _ in TABLE} | EVERYONE | neighbours
