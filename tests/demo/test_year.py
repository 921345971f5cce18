"""The demonstration year on a fresh database: whole, the same each time, and every decision and reason at least once."""

import io
import json

import pytest
from django.db import connections
from rich.console import Console
from tests.customs.audit import audit

from evexport.customs.gate import pool
from evexport.demo import record
from evexport.demo.story import Story
from evexport.demo.world import World
from evexport.demo.year import TODAY, Year
from evexport.regulation.reasons import templates


@pytest.fixture(scope="module")
def told(db_module):
    paper = io.StringIO()
    story = Story(Console(file=paper, width=160))
    cast, samples = Year(story).run()
    yield story, cast, samples, paper.getvalue()
    pool.close()


def counted(story, kind):
    return {name.removeprefix(kind) for name in story.count if name.startswith(kind)}


def test_every_decision_and_every_reason_happens(told):
    story = told[0]
    assert counted(story, "decision:") == {"released", "refused", "held", "not_required"}
    assert counted(story, "reason:") == set(templates())


def test_filings_are_listed_returned_corrected_objected_to_and_rejected(told):
    count = told[0].count
    assert count["filed"] >= 30
    assert count["returned"] == count["filed_again"] == 3
    assert all(
        count[name] for name in ("asked", "objection_dismissed", "objection_upheld", "rejected", "reconsidered", "withdrawn")
    )
    assert all(count[f"licence:{name}"] for name in ("issued", "refused", "returned", "replaced"))


def test_tens_of_thousands_of_cars_and_the_books_hold(told):
    audit("owner")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM customs_livevin")
        assert cursor.fetchone()[0] > 15_000


def test_the_story_cites_the_law_in_words(told):
    text = told[3]
    assert "BRIEF#parts" in text
    assert "示例电动汽车有限公司 被退回" in text


def test_the_record_names_accounts_keys_and_samples(told):
    _, cast, samples, _ = told
    written = json.loads(json.dumps(record.contents(cast, samples, published=2027)))
    assert written["today"] == TODAY.isoformat()
    assert {one["role"] for one in written["accounts"]} >= {
        "maker",
        "exporter",
        "examiner",
        "approver",
        "customs_officer",
        "auditor",
    }
    assert set(written["samples"]["licences"]) == {"with_balance", "exhausted", "expired", "suspended", "revoked"}
    assert len(set(written["samples"]["unused_vins"])) == 60


def test_the_world_is_the_same_each_time():
    one, other = World(), World()
    assert [(m.uscc, m.wmi, m.markets) for m in one.makers] == [(m.uscc, m.wmi, m.markets) for m in other.makers]
    assert one.makers[5].vins(3) == other.makers[5].vins(3)


def test_every_desk_is_left_with_work(told, owner_connection):
    """One filing at least in each stage before the decision, one application in each state before it, a consent asked."""
    states = {row[0] for row in owner_connection.execute("SELECT state FROM qualification_filing WHERE year = 2028").fetchall()}
    assert states == {
        "draft", "submitted", "further_information", "returned", "forwarded", "in_consultation", "candidate", "objected",
        "in_reconsideration",
    }  # fmt: skip
    rows = owner_connection.execute("SELECT DISTINCT state FROM licensing_application").fetchall()
    assert {"draft", "submitted", "information_requested", "reviewed", "returned", "reconsidering"} <= {row[0] for row in rows}
    assert owner_connection.execute("SELECT count(*) FROM qualification_listchange WHERE state = 'proposed'").fetchone() == (1,)


def test_the_signed_in_maker_is_left_with_things_to_mend(told, owner_connection):
    """Of its plan one application lacks a consignee and one row its number; its filing for 2028 lacks last year's exports."""
    told_plan = owner_connection.execute("SELECT id, total, bad FROM licensing_shipmentplan").fetchall()
    ((plan, total, bad),) = told_plan
    assert (total, [row["given"][0] for row in bad]) == (3, ["EX00-SPRING-04"])
    rows = owner_connection.execute(
        "SELECT state, coalesce(document->>'consignee', '') = '' FROM licensing_application WHERE plan_id = %s", [plan]
    ).fetchall()
    assert sorted(rows) == [("draft", False), ("draft", False), ("draft", True)]
    exports = owner_connection.execute(
        "SELECT document->'exports'->'last_year' FROM qualification_filing WHERE year = 2028 AND state = 'draft'"
    ).fetchall()
    assert [not one for (one,) in exports] == [True]
