"""The network on record: rows by form or by file, an outlet closed; the next filing begins with it."""

import csv
from io import StringIO

import pytest
from tests.desks.enterprise.conftest import OWNER, file_of, text

from evexport.network.models import MarketService, Outlet

RECORD = "/enterprise/network/record/"
OUTLET = {
    "market": "FR", "city": "Lyon", "operator": "Example Lyon", "ownership": "dealer", "services": ["maintenance", "battery"],
    "opened_on": "2026-05-01", "hv_technicians": "2",
}  # fmt: skip


@pytest.mark.parametrize("name", ["outlets", "markets", "plan"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_empty_table_says_what_starts_it(maker, prefix, name):
    page = text(maker.get(f"{prefix}{RECORD}{name}/?market="))
    assert f"{prefix}{RECORD}{name}/add/" in page
    assert maker.get(f"{prefix}{RECORD}{name}/add/").status_code == 200
    assert maker.get(f"{RECORD}bananas/").status_code == 404


def test_an_outlet_is_recorded_once_and_closed_for_good(maker):
    address = f"{RECORD}outlets/add/"
    assert maker.post(address, {**OUTLET, "opened_on": "2027-12-31"}).context["form"].errors.keys() == {"opened_on"}
    assert maker.post(address, {**OUTLET, "more": "yes"}).headers["Location"] == address
    outlet = Outlet.objects.using(OWNER).get(city="Lyon")
    assert (outlet.services, outlet.hv_technicians, outlet.phone) == (["maintenance", "battery"], 2, "")
    again = maker.post(address, OUTLET)
    assert again.status_code == 422
    assert "已登记且未关闭" in text(again)
    assert "Example Lyon" in text(maker.get(f"{RECORD}outlets/"))
    close = f"{RECORD}outlets/{outlet.pk}/close/"
    assert maker.post(close, {"closed_on": "2025-01-01"}).context["form"].errors.keys() == {"closed_on"}
    assert maker.post(close, {"closed_on": "2027-03-02"}).status_code == 302
    assert maker.get(close).status_code == 404
    assert "Example Lyon" not in text(maker.get(f"{RECORD}outlets/"))


def test_a_markets_latest_figures_count(maker):
    address = f"{RECORD}markets/add/"
    row = {"market": "PT", "valid_from": "2027-02-01", "common_fault_parts": "100", "in_stock": "30", "committed_hours": "36.5"}
    assert maker.post(address, row).status_code == 302
    assert maker.post(address, {**row, "valid_from": "2027-03-01", "in_stock": "40", "round_the_clock": "是"}).status_code == 302
    page = maker.get(f"{RECORD}markets/?export=csv").content.decode("utf-8-sig")
    assert [line.split(",")[3] for line in page.splitlines()[1:] if "PT" in line] == ["40"]
    wrong = maker.post(address, {"market": "PT", "valid_from": "2027-03-02", "in_stock": "5"})
    assert wrong.context["form"].errors.keys() == {"common_fault_parts"}
    assert MarketService.objects.using(OWNER).filter(market="PT").count() == 2


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_bad_rows_of_a_file_come_back_and_the_good_ones_wait(maker, prefix):
    city = "Porto" if prefix else "Braga"
    lines = [
        "market,city,operator,ownership,services,opened_on",
        f"PT,{city},Example A,dealer,maintenance,2026-05-01",
        f"PT,{city},Example B,mine,maintenance;flying,2026-05-01",
        f"PT,{city},Example C,own,maintenance,2029-05-01",
    ]
    upload = maker.post(f"{prefix}{RECORD}outlets/upload/", {"file": file_of("\n".join(lines))})
    address = upload.headers["Location"]
    page = maker.get(address)
    assert page.context["good"] == 1
    assert [row.line for row in page.context["bad"].rows] == [3, 3, 4]
    assert maker.post(address).status_code == 422
    table = list(csv.reader(StringIO(maker.get(f"{address}to-mend.csv").content.decode("utf-8-sig"))))
    assert [row[3] for row in table[1:]] == ["Example B", "Example C", "Example A"]
    assert maker.post(address, {"good": "yes"}).status_code == 302
    assert Outlet.objects.using(OWNER).filter(city=city).count() == 1
    twice = maker.post(address, {"good": "yes"})
    assert twice.status_code == 422
    assert [row.line for row in twice.context["bad"].rows] == [2], "told by the line of the file"


@pytest.mark.parametrize("name", ["outlets", "markets", "plan"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_understood(maker, name, kind):
    content = maker.get(f"{RECORD}{name}/template.{kind}").content
    upload = maker.post(f"{RECORD}{name}/upload/", {"file": file_of(content, f"{name}.{kind}")})
    page = maker.get(upload.headers["Location"])
    assert (page.context["bad"], page.context["good"]) == (None, 1)
