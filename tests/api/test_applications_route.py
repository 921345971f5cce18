"""A licence over HTTP: applied for, reviewed twice, issued, amended in its life; and nothing of it for a rival."""

import pytest
from tests import factories
from tests.api.conftest import Caller
from tests.licensing.house import NOON, House

from evexport.accounts.actions import issue_key
from evexport.accounts.roles import Role


@pytest.fixture
def house(db_clone, settings):
    settings.DEMO_DAY = NOON.date()
    return House()


def caller(role, organisation_id):
    _, key = issue_key(organisation_id=organisation_id, role=role, label="test", by=factories.ADMIN, at=NOON)
    return Caller(key)


@pytest.fixture
def exporter(house):
    return caller(Role.EXPORTER, house.exporter.pk)


@pytest.fixture
def body(house):
    """The issuing body AA's two keys: examiner and approver."""
    organisation = factories.organisation("issuing_body", "AA").id
    house.body = organisation
    return caller(Role.EXAMINER, organisation), caller(Role.APPROVER, organisation)


@pytest.fixture
def application(house, exporter):
    answer = exporter.post("licence-applications", house.form())
    assert answer.status_code == 201, answer.content
    return answer.json()


def issued(application, exporter, body):
    path = f"licence-applications/{application['id']}"
    examiner, approver = body
    exporter.post(f"{path}/submit", {})
    examiner.post(f"{path}/pass-first-review", {"note": "已核对价格资料。"})
    return approver.post(f"{path}/issue", {})


def test_from_the_draft_to_the_licence(application, exporter, body):
    answer = issued(application, exporter, body)
    assert (answer.status_code, answer.json()["state"]) == (200, "issued"), answer.content
    licence = exporter.get(f"licences/{answer.json()['licence_no']}").json()
    assert (licence["status"], licence["destination"], licence["left"]) == ("in_force", "DE", 500)
    assert licence["lines"][0]["unit_price"] == "19800.00"
    assert licence["law"].startswith("sha256:")


def test_the_findings_come_with_the_application(application, exporter):
    submitted = exporter.post(f"licence-applications/{application['id']}/submit", {}).json()
    assert submitted["state"] == "submitted"
    assert submitted["findings"]
    assert "not_met" not in {finding["outcome"] for finding in submitted["findings"]}
    assert all(
        finding["sentence"]["zh"] and finding["sentence"]["en"] and finding["citation"] for finding in submitted["findings"]
    )


def test_a_rival_finds_neither_application_nor_licence(house, application, exporter, body):
    number = issued(application, exporter, body).json()["licence_no"]
    rival = caller(Role.EXPORTER, house.rival.pk)
    assert rival.get("licence-applications").json()["items"] == []
    path = f"licence-applications/{application['id']}"
    answers = [rival.get(path), rival.post(f"{path}/withdraw", {}), rival.get(f"licences/{number}")]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert rival.post(f"licences/{number}/report-loss", {"reason": "遗失"}).status_code == 404


def test_another_body_finds_nothing(house, application, exporter):
    exporter.post(f"licence-applications/{application['id']}/submit", {})
    gao = caller(Role.EXAMINER, factories.organisation("issuing_body", "SZ").id)
    assert gao.post(f"licence-applications/{application['id']}/pass-first-review", {}).status_code == 404


def test_an_unknown_field_is_named(house, exporter):
    answer = exporter.post("licence-applications", {**house.form(), "colour": "red"})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["colour"]


def test_a_suspended_licence_is_lifted_by_its_body(application, exporter, body):
    number = issued(application, exporter, body).json()["licence_no"]
    _, approver = body
    because = {"reason": "核查中。", "citation": "MOFCOM-11-2008#revocation"}
    suspended = approver.post(f"licences/{number}/suspend", because)
    assert (suspended.status_code, suspended.json()["status"]) == (200, "suspended"), suspended.content
    assert exporter.post(f"licences/{number}/lift", because).status_code == 403
    assert approver.post(f"licences/{number}/lift", because).json()["status"] == "in_force"


def test_asked_answered_and_issued(application, exporter, body):
    path, (examiner, approver) = f"licence-applications/{application['id']}", body
    exporter.post(f"{path}/submit", {})
    asked = examiner.post(f"{path}/request-information", {"field": "lines.1.unit_price", "question": "单价依据？"})
    assert (asked.status_code, asked.json()["state"]) == (200, "information_requested"), asked.content
    assert approver.post(f"{path}/issue", {}).json()["code"] == "WRONG_STATE"
    answered = exporter.post(f"{path}/answer", {"answer": "见合同附件。"})
    assert (answered.status_code, answered.json()["state"]) == (200, "submitted"), answered.content
    examiner.post(f"{path}/pass-first-review", {"note": "已核对价格资料。"})
    assert approver.post(f"{path}/issue", {}).json()["state"] == "issued"


def test_a_refusal_is_looked_at_again_by_another_officer(house, application, exporter, body):
    path, (examiner, approver) = f"licence-applications/{application['id']}", body
    exporter.post(f"{path}/submit", {})
    why = {"reason": "材料不一致。", "citation": "ISSUE-RULES-2008#materials"}
    assert approver.post(f"{path}/refuse", why).json()["state"] == "refused"
    assert exporter.post(f"{path}/ask-reconsideration", {"reason": "材料一致。"}).json()["state"] == "reconsidering"
    barred = approver.post(f"{path}/reopen", {"reason": "有理。"})
    assert (barred.status_code, "another officer" in barred.json()["detail"]) == (409, True)
    other = caller(Role.APPROVER, house.body)
    reopened = other.post(f"{path}/reopen", {"reason": "有理。"})
    assert (reopened.status_code, reopened.json()["state"]) == (200, "submitted"), reopened.content
    assert examiner.post(f"{path}/refuse", why).json()["state"] == "refused"
    exporter.post(f"{path}/ask-reconsideration", {"reason": "材料一致。"})
    assert approver.post(f"{path}/uphold", {"reason": "确不一致。"}).json()["state"] == "upheld"


def test_the_pages_of_a_list_follow_each_other(house, exporter):
    made = [exporter.post("licence-applications", house.form()).json()["id"] for _ in range(3)]
    first = exporter.get("licence-applications?limit=2").json()
    second = exporter.get(f"licence-applications?limit=2&cursor={first['next']}").json()
    assert [row["id"] for row in first["items"] + second["items"]] == made[::-1]
    assert second["next"] is None
