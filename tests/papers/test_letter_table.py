"""The table of letters against the ledger's vocabulary: what decides something is told, or a reason says why it is not."""

import importlib
import re

import pytest

from evexport.ledger.events import kinds
from evexport.papers.letters.fields import FIELDS
from evexport.papers.letters.row import WAYS_CITE
from evexport.papers.letters.table import LETTERS, WITHOUT, letter_for
from evexport.qualification import draft
from evexport.regulation.facts.application import ApplicationDocument
from evexport.regulation.instruments import articles

FAMILIES = ("filing.", "application.", "licence.", "list.")
WITH_LETTER = {row.kind for row in LETTERS}


def families():
    for package in ("qualification", "licensing"):
        importlib.import_module(f"evexport.{package}.events")
    return {kind for kind in kinds() if kind.startswith(FAMILIES)}


def test_each_kind_of_entry_has_its_letter_or_a_reason_why_it_has_none():
    assert families() == WITH_LETTER | WITHOUT.keys()
    assert not WITH_LETTER & WITHOUT.keys()


def test_the_last_row_of_a_kind_fits_whatever_the_others_leave():
    for kind in WITH_LETTER:
        assert letter_for(kind, {}) is not None or kind == "licence.issued"
    assert letter_for("licence.issued", {"replaces": "26-AA-000001"}).title.zh == "出口许可证换发通知书"
    assert letter_for("licence.issued", {"replaces": None}).title.zh == "出口许可证签发通知书"


@pytest.mark.parametrize("row", LETTERS, ids=[f"{row.kind} {row.title.en}" for row in LETTERS])
def test_a_letter_cites_articles_that_exist_and_says_the_same_in_both_languages(row):
    assert set(row.basis) <= articles().keys()
    assert row.basis
    for sentence in row.says:
        asked = [set(re.findall(r"{(\w+)}", half)) for half in (sentence.zh, sentence.en)]
        assert asked[0] == asked[1]


def test_a_mark_belongs_to_one_kind_of_paper():
    """Two letters of one mark would share a reference number's word without being the same kind of letter."""
    marks = {}
    for row in LETTERS:
        marks.setdefault(row.mark.zh, set()).add(row.mark.en)
    assert all(len(letters) == 1 for letters in marks.values())


def test_ways_to_object_cite_articles_that_exist():
    assert {one for cites in WAYS_CITE.values() for one in cites} <= articles().keys()


def test_every_field_that_can_be_asked_about_has_a_name():
    assert set(draft.SECTIONS) | ApplicationDocument.model_fields.keys() <= FIELDS.keys()
