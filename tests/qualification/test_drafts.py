"""A draft: tolerant of gaps, strict about what it cannot understand, one writer at a time."""

import pytest
from tests.qualification.year import YEAR, at, document, started, submitted

from evexport.codes import uscc
from evexport.kernel.problems import BadInput, Barred, Conflict, NotAllowed, NotFound
from evexport.qualification import draft, facts
from evexport.qualification.actions import drafting, submission
from evexport.qualification.models import Attachment, Filing
from evexport.store import reading_as

PDF = b"%PDF-1.7\n% proof"


def begin(year, **more):
    return drafting.start_draft(year.maker.organisation_id, YEAR, by=year.maker, at=at(20, 8), **more)


def test_an_empty_draft_knows_who_files_and_what_is_missing(year):
    filing = begin(year)
    assert filing.authority == "4403"
    assert filing.document["manufacturer"]["uscc"] == year.code(year.maker)
    with reading_as(year.maker):
        found, assessment = facts.self_check(filing.document, at(20, 8).date())
    failed = {one.id for one in assessment.findings if one.outcome == "not_met"}
    assert found == []
    assert "Q3" in failed
    assert assessment.outcome == "not_met"


def test_a_whole_draft_has_no_problem(year):
    assert draft.problems(document(year)) == []


@pytest.mark.parametrize(
    ("section", "value", "field"),
    [
        ("production_capacity", {"vehicles_per_year": "many"}, "production_capacity.vehicles_per_year"),
        ("claimed_category", "V", "claimed_category"),
        ("models", [{"model_code": "X", "colour": "red"}], "models[1].colour"),
        ("service_network", {"outlets": [{"market": "DE", "count": 51}]}, "service_network.outlets[1].count"),
    ],
)
def test_a_problem_names_its_field_in_both_languages(year, section, value, field):
    found = {problem.field: problem for problem in draft.problems(document(year) | {section: value})}
    assert field in found
    assert found[field].message.zh
    assert found[field].section == section


def test_unknown_sections_are_refused_by_name(year):
    filing = begin(year)
    with pytest.raises(draft.FormErrors) as refused:
        drafting.save_draft(filing.id, {"colour": "red"}, revision=1, by=year.maker, at=at(21, 8))
    assert [one.field for one in refused.value.problems] == ["colour"]


def test_the_second_of_two_writers_is_told(year):
    filing = begin(year)
    drafting.save_draft(filing.id, {"claimed_category": "II"}, revision=1, by=year.maker, at=at(21, 8))
    with pytest.raises(Conflict) as refused:
        drafting.save_draft(filing.id, {"claimed_category": "III"}, revision=1, by=year.maker, at=at(21, 8))
    assert refused.value.code == "STALE_REVISION"
    with reading_as(year.maker):
        assert Filing.objects.get(pk=filing.id).document["claimed_category"] == "II"


def test_one_filing_a_year(year):
    begin(year)
    with pytest.raises(Conflict) as refused:
        begin(year)
    assert refused.value.code == "FILING_EXISTS"


def test_a_withdrawn_filing_makes_room_for_another(year):
    submission.withdraw(begin(year).id, by=year.maker, at=at(22, 8))
    assert begin(year).state == "draft"


def test_nobody_files_for_another(year):
    with pytest.raises(NotFound):
        drafting.start_draft(year.maker.organisation_id, YEAR, by=year.rival, at=at(20, 8))
    with pytest.raises(NotAllowed):
        drafting.start_draft(year.maker.organisation_id, YEAR, by=year.ministry, at=at(20, 8))


def test_what_was_handed_in_is_not_edited(year):
    filing = submitted(year)
    with pytest.raises(Barred) as refused:
        drafting.save_draft(filing, {"claimed_category": "I"}, revision=3, by=year.maker, at=at(2))
    assert refused.value.code == "NOT_EDITABLE"


def test_a_form_error_stops_a_submission_and_names_every_field(year):
    filing = started(year)
    wrong = {
        "claimed_category": "V",
        "models": [{"model_code": "X", "colour": "red"}],
        "quality_management": [],
    }
    drafting.save_draft(filing, wrong, revision=2, by=year.maker, at=at(22, 8))
    with reading_as(year.maker):
        found, assessment = facts.self_check(Filing.objects.get(pk=filing).document, at(22, 8).date())
    assert assessment is None
    with pytest.raises(draft.FormErrors) as refused:
        submission.submit(filing, by=year.maker, at=at(1))
    assert {one.field for one in refused.value.problems} == {
        "claimed_category",
        "models[1].colour",
        "quality_management",
    }
    assert [one.as_dict() for one in found] == refused.value.as_dict()["problems"]


def test_a_count_of_outlets_is_for_self_checks_only(year):
    filing = started(year)
    network = document(year)["service_network"]
    network["outlets"] = [{**network["outlets"][0], "count": 51}]
    drafting.save_draft(filing, {"service_network": network}, revision=2, by=year.maker, at=at(22, 8))
    with pytest.raises(draft.FormErrors) as refused:
        submission.submit(filing, by=year.maker, at=at(1))
    assert refused.value.problems[0].code == "ONE_ROW_AN_OUTLET"


def test_a_filing_speaks_of_its_own_maker_and_of_exporters_on_record(year):
    filing = started(year)
    whole = document(year, exporters=("exporter", "second_exporter"))
    whole["authorised_exporters"][1]["uscc"] = uscc.make("91110000MADEM0YY9")
    whole["manufacturer"]["uscc"] = year.code(year.rival)
    drafting.save_draft(filing, whole, revision=2, by=year.maker, at=at(22, 8))
    with pytest.raises(draft.FormErrors) as refused:
        submission.submit(filing, by=year.maker, at=at(1))
    assert {one.field for one in refused.value.problems} == {
        "manufacturer.uscc",
        "authorised_exporters[2].uscc",
    }


def test_a_finding_that_is_not_met_stops_nothing(year):
    filing = started(year)
    network = document(year)["service_network"]
    network["parts"][0]["in_stock"] = 239
    drafting.save_draft(filing, {"service_network": network}, revision=2, by=year.maker, at=at(22, 8))
    version = submission.submit(filing, by=year.maker, at=at(1))
    assert version.outcome == "not_met"
    failed = [one for one in version.assessment["findings"] if one["outcome"] == "not_met"]
    assert [(one["id"], one["subject"], one["numerator"]) for one in failed] == [("Q7", {"market": "DE"}, 239)]


@pytest.mark.parametrize(("day", "month"), [(31, 7), (11, 9)])
def test_filing_is_open_between_two_days(year, day, month):
    filing = started(year)
    with pytest.raises(Barred) as refused:
        submission.submit(filing, by=year.maker, at=at(day, month))
    assert refused.value.code == "FILING_WINDOW_CLOSED"


@pytest.mark.parametrize(("day", "month"), [(1, 8), (10, 9)])
def test_the_first_and_the_last_day_count(year, day, month):
    filing = started(year)
    assert submission.submit(filing, by=year.maker, at=at(day, month, 23)).number == 1


def test_a_paper_is_kept_once_and_by_its_hash(year):
    filing = begin(year)
    lay = {"name": "合同.pdf", "media_type": "application/pdf", "content": PDF, "by": year.maker}
    one = drafting.attach(filing.id, at=at(21, 8), **lay)
    assert drafting.attach(filing.id, at=at(22, 8), **lay).id == one.id
    assert one.size == len(PDF)
    drafting.detach(one.id, by=year.maker)
    with reading_as(year.maker):
        assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("name", "media_type", "content", "code"),
    [
        ("a.exe", "application/x-msdownload", b"MZ", "PAPER_KIND"),
        ("a.pdf", "application/pdf", b"MZ not a paper", "PAPER_KIND"),
        ("../a.pdf", "application/pdf", PDF, "PAPER_NAME"),
        ("a.pdf", "application/pdf", PDF + b" " * drafting.MAX_PAPER, "PAPER_SIZE"),
    ],
)
def test_a_paper_is_what_it_says_and_of_bounded_size(year, name, media_type, content, code):
    filing = begin(year)
    with pytest.raises(BadInput) as refused:
        drafting.attach(filing.id, name=name, media_type=media_type, content=content, by=year.maker, at=at(21, 8))
    assert refused.value.code == code


def test_a_paper_once_handed_in_stays(year):
    filing = started(year)
    paper = drafting.attach(filing, name="a.pdf", media_type="application/pdf", content=PDF, by=year.maker, at=at(22, 8))
    submission.submit(filing, by=year.maker, at=at(1))
    with pytest.raises(Barred):
        drafting.detach(paper.id, by=year.maker)
