"""Is this exporter authorised by this maker this year: the answers, how firms are found, and addresses that stay."""

import re
from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.desks import shown

from evexport.codes import uscc
from evexport.kernel.clock import CHINA
from evexport.qualification.models import ListedExporter, ListedMaker, ListEvent, Listing

SUSPENDED_MAKER = uscc.make("91310000MADEM0003")
SECOND_EXPORTER, FOURTH_EXPORTER, FIFTH_EXPORTER = (uscc.make(f"91120000MADEM1{n:03d}") for n in (2, 4, 5))
FOURTH_MAKER, FIFTH_MAKER, CANCELLED_MAKER = (uscc.make(f"91310000MADEM{n:04d}") for n in (4, 5, 6))
STRANGER = uscc.make("91310000MADEM9999")
AUGUST = datetime(2026, 8, 3, 9, 0, tzinfo=CHINA)


@pytest.fixture(scope="module")
def site(site, django_db_blocker):
    """The same site, with an authorisation suspended, one withdrawn, a maker struck off, and next year's list of one."""
    with django_db_blocker.unblock():
        befall(FOURTH_MAKER, "authorisation_suspended", FOURTH_EXPORTER)
        befall(FIFTH_MAKER, "exporter_removed", FIFTH_EXPORTER)
        befall(CANCELLED_MAKER, "cancelled")
        next_year()
    return site


def befall(maker, kind, exporter=None):
    entry = ListedMaker.objects.using(shown.OWNER).get(uscc=maker, year=shown.YEAR)
    who = ListedExporter.objects.using(shown.OWNER).get(uscc=exporter).exporter if exporter else None
    ListEvent.objects.using(shown.OWNER).create(
        listed_maker=entry, kind=kind, exporter=who, reasons="示例", at=AUGUST, by_name="示例"
    )


def next_year():
    at = datetime(2026, 12, 10, 10, 0, tzinfo=CHINA)
    listing = Listing.objects.using(shown.OWNER).create(year=2027, law="x", digest="x", diff={}, at=at, by_name="示例")
    old = ListedMaker.objects.using(shown.OWNER).get(uscc=shown.FIRST_MAKER, year=2026)
    entry = ListedMaker.objects.using(shown.OWNER).create(
        listing=listing, year=2027, maker=old.maker, uscc=old.uscc, name_zh=old.name_zh, name_en=old.name_en,
        division=old.division, category="I", exporter_limit=5, listed_at=at,
    )  # fmt: skip
    exporter = ListedExporter.objects.using(shown.OWNER).get(uscc=shown.FIRST_EXPORTER)
    ListedExporter.objects.using(shown.OWNER).create(
        listed_maker=entry, exporter=exporter.exporter, uscc=exporter.uscc, name_zh=exporter.name_zh,
        contract_no="AUTH-2027-01", valid_from=date(2027, 2, 1), valid_until=date(2027, 12, 31),
    )  # fmt: skip


def ask(visitor, maker, exporter, year=2026, prefix="", **more):
    given = {"maker": maker, "exporter": exporter, "year": year, **more}
    return visitor.get(f"{prefix}/authorisation/", given)


def word(html):
    found = re.search(r'<span class="answer-word">.*?</svg>\s*(.*?)</span>', html, re.DOTALL)
    return found[1].strip() if found else None


ANSWERS = [
    (shown.FIRST_MAKER, shown.FIRST_EXPORTER, "authorised", "已授权", "Authorised"),
    (shown.FIRST_MAKER, shown.FIRST_MAKER, "authorised", "已授权", "Authorised"),
    (shown.FIRST_MAKER, SECOND_EXPORTER, "not_authorised", "未授权", "Not authorised"),
    (shown.FIRST_MAKER, STRANGER, "not_authorised", "未授权", "Not authorised"),
    (FOURTH_MAKER, FOURTH_EXPORTER, "suspended", "授权已暂停", "Authorisation suspended"),
    (FOURTH_MAKER, FOURTH_MAKER, "authorised", "已授权", "Authorised"),
    (FIFTH_MAKER, FIFTH_EXPORTER, "withdrawn", "授权已撤销", "Authorisation withdrawn"),
    (SUSPENDED_MAKER, SUSPENDED_MAKER, "maker_suspended", "生产企业资质已暂停", "Maker suspended"),
    (CANCELLED_MAKER, CANCELLED_MAKER, "maker_not_listed", "生产企业不在名单上", "Maker not listed"),
    (STRANGER, shown.FIRST_EXPORTER, "maker_not_listed", "生产企业不在名单上", "Maker not listed"),
    (shown.FIRST_EXPORTER, shown.FIRST_MAKER, "maker_not_listed", "生产企业不在名单上", "Maker not listed"),
]
NAMES = [
    "its exporter", "its own cars", "another maker's exporter", "a firm of no list", "suspended", "suspended is the exporter alone",
    "withdrawn", "maker suspended", "maker struck off", "no such maker", "an exporter is no maker",
]  # fmt: skip


@pytest.mark.parametrize(("maker", "exporter", "code", "zh", "en"), ANSWERS, ids=NAMES)
def test_each_answer_in_a_word_on_the_page_and_in_its_twin(visitor, maker, exporter, code, zh, en):
    assert word(ask(visitor, maker, exporter).content.decode()) == zh
    assert word(ask(visitor, maker, exporter, prefix="/en").content.decode()) == en
    told = visitor.get(f"/api/v1/authorisations/2026/{maker}/{exporter}").json()
    assert (told["answer"], told["authorised"], told["as_of"]) == (code, code == "authorised", "2026-12-18")


def test_the_answer_names_day_period_and_models_and_no_contract(visitor):
    html = ask(visitor, shown.FIRST_MAKER, shown.FIRST_EXPORTER).content.decode()
    for told in ("截至2026年12月18日", "2026年1月1日至2026年12月31日", "DM17010BEVA1", "示例第1汽车进出口有限公司"):
        assert told in html
    assert "AUTH-2026" not in html


def test_the_twin_says_since_when_and_for_which_cars(visitor):
    told = visitor.get(f"/api/v1/authorisations/2026/{FOURTH_MAKER}/{FOURTH_EXPORTER}").json()
    assert (told["since"], told["models"], told["exporter"]["name"]["zh"]) == ("2026-08-03", [], "示例第4汽车进出口有限公司")
    own = visitor.get(f"/api/v1/authorisations/2026/{shown.FIRST_MAKER}/{shown.FIRST_MAKER}").json()
    assert (own["valid_from"], own["valid_until"], own["models"][0]) == ("2026-01-01", "2026-12-31", "DM17010BEVA1")


def test_a_list_published_ahead_tells_the_day_it_takes_effect(visitor):
    """The contract for 2027 begins on 1 February: on New Year's Day it does not yet count."""
    html = ask(visitor, shown.FIRST_MAKER, shown.FIRST_EXPORTER, 2027).content.decode()
    assert word(html) == "未授权"
    assert "2027年2月1日至2027年12月31日" in html
    assert "不在有效期内" in html
    own = ask(visitor, shown.FIRST_MAKER, shown.FIRST_MAKER, 2027).content.decode()
    assert word(own) == "已授权"
    assert "授权自2027年1月1日起生效" in own


@pytest.mark.parametrize(
    ("day", "year", "answer", "as_of"),
    [
        (date(2026, 8, 2), 2026, "authorised", "2026-08-02"),
        (date(2026, 8, 3), 2026, "suspended", "2026-08-03"),
        (date(2027, 5, 1), 2026, "suspended", "2026-12-31"),
    ],
    ids=["the day before", "the day it happened", "a year that is over, as on its last day"],
)
def test_the_answer_is_that_of_the_day(visitor, settings, day, year, answer, as_of):
    settings.DEMO_DAY = day
    told = visitor.get(f"/api/v1/authorisations/{year}/{FOURTH_MAKER}/{FOURTH_EXPORTER}").json()
    assert (told["answer"], told["as_of"]) == (answer, as_of)


@pytest.mark.parametrize(
    ("maker", "exporter"),
    [
        ("示例电动汽车有限公司", "示例第1汽车进出口有限公司"),
        ("example ev auto co., ltd.", "Example Trading No. 1 Co., Ltd."),
        ("电动", "第1汽车"),
        (f" {shown.FIRST_MAKER.lower()} ", "第1汽车"),
    ],
    ids=["whole names", "English names", "parts of names", "a code in small letters"],
)
def test_names_lead_to_the_address_that_stays(visitor, maker, exporter):
    answer = ask(visitor, maker, exporter)
    assert answer.status_code == 302
    wanted = {"maker": [shown.FIRST_MAKER], "exporter": [shown.FIRST_EXPORTER], "year": ["2026"]}
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == wanted
    assert word(visitor.get(answer.headers["Location"]).content.decode()) == "已授权"


def test_where_several_firms_fit_the_page_asks_which(visitor):
    html = ask(visitor, shown.FIRST_MAKER, "进出口").content.decode()
    assert "您指的是哪一家？" in html
    assert word(html) is None
    links = [link.replace("&amp;", "&") for link in re.findall(r'<li><a href="(\?[^"]*)">', html)]
    assert len(links) == 8
    assert word(visitor.get(f"/authorisation/{links[0]}").content.decode()) in {"已授权", "未授权"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"maker": "", "exporter": "x"}, "请填写生产企业"),
        ({"maker": "示例不存在", "exporter": "第1汽车"}, "当年名单上没有符合的企业"),
        ({"maker": "电动", "exporter": "示例不存在"}, "当年名单上没有符合的企业"),
        ({"maker": "电动", "exporter": "第1汽车", "year": "2031"}, "请选择已公布名单的年度"),
        ({"maker": "电动", "exporter": "第1汽车", "year": "x"}, "请选择已公布名单的年度"),
    ],
)
def test_a_mistyped_name_is_never_told_as_a_no(visitor, given, message):
    html = visitor.get("/authorisation/", {"year": "2026", **given}).content.decode()
    assert message in html
    assert word(html) is None


def test_names_are_completed_from_the_list_of_the_year(visitor):
    options = visitor.get("/authorisation/firms/exporter/", {"year": "2026", "exporter": "第1"}).content.decode()
    assert "示例第1汽车进出口有限公司" in options
    assert "汽车有限公司" not in visitor.get("/authorisation/firms/maker/", {"year": "2026", "maker": "第1"}).content.decode()
    for nothing in ({"year": "2026", "exporter": "第"}, {"year": "1", "exporter": "第1"}, {"year": "²", "exporter": "第1"}, {}):
        assert "<option" not in visitor.get("/authorisation/firms/exporter/", nothing).content.decode()


def test_the_page_of_an_entry_leads_to_the_check(visitor):
    html = visitor.get(f"/lists/2026/{shown.FIRST_MAKER}/").content.decode()
    link = re.search(r'href="(/authorisation/\?[^"]*)"', html)[1].replace("&amp;", "&")
    assert word(visitor.get(link).content.decode()) == "已授权"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("2031/{maker}/{exporter}", 404, "LIST_NOT_PUBLISHED"),
        ("2026/123/{exporter}", 422, "USCC_INVALID"),
        ("2026/{maker}/91120000MADEM1001X", 422, "USCC_INVALID"),
    ],
)
def test_what_cannot_be_asked_is_said_so(visitor, path, status, code):
    told = visitor.get("/api/v1/authorisations/" + path.format(maker=shown.FIRST_MAKER, exporter=shown.FIRST_EXPORTER))
    assert (told.status_code, told.json()["code"]) == (status, code)
