"""A large file of cars at the maker's desk: taken in, watched, mended or its good ones recorded; in both languages."""

import csv
from io import StringIO

import pytest
from tests.desks.enterprise.conftest import OWNER, file_of, text
from tests.vehicles.files import csv_of, lines, numbers, recorded
from tests.work.world import run, run_all, standing

from evexport.demo.year import TODAY
from evexport.kernel.ids import uuid7
from evexport.vehicles.models import ProductionFile
from evexport.work.models import Work

REGISTER = "/enterprise/production/"
MANY = 5_001
SAYS = {
    "": ("核对和登记", "未登记任何车辆", "有1行有误，其余5,001行无误", "只登记无误的车辆", "不是车辆识别代号", "已登记"),
    "/en": ("Checking and recording", "Nothing is recorded", "1 rows are bad, the other 5,001", "Record the good ones", "is not a VIN", "recorded"),
}  # fmt: skip


def handed_in(maker, content, prefix=""):
    page = maker.get(f"{prefix}{REGISTER}upload/")
    nonce = page.context["form"].initial["request"]
    answer = maker.post(f"{prefix}{REGISTER}upload/", {"file": file_of(content, "cars.csv"), "request": nonce})
    assert answer.status_code == 302, text(answer)
    return answer.headers["Location"]


def work_at(address) -> Work:
    key = address.rstrip("/").rpartition("/")[2]
    return Work.objects.using(OWNER).get(pk=ProductionFile.objects.using(OWNER).get(pk=key).work_id)


@pytest.mark.parametrize(("prefix", "start"), [("", 10_000), ("/en", 20_000)])
def test_watched_handed_back_and_the_good_ones_recorded(maker, prefix, start):
    title, nothing, counts, good, why, done = SAYS[prefix]
    vins = numbers(MANY, start=start, year=2027)
    address = handed_in(maker, csv_of([*lines(vins, built=TODAY), f"=NO,DMO7000BEVA1,{TODAY}"]), prefix)
    assert "/production/files/" in address
    page = text(maker.get(address))
    assert title in page
    assert "Pause" in page or "暂停" in page
    run_all(work_at(address))
    page = text(maker.get(address))
    for words in (nothing, counts, good, why):
        assert words in page
    assert recorded(vins) == 0
    answer = maker.get(f"{address}bad-rows.csv")
    table = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row[0], row[1], row[2]) for row in table[1:]] == [(str(MANY + 2), "'=NO", "VIN_MALFORMED")]
    assert maker.get(f"{address}take-good/").status_code == 200
    assert maker.post(f"{address}take-good/").status_code == 302
    run_all(work_at(address))
    assert done in text(maker.get(address))
    assert recorded(vins) == MANY
    assert address.rpartition("files/")[2].rstrip("/") in text(maker.get(f"{prefix}{REGISTER}files/")) or "cars.csv" in text(
        maker.get(f"{prefix}{REGISTER}files/")
    )


def test_it_is_paused_and_goes_on_where_it_rested(maker):
    vins = numbers(MANY, start=30_000, year=2027)
    address = handed_in(maker, csv_of(lines(vins, built=TODAY)))
    assert maker.post(f"{address}pause/").status_code == 302
    assert not run(work_at(address))
    assert "已暂停" in text(maker.get(address))
    assert maker.post(f"{address}resume/").status_code == 302
    run_all(work_at(address))
    assert (standing(work_at(address)).state, recorded(vins)) == ("done", MANY)


def test_the_same_form_sent_twice_is_one_file(maker):
    content, nonce = csv_of(lines(numbers(MANY, start=40_000, year=2027), built=TODAY)), str(uuid7())
    places = [
        maker.post(f"{REGISTER}upload/", {"file": file_of(content, "cars.csv"), "request": nonce}).headers["Location"]
        for _ in range(2)
    ]
    assert places[0] == places[1]


def test_a_small_file_is_still_looked_through_first(maker):
    assert "/production/sheets/" in handed_in(maker, csv_of(lines(numbers(2, start=50_000, year=2027), built=TODAY)))
