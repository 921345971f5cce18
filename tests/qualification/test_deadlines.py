"""The clock of a case: working days, the stop while questions are open, the next step in words."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from evexport.kernel.clock import CHINA
from evexport.qualification import deadlines
from evexport.qualification.states import FILING
from evexport.regulation.law import Law


@dataclass
class Calendar:
    year: int = 2027
    opens: date = date(2026, 8, 1)
    filing_until: date = date(2026, 9, 10)
    forward_until: date = date(2026, 9, 30)
    consultation_days: int = 10
    notice_days: int = 5
    answer_days: int = 10
    reconsideration_days: int = 60
    list_by: date = date(2026, 12, 31)


@dataclass
class Filing:
    state: str
    state_since: datetime
    year: int = 2027
    consultation_until: date | None = None
    notice_until: date | None = None


@dataclass
class Step:
    source: str
    target: str
    at: datetime


def at(day: int, month: int = 9) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=CHINA)


ASKED = [
    Step("draft", "submitted", at(7)),
    Step("submitted", "further_information", at(9)),
    Step("further_information", "submitted", at(16)),
]


def test_the_department_gets_back_the_days_for_which_questions_lay_with_the_maker():
    # From Wednesday 9 to Wednesday 16 September 2026: five working days. 25 September is Mid-Autumn.
    assert deadlines.stopped_days(ASKED) == 5
    without = deadlines.due(Filing("submitted", at(7)), Calendar())
    with_stop = deadlines.due(Filing("submitted", at(16)), Calendar(), ASKED)
    assert without == date(2026, 9, 30)
    assert with_stop > date(2026, 10, 8)  # five working days after 30 September, past the National Day week


def test_days_are_told_apart_by_who_held_the_filing():
    spent = deadlines.duration(ASKED, date(2026, 9, 18))
    assert (spent.with_authority, spent.with_maker) == (2 + 2, 5)
    assert not spent.stopped
    assert deadlines.duration(ASKED[:2], date(2026, 9, 10)).stopped


def test_a_step_that_changes_no_state_stops_no_clock():
    opined = [*ASKED, Step("submitted", "submitted", at(17))]
    assert deadlines.duration(opined, date(2026, 9, 18)) == deadlines.duration(ASKED, date(2026, 9, 18))


def test_a_withdrawn_case_runs_no_further():
    done = [*ASKED, Step("submitted", "withdrawn", at(17))]
    assert deadlines.duration(done, date(2026, 12, 1)) == deadlines.duration(done, date(2026, 9, 17))


@pytest.mark.parametrize("state", sorted(FILING.states))
def test_every_state_says_what_happens_next_in_both_languages(state):
    filing = Filing(state, at(7), consultation_until=date(2026, 9, 21), notice_until=date(2026, 9, 14))
    text = deadlines.next_step(filing, Calendar(), date(2026, 9, 8))
    assert "{" not in text.zh + text.en
    if not FILING.states[state].final:
        assert deadlines.due(filing, Calendar()) or state == "listed"


def test_the_last_day_counts_and_the_next_is_overdue():
    assert deadlines.left(date(2026, 9, 10), date(2026, 9, 10)).en == "Due today."
    assert deadlines.left(date(2026, 9, 9), date(2026, 9, 10)).en == "1 working day left."
    assert deadlines.left(date(2026, 9, 14), date(2026, 9, 10)).zh == "已逾期2个工作日。"


def test_a_question_with_its_own_day_is_due_then():
    filing = Filing("further_information", at(9))
    assert deadlines.due(filing, Calendar(), question_due=date(2026, 9, 11)) == date(2026, 9, 11)
    # Ten working days; Sunday 20 September 2026 is worked in place of a holiday.
    assert deadlines.due(filing, Calendar()) == date(2026, 9, 22)


@pytest.mark.parametrize("on", [date(2025, 8, 1), date(2026, 9, 10), date(2030, 1, 1)])
def test_the_law_gives_every_round_its_dates(on):
    given = deadlines.defaults(2027, Law.on(on))
    assert (given["filing_until"], given["forward_until"]) == (date(2026, 9, 10), date(2026, 9, 30))
    assert (given["early_issue_from"], given["list_by"]) == (date(2026, 12, 15), date(2026, 12, 31))
    assert given["notice_days"] == 5
    assert Law.on(on)["deadlines.procedure.notice_days"].working
