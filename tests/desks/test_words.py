"""Every word of a page stands in both languages: templates hold no text outside a pair, and each half is in its tongue."""

import re
from pathlib import Path

import pytest
from django.template.base import Node, TextNode
from django.template.defaulttags import CommentNode, VerbatimNode
from django.template.loader import get_template
from django.utils.translation import override

from evexport.desks.kit import words
from evexport.desks.kit.templatetags.kit import Pair
from evexport.kernel.text import Text

DESKS = Path(words.__file__).parents[1]
TEMPLATES = sorted(path.relative_to(folder).as_posix() for folder in DESKS.glob("*/templates") for path in folder.rglob("*.html"))
CHINESE = re.compile(r"[\u3400-\u9fff]")
SAME_IN_BOTH = {"JSON", "OpenAPI", "CSV", "XLSX", "NDJSON", "中文", "500"}
SPOKEN_ATTRIBUTES = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')
TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<!--.*?-->|<[^>]*>", re.DOTALL)


def pieces(nodes, *, inside=""):
    """(half, text) of all plain text in a compiled template; other nodes leave a mark that is no word."""
    for node in nodes:
        if isinstance(node, Pair):
            yield "zh", "".join(text for _, text in pieces(node.zh))
            yield "en", "".join(text for _, text in pieces(node.en))
        elif isinstance(node, TextNode):
            yield inside, node.s
        elif isinstance(node, Node) and not isinstance(node, CommentNode | VerbatimNode):
            yield inside, "\0"
            for name in node.child_nodelists:
                if children := getattr(node, name, None):
                    yield from pieces(children, inside=inside)


def spoken(markup):
    """What a reader is told: text between tags, and the attributes that are read out."""
    attributes = " ".join(SPOKEN_ATTRIBUTES.findall(markup))
    return f"{TAG.sub(' ', markup)} {attributes}"


def bare_words(name):
    markup = "".join(text for half, text in pieces(get_template(name).template.nodelist) if not half)
    found = re.findall(r"[A-Za-z]{2,}|[\u3400-\u9fff]+", re.sub(r"&\w+;", " ", spoken(markup)))
    return [word for word in found if word not in SAME_IN_BOTH]


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_words_outside_a_pair(name):
    assert bare_words(name) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_half_is_in_its_tongue(name):
    for half, markup in pieces(get_template(name).template.nodelist):
        if half == "zh":
            assert CHINESE.search(spoken(markup)), markup
        if half == "en":
            assert not CHINESE.search(spoken(markup)), markup


SHORT_PAIR = re.compile(r'\{%\s*t\s+"(?P<zh>[^"]*)"\s+"(?P<en>[^"]*)"')


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_half_of_a_short_pair_is_in_its_tongue(name):
    """And says the same values; `{s}` is the English plural, which Chinese has not."""
    source = Path(get_template(name).origin.name).read_text(encoding="utf-8")
    for found in SHORT_PAIR.finditer(source):
        assert not CHINESE.search(found["en"]), found[0]
        if re.search(r"[A-Za-z]{3,}", re.sub(r"\{\w+\}", "", found["en"])):
            assert CHINESE.search(found["zh"]), found[0]
        zh, en = (sorted(re.findall(r"\{\w+\}", found[half])) for half in ("zh", "en"))
        assert zh == [value for value in en if value != "{s}"], found[0]


def test_a_short_pair_is_always_whole():
    """A pair with one half does not compile, so it cannot be shipped."""
    from django.template import TemplateSyntaxError, engines

    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string('{% load kit %}{% t "只有中文" %}')
    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string("{% load kit %}{% zh %}只有中文{% endzh %}")


def test_a_value_in_a_pair_is_escaped():
    from django.template import engines

    template = engines["django"].from_string('{% load kit %}{% t "查{q}" "Look for {q}" q=q %}')
    with override("en"):
        assert template.render({"q": "<b>"}) == "Look for &lt;b&gt;"


@pytest.mark.parametrize(("language", "written"), [("zh-hans", "2027年1月5日"), ("en", "5 January 2027")])
def test_a_day_is_written_as_people_write_it(language, written):
    from datetime import date

    with override(language):
        assert words.day(date(2027, 1, 5)) == written


def test_a_moment_belongs_to_the_day_in_china():
    """17:30 in London on 31 December is already New Year's Day in Beijing."""
    from datetime import UTC, datetime

    with override("en"):
        assert words.day(datetime(2026, 12, 31, 17, 30, tzinfo=UTC)) == "1 January 2027"


def test_a_label_follows_the_language_of_the_page():
    label = words.words("车型", "Model")
    with override("zh-hans"):
        assert str(label) == "车型"
    with override("en"):
        assert str(label) == "Model"


@pytest.mark.parametrize(
    ("path", "twin"),
    [
        ("/", "/en/"),
        ("/lists/2026/", "/en/lists/2026/"),
        ("/en/", "/"),
        ("/en/law/", "/law/"),
        ("/english/", "/en/english/"),
    ],
)
def test_the_twin_of_a_page_is_at_the_same_path(path, twin):
    assert words.twin_path(path) == twin


def test_a_text_needs_both_halves():
    with pytest.raises(ValueError, match="both languages"):
        Text("只有中文", " ")
