"""Issuing: two people, the face and its number, the year's turn, capacity counted by everyone at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from tests.database import close_thread
from tests.licensing import sound
from tests.licensing.house import NOON, OWNER, House, at, balances, standing, told

from evexport.enterprises.models import Enterprise
from evexport.kernel.problems import Barred, NotAllowed, NotFound
from evexport.ledger.models import Entry
from evexport.licensing import actions
from evexport.licensing.checks import CriteriaNotMet
from evexport.licensing.facts import counted
from evexport.licensing.models import Application, Licence, LicenceLine, NumberSeries
from evexport.store import acting_as


@pytest.fixture
def house(db_clone) -> House:
    return House()


def issue(house, application, *, by=None, when=NOON):
    return actions.issue(application.pk, by=by or house.zhou, at=when)


def test_the_face_says_what_was_asked_and_what_everyone_was_called(house):
    licence = house.issued(line={"quantity": 500})
    (line,) = LicenceLine.objects.using(OWNER).filter(licence=licence)
    assert licence.number == "26-AA-000001"
    assert (licence.valid_from, licence.valid_until) == (date(2026, 6, 15), date(2027, 6, 15))
    assert (licence.exporter_name_zh, licence.maker_name_zh, licence.issuing_body_name_zh) == (
        "示例汽车进出口有限公司",
        "示例电动汽车有限公司",
        "示例许可证事务局",
    )
    assert (licence.examined_by_name, licence.issued_by_name) == ("林初审", "周复审")
    assert (line.model_code, line.quantity, str(line.unit_price)) == (sound.MODEL, 500, "19800.00")
    assert balances(licence) == [(sound.MODEL, 500, 0, 0)]
    assert standing(licence) == ("issued", 12, 0)
    assert len(licence.verification_code) == 12


def test_a_later_name_leaves_the_face_as_it_was(house):
    licence = house.issued()
    Enterprise.objects.using(OWNER).filter(pk=house.exporter.pk).update(name_zh="示例新名有限公司")
    assert Licence.objects.using(OWNER).get(pk=licence.pk).exporter_name_zh == "示例汽车进出口有限公司"
    assert house.issued().exporter_name_zh == "示例新名有限公司"


def test_the_ledger_names_licence_and_parties(house):
    licence = house.issued()
    (entry,) = Entry.objects.using(OWNER).filter(subject=f"licence:{licence.number}")
    assert (entry.kind, entry.law, entry.actor["name"]) == ("licence.issued", licence.law, "周复审")
    assert set(entry.parties) == {house.exporter.pk, house.maker.pk}
    assert entry.data["lines"] == [{"hs_code": "8703801090", "model_code": sound.MODEL, "quantity": 500}]


def test_two_people_issue_a_licence(house):
    application = house.reviewed()
    Application.objects.using(OWNER).filter(pk=application.pk).update(first_reviewer=house.zhou.user_id)
    with pytest.raises(Barred, match="another officer"):
        issue(house, application)
    assert issue(house, application, by=house.wu).issued_by_name == "吴复审"


@pytest.mark.parametrize("who", ["lin", "clerk", "ministry", "customs"])
def test_only_the_approver_issues(house, who):
    application = house.reviewed()
    with pytest.raises((NotAllowed, NotFound)):
        issue(house, application, by=getattr(house, who))
    assert not Licence.objects.using(OWNER).exists()


def test_the_checks_are_made_again_at_issue_and_nothing_half_done_stays(house):
    application = house.reviewed()
    house.suspend_maker(2026)
    with pytest.raises(CriteriaNotMet):
        issue(house, application)
    application.refresh_from_db(using=OWNER)
    assert application.state == "reviewed"
    assert not NumberSeries.objects.using(OWNER).exists()


def test_one_batch_clears_once(house):
    assert standing(house.issued(batch_rule="one")) == ("issued", 1, 0)


def test_numbers_follow_each_other_by_body_and_year(house):
    day = at(date(2026, 12, 15))
    first, second = house.issued(when=day), house.issued(when=day)
    next_year = house.issued(when=day, valid_from="2027-01-01")
    assert [one.number for one in (first, second, next_year)] == [
        "26-AA-000001",
        "26-AA-000002",
        "27-AA-000001",
    ]
    assert (next_year.valid_from, next_year.valid_until) == (date(2027, 1, 1), date(2028, 1, 1))


def test_next_years_licences_wait_for_15_december(house):
    with pytest.raises(CriteriaNotMet, match="2026-12-15"):
        house.submitted(when=at(date(2026, 12, 14)), valid_from="2027-01-01")


def test_a_licence_is_never_valid_before_its_issue(house):
    application = house.reviewed(valid_from="2026-06-15")
    licence = issue(house, application, when=at(date(2026, 6, 22)))
    assert (licence.valid_from, licence.valid_until) == (date(2026, 6, 22), date(2027, 6, 22))


def test_issued_over_the_turn_of_the_year_it_is_the_new_years_list_that_counts(house):
    application = house.reviewed(when=at(date(2026, 12, 30)), valid_from="2026-12-30")
    house.suspend_maker(2027)
    with pytest.raises(CriteriaNotMet, match="entry of 2027 is suspended"):
        issue(house, application, when=at(date(2027, 1, 4)))


def together(*deeds):
    """Run deeds at once, each in a thread of its own; what each gave, or the problem it met."""
    start = Barrier(len(deeds))

    def one(deed):
        try:
            start.wait(timeout=10)
            return deed()
        except (Barred, CriteriaNotMet) as problem:
            return problem
        finally:
            close_thread()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(one, deeds))


def test_many_at_once_get_numbers_without_gap_or_double(house):
    waiting = [house.reviewed(line={"quantity": 1}) for _ in range(6)]
    licences = together(*(lambda a=a: issue(house, a) for a in waiting))
    assert sorted(one.number for one in licences) == [f"26-AA-{serial:06d}" for serial in range(1, 7)]


def test_capacity_holds_when_two_are_issued_at_once(house):
    waiting = [house.reviewed(line={"quantity": 70_000}) for _ in range(2)]
    answers = together(*(lambda a=a: issue(house, a) for a in waiting))
    assert sorted(type(one).__name__ for one in answers) == ["CriteriaNotMet", "Licence"]
    (licence,) = Licence.objects.using(OWNER).all()
    assert balances(licence) == [(sound.MODEL, 70_000, 0, 0)]


def test_one_application_issued_twice_at_once_is_one_licence(house):
    application = house.reviewed()
    answers = together(lambda: issue(house, application), lambda: issue(house, application, by=house.wu))
    assert sorted(type(one).__name__ for one in answers) == ["Barred", "Licence"]


@pytest.mark.parametrize(
    ("ending", "expected"),
    [(None, 500), ("suspended", 500), ("lost", 500), ("revoked", 120), ("returned", 120), ("replaced", 120)],
)
def test_live_licences_count_in_full_and_ended_ones_by_their_use(house, ending, expected):
    licence = house.issued(line={"quantity": 500})
    house.use(licence, 120)
    if ending:
        house.decide(licence, ending)
    with acting_as(house.clerk):
        assert counted(house.maker, 2026, date(2026, 6, 15)) == expected


def test_an_expired_licence_counts_by_its_use_and_only_in_its_own_year(house):
    licence = house.issued(line={"quantity": 500})
    house.use(licence, 120)
    with acting_as(house.clerk):
        assert counted(house.maker, 2026, licence.valid_until) == 500
        assert counted(house.maker, 2026, licence.valid_until + timedelta(days=1)) == 120
        assert counted(house.maker, 2027, date(2027, 1, 1)) == 0


def test_capacity_is_counted_over_every_exporter_and_body(house):
    house.issued(line={"quantity": 119_000})
    own = house.form(line={"quantity": 1001}, applicant_uscc=sound.MAKER, consignor_uscc=sound.MAKER, issuing_body="SZ")
    draft = actions.draft(own, by=house.maker_clerk, at=NOON)
    with pytest.raises(CriteriaNotMet, match="1 over the capacity"):
        actions.submit(draft.pk, by=house.maker_clerk, at=NOON)


def test_an_application_says_where_it_stands_after_issue(house):
    application = house.reviewed()
    licence = issue(house, application)
    application.refresh_from_db(using=OWNER)
    assert (application.state, application.licence.number) == ("issued", licence.number)
    assert told(f"application:{application.pk}") == [
        "application.submitted",
        "application.first_review_passed",
    ]
