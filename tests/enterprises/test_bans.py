"""An exporter banned for a time: cited, dated to the day, lifted on record, seen by those it concerns."""

from datetime import date

import pytest
from django.db.utils import ProgrammingError
from tests.factories import AT, later

from evexport.enterprises import actions, queries
from evexport.enterprises.models import Ban, Enterprise
from evexport.kernel.problems import BadInput, NotAllowed, NotFound
from evexport.ledger.models import Entry
from evexport.store import acting_as

BEGINS, ENDS = date(2026, 4, 1), date(2027, 4, 1)


@pytest.fixture
def ban(cast):
    def banned(**given):
        sound = {"valid_from": BEGINS, "until": ENDS, "because": "无证出口", "citation": "FTL-2025#ban"}
        return actions.ban(cast.example_trade.id, **{**sound, **given}, by=cast.ministry_officer, at=AT)

    return banned


def stands(cast, day, who="customs_officer"):
    with acting_as(getattr(cast, who)):
        return queries.bans_on(cast.example_trade.id, day).exists()


def test_a_ban_holds_from_its_first_day_to_the_day_before_it_ends(cast, ban):
    row = ban()
    days = [date(2026, 3, 31), BEGINS, date(2027, 3, 31), ENDS]
    assert [stands(cast, day) for day in days] == [False, True, True, False]
    with acting_as(cast.exporter):
        entry = Entry.objects.get(kind="enterprise.banned")
    assert (entry.data["citation"], entry.data["until"]) == ("FTL-2025#ban", "2027-04-01")
    actions.lift_ban(row.id, because="测试结束", by=cast.ministry_officer, at=AT)


def test_a_lifted_ban_no_longer_holds_and_stays_on_record(cast, ban):
    row = ban()
    actions.lift_ban(row.id, because="复议撤销", by=cast.ministry_officer, at=later(days=60))
    assert not stands(cast, BEGINS)
    with acting_as(cast.ministry_officer):
        kept = Ban.objects.get(pk=row.pk)
    assert (kept.because, kept.lifted_because, kept.lifted_at) == ("无证出口", "复议撤销", later(days=60))
    with pytest.raises(NotFound):
        actions.lift_ban(row.id, because="再次", by=cast.ministry_officer, at=AT)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"until": BEGINS}, "until"),
        ({"citation": ""}, "citation"),
        ({"citation": "FTL-2025#nothing-such"}, "citation"),
        ({"citation": "FTL-2025"}, "citation"),
        ({"because": ""}, "because"),
    ],
)
def test_a_ban_has_an_end_a_reason_and_an_article_that_exists(ban, given, field):
    with pytest.raises(BadInput) as caught:
        ban(**given)
    assert caught.value.field == field


@pytest.mark.parametrize("who", ["administrator", "auditor", "analyst", "province_officer", "customs_officer", "approver"])
def test_the_ministry_alone_bans(cast, who):
    with pytest.raises(NotAllowed):
        actions.ban(
            cast.example_trade.id, valid_from=BEGINS, until=ENDS, because="x", citation="FTL-2025#ban",
            by=getattr(cast, who), at=AT,
        )  # fmt: skip


def test_who_sees_a_ban(cast, ban):
    row = ban()
    for who in ("exporter", "ministry_officer", "customs_officer", "approver", "province_officer", "auditor", "system"):
        assert stands(cast, BEGINS, who), who
    for who in ("maker", "rival"):
        assert not stands(cast, BEGINS, who), who
    for who in ("public", "miit", "administrator"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            stands(cast, BEGINS, who)
    actions.lift_ban(row.id, because="测试结束", by=cast.ministry_officer, at=AT)


@pytest.mark.parametrize("who", ["exporter", "customs_officer", "approver", "system"])
def test_nobody_else_lifts_or_removes_one(cast, ban, who):
    row = ban()
    with acting_as(getattr(cast, who)), pytest.raises(ProgrammingError, match="permission denied"):
        Ban.objects.update(lifted_at=AT)
    with acting_as(cast.ministry_officer), pytest.raises(ProgrammingError, match="permission denied"):
        Ban.objects.filter(pk=row.pk).update(until=BEGINS)
    with acting_as(cast.ministry_officer), pytest.raises(ProgrammingError, match="permission denied"):
        Ban.objects.filter(pk=row.pk).delete()
    actions.lift_ban(row.id, because="测试结束", by=cast.ministry_officer, at=AT)


def test_the_gate_reads_enterprises_and_bans_and_changes_nothing(cast, ban, gate_connection):
    row = ban()
    found = gate_connection.execute("SELECT id FROM enterprises_ban WHERE lifted_at IS NULL").fetchall()
    assert found == [(row.id,)]
    assert gate_connection.execute("SELECT count(*) FROM enterprises_enterprise").fetchone()[0] >= 3
    with pytest.raises(Exception, match="permission denied"):
        gate_connection.execute("UPDATE enterprises_ban SET lifted_at = now()")
    actions.lift_ban(row.id, because="测试结束", by=cast.ministry_officer, at=AT)


@pytest.mark.parametrize(
    "who", ["maker", "rival", "province_officer", "miit", "examiner", "customs_officer", "auditor", "public", "system"]
)
def test_identity_is_public_and_nobody_else_writes_it(cast, who):
    with acting_as(getattr(cast, who)):
        assert Enterprise.objects.filter(pk=cast.rival_ev.pk).exists()
    assert Enterprise.objects.filter(pk=cast.rival_ev.pk).exists()
    if who not in {"auditor", "system"}:
        with acting_as(getattr(cast, who)), pytest.raises(ProgrammingError, match="permission denied"):
            Enterprise.objects.update(name_zh="改名")
