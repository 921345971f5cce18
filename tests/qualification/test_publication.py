"""The list: blocked while cases are open, published once, never altered."""

from datetime import date

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from tests.qualification.year import YEAR, at, candidate, consulted, forwarded, published, started, submitted

from evexport.enterprises import actions as enterprises
from evexport.kernel.problems import BadInput, Barred, NotAllowed
from evexport.qualification import queries
from evexport.qualification.actions import (
    consultation,
    decision,
    drafting,
    entries,
    publication,
    review,
    submission,
)
from evexport.qualification.models import Listing, RoundCalendar
from evexport.qualification.publication import publication as preview
from evexport.store import reading_as

IMMUTABLE = [
    "qualification_listing",
    "qualification_listedmaker",
    "qualification_listedmodel",
    "qualification_listedexporter",
    "qualification_listedfacts",
    "qualification_listevent",
    "qualification_candidatenotice",
    "qualification_filingversion",
    "qualification_filingstep",
    "qualification_opinion",
]


def blocked(year, day=1, month=12):
    with pytest.raises(publication.PublicationBlocked) as refused:
        publication.publish_list(YEAR, by=year.ministry, at=at(day, month))
    return [(one.maker, one.code) for one in refused.value.blockers]


@pytest.mark.parametrize("stage", [submitted, forwarded, consulted])
def test_an_undecided_case_holds_up_the_list(year, stage):
    candidate(year, whose="rival")
    stage(year)
    assert blocked(year) == [(year.maker.name, "UNDECIDED")]


def test_a_draft_is_no_case(year):
    candidate(year)
    started(year, whose="rival")
    assert publication.publish_list(YEAR, by=year.ministry, at=at(1, 12)).year == YEAR


def test_the_public_notice_must_be_over(year):
    candidate(year)
    assert blocked(year, 21, 9) == [(year.maker.name, "NOTICE_RUNS")]
    assert publication.publish_list(YEAR, by=year.ministry, at=at(22, 9))


def test_nobody_is_no_list(year):
    assert blocked(year) == [("", "NOTHING_TO_LIST")]


def test_a_banned_exporter_holds_up_the_list(year):
    candidate(year)
    enterprises.ban(
        year.exporter.organisation_id, valid_from=date(2026, 11, 1), until=date(2028, 1, 1), because="无证出口",
        citation="CUSTOMS-PENALTY#14", by=year.ministry, at=at(1, 11),
    )  # fmt: skip
    assert blocked(year) == [(year.maker.name, "EXPORTER_BANNED")]


def test_a_list_is_published_once(year):
    published(year)
    with pytest.raises(Barred) as refused:
        publication.publish_list(YEAR, by=year.ministry, at=at(2, 12))
    assert refused.value.code == "LIST_PUBLISHED"
    with pytest.raises(Barred):
        drafting.start_draft(year.rival.organisation_id, YEAR, by=year.rival, at=at(2, 12))


@pytest.mark.parametrize("who", ["maker", "shenzhen", "miit", "public"])
def test_the_ministry_alone_publishes(year, who):
    candidate(year)
    with pytest.raises(NotAllowed):
        publication.publish_list(YEAR, by=getattr(year, who), at=at(1, 12))


def test_a_preview_changes_nothing(year):
    candidate(year)
    with reading_as(year.ministry):
        shown = preview(YEAR, date(2026, 12, 1))
        assert (len(shown.ready), shown.blockers) == (1, ())
        assert [one["uscc"] for one in shown.diff["added"]] == [year.code(year.maker)]
        assert not Listing.objects.exists()


def test_what_was_published_or_handed_in_cannot_be_altered_even_by_the_owner(year, owner_connection):
    published(year)
    entries.suspend_entry(year.maker.organisation_id, YEAR, reasons="…", by=year.ministry, at=at(1, 3, year=YEAR))
    for table in IMMUTABLE:
        for sql in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="only added to"):
                owner_connection.execute(sql.format(table))


def test_the_ministry_itself_cannot_alter_the_list(year):
    published(year)
    with pytest.raises(DatabaseError), reading_as(year.ministry), connection.cursor() as cursor:
        cursor.execute("UPDATE qualification_listedmaker SET category = 'I'")


def test_whom_a_reconsideration_proves_right_is_admitted_to_the_published_list(year):
    wronged = consulted(year)
    decision.reject(wronged, reasons="数据不实", by=year.ministry, at=at(15, 10))
    candidate(year, whose="rival")
    listing = publication.publish_list(YEAR, by=year.ministry, at=at(1, 12))
    decision.ask_reconsideration(wronged, reasons="数据属实", by=year.maker, at=at(2, 12))
    decision.reconsider(wronged, uphold=False, reasons="属实", by=year.second_ministry, at=at(10, 12))
    consultation.start_consultation(wronged, by=year.ministry, at=at(11, 12))
    for agency in year.agencies:
        consultation.give_opinion(wronged, stance="agree", by=agency, at=at(14, 12))
    consultation.nominate(wronged, by=year.ministry, at=at(15, 12))
    with pytest.raises(publication.PublicationBlocked):
        publication.admit(wronged, by=year.ministry, at=at(16, 12))
    assert publication.admit(wronged, by=year.ministry, at=at(28, 12)).year == YEAR
    with reading_as(year.public):
        assert queries.entries(YEAR).count() == 2
        assert queries.matches_its_digest(listing)
        assert queries.standing(year.maker.organisation_id, date(2027, 1, 1)).in_force


def test_nobody_else_enters_after_publication(year):
    filing = candidate(year)
    with pytest.raises(Barred) as refused:
        publication.admit(filing, by=year.ministry, at=at(1, 12))
    assert refused.value.code == "NO_MID_YEAR_ENTRY"


def test_a_rounds_dates_are_set_and_hold(year):
    publication.set_round(YEAR, {"filing_until": date(2026, 10, 15), "forward_until": date(2026, 10, 31)},
                          by=year.ministry, at=at(1, 8))  # fmt: skip
    with reading_as(year.public):
        calendar = RoundCalendar.objects.get(year=YEAR)
        assert (calendar.filing_until, calendar.notice_days) == (date(2026, 10, 15), 5)
    filing = started(year)
    assert submission.submit(filing, by=year.maker, at=at(15, 10)).number == 1
    assert review.forward(filing, by=year.shenzhen, at=at(20, 10)).state == "forwarded"


@pytest.mark.parametrize("dates", [{"opens": date(2026, 10, 1)}, {"notice_days": 0}, {"tea": 5}])
def test_a_rounds_dates_follow_each_other(year, dates):
    with pytest.raises(BadInput):
        publication.set_round(YEAR, dates, by=year.ministry, at=at(1, 8))


def test_a_long_list_is_checked_with_as_many_queries_as_a_short_one(year):
    """The registers, versions, exporters and bans are read once for all candidates, and each is judged by its own."""

    def checked():
        with reading_as(year.ministry), CaptureQueriesContext(connection) as seen:
            planned = preview(YEAR, date(2026, 12, 1))
        return len(seen), [(one.filing.maker.uscc, one.assessment.as_dict()) for one in planned.ready]

    candidate(year)
    queries_of_one, (alone,) = checked()
    candidate(year, whose="rival")
    queries_of_two, both = checked()
    assert queries_of_two == queries_of_one
    assert len(both) == 2
    assert alone in both
