"""Large files of cars over HTTP: a file in, how far it is, its bad rows as pages and as a file, the good ones recorded."""

import csv
from io import StringIO

import pytest
from tests.customs.world import NOON, OWNER
from tests.vehicles.files import announce, csv_of, lines, numbers, recorded
from tests.work.world import run_all, standing

from evexport.accounts.roles import Role
from evexport.enterprises.models import Enterprise
from evexport.work.models import Work

PATH = "/api/v1/production-files"


@pytest.fixture
def maker(world, keyed):
    uscc = Enterprise.objects.using(OWNER).get(pk=world.maker.pk).uscc
    announce(uscc, model="DMO7000BEVNEW")
    return keyed(Role.MAKER, world.maker.pk)


def send(maker, content, *, request="r-1", **more):
    words = "&".join(f"{name}={value}" for name, value in {"name": "cars.csv", "request": request, **more}.items())
    return maker.client.post(f"{PATH}?{words}", content, content_type="text/csv", secure=True)


def finish(answer):
    run_all(Work.objects.using(OWNER).get(pk=answer["work"].rpartition("/")[2]))


def rows(vins):
    return lines(vins, model="DMO7000BEVNEW", built=NOON.date())


def test_in_progress_and_recorded(maker):
    vins = numbers(30, start=1)
    taken = send(maker, csv_of(rows(vins)))
    assert taken.status_code == 202, taken.content
    assert (taken.json()["state"], taken.json()["total"], taken.json()["checked"]) == ("checking", 30, 0)
    finish(taken.json())
    read = maker.get(f"production-files/{taken.json()['id']}").json()
    assert (read["state"], read["recorded"], read["bad"], read["checked"]) == ("recorded", 30, 0, 30)
    assert read["said"]["en"].startswith("Finished")
    assert recorded(vins) == 30
    assert send(maker, csv_of(rows(vins))).json() == read, "the same request is the same file"
    assert [one["id"] for one in maker.get("production-files?state=recorded").json()["items"]] == [read["id"]]
    assert maker.get(read["work"].removeprefix("/api/v1/")).json()["state"] == "done"


def test_bad_rows_in_pages_and_as_a_file_then_the_good_ones(maker):
    vins = numbers(3, start=100)
    taken = send(maker, csv_of([*rows(vins), "=cmd(),x,y", *rows(vins[:1])])).json()
    finish(taken)
    read = maker.get(f"production-files/{taken['id']}").json()
    assert (read["state"], read["bad"], [one["verb"] for one in read["actions"]]) == ("returned", 2, ["take-good"])
    page = maker.get(f"production-files/{taken['id']}/bad-rows?limit=1").json()
    assert {one["row"] for one in page["items"]} == {5}
    rest = maker.get(f"production-files/{taken['id']}/bad-rows?limit=50&cursor={page['next']}").json()
    assert [(one["row"], one["vin"], one["code"]) for one in rest["items"]] == [(6, vins[0], "VIN_REPEATED")]
    assert rest["next"] is None
    answer = maker.client.get(f"{PATH}/{taken['id']}/bad-rows.csv", secure=True)
    table = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert table[0][:3] == ["行 line", "车辆识别代号 VIN", "代码 code"]
    assert table[1][1] == "'=CMD()", "no live formula goes out"
    assert table[-1][:3] == ["6", vins[0], "VIN_REPEATED"]
    assert "第2行" in table[-1][3]
    assert "row 2" in table[-1][3]
    good = maker.post(f"production-files/{taken['id']}/take-good", {})
    assert good.status_code == 200, good.content
    finish(good.json())
    assert recorded(vins) == 3
    assert maker.post(f"production-files/{taken['id']}/take-good", {}).json()["code"] == "WRONG_STATE"


def test_it_is_paused_and_goes_on(maker):
    taken = send(maker, csv_of(rows(numbers(2, start=200)))).json()
    paused = maker.post(f"{taken['work'].removeprefix('/api/v1/')}/pause", {})
    assert paused.json()["state"] == "paused"
    work = Work.objects.using(OWNER).get(pk=paused.json()["id"])
    run_all(work)
    assert standing(work).done == 0
    maker.post(f"work/{work.pk}/resume", {})
    finish(taken)
    assert maker.get(f"production-files/{taken['id']}").json()["state"] == "recorded"


@pytest.mark.parametrize(
    ("content", "more", "code"),
    [
        (b"vin\nx\n", {}, "FILE_NO_COLUMN"),
        (b"vin,model_code,built_on\nx,y,z", {"name": "cars.ods"}, "FILE_KIND_UNKNOWN"),
        (b"vin,model_code,built_on\nx,y,z", {"request": ""}, "REQUEST_ID_MISSING"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_once(maker, content, more, code):
    answer = send(maker, content, **more)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_anothers_file_is_not_there(maker, keyed):
    taken = send(maker, csv_of(rows(numbers(1, start=300)))).json()
    other = keyed(Role.MAKER, "enterprise")
    for path in ("", "/bad-rows", "/bad-rows.csv"):
        assert other.get(f"production-files/{taken['id']}{path}").status_code == 404
    assert other.get("production-files").json()["items"] == []
