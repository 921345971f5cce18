"""The rules as shown: on a day, between two days, every unit and area in words, every citation leading to its article."""

import re
from datetime import date
from decimal import Decimal

import pytest

from evexport.desks.kit import values
from evexport.desks.kit.rule_changes import differences
from evexport.desks.public import areas, rulebook
from evexport.kernel.text import Text
from evexport.regulation.instruments import articles
from evexport.regulation.law import Law

TODAY = date(2026, 12, 18)


def test_every_unit_of_the_law_is_told_in_words():
    units = {value.unit for value in Law.on(TODAY).values()}
    assert units <= values.UNITS.keys() | values.AS_IT_STANDS


def test_every_area_of_the_law_has_a_name():
    for area in rulebook.areas(TODAY):
        stage, _, matter = area.key.partition(".")
        assert stage in areas.STAGES
        assert not matter or matter in areas.MATTERS


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (Decimal("0.20"), "fraction", "20%", "20%"),
        (Decimal("0.125"), "fraction", "12.5%", "12.5%"),
        (48, "hours", "48小时", "48 hours"),
        (2000, "vehicles a year", "每年2,000辆", "2,000 vehicles a year"),
        (True, "yes or no", "是", "yes"),
        ("09-10", "month-day", "9月10日", "10 September"),
        (date(2026, 1, 1), "date", "2026年1月1日", "1 January 2026"),
        (("0110", "3422"), "code", "0110、3422", "0110, 3422"),
        ("8703801090", "code", "8703801090", "8703801090"),
    ],
)
def test_a_value_is_written_as_people_write_it(value, unit, zh, en):
    assert values.written(value, unit) == Text(zh, en)


def test_the_figures_everyone_asks_for_are_those_of_the_law():
    told = {figure.citation: figure.shown.zh for figure in rulebook.key_figures(TODAY)}
    assert told == {
        "BRIEF#outlets": "超过50个网点",
        "BRIEF#parts": "不低于20%",
        "BRIEF#response": "不超过48小时",
        "BRIEF#rescue": "24小时",
        "BRIEF#validity": "12个月",
    }


def test_a_day_before_any_rule_shows_none(visitor):
    assert "该日期没有适用的规则" in visitor.get("/law/", {"on": "2011-01-01"}).content.decode()


def test_working_values_are_marked(visitor):
    html = visitor.get("/law/", {"on": "2026-12-18"}).content.decode()
    working = sum(value.working for value in Law.on(TODAY).values())
    assert html.count("暂用值</span>") == working > 0


def test_a_day_that_is_none_is_an_error_of_the_form(visitor):
    html = visitor.get("/law/", {"on": "2026-02-30"}).content.decode()
    assert "请按年-月-日填写日期" in html


def test_two_days_under_the_same_rules_differ_in_nothing(visitor):
    html = visitor.get("/law/changes/", {"from": "2026-06-01", "to": "2026-06-02"}).content.decode()
    assert "没有不同" in html


def test_two_days_show_what_changed_and_both_values(visitor):
    found = differences(Law.on(date(2025, 12, 31)), Law.on(date(2026, 1, 1)))
    html = visitor.get("/law/changes/", {"from": "2025-12-31", "to": "2026-01-01"}).content.decode()
    assert f"{len(found)}处不同" in html
    assert all(one.path in html for one in found)


@pytest.mark.parametrize("path", ["/law/", "/law/criteria/", "/law/reasons/", "/"])
def test_every_citation_leads_to_an_article_that_is_there(visitor, path):
    html = visitor.get(path).content.decode()
    cited = set(re.findall(r'class="cite" href="/law/instruments/([\w-]+)/#([\w.-]+)"', html))
    assert cited
    for instrument, article in cited:
        assert f"{instrument}#{article}" in articles()


def test_an_instruments_page_has_an_anchor_for_each_cited_article(visitor):
    html = visitor.get("/law/instruments/SCF-318-2012/").content.decode()
    for citation in articles():
        instrument, _, article = citation.partition("#")
        if instrument == "SCF-318-2012":
            assert f'<li id="{article}">' in html


def test_every_criterion_and_every_reason_code_is_listed(visitor):
    from evexport.regulation.findings import CRITERIA
    from evexport.regulation.reasons import templates

    criteria = visitor.get("/law/criteria/").content.decode()
    reasons = visitor.get("/law/reasons/").content.decode()
    assert [one for one in CRITERIA if f'<li id="{one}">' not in criteria] == []
    assert [code for code in templates() if f'<li id="{code}">' not in reasons] == []
    assert "{" not in re.sub(r"<script.*?</script>|<meta[^>]*>", "", reasons, flags=re.DOTALL)
