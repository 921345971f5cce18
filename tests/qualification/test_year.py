"""A whole round, from the draft to the published list and into the year it is in force."""

from datetime import date

from tests.qualification.year import SYSTEM, YEAR, at, candidate, document, published, started

from evexport.ledger.models import Entry
from evexport.qualification import facts, queries
from evexport.qualification.actions import consultation, drafting, publication, review, submission
from evexport.qualification.models import ExporterStanding, FilingVersion, MakerStanding, ModelStanding
from evexport.store import reading_as


def test_from_draft_to_list(year):
    filing = started(year)
    version = submission.submit(filing, by=year.maker, at=at(1))
    assert (version.number, version.outcome) == (1, "met")
    review.forward(filing, reasons="初核属实", by=year.shenzhen, at=at(8))
    consultation.start_consultation(filing, by=year.ministry, at=at(10))
    for agency in year.agencies:
        assert not consultation.give_opinion(filing, stance="agree", by=agency, at=at(14)).late
    notice = consultation.nominate(filing, by=year.ministry, at=at(15))
    # Five working days after Tuesday the 15th: Sunday 20 September 2026 is worked.
    assert notice.until == date(2026, 9, 21)
    listing = publication.publish_list(YEAR, by=year.ministry, at=at(1, 12))
    with reading_as(year.ministry):
        [entry] = queries.entries(YEAR)
        assert (entry.category, entry.exporter_limit) == ("II", 3)
        assert [one.uscc for one in entry.exporters.all()] == [year.code(year.exporter)]
        assert [one.model_code for one in entry.models.all()] == ["DMO7000BEVA1"]
        assert queries.matches_its_digest(listing)
        assert [step.verb for step in queries.timeline(filing)] == [
            "submit",
            "forward",
            "consult",
            "nominate",
            "list",
        ]


def test_each_deed_leaves_one_entry_and_says_under_which_law(year):
    filing = published(year)
    with reading_as(SYSTEM):
        kinds = list(Entry.objects.filter(subject=f"filing:{filing}").order_by("at", "id").values_list("kind", flat=True))
        law = Entry.objects.get(kind="filing.submitted").law
        listed = Entry.objects.get(kind="list.published")
        assert law == FilingVersion.objects.get(filing_id=filing).law
    opinions = ["filing.opinion_given"] * 3
    assert kinds == [
        "filing.submitted", "filing.forwarded", "filing.consultation_started", *opinions, "filing.nominated",
    ]  # fmt: skip
    assert listed.data["year"] == YEAR
    assert listed.data["entries"][0]["uscc"] == year.code(year.maker)


def test_what_stands_from_publication_on(year):
    published(year)
    maker, exporter = year.maker.organisation_id, year.exporter.organisation_id
    with reading_as(year.exporter):
        assert MakerStanding.objects.get(maker_id=maker, year=YEAR).state == "in_force"
        assert ExporterStanding.objects.get(maker_id=maker, exporter_id=exporter, year=YEAR).state == "in_force"
        assert ModelStanding.objects.get(maker_id=maker, model_code="DMO7000BEVA1", year=YEAR).state == "in_force"
        assert queries.standing(maker, date(2026, 11, 30), year=YEAR) is None
        assert queries.standing(maker, date(2027, 3, 1)).in_force
        assert queries.standing(maker, date(2027, 12, 31)).in_force
        assert queries.standing(maker, date(2028, 1, 1), year=YEAR).state == "lapsed"
        assert queries.standing(year.rival.organisation_id, date(2027, 3, 1)) is None


def test_what_a_licence_will_ask_of_the_listing(year):
    published(year)
    maker = year.maker.organisation_id
    with reading_as(year.exporter):
        listed = facts.listing_facts(maker, date(2027, 3, 1))
        assert listed.models == {"DMO7000BEVA1"}
        assert (listed.capacity, listed.outlets) == (10000, {"DE": 2, "AU": 1})
        assert (listed.last_year, listed.planned["AU"]) == ({"DE": 300, "AU": 100}, 140)
        assert listed.major_markets == {"DE", "AU"}
        assert listed.exporter(year.exporter.organisation_id).state == "in_force"
    with reading_as(year.second_exporter):
        public = facts.listing_facts(maker, date(2027, 3, 1))
        assert (public.capacity, public.major_markets, public.category) == (None, None, "II")
        assert facts.listing_facts(maker, date(2026, 3, 1)) is None


def test_last_years_filing_is_this_years_draft(year):
    published(year)
    filing = drafting.start_draft(year.maker.organisation_id, YEAR + 1, by=year.maker, at=at(20, 8, year=2027))
    draft = filing.document
    assert draft["year"] == YEAR + 1
    assert draft["models"] == document(year)["models"]
    assert draft["exports"] == {
        "basis": {"from": "2026-01-01", "to": "2026-12-31"},
        "last_year": [],
        "planned": document(year)["exports"]["planned"],
    }
    assert "contract_no" not in draft["authorised_exporters"][0]
    assert {row["year"] for row in draft["service_network"]["plan"]} == {YEAR + 1}


def test_the_difference_from_last_year(year):
    candidate(year, whose="rival")
    published(year)
    second = started(year, list_year=YEAR + 1)
    sections = document(year, exporters=("second_exporter",)) | {"year": YEAR + 1}
    sections["exports"]["basis"] = {"from": "2026-01-01", "to": "2026-12-31"}
    for row in sections["service_network"]["plan"]:
        row["year"] = YEAR + 1
    for one in sections["authorised_exporters"]:
        one.update(valid_from="2028-01-01", valid_until="2028-12-31")
    with reading_as(year.maker):
        revision = queries.filings().get(pk=second).revision
    drafting.save_draft(second, sections, revision=revision, by=year.maker, at=at(21, 8, year=2027))
    submission.submit(second, by=year.maker, at=at(1, year=2027))
    review.forward(second, by=year.shenzhen, at=at(8, year=2027))
    consultation.start_consultation(second, by=year.ministry, at=at(10, year=2027))
    for agency in year.agencies:
        consultation.give_opinion(second, stance="no_comment", by=agency, at=at(14, year=2027))
    consultation.nominate(second, by=year.ministry, at=at(15, year=2027))
    listing = publication.publish_list(YEAR + 1, by=year.ministry, at=at(1, 12, year=2027))
    assert listing.diff["added"] == []
    assert [one["uscc"] for one in listing.diff["removed"]] == [year.code(year.rival)]
    [changed] = listing.diff["changed"]
    assert {change["path"] for change in changed["changes"]} == {
        f"exporters[{year.code(year.exporter)}]",
        f"exporters[{year.code(year.second_exporter)}]",
    }
