"""The law as data: values of a day, digests, differences, drafts; every wrong file refused with its line."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from evexport.regulation import instruments, rulebook
from evexport.regulation.law import Law, LawError

DAY = date(2026, 9, 8)
PARTS = "qualification.service.parts_in_stock_at_least"


def draft(folder: Path, text: str, *, file: str = "parameters/qualification/service.yaml") -> Path:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_a_value_comes_with_unit_citation_and_first_day():
    value = Law.on(DAY)[PARTS]
    assert (value.number, value.unit, value.cite, value.working) == (
        Decimal("0.20"),
        "fraction",
        "BRIEF#parts",
        False,
    )
    assert value.since == date(2025, 9, 26)


def test_values_are_asked_for_by_their_kind():
    law = Law.on(DAY)
    assert law["scope.in_force_from"].day == date(2026, 1, 1)
    assert law["scope.hs_code"].word == "8703801090"
    assert law["qualification.categories.i_own_brand"].flag is True
    assert law["scope.names.passenger"].words == ("轿车", "乘用车")
    assert law["qualification.outlets.category_i_more_than"].number == 50
    with pytest.raises(TypeError, match="hs_code"):
        _ = law["scope.hs_code"].whole


def test_the_same_law_is_the_same_object_and_digest():
    assert Law.on(DAY) is Law.on(DAY)
    assert Law.on(DAY).digest == Law.on(date(2026, 9, 9)).digest
    assert Law.on(DAY) != Law.on(date(2026, 9, 9))


def test_the_digest_is_over_the_values_in_force_alone(tmp_path):
    same = draft(
        tmp_path / "a",
        "parts_in_stock_at_least:\n  values: [{from: 2025-09-26, value: 0.20, cite: BRIEF#parts}]\n",
    )
    assert Law.on(DAY, overlay=same).digest == Law.on(DAY).digest
    later = draft(
        tmp_path / "b",
        "parts_in_stock_at_least:\n  values: [{from: 2027-01-01, value: 0.25, cite: BRIEF#parts}]\n",
    )
    assert Law.on(DAY, overlay=later).digest == Law.on(DAY).digest
    assert Law.on(date(2027, 1, 1), overlay=later).digest != Law.on(date(2027, 1, 1)).digest


def test_a_draft_replaces_values_from_its_first_day_on(tmp_path):
    folder = draft(
        tmp_path,
        "parts_in_stock_at_least:\n  values:\n    - {from: 2027-01-01, value: 0.25, cite: BRIEF#parts}\n",
    )
    assert Law.on(date(2026, 12, 31), overlay=folder)[PARTS].number == Decimal("0.20")
    assert Law.on(date(2027, 1, 1), overlay=folder)[PARTS].number == Decimal("0.25")
    assert [c.path for c in Law.on(DAY).diff(Law.on(date(2027, 1, 1), overlay=folder))] == [PARTS]


def test_a_draft_may_bring_its_own_instrument(tmp_path):
    draft(
        tmp_path,
        "parts_in_stock_at_least:\n  values: [{from: 2027-01-01, value: 0.3, cite: DRAFT-2027#parts}]\n",
    )
    draft(
        tmp_path,
        "id: DRAFT-2027\ntitle: {zh: 草案, en: Draft}\nissuers: []\nconfidence: choice\nsource: A draft\n"
        "articles: {parts: {zh: 三成, en: Three tenths}}\n",
        file="instruments/DRAFT-2027.yaml",
    )
    law = Law.on(date(2027, 1, 1), overlay=tmp_path)
    assert law.article(law[PARTS].cite).summary.en == "Three tenths"


def test_a_value_ends_on_its_last_day(tmp_path):
    folder = draft(
        tmp_path,
        "parts_in_stock_at_least:\n  values: [{from: 2027-01-01, until: 2027-06-30, value: 0.3, cite: BRIEF#parts}]\n",
    )
    assert Law.on(date(2027, 6, 30), overlay=folder).get(PARTS)
    assert Law.on(date(2027, 7, 1), overlay=folder).get(PARTS) is None


def test_before_its_first_day_a_value_is_not_in_force():
    law = Law.on(date(2025, 9, 25))
    assert law.get(PARTS) is None
    with pytest.raises(LawError, match="2025-09-25") as caught:
        _ = law[PARTS]
    assert "2025-09-26" in caught.value.remedy.en
    assert caught.value.file == "parameters/qualification/service.yaml"
    assert caught.value.line


@pytest.mark.parametrize("ask", [lambda law, path: law[path], lambda law, path: law.get(path)])
def test_an_unknown_path_is_an_error_that_names_the_nearest(ask):
    with pytest.raises(LawError) as caught:
        ask(Law.on(DAY), "qualification.service.parts_in_stock_at_leats")
    assert PARTS in caught.value.remedy.en


GOOD = """\
rate:
  unit: fraction
  description: {zh: 率, en: Rate}
  values:
    - {from: 2026-01-01, value: 0.2, cite: X#one}
"""
INSTRUMENT = """\
id: X
title: {zh: 文, en: Text}
issuers: []
confidence: certain
source: A source
articles:
  one: {zh: 一, en: One}
"""
# name: (file, what is replaced, by what, line named, what the message says)
WRONG = {
    "a value without citation": ("p", ", cite: X#one", "", 5, "without a citation"),
    "an empty citation": ("p", "cite: X#one", "cite: ''", 5, "without a citation"),
    "a citation that does not resolve": ("p", "X#one", "X#two", 5, "does not resolve"),
    "a value without a first day": ("p", "from: 2026-01-01, ", "", 5, "no first day"),
    "a first day that is no date": ("p", "2026-01-01", "January", 5, "must be a date"),
    "an impossible date": ("p", "2026-01-01", "2026-02-30", 5, "must be a date"),
    "a last day before the first": ("p", "value: 0.2", "until: 2025-12-31, value: 0.2", 5, "ends before"),
    "no value": ("p", "value: 0.2, ", "", 5, "“value” is missing"),
    "a mapping as a value": ("p", "value: 0.2", "value: {a: 1}", 5, "may not be a mapping"),
    "numbers in a list": ("p", "value: 0.2", "value: [1, 2]", 5, "texts only"),
    "an unknown field of a value": ("p", "cite: X#one", "cite: X#one, sited: x", 5, "Unknown field “sited”"),
    "an unknown field of a parameter": (
        "p",
        "  unit: fraction",
        "  unit: fraction\n  units: x",
        3,
        "Unknown field “units”",
    ),
    "no unit": ("p", "  unit: fraction\n", "", 1, "“unit” is missing"),
    "no description": ("p", "  description: {zh: 率, en: Rate}\n", "", 1, "“description” is missing"),
    "a missing language": ("p", ", en: Rate", "", 3, "A language is missing: en"),
    "an empty language": ("p", "zh: 率", "zh: ' '", 3, "A language is missing: zh"),
    "no values": ("p", "    - {from: 2026-01-01, value: 0.2, cite: X#one}\n", "", 1, "no values"),
    "values that are no list": (
        "p",
        "  values:\n    - {from: 2026-01-01, value: 0.2, cite: X#one}",
        "  values: 3",
        4,
        "must be a list",
    ),
    "the same day twice": (
        "p",
        "cite: X#one}",
        "cite: X#one}\n    - {from: 2026-01-01, value: 0.3, cite: X#one}",
        6,
        "overlap",
    ),
    "days out of order": (
        "p",
        "cite: X#one}",
        "cite: X#one}\n    - {from: 2025-01-01, value: 0.3, cite: X#one}",
        6,
        "overlap",
    ),
    "overlapping periods": (
        "p",
        "0.2, cite: X#one}",
        "0.2, until: 2026-06-30, cite: X#one}\n    - {from: 2026-06-30, value: 0.3, cite: X#one}",
        6,
        "overlap",
    ),
    "values of different kinds": (
        "p",
        "cite: X#one}",
        "cite: X#one}\n    - {from: 2027-01-01, value: abc, cite: X#one}",
        1,
        "different kinds",
    ),
    "truth beside numbers": (
        "p",
        "cite: X#one}",
        "cite: X#one}\n    - {from: 2027-01-01, value: true, cite: X#one}",
        1,
        "different kinds",
    ),
    "a working value without reason": (
        "p",
        "cite: X#one",
        "cite: X#one, working: true",
        5,
        "“reason” is missing",
    ),
    "a reason in one language": (
        "p",
        "cite: X#one",
        "cite: X#one, working: true, reason: {en: x}",
        5,
        "A language is missing: zh",
    ),
    "a reason for what is no working value": (
        "p",
        "cite: X#one",
        "cite: X#one, reason: {zh: x, en: x}",
        5,
        "Only a working value",
    ),
    "working that is neither yes nor no": (
        "p",
        "cite: X#one",
        "cite: X#one, working: maybe",
        5,
        "true or false",
    ),
    "an alternative without citation": (
        "p",
        "  values:",
        "  alternatives:\n    - {name: a, value: 1, reason: {zh: x, en: x}}\n  values:",
        5,
        "without a citation",
    ),
    "a parameter that is no mapping": ("p", GOOD, "rate: 3\n", 1, "must be a mapping"),
    "the same parameter twice": ("p", GOOD, GOOD + GOOD, 6, "stands twice"),
    "an empty file": ("p", GOOD, "", 1, "empty"),
    "YAML that cannot be read": ("p", "  unit: fraction", "  unit: [fraction", 3, "not readable YAML"),
    "an alias": ("p", "unit: fraction", "unit: *x", 2, "alias"),
    "a tag": ("p", "unit: fraction", "unit: !!python/object:os.system fraction", 2, "tag"),
    "an article in one language": ("i", ", en: One", "", 7, "A language is missing: en"),
    "an instrument under another name": ("i", "id: X", "id: Y", 1, "differs from the file"),
    "an unknown confidence": ("i", "certain", "sure", 4, "Unknown confidence"),
    "an instrument without source": ("i", "source: A source\n", "", 1, "“source” is missing"),
    "an unknown field of an instrument": ("i", "issuers", "isuers", 3, "Unknown field “isuers”"),
    "a title in one language": ("i", "zh: 文, ", "", 2, "A language is missing: zh"),
    "a day of issue that is no date": (
        "i",
        "issuers: []",
        "issuers: []\nissued: long ago",
        4,
        "must be a date",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_with_its_line(name, tmp_path):
    which, old, new, line, message = WRONG[name]
    parameters = GOOD.replace(old, new, 1) if which == "p" else GOOD
    instrument = INSTRUMENT.replace(old, new, 1) if which == "i" else INSTRUMENT
    assert (parameters, instrument) != (GOOD, INSTRUMENT)
    draft(tmp_path, parameters, file="parameters/area.yaml")
    draft(tmp_path, instrument, file="instruments/X.yaml")
    with pytest.raises(LawError, match=message) as caught:
        rulebook.load(tmp_path)
    assert (caught.value.file, caught.value.line) == (
        "parameters/area.yaml" if which == "p" else "instruments/X.yaml",
        line,
    )
    assert caught.value.message.zh
    assert caught.value.remedy.zh


def test_the_sound_file_of_these_tests_loads(tmp_path):
    draft(tmp_path, GOOD, file="parameters/area.yaml")
    draft(tmp_path, INSTRUMENT, file="instruments/X.yaml")
    assert rulebook.load(tmp_path).parameters["area.rate"].values[0].value == Decimal("0.2")


def test_a_file_in_another_encoding_is_refused(tmp_path):
    path = draft(tmp_path, "", file="parameters/area.yaml") / "parameters/area.yaml"
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(LawError, match="UTF-8"):
        rulebook.load(tmp_path)


def test_a_draft_of_an_unknown_path_names_the_nearest(tmp_path):
    folder = draft(tmp_path, "\nparts_in_stok:\n  values: [{from: 2027-01-01, value: 0.25, cite: BRIEF#parts}]\n")
    with pytest.raises(LawError, match="Unknown parameter path") as caught:
        Law.on(DAY, overlay=folder)
    assert (caught.value.line, PARTS in caught.value.remedy.en) == (2, True)


def test_a_folder_that_holds_no_rules_is_refused(tmp_path):
    with pytest.raises(LawError, match="neither"):
        Law.on(DAY, overlay=tmp_path)


def test_the_shipped_rules_as_a_draft_change_nothing(tmp_path):
    shutil.copytree(instruments.ROOT / "parameters", tmp_path / "parameters")
    assert Law.on(DAY, overlay=tmp_path).digest == Law.on(DAY).digest
