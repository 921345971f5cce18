"""A section on its page: prefilled, saved as understood, refused at its field, taken over from last year; tables and their rows."""

import pytest
from tests.desks.enterprise.conftest import OWNER, stored, text

from evexport.qualification.models import Filing


@pytest.fixture
def fresh(draft):
    """The draft as it was, whatever a test writes."""
    yield draft
    Filing.objects.using(OWNER).filter(pk=draft.pk).update(document=draft.document, revision=stored(draft).revision + 1)


def page(filing, section, lang=""):
    return f"{lang}/enterprise/filings/{filing.pk}/sections/{section}/"


def table(at, *rows, heads=("market", "vehicles")):
    given = {f"{at}-TOTAL_FORMS": len(rows), f"{at}-INITIAL_FORMS": 0}
    return given | {f"{at}-{n}-{head}": cell for n, row in enumerate(rows) for head, cell in zip(heads, row, strict=True)}


SOUND = {
    "manufacturer": {"own_brand": "no", "wmis": "ldm, LDX"},
    "quality_management": {"standard": "IATF 16949", "certificate_no": "QMS-9", "valid_until": "2029-01-31"},
    "claimed_category": {"claimed_category": "II"},
}
KEPT = {
    "manufacturer": lambda part: part["own_brand"] is False and part["wmis"] == ["LDM", "LDX"],
    "quality_management": lambda part: part["valid_until"] == "2029-01-31",
    "claimed_category": lambda part: part == "II",
}


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("section", SOUND)
def test_a_section_is_shown_with_its_article_and_saved(maker, fresh, section, lang):
    revision = stored(fresh).revision
    html = text(maker.get(page(fresh, section, lang)))
    assert 'class="cite"' in html
    response = maker.post(page(fresh, section, lang), {**SOUND[section], "revision": revision})
    assert response.status_code == 302, text(response)
    assert KEPT[section](stored(fresh).document[section])
    assert stored(fresh).revision == revision + 1


def test_who_the_maker_is_comes_from_the_record(maker, fresh):
    response = maker.post(
        page(fresh, "manufacturer"), {"own_brand": "yes", "wmis": "LDM", "name_zh": "别家", "revision": stored(fresh).revision}
    )
    assert response.status_code == 302
    assert stored(fresh).document["manufacturer"]["name_zh"] == fresh.document["manufacturer"]["name_zh"]


@pytest.mark.parametrize(
    ("section", "said", "words", "field"),
    [
        ("manufacturer", {"wmis": "IOQ"}, "It must be a WMI", "wmis"),
        ("quality_management", {"valid_until": "next year"}, "Give it as year, month and day", "valid_until"),
    ],
)
def test_what_cannot_be_understood_is_told_at_its_field(maker, fresh, section, said, words, field):
    response = maker.post(page(fresh, section, "/en"), {**said, "revision": stored(fresh).revision})
    html = text(response)
    assert response.status_code == 422
    assert words in html
    assert f'href="#id_{field}"' in html
    assert stored(fresh).document == fresh.document


def test_an_empty_answer_is_no_error_but_a_finding(maker, fresh):
    response = maker.post(page(fresh, "quality_management"), {"revision": stored(fresh).revision})
    assert response.status_code == 302
    assert "Needs evidence" in text(maker.get(page(fresh, "quality_management", "/en")))


def test_a_draft_that_a_colleague_saved_meanwhile_is_not_overwritten(maker, fresh):
    seen = stored(fresh).revision
    maker.post(page(fresh, "claimed_category"), {"claimed_category": "II", "revision": seen})
    response = maker.post(page(fresh, "claimed_category", "/en"), {"claimed_category": "III", "revision": seen})
    assert response.status_code == 422
    assert "Somebody else has saved this draft" in text(response)
    assert stored(fresh).document["claimed_category"] == "II"


def test_exports_are_rows_by_market_typed_as_code_or_name(maker, fresh):
    rows = (("de", "1,300"), ("法国", "20"), ("GB 英国", "5"), ("", ""))
    said = {"since": "2026-01-01", "until": "2026-12-31", **table("last_year", *rows), **table("planned", ("DE", "2000"))}
    response = maker.post(page(fresh, "exports"), {**said, "revision": stored(fresh).revision})
    assert response.status_code == 302, text(response)
    found = stored(fresh).document["exports"]
    assert [(one["market"], one["vehicles"]) for one in found["last_year"]] == [("DE", 1300), ("FR", 20), ("GB", 5)]
    assert found["planned"] == [{"market": "DE", "vehicles": 2000}]
    assert found["basis"] == {"from": "2026-01-01", "to": "2026-12-31"}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((("DE", "-4"),), "row 1"),
        ((("DE", "many"),), "Give a whole number"),
        ((("DE", "1"), ("DE", "2")), "stands twice"),
        ((("Atlantis", "1"),), "no ISO 3166-1"),
    ],
)
def test_a_row_that_cannot_be_understood_is_named(maker, fresh, rows, words):
    said = {**table("last_year", *rows), **table("planned"), "revision": stored(fresh).revision}
    response = maker.post(page(fresh, "exports", "/en"), said)
    assert response.status_code == 422
    assert words in text(response)


def test_more_rows_keep_what_was_typed(maker, fresh):
    said = {**table("last_year", ("DE", "7")), **table("planned"), "revision": stored(fresh).revision, "more": "last_year"}
    response = maker.post(page(fresh, "exports"), said)
    html = text(response)
    assert response.status_code == 200
    assert 'value="7"' in html
    assert 'name="last_year-3-market"' in html
    assert stored(fresh).document == fresh.document


def test_plants_add_up_to_the_capacity(maker, fresh):
    said = {
        "vehicles_per_year": "90 000",
        "vehicles_built_last_year": "",
        **table("plants", ("示例二厂", "4403", "90000"), heads=("name", "division", "vehicles_per_year")),
    }
    response = maker.post(page(fresh, "production_capacity", "/en"), {**said, "revision": stored(fresh).revision})
    assert response.status_code == 422
    assert "6-digit division code" in text(response)
    said["plants-0-division"] = "440300"
    assert maker.post(page(fresh, "production_capacity"), {**said, "revision": stored(fresh).revision}).status_code == 302
    assert stored(fresh).document["production_capacity"] == {
        "vehicles_per_year": 90000,
        "plants": [{"name": "示例二厂", "division": "440300", "vehicles_per_year": 90000}],
    }


def test_a_section_goes_back_to_last_years(maker, fresh):
    maker.post(page(fresh, "claimed_category"), {"claimed_category": "III", "revision": stored(fresh).revision})
    assert "Same as last year" in text(maker.get(page(fresh, "claimed_category", "/en")))
    response = maker.post(page(fresh, "claimed_category") + "same/", {"revision": stored(fresh).revision})
    assert response.status_code == 302
    assert stored(fresh).document["claimed_category"] == fresh.document["claimed_category"]
    assert "same as last year" in text(maker.get(page(fresh, "claimed_category", "/en")))


def test_an_unknown_section_is_not_found(maker, draft):
    assert maker.get(page(draft, "weather")).status_code == 404
