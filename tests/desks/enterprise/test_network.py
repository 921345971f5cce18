"""The service network of a filing: coverage by market, its tables row by row, what may still be changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desks.enterprise.conftest import OWNER, stored, text

from evexport.qualification.models import Filing

TABLES = ("outlets", "parts", "response", "rescue", "plan", "exporters")


def form(client, address):
    """What a form of the page would send, with what a test changes."""
    return {"revision": client.get(address).context["form"]["revision"].value()}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_market_with_what_is_met_there_and_where_it_is_mended(maker, own_draft, prefix):
    document = stored(own_draft).document
    parts = document["service_network"]["parts"]
    parts[0] = {**parts[0], "in_stock": 1}
    Filing.objects.using(OWNER).filter(pk=own_draft.pk).update(document=document)
    page = text(maker.get(f"{prefix}/enterprise/network/"))
    market = parts[0]["market"]
    assert f"1/{parts[0]['common_fault_parts']}" in page
    assert f"{prefix}/enterprise/network/2028/parts/?market={market}" in page
    assert ("不符合" if not prefix else "Not met") in page


def test_without_a_filing_the_page_says_what_starts_the_year(at_desk, office):
    rows = Filing.objects.using(OWNER).filter(maker__uscc=office.samples["maker"]["uscc"])
    states = dict(rows.values_list("pk", "state"))
    rows.update(state="withdrawn")
    page = at_desk("maker").get("/enterprise/network/")
    assert "还没有申报" in text(page)
    assert "还没有申报" in text(at_desk("maker").get("/enterprise/exporters/"))
    for pk, state in states.items():
        Filing.objects.using(OWNER).filter(pk=pk).update(state=state)


def test_a_year_without_a_filing_is_not_found(maker):
    assert maker.get("/enterprise/network/2031/").status_code == 404
    assert maker.get("/enterprise/network/2028/bananas/").status_code == 404


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_table_is_read_searched_and_exported(maker, prefix, name):
    address = f"{prefix}/enterprise/network/2028/{name}/"
    page = maker.get(address)
    assert page.status_code == 200
    assert f"{name}/add/" in text(page)
    exported = maker.get(f"{address}?export=csv").content.decode("utf-8-sig").splitlines()
    assert len(exported) == page.context["total"] + 1
    assert "没有符合条件" in text(maker.get(f"/enterprise/network/2028/{name}/?q=zzzz"))


def test_a_table_is_narrowed_to_a_market(maker, own_draft):
    market = own_draft.document["service_network"]["outlets"][0]["market"]
    page = maker.get(f"/enterprise/network/2028/outlets/?market={market}")
    wanted = [row for row in own_draft.document["service_network"]["outlets"] if row["market"] == market]
    assert page.context["total"] == len(wanted)


def test_a_row_is_added_and_the_form_comes_back_for_another(maker, own_draft):
    address = "/enterprise/network/2028/outlets/add/"
    row = {
        "market": "FR",
        "city": "Lyon",
        "operator": "Example Lyon",
        "ownership": "dealer",
        "services": ["maintenance", "battery"],
    }
    answer = maker.post(address, {**form(maker, address), **row, "more": "yes"})
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    added = stored(own_draft).document["service_network"]["outlets"][-1]
    assert added == row
    answer = maker.post(address, {**form(maker, address), **row})
    assert answer.status_code == 422
    assert "已在表中" in text(answer)


def test_what_cannot_be_understood_is_told_at_its_field(maker, own_draft):
    address = "/enterprise/network/2028/parts/add/"
    row = {"market": "FR", "common_fault_parts": "many", "in_stock": "5"}
    page = maker.post(address, {**form(maker, address), **row})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"common_fault_parts"}
    row["common_fault_parts"] = "3"
    page = maker.post(address, {**form(maker, address), **row})
    assert "多于" in text(page)
    assert stored(own_draft).document == own_draft.document


def test_a_row_is_changed_then_taken_out(maker, own_draft):
    address = "/enterprise/network/2028/rescue/0/"
    before = own_draft.document["service_network"]["rescue"]
    page = maker.get(address)
    assert page.context["form"]["market"].value() == before[0]["market"]
    changed = {"market": before[0]["market"], "provider": "Example Towing", "round_the_clock": "否"}
    assert maker.post(address, {**form(maker, address), **changed}).status_code == 302
    assert stored(own_draft).document["service_network"]["rescue"][0] == {
        "market": before[0]["market"], "provider": "Example Towing", "round_the_clock": False,
    }  # fmt: skip
    assert maker.post(f"{address}remove/", form(maker, f"{address}remove/")).status_code == 302
    assert stored(own_draft).document["service_network"]["rescue"] == before[1:]
    assert maker.get("/enterprise/network/2028/rescue/99/").status_code == 404


def test_who_comes_second_is_told_so(maker, own_draft):
    address = "/enterprise/network/2028/rescue/0/remove/"
    seen = form(maker, address)
    assert maker.post(address, seen).status_code == 302
    page = maker.post(address, seen)
    assert page.status_code == 422
    assert "已被他人修改" in text(page)


def test_what_was_handed_in_is_read_and_not_changed(maker):
    page = text(maker.get("/enterprise/network/2027/outlets/"))
    assert "目前不能修改" in page
    assert "outlets/add/" not in page
    for deed in ("add/", "upload/", "0/", "0/remove/"):
        assert maker.get(f"/enterprise/network/2027/outlets/{deed}").status_code == 409


def test_how_many_exporters_may_still_be_named_is_said_in_words(maker, own_draft):
    page = text(maker.get("/enterprise/network/2028/exporters/"))
    assert "最多授权" in page
    assert maker.get("/enterprise/exporters/").headers["Location"] == "/enterprise/network/2028/exporters/"


@pytest.mark.parametrize("path", ["network/", "network/2028/outlets/", "network/2028/exporters/"])
def test_queries_do_not_grow_with_the_rows(maker, own_draft, path):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert maker.get(f"/enterprise/{path}").status_code == 200
        return len(queries)

    asked()  # what is read once a process is read
    few = asked()
    document = stored(own_draft).document
    document["service_network"]["outlets"] *= 20
    Filing.objects.using(OWNER).filter(pk=own_draft.pk).update(document=document)
    assert asked() == few
