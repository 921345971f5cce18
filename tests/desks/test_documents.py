"""Filings and applications in words: every field of their forms has its name, every section its articles and criteria."""

from datetime import date

from evexport.desks.kit import application, filing
from evexport.licensing import wording
from evexport.regulation.catalogue import criteria
from evexport.regulation.facts import application as form
from evexport.regulation.facts import filing as facts
from evexport.regulation.instruments import articles

FILING_MODELS = {
    "manufacturer": facts.Manufacturer,
    "quality_management": facts.QualityManagement,
    "models": facts.Model,
    "authorised_exporters": facts.AuthorisedExporter,
}
NETWORK_MODELS = {"parts": facts.Parts, "response": facts.Response, "rescue": facts.Rescue, "plan": facts.PlanRow}


def test_every_field_of_an_application_has_its_name():
    assert set(wording.FIELDS) == set(form.ApplicationDocument.model_fields)
    assert set(wording.LINE_FIELDS) == set(form.Line.model_fields)


def test_every_section_of_a_filing_has_its_name():
    stated = {"year", "filed_on"}
    assert {one.key for one in filing.SECTIONS} == set(facts.FilingFacts.model_fields) - stated
    for key, model in FILING_MODELS.items():
        assert set(filing.BY_KEY[key].fields) == set(model.model_fields), key
    for key, model in NETWORK_MODELS.items():
        assert set(filing.NETWORK[key][1]) == set(model.model_fields), key
    assert set(filing.NETWORK) == set(facts.ServiceNetwork.model_fields)


def test_sections_cite_what_exists():
    known = {one.id for one in criteria()}
    for section in filing.SECTIONS:
        assert set(section.cites) <= set(articles()), section.key
        assert set(section.criteria) <= known, section.key


def test_every_filing_criterion_belongs_to_a_section():
    asked = {name for section in filing.SECTIONS for name in section.criteria}
    assert asked == {one.id for one in criteria() if one.id[0] in "SQA"}


def test_a_line_field_is_named_with_its_line():
    assert application.field_name("lines.2.unit_price").en == "Goods line 2: Unit price"
    assert application.field_name("contract_no").zh == "合同号"


def test_totals_are_by_currency():
    lines = [
        {"quantity": 10, "unit_price": "100.50", "currency": "USD"},
        {"quantity": 2, "unit_price": "7", "currency": "EUR"},
        {"quantity": "", "unit_price": "x", "currency": "EUR"},
    ]
    vehicles, amounts = application.totals({"lines": lines})
    assert vehicles == 12
    assert {name: str(value) for name, value in amounts.items()} == {"USD": "1005.00", "EUR": "14"}


def test_codes_are_told_by_their_registered_names(office):
    from evexport.accounts.actors import PUBLIC
    from evexport.desks.kit.codes import Codes
    from evexport.store import reading_as

    codes = Codes(date(2027, 3, 3))
    with reading_as(PUBLIC):
        assert codes.text("country", "DE").zh == "德国（DE）"
        assert codes.text("price_terms", "FOB").en == "FOB"
        assert codes.text("country", "QQ") == "QQ"
        assert ("5300", "5300 深圳海关") in [(code, name.zh) for code, name in codes.districts()]
