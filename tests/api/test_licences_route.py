"""A licence's life over HTTP, verb by verb: what each leaves, and how each refusal reads."""

from datetime import date
from uuid import UUID

import pytest
from tests import factories
from tests.api.conftest import Caller
from tests.licensing.house import NOON, House, at
from tests.licensing.new_code import NEW, OLD, announce

from evexport.accounts.actions import issue_key
from evexport.accounts.roles import Role
from evexport.work.running import run_lane

HALT = {"reason": "核查中。", "citation": "MOFCOM-11-2008#suspension"}
END = {"reason": "骗取许可证。", "citation": "MOFCOM-11-2008#revocation"}


@pytest.fixture
def house(db_clone, settings):
    settings.DEMO_DAY = NOON.date()
    return House()


@pytest.fixture
def callers(house):
    """One key a part; `approver` and `second` are two keys of the same body."""
    body = factories.organisation("issuing_body", "AA").id
    parts = {
        "exporter": (Role.EXPORTER, house.exporter.pk), "maker": (Role.MAKER, house.maker.pk),
        "rival": (Role.EXPORTER, house.rival.pk), "examiner": (Role.EXAMINER, body), "approver": (Role.APPROVER, body),
        "second": (Role.APPROVER, body), "ministry": (Role.MINISTRY_OFFICER, factories.organisation("ministry", "").id),
        "customs": (Role.CUSTOMS_OFFICER, factories.organisation("customs", "").id),
    }  # fmt: skip
    made = {}
    for name, (role, organisation) in parts.items():
        _, key = issue_key(organisation_id=organisation, role=role, label=name, by=factories.ADMIN, at=NOON)
        made[name] = Caller(key)
    return made


@pytest.fixture
def licence(house):
    return house.issued().number


def did(caller, number, verb, body=None):
    answer = caller.post(f"licences/{number}/{verb}", body or {})
    assert answer.status_code == 200, answer.content
    return answer.json()


def refused(caller, number, verb, body=None):
    answer = caller.post(f"licences/{number}/{verb}", body or {})
    assert answer.status_code == 409, answer.content
    problem = answer.json()
    assert problem["message"]["zh"]
    assert problem["message"]["en"]
    assert problem["remedy"]["zh"]
    return problem


def taken_through(callers, application_id):
    """Handed in, examined and approved: the number of the licence."""
    path = f"licence-applications/{application_id}"
    assert callers["exporter"].post(f"{path}/submit", {}).status_code == 200
    assert callers["examiner"].post(f"{path}/pass-first-review", {"note": "已核对。"}).status_code == 200
    return callers["approver"].post(f"{path}/issue", {}).json()["licence_no"]


def open_change(callers, purpose):
    (found,) = [one for one in callers["exporter"].get("licence-applications").json()["items"] if one["purpose"] == purpose]
    return found["id"]


def open_change_of(callers, purpose):
    """The first one of that purpose."""
    found = callers["exporter"].get("licence-applications").json()["items"]
    return next(one["id"] for one in found if one["purpose"] == purpose)


def actions(answer):
    return {one["verb"]: one["allowed"] for one in answer["actions"]}


def test_amended_it_is_another_licence_for_the_remainder(house, callers, licence):
    change = {"change": {"consignee": "Example EV France"}}
    assert did(callers["exporter"], licence, "amend", change)["status"] == "in_force"
    new = taken_through(callers, open_change(callers, "amendment"))
    face = callers["exporter"].get(f"licences/{new}").json()
    assert (face["replaces"], face["consignee"], face["left"]) == (licence, "Example EV France", 500)
    assert callers["customs"].get(f"licences/{licence}").json()["status"] == "replaced"
    assert refused(callers["exporter"], licence, "amend", change)["code"] == "WRONG_STATE"


def test_lost_and_reissued(callers, licence):
    assert did(callers["exporter"], licence, "report-loss", {"reason": "邮寄遗失。"})["status"] == "lost"
    first = open_change(callers, "reissue")
    assert callers["exporter"].post(f"licence-applications/{first}/withdraw", {}).status_code == 200
    assert did(callers["exporter"], licence, "ask-reissue")["status"] == "lost"
    (again,) = callers["exporter"].get("licence-applications?state=draft").json()["items"]
    new = taken_through(callers, again["id"])
    assert callers["exporter"].get(f"licences/{new}").json()["replaces"] == licence
    assert refused(callers["exporter"], licence, "ask-reissue")["code"] == "WRONG_STATE"


def test_returned(callers, licence):
    assert callers["rival"].post(f"licences/{licence}/return", {"reason": "合同取消。"}).status_code == 404
    assert did(callers["exporter"], licence, "return", {"reason": "合同取消。"})["status"] == "returned"
    assert refused(callers["exporter"], licence, "report-loss", {"reason": "遗失。"})["code"] == "WRONG_STATE"


def test_revoked_after_notice_and_statement_by_another_officer(callers, licence):
    why = refused(callers["approver"], licence, "revoke", END)
    assert "Give notice" in why["message"]["en"]
    told = did(callers["approver"], licence, "propose-revocation", {"facts": "合同不符。", **END})
    assert (told["status"], told["revocation"]["state"], told["revocation"]["answer_by"]) == (
        "in_force",
        "proposed",
        "2026-06-23",
    )
    assert actions(told)["revoke"] is False
    seen = callers["exporter"].get(f"licences/{licence}").json()
    assert actions(seen) == {
        "amend": False, "return": False, "report_loss": True, "reapply": True, "state_case": True, "waive_statement": True,
    }  # fmt: skip
    said = did(callers["exporter"], licence, "state-case", {"statement": "合同为补签。"})
    assert said["revocation"]["statements"][0]["statement"] == "合同为补签。"
    assert "another officer" in refused(callers["approver"], licence, "revoke", END)["message"]["en"]
    done = did(callers["second"], licence, "revoke", END)
    assert (done["status"], done["revocation"]["state"], done["standing"]["citation"]) == (
        "revoked",
        "revoked",
        "MOFCOM-11-2008#revocation",
    )
    assert callers["customs"].get(f"licences/{licence}").json()["revocation"] is None


def test_a_waived_statement_and_a_revocation_dropped(callers, licence):
    did(callers["ministry"], licence, "propose-revocation", {"facts": "合同不符。", **END})
    assert did(callers["exporter"], licence, "waive-statement")["revocation"]["state"] == "waived"
    dropped = did(callers["approver"], licence, "drop-revocation", {"reason": "查无实据。"})
    assert (dropped["status"], dropped["revocation"]["state"]) == ("in_force", "dropped")
    assert refused(callers["exporter"], licence, "state-case", {"statement": "。"})["code"] == "NO_REVOCATION"


def test_a_revocation_reconsidered(callers, licence):
    did(callers["approver"], licence, "propose-revocation", {"facts": "合同不符。", **END})
    did(callers["exporter"], licence, "waive-statement")
    did(callers["second"], licence, "revoke", END)
    asked = did(callers["exporter"], licence, "ask-reconsideration", {"reason": "事实不清。"})
    assert (asked["status"], asked["reconsideration"]["state"]) == ("revoked", "asked")
    because = {"reason": "事实不清。", "citation": "DESIGN#reconsideration"}
    assert "another officer" in refused(callers["second"], licence, "set-aside", because)["message"]["en"]
    assert did(callers["ministry"], licence, "set-aside", because)["status"] == "in_force"


def test_a_suspension_upheld_and_lifted(callers, licence):
    did(callers["approver"], licence, "suspend", HALT)
    did(callers["exporter"], licence, "ask-reconsideration", {"reason": "事实不清。"})
    upheld = did(callers["second"], licence, "uphold", {"reason": "核查未完。", "citation": "DESIGN#reconsideration"})
    assert (upheld["status"], upheld["reconsideration"]["state"]) == ("suspended", "upheld")
    assert did(callers["approver"], licence, "lift", HALT)["status"] == "in_force"


def test_not_extended_but_applied_for_again(callers, licence):
    problem = refused(callers["exporter"], licence, "extend")
    assert (problem["code"], problem["citation"]) == ("EXTENSION_NOT_POSSIBLE", "BRIEF#validity")
    assert f"/api/v1/licences/{licence}/reapply" in problem["remedy"]["en"]
    answer = callers["exporter"].post(f"licences/{licence}/reapply", {"quantities": {"DMO7000BEVA1": 30}})
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert made["application"]["document"]["lines"][0]["quantity"] == 30
    assert {flag["field"] for flag in made["flags"]} == {"valid_from", "lines"}
    assert taken_through(callers, made["application"]["id"]) != licence


CHANGE = {"old": OLD, "new": NEW, "from": "2027-01-01"}
QUERY = f"licences/affected?by=code-change&old={OLD}&new={NEW}&from=2027-01-01"


def test_a_changed_code_lists_the_affected_and_carries_them_over(house, callers, monkeypatch, settings):
    settings.DEMO_DAY = date(2026, 12, 21)
    when = at(date(2026, 12, 16))
    numbers = [house.issued(when=when, valid_from="2027-01-01", line={"quantity": 60}).number for _ in range(2)]
    rumour = callers["approver"].post("code-changes", {**CHANGE, "request": "r-1"})
    assert (rumour.status_code, rumour.json()["code"]) == (422, "CODE_CHANGE_UNKNOWN")
    announce(monkeypatch)
    found = callers["exporter"].get(f"{QUERY}&limit=1").json()
    assert (found["confirmed"], found["next"]) == (True, numbers[0])
    (second,) = callers["exporter"].get(f"{QUERY}&cursor={numbers[0]}").json()["items"]
    assert (second["number"], second["left"], second["change_under_way"]) == (numbers[1], 60, False)
    assert callers["customs"].get(QUERY).json()["items"][0]["change_under_way"] is None
    asked = callers["approver"].post("code-changes", {**CHANGE, "request": "r-1"})
    assert (asked.status_code, asked.json()["total"]) == (202, 2), asked.content
    assert callers["approver"].post("code-changes", {**CHANGE, "request": "r-1"}).json()["id"] == asked.json()["id"]
    assert callers["approver"].post("code-changes", {**CHANGE, "from": "2027-01-02", "request": "r-1"}).status_code == 409
    assert not run_lane(UUID(asked.json()["id"]), 0, now=lambda: at(date(2026, 12, 21)))
    path = asked["Location"].removeprefix("/api/v1/")
    assert callers["approver"].get(path).json()["done"] == 2
    assert all(row["change_under_way"] for row in callers["exporter"].get(QUERY).json()["items"])
    application = open_change_of(callers, "code_change")
    examined = callers["examiner"].post(f"licence-applications/{application}/pass-first-review", {"note": "已核对。"})
    assert examined.status_code == 200, examined.content
    issued = callers["second"].post(f"licence-applications/{application}/issue", {}).json()
    face = callers["exporter"].get(f"licences/{issued['licence_no']}").json()
    assert (face["lines"][0]["hs_code"], face["replaces"] in numbers, face["valid_from"]) == (NEW, True, "2027-01-01")


@pytest.mark.parametrize("query", ["", "?by=weather", f"?by=code-change&old={OLD}&new={OLD}&from=2027-01-01"])
def test_what_is_not_understood_is_said(callers, query):
    answer = callers["exporter"].get(f"licences/affected{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"]
