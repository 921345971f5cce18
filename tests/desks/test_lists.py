"""The published list: found by whatever the reader knows, paged, compared with last year, and true to the day."""

import re

import pytest
from tests.desks import shown


def makers(html):
    return re.findall(r'<th scope="row"><a href="/lists/2026/(\w+)/"', html)


def test_the_latest_list_is_one_step_away(visitor):
    assert visitor.get("/lists/").headers["Location"] == "/lists/2026/"
    assert visitor.get("/en/lists/").headers["Location"] == "/en/lists/2026/"


def test_a_long_list_comes_in_pages(visitor):
    first, second = (makers(visitor.get(f"/lists/2026/?page={n}").content.decode()) for n in (1, 2))
    assert (len(first), len(second)) == (25, 2)
    assert not set(first) & set(second)


def test_a_page_past_the_end_is_the_last_one(visitor):
    assert len(makers(visitor.get("/lists/2026/?page=99").content.decode())) == 2


@pytest.mark.parametrize(
    "asked",
    ["示例电动", "Example EV", shown.FIRST_MAKER, shown.FIRST_EXPORTER, "DM17020", "电动 示例第1汽车"],
    ids=["name", "English name", "its code", "its exporter's code", "its model", "two words"],
)
def test_a_maker_is_found_by_whatever_the_reader_knows(visitor, asked):
    assert shown.FIRST_MAKER in makers(visitor.get("/lists/2026/", {"q": asked}).content.decode())


def test_a_name_that_is_not_listed_is_told_plainly(visitor):
    html = visitor.get("/lists/2026/", {"q": "不存在"}).content.decode()
    assert makers(html) == []
    assert "没有符合的条目" in html


def test_the_pages_of_a_search_keep_the_search(visitor):
    html = visitor.get("/lists/2026/", {"q": "示例"}).content.decode()
    assert 'rel="next" href="?q=%E7%A4%BA%E4%BE%8B&amp;page=2"' in html


def test_a_suspended_entry_says_so_today(visitor):
    html = visitor.get("/lists/2026/", {"q": "远航"}).content.decode()
    assert "暂停" in html
    card = visitor.get(f"/lists/2026/{makers(html)[0]}/").content.decode()
    assert "2026年8月3日" in card
    assert "暂停出口资质" in card


def test_a_makers_entry_names_its_exporters_and_until_when(visitor):
    html = visitor.get(f"/lists/2026/{shown.FIRST_MAKER}/").content.decode()
    assert shown.FIRST_EXPORTER in html
    assert "2026年1月1日至2026年12月31日" in html
    assert "最多授权5家出口企业" in html


def test_contracts_between_firms_are_not_shown(visitor):
    assert "AUTH-2026" not in visitor.get(f"/lists/2026/{shown.FIRST_MAKER}/").content.decode()


def test_what_changed_since_last_year_is_told_in_words(visitor):
    html = visitor.get("/lists/2026/changes/").content.decode()
    assert "新列入（1）" in html
    assert "示例故园汽车有限公司" in html
    assert "类别：由II改为I" in html
    assert "示例远洋贸易有限公司" in html


def test_the_front_page_counts_the_latest_list(visitor):
    html = visitor.get("/").content.decode()
    assert "27家生产企业" in html
    assert "18家授权出口企业" in html


def test_the_list_links_its_json_twin(visitor):
    assert 'href="/api/v1/lists/2026"' in visitor.get("/lists/2026/").content.decode()


def test_before_the_first_list_the_pages_say_so(db_clone, settings):
    from django.test import Client

    settings.SECURE_SSL_REDIRECT = False
    visitor = Client(SERVER_NAME="localhost")
    assert "尚未公布" in visitor.get("/").content.decode()
    assert "尚未公布名单" in visitor.get("/lists/").content.decode()
