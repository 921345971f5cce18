"""Every entry of a case is told to somebody or says why to nobody; every text is whole, in both languages."""

import re
from datetime import date

import pytest

from evexport.kernel.text import Text
from evexport.ledger.events import kinds
from evexport.notices import compose
from evexport.notices.catalogue import ROLES, Template, faults, fields, shipped
from evexport.regulation.law import Law

ANSWERED_FOR = ("filing.", "application.", "licence.", "list.", "declaration.", "inspection.", "round.")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TEMPLATES = [one for kind in shipped().templates.values() for one in kind]


def test_each_entry_of_a_case_is_told_or_says_why_not():
    wanted = {kind for kind, one in kinds().items() if kind.startswith(ANSWERED_FOR) and one.__module__.startswith("evexport.")}
    assert len(wanted) > 55
    assert wanted <= {*shipped().templates, *shipped().silent}


def test_nothing_is_told_of_entries_that_there_are_not():
    told = {*shipped().templates, *shipped().silent}
    assert {kind for kind in told if not kind.startswith("reminder.")} <= set(kinds())


@pytest.mark.parametrize("one", TEMPLATES, ids=lambda one: one.id)
def test_each_text_speaks_both_languages_and_can_be_filled(one):
    words = dict.fromkeys(fields(one.kind), "甲") | compose.words({"because": "示例"})
    said = compose.said(one, words | dict.fromkeys(("maker", "exporter", "department", "due", "refusal"), "乙"))
    assert {"title", "happened", "means"} <= said.keys()
    for part in said.values():
        assert CHINESE.search(part["zh"]), part
        assert not re.search(r"[,;:!?]", part["zh"].replace("CCC", "")), part
        assert "{" not in part["zh"] + part["en"]
    assert all(role in ROLES for role in one.to)


def test_every_reminder_has_its_marks_in_the_law():
    law = Law.on(date(2026, 6, 15))
    found = [path for path in law if path.startswith("notices.reminders.")]
    assert len(found) == 7
    assert all(law[path].cite == "DESIGN#reminders" and law[path].working for path in found)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"to": ("neighbour",)}, "Unknown recipients"),
        ({"weight": "act"}, "what to do"),
        ({"parts": {"title": Text("甲{year}", "A")}}, "do not say the same"),
        ({"parts": {"title": Text("甲{colour}", "A {colour}")}}, "no such fields"),
        ({"parts": {"title": Text("甲{due}", "A {due}")}}, "names none"),
        ({"due": "someday"}, "no such fields"),
    ],
)
def test_a_text_with_a_fault_does_not_load(change, said):
    sound = {"to": ("maker",), "weight": "know", "parts": {"title": Text("甲", "A")}, "due": None, "when": {}}
    one = Template(kind="filing.submitted", name="x", **{**sound, **change})
    assert any(said in fault.en for fault in faults(one))
