"""Authorisations on both sides: asked, declined, consented to, given up; what rests on one is told before."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desks.enterprise.conftest import OWNER, text

from evexport.qualification.models import ExporterStanding, ListChange, ListedExporter

LIST = "/enterprise/authorisations/"


@pytest.fixture
def listed(office):
    """This year's authorisation of the signed-in exporter by the signed-in maker; the test's changes are taken back."""
    rows = ListedExporter.objects.using(OWNER).select_related("listed_maker")
    return rows.get(listed_maker__uscc=office.samples["maker"]["uscc"], listed_maker__year=2027)


def state(listed):
    return ExporterStanding.objects.using(OWNER).get(entry=listed).state


def change(listed):
    return ListChange.objects.using(OWNER).filter(listed_maker=listed.listed_maker, kind="remove_exporter").latest("at")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_both_sides_see_the_authorisation_with_its_papers(maker, exporter, listed, prefix):
    for client, side in ((maker, ("由本企业授权", "authorised by us")), (exporter, ("授权本企业", "authorises us"))):
        page = text(client.get(f"{prefix}{LIST}"))
        assert side[bool(prefix)] in page
        assert f"{prefix}{LIST}{listed.pk}/" in page
        one = text(client.get(f"{prefix}{LIST}{listed.pk}/"))
        assert "certificate.pdf" in one
        assert f"{prefix}/authorisation/?year=2027&amp;maker=" in one
        assert listed.contract_no in one


def test_another_firms_authorisation_is_not_found(maker, listed):
    foreign = ListedExporter.objects.using(OWNER).exclude(listed_maker__maker_id=listed.listed_maker.maker_id)
    key = foreign.exclude(exporter_id=listed.exporter_id).first().pk
    assert maker.get(f"{LIST}{key}/").status_code == 404
    assert maker.get(f"{LIST}{key}/ask-removal/").status_code == 404


def test_a_year_that_is_over_serves_no_more(maker, listed):
    rows = ListedExporter.objects.using(OWNER).filter(exporter_id=listed.exporter_id, listed_maker__year=2026)
    past = rows.filter(listed_maker__maker_id=listed.listed_maker.maker_id).first()
    page = text(maker.get(f"{LIST}{past.pk}/"))
    assert "年度已结束" in page
    assert "ask-removal" not in page


def test_a_removal_is_declined_asked_again_taken_back_and_consented_to(maker, exporter, listed):
    asked, page = change(listed), text(maker.get(f"{LIST}{listed.pk}/"))
    assert "请等待出口企业答复" in page, "a second one is barred while the first is open"
    assert maker.get(f"{LIST}{listed.pk}/ask-removal/").status_code == 409
    assert maker.post(f"{LIST}changes/{asked.pk}/consent/", {"statement": "同意"}).status_code == 409, (
        "not in the exporter's name"
    )
    page = text(exporter.get(f"{LIST}{listed.pk}/"))
    assert asked.reasons in page
    answer = exporter.post(f"{LIST}changes/{asked.pk}/decline/", {"reasons": "尚有合同在履行。"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{LIST}{listed.pk}/")
    assert (state(listed), change(listed).state) == ("in_force", "declined")

    address = f"{LIST}{listed.pk}/ask-removal/"
    page = text(maker.get(address))
    assert "有余额的许可证" in page
    assert "海关不再放行" in page
    assert maker.post(address, {"reasons": ""}).status_code == 422
    assert maker.post(address, {"reasons": "双方协商终止。"}).status_code == 302
    assert maker.post(f"{LIST}changes/{change(listed).pk}/drop/").status_code == 302
    assert change(listed).state == "dropped"
    maker.post(address, {"reasons": "双方协商终止，重新提请。"})
    consent = f"{LIST}changes/{change(listed).pk}/consent/"
    assert "未办结的申请" in text(exporter.get(consent))
    assert exporter.post(consent, {"statement": ""}).status_code == 422
    assert exporter.post(consent, {"statement": "本企业同意。"}).status_code == 302
    assert state(listed) == "removed"
    page = text(maker.get(f"{LIST}{listed.pk}/"))
    for words in ("已撤销授权", "本企业同意。", "尚有合同在履行。", "没有需要您办理"):
        assert words in page
    assert maker.get(address).status_code == 409


def test_an_exporter_gives_an_authorisation_up(at_desk, listed):
    """By another firm's clerk: the same person in a post of the exporter of another maker."""
    from tests.desks.enterprise.conftest import post_at

    rows = ExporterStanding.objects.using(OWNER).filter(year=2027, state="in_force").exclude(exporter_id=listed.exporter_id)
    other = rows.first()
    client = post_at(at_desk("exporter"), other.exporter_id, user="exporter")
    address = f"{LIST}{other.entry_id}/renounce/"
    assert "无须生产企业同意" in text(client.get(address))
    assert client.post(address, {"reasons": "不再经营该品牌。"}).status_code == 302
    assert ExporterStanding.objects.using(OWNER).get(pk=other.pk).state == "removed"
    assert client.get(address).status_code == 409


def test_a_new_name_is_reported_once_and_may_be_taken_back(maker):
    address = f"{LIST}2027/rename/"
    said = {"name_zh": "示例电动汽车集团有限公司", "name_en": "Example EV Group Co., Ltd.", "reasons": "2027年3月1日核准变更。"}
    assert maker.post(address, {**said, "name_en": ""}).status_code == 422
    assert maker.post(address, said).status_code == 302
    page = text(maker.get(LIST))
    assert "已报告新名称" in page
    assert maker.post(address, said).status_code == 422
    reported = ListChange.objects.using(OWNER).filter(kind="rename").latest("at")
    assert f"{LIST}changes/{reported.pk}/drop/" in page
    assert maker.post(f"{LIST}changes/{reported.pk}/drop/").status_code == 302
    assert "已报告新名称" not in text(maker.get(LIST))
    assert maker.get(f"{LIST}2031/rename/").status_code == 404


def test_queries_do_not_grow_with_the_rows(exporter, office, listed):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            exporter.get(LIST)
        return len(queries)

    asked()
    many = asked()
    with CaptureQueriesContext(connection) as queries:
        exporter.get(f"{LIST}?year=2026")
    assert len(queries) == many
