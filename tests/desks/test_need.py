"""“Do I need a licence?”: the outcome for each kind of goods, when questions stop, and that no answer is lost."""

import re
from urllib.parse import urlencode

import pytest

SOUND = {
    "used": "new",
    "propulsion": "electric",
    "persons": "yes",
    "vin": "yes",
    "number": "LDMEV7EBXTD000017",
    "name": "纯电动轿车",
    "model": "",
    "hs": "8703801090",
    "on": "2026-06-15",
}
YES = "需要纯电动乘用车出口许可证"
NO = "不需要本许可证"
OPEN = "还不能确定"


@pytest.fixture(scope="module", autouse=True)
def sound_vin():
    """The sample VIN as the makers' own function builds it, so that its check digit holds."""
    from evexport.codes import vin

    SOUND["number"] = vin.make("LDM", "EV7EB", 2026, "D", 17)


def ask(visitor, *, leave_out=(), prefix="", **changes):
    given = {name: value for name, value in {**SOUND, **changes}.items() if name not in leave_out}
    return visitor.get(f"{prefix}/need/?{urlencode(given)}").content.decode()


def heading(html):
    return re.sub(r"<[^>]+>|\s+", "", re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)[1])


def test_a_new_electric_passenger_car_with_a_vin_needs_the_licence(visitor):
    assert heading(ask(visitor)) == YES


def test_in_english_too(visitor):
    assert heading(ask(visitor, prefix="/en")).startswith("Yes:")


@pytest.mark.parametrize(
    ("changes", "regime"),
    [
        ({"used": "used"}, "二手车出口许可证"),
        ({"propulsion": "plug-in-hybrid"}, "318号文"),
        ({"propulsion": "range-extended"}, "318号文"),
    ],
)
def test_other_goods_are_told_which_regime_they_fall_in(visitor, changes, regime):
    html = ask(visitor, **changes)
    assert heading(html).startswith(NO)
    assert regime in html


@pytest.mark.parametrize("changes", [{"vin": "no"}, {"persons": "no"}])
def test_goods_outside_every_regime_need_no_licence(visitor, changes):
    assert heading(ask(visitor, **changes)) == NO


def test_declared_on_the_last_day_before_the_regime_nothing_is_needed(visitor):
    assert heading(ask(visitor, on="2025-12-31")) == NO
    assert heading(ask(visitor, on="2026-01-01")) == YES


@pytest.mark.parametrize("changes", [{"hs": ""}, {"number": ""}, {"number": "NOTAVIN"}, {"propulsion": "fuel-cell"}])
def test_what_is_not_stated_is_not_assumed(visitor, changes):
    html = ask(visitor, **changes)
    assert heading(html).startswith(OPEN) or "燃料电池" in html
    assert "怎么办" in html


def test_every_reason_names_its_article(visitor):
    html = ask(visitor)
    assert html.count('class="cite"') >= 6
    assert 'href="/law/instruments/ANN-54-2025/#scope"' in html


def test_questions_stop_as_soon_as_no_answer_could_change_the_outcome(visitor):
    html = visitor.get("/need/?used=used").content.decode()
    assert heading(html).startswith(NO)
    assert "需补充证明" not in html


def test_an_answer_is_asked_for_when_none_was_chosen(visitor):
    html = visitor.get("/need/?used=new&asked=drive").content.decode()
    assert "请选择一项" in html
    assert "<title>错误：" in html


def test_the_first_visit_to_a_question_shows_no_error(visitor):
    assert "请选择一项" not in visitor.get("/need/?used=new").content.decode()


def test_changing_one_answer_keeps_the_others(visitor):
    html = ask(visitor)
    change = next(link for link in re.findall(r'class="change" href="([^"]*)"', html) if "propulsion=" not in link)
    question = visitor.get("/need/" + change.replace("&amp;", "&")).content.decode()
    assert "靠什么驱动" in heading(question)
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', question))
    assert {name: kept[name] for name in ("used", "persons", "vin", "number", "hs", "on")} == {
        name: SOUND[name] for name in ("used", "persons", "vin", "number", "hs", "on")
    }


@pytest.mark.parametrize(("hs", "message"), [("8703", "10位数字"), ("abcdefghij", "10位数字")])
def test_a_code_that_cannot_be_one_is_an_error_of_the_form(visitor, hs, message):
    html = ask(visitor, hs=hs)
    assert message in html
    assert "理由" not in heading(html)


def test_a_vin_may_hold_spaces_and_small_letters(visitor):
    vin = SOUND["number"]
    assert heading(ask(visitor, number=f"{vin[:3].lower()} {vin[3:9]}-{vin[9:]}")) == YES


def test_markup_in_an_answer_is_only_text(visitor):
    html = ask(visitor, name="<script>alert(1)</script>", leave_out=("on",))
    assert "<script>alert" not in html
