"""The figures of the told year equal plain counts over their sources, however often and in whichever way they are counted."""

from datetime import date, datetime, timedelta

import psycopg
import pytest

from evexport.accounts.actors import PUBLIC, SYSTEM, in_role
from evexport.accounts.roles import Role
from evexport.demo.year import TODAY
from evexport.kernel.clock import CHINA
from evexport.ledger.models import Place
from evexport.oversight.models import (
    Counted,
    ExportMonth,
    GateMonth,
    InspectionMonth,
    LicenceUse,
    PublishedFigure,
    ReasonMonth,
    TermMonth,
)
from evexport.oversight.statistics import counting, durations, figures
from evexport.oversight.statistics.figures import Asked
from evexport.store import acting_as, reading_as

AT = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=CHINA)
ANALYST = in_role(Role.OVERSIGHT_ANALYST, name="分析员")
TABLES = (ExportMonth, GateMonth, ReasonMonth, LicenceUse, TermMonth, InspectionMonth, PublishedFigure)
MONTH = "to_char(date_trunc('month', {} AT TIME ZONE 'Asia/Shanghai'), 'YYYY-MM')"

# Each car stands once in the array of the entry that it belongs to: unnested, a car is a row.
CARS = f"""SELECT {MONTH.format("w.at")}, l.destination, e.uscc, w.kind, count(*)
    FROM customs_writeoff w, unnest(w.vins) car, licensing_licenceline n, licensing_licence l
    LEFT JOIN enterprises_enterprise e ON e.id = l.maker_id
    WHERE n.id = w.line_id AND l.id = n.licence_id GROUP BY 1, 2, 3, 4"""


@pytest.fixture
def plain(told_year):
    """A query as owner, past row security and past all of the product's code."""
    with psycopg.connect(told_year.owner, autocommit=True) as connection:
        yield lambda text, *values: connection.execute(text, values).fetchall()


def everything():
    """All that stands in the read models, in an order of its own."""
    with reading_as(SYSTEM):
        found = {}
        for table in TABLES:
            names = [one.name for one in table._meta.fields if one.name != "id"]
            found[table.__name__] = sorted(map(repr, table.objects.values_list(*names)))
    return found


def by(rows, *places):
    sums = {}
    for row in rows:
        key = tuple(row[place] for place in places)
        sums[key] = sums.get(key, 0) + row[-1]
    return sums


def test_exports_by_month_and_market_are_the_cars_that_were_written_off_less_those_taken_back(told_year, plain):
    cars = plain(CARS)
    net = [(*row[:3], row[3], row[4] if row[3] == 1 else -row[4]) for row in cars if row[3] in (1, 0, -1)]
    with reading_as(ANALYST):
        months = {(f"{one.key:%Y-%m}",): one.net for one in figures.exports("month", Asked())}
        markets = {(one.key,): one.net for one in figures.exports("market", Asked())}
        whole = figures.exports_in_all(Asked())
    assert months == by(net, 0)
    assert markets == by(net, 1)
    assert whole.net == sum(row[-1] for row in net) > 10_000
    assert whole.cancelled > 0
    assert whole.returned > 0


def test_exports_of_one_year_maker_and_market(told_year, plain):
    maker, uscc, market = plain(
        "SELECT l.maker_id, l.maker_uscc, l.destination FROM customs_writeoff w, licensing_licenceline n, licensing_licence l"
        " WHERE n.id = w.line_id AND l.id = n.licence_id AND w.at < '2026-12-31' LIMIT 1"
    )[0]
    wanted = [
        row for row in plain(CARS) if row[0].startswith("2026") and row[1] == market and row[2] == uscc and row[3] in (1, 0, -1)
    ]
    with reading_as(ANALYST):
        found = figures.exports("model", Asked(2026, maker, market))
    assert sum(one.released for one in found) == sum(row[4] for row in wanted if row[3] == 1) > 0
    assert sum(one.cancelled for one in found) == sum(row[4] for row in wanted if row[3] == -1)


def test_decisions_and_reasons_are_those_of_the_declarations(told_year, plain):
    decided = plain(
        f"SELECT {MONTH.format('decided_at')}, decision, count(*), sum(quantity) FROM customs_declaration GROUP BY 1, 2"
    )
    reasons = plain(
        "SELECT r ->> 'code', count(DISTINCT d.id) FROM customs_declaration d, jsonb_array_elements(d.reasons) r"
        " WHERE d.decision = 'refused' GROUP BY 1"
    )
    with reading_as(ANALYST):
        found = {(f"{one['month']:%Y-%m}", one["decision"], one["n"], one["cars"]) for one in figures.decisions(Asked())}
        why = dict(figures.reasons(Asked()))
        month, some = next(iter(figures.reasons_by_month(Asked(), list(why)).items()))
    assert found == set(decided)
    assert why == dict(reasons)
    assert len(why) > 20
    assert sum(some.values()) <= sum(why.values())
    assert month.day == 1


def test_licences_add_up_and_expire_with_the_day(told_year, plain):
    issued, licensed, used = plain(
        "SELECT count(DISTINCT l.id), sum(b.licensed), sum(b.used) FROM licensing_licence l"
        " JOIN licensing_balance b ON b.licence_id = l.id WHERE extract(year FROM l.valid_from) = 2026"
    )[0]
    over = plain(
        "SELECT coalesce(sum(b.licensed - b.used - b.reserved), 0) FROM licensing_licence l"
        " JOIN licensing_licencestanding s ON s.licence_id = l.id JOIN licensing_balance b ON b.licence_id = l.id"
        " WHERE extract(year FROM l.valid_from) = 2026 AND s.status IN ('issued', 'suspended') AND l.valid_until < %s",
        TODAY,
    )[0][0]
    with reading_as(ANALYST):
        (row,) = figures.licences("year", Asked(2026))
        makers = figures.licences("maker", Asked(2026))
    assert (row["licences"], row["licensed"], row["used"]) == (issued, licensed, used)
    assert row["expired"] == over > 0
    assert sum(one["licensed"] for one in makers) == licensed
    assert row["licensed"] == row["used"] + row["reserved"] + row["open"] + row["expired"] + row["ended"]


def test_licence_decisions_against_the_three_days(told_year, plain):
    rows = plain(
        "SELECT count(*), count(*) FILTER (WHERE (decided_at AT TIME ZONE 'Asia/Shanghai')::date <= due_on)"
        " FROM licensing_application WHERE decided_at IS NOT NULL AND submitted_at IS NOT NULL"
    )
    with reading_as(ANALYST):
        found = durations.in_all("licence")
        months = durations.terms("licence", by="month")
    assert found
    assert (found.proceedings, found.within) == rows[0]
    assert sum(one.proceedings for one in months) == found.proceedings
    assert found.median <= found.p90 <= found.longest


def test_each_step_of_the_round_is_measured(told_year, plain):
    forwarded = plain(
        "SELECT count(*) FROM qualification_filingstep WHERE verb IN ('forward', 'return') AND source IN ('submitted', 'corrected')"
    )
    opinions = plain("SELECT count(*), count(*) FILTER (WHERE NOT late) FROM qualification_opinion")
    listed = plain("SELECT count(*) FROM qualification_filingstep WHERE target = 'listed'")
    with reading_as(ANALYST):
        review, opinion, listing = (durations.in_all(name) for name in ("first_review", "opinion", "listing"))
    assert review
    assert opinion
    assert listing
    assert review.proceedings == forwarded[0][0]
    assert (opinion.proceedings, opinion.within) == opinions[0]
    assert listing.proceedings == listed[0][0]


def test_inspections_stand_by_level(told_year, plain):
    wanted = dict(plain("SELECT level, count(*) FROM customs_inspection GROUP BY 1"))
    with reading_as(ANALYST):
        assert {one["level"]: one["n_all"] for one in figures.inspections(Asked())} == wanted


def test_counting_anew_changes_nothing(told_year):
    before = everything()
    assert all(before[table.__name__] for table in TABLES)
    told = []
    assert counting.rebuild(at=AT, told=told.append) == len(told) > 5
    assert everything() == before
    counting.rebuild(at=AT)
    assert everything() == before


def test_nothing_new_is_nothing_to_count(told_year):
    counting.bring_up_to_date(at=AT)
    assert counting.bring_up_to_date(at=AT) == 0


def test_a_new_day_looks_at_what_has_expired(told_year):
    with reading_as(SYSTEM):
        years = LicenceUse.objects.values("year").distinct().count()
    try:
        assert counting.bring_up_to_date(at=AT + timedelta(days=1)) == years
    finally:
        counting.bring_up_to_date(at=AT)


def test_a_reader_from_the_first_entry_on_finds_the_same(told_year):
    """What was removed comes back: the ledger names every month, year and step that must be counted."""
    before = everything()
    with acting_as(SYSTEM):
        for table in (*TABLES, Counted):
            table.objects.all().delete()
        Place.objects.filter(reader=counting.READER).delete()
    assert counting.bring_up_to_date(at=AT) > 5
    assert everything() == before


def test_one_who_counts_leaves_the_place_alone_while_another_does(told_year):
    with psycopg.connect(told_year.owner) as other:
        other.execute("SELECT FROM ledger_place WHERE reader = %s FOR UPDATE", [counting.READER])
        assert counting.bring_up_to_date(at=AT + timedelta(days=2)) == 0


def test_the_public_sees_no_firm(told_year):
    with reading_as(PUBLIC), pytest.raises(Exception, match="permission denied"):
        list(ExportMonth.objects.all())


def test_what_is_published_is_of_whole_months_and_of_enough_firms(told_year, plain):
    with reading_as(PUBLIC):
        found = {(one.series, one.year, one.key): one for one in PublishedFigure.objects.all()}
    months = [key for series, _, key in found if series == "exports_by_month"]
    assert max(months) <= "2027-02"
    assert {one.through for one in found.values()} == {date(2027, 2, 28)}
    firms = dict(
        plain(
            f"SELECT {MONTH.format('w.at')}, count(DISTINCT l.maker_id) FROM customs_writeoff w, licensing_licenceline n,"
            " licensing_licence l WHERE n.id = w.line_id AND l.id = n.licence_id AND w.kind IN (1, 0, -1) GROUP BY 1"
        )
    )
    for key in months:
        one = found["exports_by_month", int(key[:4]), key]
        assert one.value is None or firms[key] >= 3, key


def test_the_sum_of_a_year_is_that_of_its_markets(told_year):
    """Where nothing is withheld; and where something is, the shown ones are less than the sum."""
    with reading_as(PUBLIC):
        for year in (2026, 2027):
            whole = PublishedFigure.objects.get(series="exports", year=year).value
            shown = PublishedFigure.objects.filter(series="exports_by_market", year=year)
            values = list(shown.values_list("value", flat=True))
            known = sum(one for one in values if one is not None)
            assert whole is not None
            assert whole == known if None not in values else known < whole
