"""Reminders: at each mark once, the nearest only, a missed day caught up and nothing told twice."""

from datetime import date, datetime, timedelta

import pytest
from tests.customs.world import MAKER_USCC, MODEL, NOON, OWNER
from tests.notices.waiting import tell
from tests.qualification.year import at as moment
from tests.qualification.year import open_year, started, submitted

from evexport.kernel.clock import CHINA
from evexport.network.models import Outlet
from evexport.notices import reminders
from evexport.notices.models import Notice
from evexport.qualification.actions import review
from evexport.qualification.models import ListedMaker, ListedModel, ModelStanding
from evexport.registers.models import CccCertificate


def given(kind, organisation=None):
    rows = Notice.objects.using(OWNER).filter(kind=f"reminder.{kind}").order_by("id")
    return list(rows if organisation is None else rows.filter(organisation_id=organisation))


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=CHINA)


def days_before(day, count):
    return noon(day - timedelta(days=count))


@pytest.mark.parametrize(("days", "told"), [(61, []), (60, ["60"]), (31, ["60"]), (30, ["30"]), (7, ["7"]), (0, ["7"]), (-1, [])])
def test_a_licence_is_reminded_of_at_the_nearest_mark_it_has_reached(world, days, told):
    licence = world.licence()
    reminders.give(days_before(licence.valid_until, days))
    found = given("licence_expires", world.exporter.pk)
    assert [one.reminder.partition("@")[2].partition(":")[0] for one in found] == told


def test_every_day_of_the_last_quarter_gives_three_reminders_to_each_party(world):
    licence = world.licence()
    for days in range(90, -3, -1):
        reminders.give(days_before(licence.valid_until, days))
    for party in (world.exporter.pk, world.maker.pk):
        assert [one.data["days"] for one in given("licence_expires", party)] == [60, 30, 7]


def test_days_on_which_nothing_ran_are_caught_up_without_doubling(world):
    licence = world.licence()
    for days in (80, 25, 24, 3, 2):  # nothing ran between, so the marks of 60 and 30, then 7, are passed unseen
        reminders.give(days_before(licence.valid_until, days))
    assert [one.data["days"] for one in given("licence_expires", world.exporter.pk)] == [25, 3]


def test_a_licence_without_anything_left_or_out_of_force_is_not_reminded_of(world):
    used = world.licence(2)
    world.decide(world.form(used))
    world.end(world.licence(), "revoked")
    reminders.give(days_before(used.valid_until, 30))
    assert given("licence_expires") == []


def test_a_balance_is_reminded_of_as_declarations_are_decided(world):
    licence = world.licence(100)
    steps = [(79, []), (1, [("20", 20)]), (14, [("20", 20)]), (1, [("20", 20), ("5", 5)]), (4, [("20", 20), ("5", 5)])]
    for cars, told in steps:
        assert world.decide(world.form(licence, world.cars(cars))).decision == "released"
        tell(at=NOON)
        found = given("balance_low", world.exporter.pk)
        assert [(one.data["percent"], one.data["left"]) for one in found] == told


def test_a_balance_that_falls_through_both_marks_is_told_once(world):
    licence = world.licence(100)
    world.decide(world.form(licence, world.cars(97)))
    tell(at=NOON)
    (one,) = given("balance_low")
    assert one.title.zh == f"许可证{licence.number}余额不足5%"
    assert one.part("happened").en == f"Of the 100 vehicles of licence {licence.number}, 3 are left."


def test_a_ccc_certificate_about_to_lapse_is_told_to_its_maker(world):
    entry = ListedMaker.objects.using(OWNER).get(year=2026)
    model = ListedModel.objects.using(OWNER).create(listed_maker=entry, model_code=MODEL, vehicle_name="纯电动轿车")
    ModelStanding.objects.using(OWNER).create(
        maker_id=world.maker.pk, model_code=MODEL, year=2026, state="in_force", since=NOON, entry=model
    )
    CccCertificate.objects.using(OWNER).filter(model_code=MODEL, manufacturer_uscc=MAKER_USCC).delete()
    CccCertificate.objects.using(OWNER).create(
        certificate_no="2025011101000009", manufacturer_uscc=MAKER_USCC, model_code=MODEL, status="valid",
        status_since=date(2025, 5, 2), valid_from=date(2025, 5, 2), valid_until=date(2026, 7, 10),
    )  # fmt: skip
    reminders.give(NOON)
    reminders.give(NOON + timedelta(days=1))
    (one,) = given("certificate_lapses")
    assert one.organisation_id == world.maker.pk
    assert one.due_on == date(2026, 7, 10)
    assert "25日" in one.part("happened").zh


def test_outlets_with_old_evidence_are_told_once_a_month(world):
    for market, verified in (("DE", date(2025, 6, 14)), ("DE", None), ("FR", date(2026, 6, 1)), ("AU", date(2025, 6, 15))):
        Outlet.objects.using(OWNER).create(
            maker=world.maker, market=market, city=f"{market}{verified}", operator="示例", ownership="own",
            services=["maintenance"], opened_on=date(2024, 1, 1), verified_on=verified, recorded_at=NOON,
        )  # fmt: skip
    for day in (15, 16, 30):
        reminders.give(noon(date(2026, 6, day)))
    (one,) = given("outlet_evidence")
    assert one.data["count"] == 2  # 14 June last year is a day past; 15 June is not, and nor is this month's
    assert one.part("happened").zh.endswith("：DE 2。")
    reminders.give(noon(date(2026, 7, 1)))
    assert [len(one.data["markets"]) for one in given("outlet_evidence")] == [1, 2]


def test_a_draft_not_handed_in_a_question_not_answered_a_filing_not_forwarded(db_clone):
    year = open_year()
    started(year, whose="rival")
    filing = submitted(year)
    reminders.give(moment(7))
    assert [one.data["days"] for one in given("filing_closes", year.rival.organisation_id)] == [3]
    assert given("filing_closes", year.maker.organisation_id) == []
    reminders.give(moment(24))
    (one,) = given("forward_due")
    assert (one.organisation_id, one.data["count"], one.data["days"]) == (year.shenzhen.organisation_id, 1, 6)
    questions = [{"field": "models", "question": "请补充车型说明。"}]
    review.request_information(filing, questions, by=year.shenzhen, at=moment(8))
    due = Notice.objects.using(OWNER)
    reminders.give(moment(18))
    (asked,) = due.filter(kind="reminder.answer_due")
    assert asked.organisation_id == year.maker.organisation_id
    assert asked.data["days"] <= 5
