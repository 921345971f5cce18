"""Reading licences: derived status on boundary days, the wallet, and who sees what."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from tests.licensing.house import NOON, OWNER, House, at, told

from evexport.kernel.problems import NotFound
from evexport.licensing import actions, queries, waiting
from evexport.licensing.models import (
    Application,
    ApplicationVersion,
    Balance,
    Licence,
    LicenceLine,
    LicenceStanding,
)
from evexport.licensing.tasks import announce_endings
from evexport.store import reading_as


@pytest.fixture
def house(db_clone) -> House:
    return House()


@pytest.fixture(scope="module")
def shared(db_module) -> House:
    """One licence, to be looked at only."""
    made = House()
    made.issued()
    return made


START, END = date(2026, 3, 15), date(2027, 3, 15)


@pytest.mark.parametrize(
    ("status", "on", "left", "clearances", "expected"),
    [
        ("issued", START - timedelta(days=1), 10, 12, "not_yet_valid"),
        ("issued", START, 10, 12, "in_force"),
        ("issued", END, 10, 12, "in_force"),
        ("issued", END + timedelta(days=1), 10, 12, "expired"),
        ("issued", START, 0, 12, "exhausted"),
        ("issued", START, 10, 0, "exhausted"),
        ("issued", END + timedelta(days=1), 0, 0, "expired"),
        ("suspended", START, 10, 12, "suspended"),
        ("suspended", END + timedelta(days=1), 10, 12, "expired"),
        ("revoked", START, 10, 12, "revoked"),
        ("replaced", END + timedelta(days=1), 0, 0, "replaced"),
        ("returned", START, 10, 12, "returned"),
        ("lost", START, 10, 12, "lost"),
    ],
)
def test_what_a_licence_is_worth_on_a_day(status, on, left, clearances, expected):
    found = queries.derive(status, valid_from=START, valid_until=END, left=left, clearances_left=clearances, on=on)
    assert found == expected


def test_the_wallet_holds_what_one_exports_and_what_one_made(house):
    numbers = [house.issued(line={"quantity": 5}).number for _ in range(3)]
    used_up = Licence.objects.using(OWNER).get(number=numbers[1])
    house.use(used_up, 5)
    for actor in (house.clerk, house.maker_clerk):
        with reading_as(actor):
            cases = queries.wallet(actor.organisation_id, NOON)
            assert [(case.licence.number, case.state, case.left) for case in cases] == [
                (numbers[2], "in_force", 5),
                (numbers[1], "exhausted", 0),
                (numbers[0], "in_force", 5),
            ]
            assert [c.licence.number for c in queries.wallet(actor.organisation_id, NOON, state="exhausted")] == [numbers[1]]
            assert [c.licence.number for c in queries.wallet(actor.organisation_id, NOON, before=numbers[2], count=1)] == [
                numbers[1]
            ]
    with reading_as(house.rival_clerk):
        assert queries.wallet(house.rival.pk, NOON) == []


def test_the_wallet_takes_the_same_statements_for_many_as_for_one(house):
    for _ in range(4):
        house.issued(line={"quantity": 5})
    with CaptureQueriesContext(connection) as statements, reading_as(house.clerk):
        assert len(queries.wallet(house.exporter.pk, NOON)) == 4
    read = [one for one in statements if one["sql"].startswith('SELECT "licensing')]
    assert len(read) == 3  # licences, standings, balances


def test_status_on_another_day(house):
    licence = house.issued()
    with reading_as(house.clerk):
        case = queries.by_number(licence.number, NOON)
        assert (case.state, case.days_left) == ("in_force", 366)
        assert queries.status_on(case, at(date(2027, 6, 15))) == "in_force"
        assert queries.status_on(case, at(date(2027, 6, 16))) == "expired"


def seen(actor, model) -> int:
    with reading_as(actor):
        return model.objects.count()


MATRIX = {
    "clerk": (1, 1, 1),
    "maker_clerk": (1, 1, 1),
    "rival_clerk": (0, 0, 0),
    "lin": (1, 1, 1),
    "zhou": (1, 1, 1),
    "gao": (0, 0, 0),
    "ministry": (1, 1, 1),
}


@pytest.mark.parametrize("who", MATRIX)
def test_who_sees_an_application_and_its_licence(shared, who):
    applications, versions, licences = MATRIX[who]
    actor = getattr(shared, who)
    assert (seen(actor, Application), seen(actor, ApplicationVersion)) == (applications, versions)
    assert {seen(actor, model) for model in (Licence, LicenceLine, LicenceStanding, Balance)} == {licences}


def test_customs_sees_licences_and_no_applications(shared):
    assert {seen(shared.customs, model) for model in (Licence, LicenceLine, LicenceStanding, Balance)} == {1}
    with pytest.raises(ProgrammingError, match="permission denied"):
        seen(shared.customs, Application)


@pytest.mark.parametrize("who", ["maker_clerk", "lin", "ministry"])
def test_a_draft_is_its_exporters_alone(house, who):
    actions.draft({"contract_no": "EXEV-1"}, by=house.clerk, at=NOON)
    assert (seen(house.clerk, Application), seen(getattr(house, who), Application)) == (1, 0)


def test_the_queue_says_what_is_due_first_and_how_time_stands(house):
    late = house.submitted(when=at(date(2026, 6, 8)))  # due Thursday 11 June
    asked = house.submitted(when=at(date(2026, 6, 9)))
    actions.request_information(asked.pk, "？", field="consignee", by=house.lin, at=at(date(2026, 6, 9)))
    fresh = house.submitted()
    with reading_as(house.lin):
        queue = waiting.with_body(NOON)
    assert [(one.application.pk, one.working_days_left, one.overdue) for one in queue] == [
        (late.pk, -2, True),
        (fresh.pk, 3, False),
    ]
    assert [one.said.en for one in queue] == ["Overdue by 2 working days.", "3 working days left."]
    with reading_as(house.clerk):
        (mine,) = waiting.with_applicant(NOON)
    assert (mine.application.pk, mine.due_on) == (asked.pk, None)
    assert "clock is stopped" in mine.said.en
    with reading_as(house.lin):
        assert waiting.how_long(fresh, at(date(2026, 6, 18))).said.en == "Due today."
        assert waiting.how_long(fresh, at(date(2026, 6, 17))).said.en == "1 working day left."


def test_an_unknown_number_and_another_tenants_are_not_found_alike(house):
    licence = house.issued()
    for number in (licence.number, "26-AA-999999", "nonsense"):
        with pytest.raises(NotFound), reading_as(house.rival_clerk):
            queries.by_number(number, NOON)


def test_the_ledger_is_told_once_of_each_ending(house):
    used_up, expiring = house.issued(line={"quantity": 5}), house.issued(line={"quantity": 5})
    house.use(used_up, 5)
    assert (announce_endings(NOON), announce_endings(NOON)) == (1, 0)
    after = at(expiring.valid_until + timedelta(days=1))
    assert announce_endings(at(expiring.valid_until)) == 0
    assert (announce_endings(after), announce_endings(after)) == (2, 0)
    assert told(f"licence:{used_up.number}") == ["licence.issued", "licence.exhausted", "licence.expired"]
    assert told(f"licence:{expiring.number}") == ["licence.issued", "licence.expired"]
