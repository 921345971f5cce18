"""A shipment plan over HTTP: one table becomes many applications however often it is sent, and all are handed in at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.api.test_applications_route import caller
from tests.licensing.house import NOON, House
from tests.licensing.sound import MODEL

from evexport.accounts.roles import Role
from evexport.licensing.models import Application, ShipmentPlan
from evexport.work.models import Work
from evexport.work.running import run_lane

OWNER = "owner"
ADDRESS = "shipment-plans"


@pytest.fixture
def house(db_clone, settings):
    settings.DEMO_DAY = NOON.date()
    return House()


@pytest.fixture
def exporter(house):
    """Its clerk has handed in one application before: what a table leaves out is filled in from there."""
    client = caller(Role.EXPORTER, house.exporter.pk)
    before = client.post("licence-applications", house.form()).json()
    assert client.post(f"licence-applications/{before['id']}/submit", {}).status_code == 200
    return client


def row(contract, **more):
    return {
        "contract_no": contract, "consignee": "Example Ltd.", "destination": "DE", "customs_district": "5300",
        "model_code": MODEL, "quantity": 2, "unit_price": "19800.00", **more,
    }  # fmt: skip


@pytest.fixture
def plan(house):
    def made(*rows, request="r-1", **more):
        return {"request": request, "name": "示例轮001航次", "maker": house.maker.uscc, "rows": list(rows), **more}

    return made


def worked(plan_id):
    """As the worker does it, lane by lane."""
    work = Work.objects.using(OWNER).get(pk=ShipmentPlan.objects.using(OWNER).get(pk=plan_id).work_id)
    for lane in range(work.lanes):
        while run_lane(work.pk, lane, now=lambda: NOON):
            pass


def test_each_application_and_each_row_is_told(exporter, plan):
    answer = exporter.post(
        ADDRESS, plan(row("P-1"), row("P-2", destination=""), row("P-3", quantity=0), row("P-1", destination="GB"))
    )
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert [(one["contract_no"], one["destination"], one["state"]) for one in told["applications"]] == [
        ("P-1", "DE", "draft"),
        ("P-2", "", "draft"),
        ("P-1", "GB", "draft"),
    ]
    first, lacking, _ = told["applications"]
    assert first["problems"] == []
    (lack,) = lacking["problems"]
    assert (lack["field"], bool(lack["message"]["zh"]), bool(lack["remedy"]["en"])) == ("destination", True, True)
    (bad,) = told["bad_rows"]
    assert (bad["row"], bad["given"]["contract_no"], bad["why"]["en"]) == (3, "P-3", "The quantity is a whole number above zero.")
    assert (told["waiting"], told["handing_in"]) == (3, None)
    assert exporter.get(f"{ADDRESS}/{told['id']}").json() == told


def test_sent_twice_it_is_one_plan_even_after_it_was_handed_in(exporter, plan):
    """What an application begins with moves on with the last one handed in; the request stays what it was."""
    sent = plan(row("P-1", payment="1"), row("P-2"))
    first = exporter.post(ADDRESS, sent).json()
    assert exporter.post(f"{ADDRESS}/{first['id']}/submit", {}).status_code == 202
    worked(first["id"])
    again = exporter.post(ADDRESS, sent)
    assert (again.status_code, again.json()["id"]) == (201, first["id"])
    other = exporter.post(ADDRESS, plan(row("P-9")))
    assert (other.status_code, other.json()["code"]) == (409, "REQUEST_ID_USED")
    assert ShipmentPlan.objects.using(OWNER).count() == 1
    assert len(exporter.get(ADDRESS).json()["items"]) == 1


def test_all_are_handed_in_and_what_fails_says_why(exporter, plan):
    made = exporter.post(ADDRESS, plan(row("P-1"), row("P-2", destination="QQ"))).json()
    answer = exporter.post(f"{ADDRESS}/{made['id']}/submit", {})
    assert (answer.status_code, answer["Location"]) == (202, f"/api/v1/{ADDRESS}/{made['id']}")
    assert answer.json()["handing_in"]["total"] == 2
    worked(made["id"])
    told = exporter.get(f"{ADDRESS}/{made['id']}").json()
    assert [one["state"] for one in told["applications"]] == ["submitted", "draft"]
    assert told["applications"][1]["problems"][0]["message"]["zh"]
    assert (told["waiting"], told["handing_in"]["done"], told["handing_in"]["failed"]) == (1, 1, 1)


def test_the_same_as_a_csv_file(house, exporter):
    table = f"contract_no,destination,customs_district,车型,quantity\nC-1,DE,5300,{MODEL},2\nC-2,DE,5300,{MODEL},x\n"
    about = f"name=plan&maker={house.maker.uscc}&request=c-1"
    client = exporter.client
    answer = client.post(f"/api/v1/{ADDRESS}/csv?{about}", table.encode(), content_type="text/csv", secure=True)
    assert answer.status_code == 201, answer.content
    assert [one["contract_no"] for one in answer.json()["applications"]] == ["C-1"]
    assert [(bad["row"], bad["given"]["quantity"]) for bad in answer.json()["bad_rows"]] == [(3, "x")]
    whole = client.post(f"/api/v1/{ADDRESS}/csv?{about}2&whole=true", table.encode(), content_type="text/csv", secure=True)
    assert (whole.status_code, whole.json()["code"]) == (422, "ROW_BAD")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"maker": "9144030055555555XX"}, "MAKER_NOT_LISTED"),
        ({"rows": []}, None),
        ({"rows": [{**row("P-1"), "colour": "red"}]}, None),
        ({"whole": True, "rows": [row("P-1", quantity=0)]}, "ROW_BAD"),
    ],
)
def test_what_cannot_be_understood_makes_nothing(exporter, plan, change, code):
    answer = exporter.post(ADDRESS, {**plan(row("P-1")), **change})
    assert answer.status_code in (400, 422), answer.content
    assert code in (None, answer.json()["code"])
    assert not ShipmentPlan.objects.using(OWNER).exists()


def test_a_rival_finds_nothing(house, exporter, plan):
    made = exporter.post(ADDRESS, plan(row("P-1"))).json()
    rival = caller(Role.EXPORTER, house.rival.pk)
    assert rival.get(ADDRESS).json()["items"] == []
    assert rival.get(f"{ADDRESS}/{made['id']}").status_code == 404
    assert rival.post(f"{ADDRESS}/{made['id']}/submit", {}).status_code == 404
    assert {one.state for one in Application.objects.using(OWNER).filter(plan=made["id"])} == {"draft"}


def test_a_large_plan_takes_as_many_queries_as_a_small_one(exporter, plan):
    def asked(count):
        made = exporter.post(ADDRESS, plan(*(row(f"Q-{count}-{n}") for n in range(count)), request=f"q-{count}")).json()
        with CaptureQueriesContext(connection) as seen:
            exporter.get(f"{ADDRESS}/{made['id']}")
        return len(seen)

    assert asked(2) == asked(40)
