"""Registers on the officers' desk: what stands, since which edition; a new one is looked at before it is taken in."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evexport.registers.models import HsCode, ImportBatch, LaidFile
from evexport.store import reading_as
from evexport.store.scopes import DbRole, Scope

HEADS = "code,name_zh,name_en,regime,valid_from"
STAFF = Scope(DbRole.STAFF)
NEW = f"{HEADS}\n8703801091,纯电动乘用车,Battery-electric cars,bev-passenger-2026,2028-01-01\n"


def laid(client, content, *, partial=True, name="codes.csv", register="hs_code"):
    body = {"file": SimpleUploadedFile(name, content.encode())} | ({"partial": "on"} if partial else {})
    return client.post(f"/officer/registers/{register}/import/", body)


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("user", ["ministry", "analyst", "administrator"])
def test_every_register_is_listed_and_opens(at_desk, lang, user):
    client = at_desk(user)
    html = client.get(f"{lang}/officer/registers/").content.decode()
    names = re.findall(r'/officer/registers/(\w+)/"', html)
    assert len(set(names)) >= 18
    for name in set(names):
        assert client.get(f"{lang}/officer/registers/{name}/").status_code == 200, name


def test_who_may_only_read_is_offered_no_import(at_desk):
    assert "/import/" not in at_desk("analyst").get("/officer/registers/").content.decode()
    assert at_desk("analyst").get("/officer/registers/hs_code/import/").status_code == 403


@pytest.mark.parametrize("user", ["examiner", "shenzhen", "maker", "customs"])
def test_they_are_nobody_elses(at_desk, user):
    assert at_desk(user).get("/officer/registers/").status_code == 403


def test_rows_are_searched_and_leave_as_a_file(at_desk):
    client = at_desk("ministry")
    html = client.get("/officer/registers/country/?q=德国").content.decode()
    assert html.count('<th scope="row">') >= 1
    assert "DE" in html
    assert "没有符合条件的项" in client.get("/officer/registers/country/?q=无此国").content.decode()
    assert client.get("/officer/registers/country/?export=csv").content.decode("utf-8-sig").count("\n") > 200


def test_an_unknown_register_is_not_found(at_desk):
    assert at_desk("ministry").get("/officer/registers/nothing/").status_code == 404


def test_an_edition_is_seen_before_it_is_taken_in(at_desk, office):
    client = at_desk("ministry")
    seen = laid(client, NEW)
    assert seen.status_code == 302
    page = seen.headers["Location"]
    html = client.get(page).content.decode()
    assert "8703801091" in html
    assert "确认导入" in html
    with reading_as(STAFF):
        assert not HsCode.objects.filter(code="8703801091").exists(), "nothing is taken in yet"
        batches = ImportBatch.objects.filter(register="hs_code").count()
    done = client.post(f"{page}take-in/", follow=True)
    assert "新增1行，更改0行，撤下0行" in done.content.decode()
    with reading_as(STAFF):
        assert HsCode.objects.get(code="8703801091").source == "codes.csv"
        assert ImportBatch.objects.filter(register="hs_code").count() == batches + 1
        assert not LaidFile.objects.exists(), "the file goes once it is taken in"
    assert client.get(page).status_code == 404


def test_a_whole_edition_says_what_it_would_withdraw_and_a_change_both_values(at_desk):
    client = at_desk("ministry")
    page = laid(client, f"{HEADS}\n8703801090,改名,Renamed,bev-passenger-2026,2012-09-06\n", partial=False).headers["Location"]
    html = client.get(f"/en{page}").content.decode()
    assert "<s>" in html
    assert "Withdrawn" in html
    client.post(f"{page}drop/")
    assert client.get(page).status_code == 404
    with reading_as(STAFF):
        assert not HsCode.objects.filter(name_zh="改名").exists()


def test_every_bad_row_is_named_and_leaves_as_a_file(at_desk):
    client = at_desk("ministry")
    page = laid(client, f"{HEADS}\nx,,Name,,someday\n").headers["Location"]
    answer = client.get(page)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert html.count('<th scope="row" class="num">2</th>') == 3
    assert "确认导入" not in html
    assert client.get(f"{page}?export=csv").content.decode("utf-8-sig").count("\n") == 4
    assert client.post(f"{page}take-in/", follow=True).content.decode().count("flash-wrong") == 1


def test_a_file_that_is_no_table_is_told(at_desk):
    client = at_desk("ministry")
    page = laid(client, "\x00\x01", name="codes.pdf").headers["Location"]
    assert client.get(page).status_code == 422
    assert client.post("/officer/registers/hs_code/import/", {}).status_code == 422


def test_anothers_upload_is_replaced_by_nobody(at_desk):
    """A second file of the same person for the same register takes the first one's place."""
    client = at_desk("ministry")
    first = laid(client, NEW.replace("91", "92")).headers["Location"]
    second = laid(client, NEW.replace("91", "93")).headers["Location"]
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert client.post(f"{second}nothing/").status_code == 404
