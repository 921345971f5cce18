"""Many licences over HTTP: asked for once, 202 with an address, progress that is only the body's own to see, steering."""

import pytest
from tests import factories
from tests.api.conftest import Caller
from tests.licensing.house import NOON, House
from tests.licensing.many import reviewed, staffed
from tests.papers.conftest import home

from evexport.accounts.actions import issue_key
from evexport.accounts.roles import Role
from evexport.kernel.ids import uuid7
from evexport.work.running import run_lane

__all__ = ["home"]


@pytest.fixture
def house(db_clone, home, settings):
    settings.DEMO_DAY = NOON.date()
    return staffed(House())


def caller(role, organisation_id):
    _, key = issue_key(organisation_id=organisation_id, role=role, label="示例系统", by=factories.ADMIN, at=NOON)
    return Caller(key)


@pytest.fixture
def approver(house):
    return caller(Role.APPROVER, house.bodies.body.id)


def asked(approver, **body):
    return approver.post("licence-applications/issue-all", {"request": "r-1", **body})


def run(work) -> None:
    while run_lane(work["id"], 0, now=lambda: NOON):
        pass


def test_asked_for_and_done_with_its_items(house, approver):
    made = [reviewed(house) for _ in range(3)]
    house.suspend_maker(2026)  # from now on no check of this maker holds
    answer = asked(approver)
    work = answer.json()
    assert (answer.status_code, answer.headers["Location"]) == (202, f"/api/v1/work/{work['id']}")
    assert (work["state"], work["total"], work["said"]["zh"]) == ("queued", 3, "排队等候办理：共3项，已办0项。")
    run(work)
    done = approver.get(f"work/{work['id']}").json()
    assert (done["state"], done["done"], done["failed"], done["waiting"]) == ("done", 0, 3, 0)
    failed = approver.get(f"work/{work['id']}/items?state=failed&limit=2").json()
    assert [item["subject"] for item in failed["items"]] == [f"application:{one.pk}" for one in made[:2]]
    assert failed["items"][0]["problem"]["code"] == "CRITERIA_NOT_MET"
    (last,) = approver.get(f"work/{work['id']}/items?state=failed&cursor={failed['next']}").json()["items"]
    assert (last["position"], last["problem"]["remedy"]["zh"] != "") == (3, True)


def test_the_licences_stand_when_it_is_done(house, approver):
    application = reviewed(house)
    work = asked(approver, applications=[str(application.pk)]).json()
    run(work)
    (item,) = approver.get(f"work/{work['id']}/items").json()["items"]
    assert (item["state"], item["result"]) == ("done", {"number": "26-AA-000001"})
    assert approver.get("licences/26-AA-000001").json()["status"] == "in_force"


def test_the_same_request_is_answered_with_the_same_work(house, approver):
    application = str(reviewed(house).pk)
    first, second = asked(approver), asked(approver)
    assert (second.status_code, second.json()["id"]) == (202, first.json()["id"])
    other = asked(approver, applications=[application])
    assert (other.status_code, other.json()["code"]) == (409, "REQUEST_ID_USED")


def test_steered_over_http(house, approver):
    reviewed(house)
    work = asked(approver).json()
    path = f"work/{work['id']}"
    assert approver.post(f"{path}/pause", {}).json()["state"] == "paused"
    assert [one["verb"] for one in approver.get(path).json()["actions"]] == ["resume", "cancel"]
    assert approver.post(f"{path}/resume", {}).json()["state"] == "queued"
    cancelled = approver.post(f"{path}/cancel", {}).json()
    assert (cancelled["state"], cancelled["said"]["en"]) == ("cancelled", "Cancelled: 0 of 1; the other 1 stay as they were.")
    again = approver.post(f"{path}/cancel", {})
    assert (again.status_code, again.json()["code"]) == (409, "WRONG_STATE")
    assert [row["id"] for row in approver.get("work?state=cancelled").json()["items"]] == [work["id"]]


def test_another_body_sees_nothing(house, approver):
    application = str(reviewed(house).pk)
    work = asked(approver).json()
    stranger = caller(Role.APPROVER, house.gao.organisation_id)
    assert stranger.get("work").json()["items"] == []
    path = f"work/{work['id']}"
    answers = [stranger.get(path), stranger.get(f"{path}/items"), stranger.post(f"{path}/cancel", {})]
    answers.append(asked(stranger, applications=[application]))
    assert [answer.status_code for answer in answers] == [404] * 4


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"request": ""}, "request"),
        ({"request": "r" * 65}, "request"),
        ({"applications": []}, "applications"),
        ({"applications": [str(uuid7())] * 5001}, "applications"),
        ({"applications": ["one"]}, "applications[1]"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_understood_names_its_field(house, approver, body, field):
    answer = asked(approver, **body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize("question", ["state=lost", "cursor=x", "cursor=-1", "cursor=%C2%B2"])
def test_a_question_about_items_that_makes_no_sense(house, approver, question):
    reviewed(house)
    assert approver.get(f"work/{asked(approver).json()['id']}/items?{question}").status_code == 422
