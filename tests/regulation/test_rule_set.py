"""The shipped rule-set holds together: all is cited, in both languages, and read by somebody."""

import re
from pathlib import Path

import pytest

from evexport.regulation import catalogue
from evexport.regulation.instruments import articles
from evexport.regulation.law import shipped

SOURCE = Path(catalogue.__file__).parents[1]
INSTRUMENTS = {
    "BRIEF",
    "ANN-54-2025",
    "SCF-318-2012",
    "ROUND-2012",
    "MOFCOM-11-2008",
    "ISSUE-RULES-2008",
    "CUSTOMS-PENALTY",
    "INSPECTION-LAW",
    "CATALOGUE-2026",
    "CATALOGUE-2027",
    "GB-16735",
    "DESIGN",
}


def test_every_instrument_is_there():
    assert {article.instrument.id for article in articles().values()} >= INSTRUMENTS


@pytest.mark.parametrize("path", shipped().parameters)
def test_each_value_cites_an_article(path):
    parameter = shipped().parameters[path]
    assert {dated.cite for dated in parameter.values} | {one.cite for one in parameter.alternatives} <= articles().keys()


@pytest.mark.parametrize("criterion", catalogue.criteria(), ids=lambda one: one.id)
def test_each_criterion_cites_articles_and_says_what_it_asks(criterion):
    assert set(criterion.cites) <= articles().keys()
    assert criterion.title.zh != criterion.title.en
    assert re.search(r"[\u4e00-\u9fff]", criterion.asks.zh)
    assert not re.search(r"[\u4e00-\u9fff]", criterion.asks.en)


@pytest.mark.parametrize("article", articles().values(), ids=lambda one: one.citation)
def test_each_article_is_summed_up_in_its_own_language(article):
    assert re.search(r"[\u4e00-\u9fff]", article.summary.zh)
    assert not re.search(r"[\u4e00-\u9fff]", article.summary.en)


def test_criteria_stand_in_the_order_of_the_procedure():
    ids = [one.id for one in catalogue.criteria()]
    assert ids[:15] == ["S1", *(f"Q{n}" for n in range(1, 13)), "A1", "A2"]


def test_a_value_without_official_text_is_marked():
    """Whatever rests on the round before the notice, or on our own choice of a number, is a working value."""
    for path, parameter in shipped().parameters.items():
        for dated in parameter.values:
            if dated.cite.startswith("ROUND-2012#tier"):
                assert dated.working, path


def test_every_parameter_is_read_somewhere():
    code = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    spelt = set(re.findall(r'"([a-z_]+(?:\.[a-z0-9_]+)+)"', code))
    prefixes = tuple(re.findall(r'f"([a-z_]+(?:\.[a-z0-9_]+)*\.[a-z0-9_]*)\{', code))
    unread = {path for path in shipped().parameters if path not in spelt and not path.startswith(prefixes)}
    assert not unread


def test_checking_counts_what_there_is():
    counts = catalogue.check()
    assert counts["parameters"] == len(shipped().parameters)
    assert counts["articles"] == len(articles())
    assert 0 < counts["working_values"] < counts["values"]
