"""Statistics over HTTP: figures of firms for who oversees, by credit code and market; national ones for everybody."""

import pytest
from django.test import Client

from evexport.demo.year import TODAY


@pytest.fixture(scope="module")
def told_year(database_template, django_db_blocker):
    """The told year, and what it says of itself."""
    with django_db_blocker.unblock(), database_template.copy(database_template.told()):
        yield database_template.record()


@pytest.fixture
def ask(told_year, settings):
    settings.DEMO_DAY = TODAY
    client = Client(HTTP_HOST="localhost")

    def get(path, who="analyst", **asked):
        key = told_year["api_keys"].get(who)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return client.get(f"/api/v1/statistics/{path}", asked, secure=True, headers=headers)

    return get


@pytest.mark.parametrize("by", ["month", "market", "maker", "exporter", "model", "district"])
def test_each_way_of_looking_sums_to_the_same(ask, by):
    found = ask("exports", by=by, limit=1000).json()
    assert sum(row["net"] for row in found["rows"]) == found["total"]["net"] > 10_000
    assert found["counted"]["last_entry"]


def test_a_maker_is_narrowed_to_and_named_by_its_credit_code(ask, told_year):
    uscc = told_year["samples"]["maker"]["uscc"]
    whole = ask("exports", by="maker", limit=1000).json()
    mine = ask("exports", by="maker", maker=uscc).json()
    (row,) = mine["rows"]
    assert row in whole["rows"]
    assert row["key"] == uscc


def test_an_unknown_maker_is_said(ask):
    answer = ask("exports", maker="91440300MA00000000")
    assert answer.status_code == 404
    assert answer.json()["code"] == "UNKNOWN_ENTERPRISE"
    assert ask("exports", market="DE\0").status_code == 422
    assert ask("processing", year=0).status_code == 422


def test_licences_of_a_year_add_up(ask):
    for row in ask("licences").json()["rows"]:
        assert row["licensed"] == row["used"] + row["reserved"] + row["open"] + row["expired"] + row["ended"]
    assert {row["key"] for row in ask("licences").json()["rows"]} >= {"2026", "2027"}


def test_processing_says_median_and_share(ask):
    found = ask("processing").json()
    assert found["total"]["proceedings"] == sum(row["proceedings"] for row in found["rows"])
    assert 0 <= found["total"]["share"] <= 1
    authorities = ask("processing", process="opinion", by="authority").json()["rows"]
    assert {row["key"] for row in authorities} == {"MIIT", "GAC", "SAMR"}


def test_the_gate_by_month_and_reason(ask):
    found = ask("gate", year=2027).json()
    assert {row["decision"] for row in found["decisions"]} >= {"released", "refused", "held"}
    counts = [row["declarations"] for row in found["reasons"]]
    assert counts == sorted(counts, reverse=True)


def test_inspections_by_level(ask):
    for row in ask("inspections").json()["rows"]:
        assert row["inspections"] == sum(row[state] for state in ("ordered", "passed", "failed", "reworking", "refused"))


def test_national_figures_need_no_key_and_name_nobody(ask, told_year):
    answer = ask("national", who="")
    assert answer.status_code == 200
    found = answer.json()
    assert found["through"] == "2027-02-28"
    assert {one["series"] for one in found["figures"]} >= {"exports", "exports_by_month", "exports_by_market"}
    assert told_year["samples"]["maker"]["uscc"] not in answer.content.decode()


@pytest.mark.parametrize("who", ["", "maker", "exporter", "customs", "examiner"])
def test_a_firms_figures_are_not_for_strangers(ask, who):
    assert ask("exports", who=who, by="maker").status_code == (403 if who else 401)
