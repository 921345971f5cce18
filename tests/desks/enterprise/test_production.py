"""A maker's production register: its own cars by number, one by form, a small batch by file, a car's own story."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desks.enterprise.conftest import OWNER, file_of, text

from evexport.codes import vin as vins
from evexport.demo.year import TODAY
from evexport.kernel.ids import uuid7
from evexport.vehicles.models import ProductionRecord

REGISTER = "/enterprise/production/"
MODEL = "DMO7000BEVA1"


@pytest.fixture(scope="module")
def numbers():
    return iter([vins.make("LDM", "EV7EZ", 2027, "D", serial) for serial in range(1, 500)])


def cars():
    return ProductionRecord.objects.using(OWNER)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_register_is_searched_by_how_a_number_begins(maker, prefix):
    page = maker.get(f"{prefix}{REGISTER}")
    first = page.context["page"].object_list[0]
    assert page.context["total"] >= 24
    found = maker.get(f"{prefix}{REGISTER}?q={first.vin[:10]} {first.vin[10:]}")
    assert found.context["total"] == 1
    car = text(maker.get(f"{prefix}{REGISTER}{first.vin}/"))
    assert first.model_code in car
    assert ("海关没有该车的记录", "Customs has no record")[bool(prefix)] in car


def test_a_car_of_another_maker_is_not_found(maker):
    mine = cars().filter(maker__name_zh="示例电动汽车有限公司").first()
    other = cars().exclude(maker_id=mine.maker_id).first()
    assert maker.get(f"{REGISTER}{other.vin}/").status_code == 404
    assert maker.get(f"{REGISTER}?q={other.vin}").context["total"] == 0


def test_one_car_by_form_and_another(maker, numbers):
    vin = next(numbers)
    said = {"vin": f"{vin[:8]}-{vin[8:]}".lower(), "model_code": MODEL, "built_on": "2027-03-01"}
    answer = maker.post(f"{REGISTER}add/", said)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{REGISTER}{vin}/")
    row = cars().get(pk=vin)
    assert (row.model_code, row.built_on) == (MODEL, date(2027, 3, 1))
    page = maker.post(f"{REGISTER}add/", said)
    assert page.status_code == 422
    assert "已在生产登记册中" in text(page)
    assert list(page.context["form"].errors) == ["vin"]
    more = maker.post(f"{REGISTER}add/", {**said, "vin": next(numbers), "more": "yes"})
    assert more.headers["Location"] == f"{REGISTER}add/"
    late = maker.post(f"{REGISTER}add/", {**said, "vin": next(numbers), "built_on": "2027-12-31"})
    assert list(late.context["form"].errors) == ["built_on"]


def handed_in(client, content, name="cars.csv"):
    answer = client.post(f"{REGISTER}upload/", {"file": file_of(content, name), "request": str(uuid7())})
    assert answer.status_code == 302, text(answer)
    return answer.headers["Location"]


def test_a_batch_is_looked_through_mended_and_recorded(maker, numbers):
    first, second, third = (next(numbers) for _ in range(3))
    known = cars().filter(maker__name_zh="示例电动汽车有限公司").first().vin
    wrong = second[:8] + ("1" if second[8] != "1" else "2") + second[9:]
    lines = [f"{first},{MODEL},2027-03-01", f"{wrong},{MODEL},2027-03-01", f"{known},{MODEL},2027/3/1", f"{third},,soon"]
    content = "\n".join(["vin,model_code,built_on", *lines])
    address = handed_in(maker, content)
    page = maker.get(address)
    assert page.context["good"] == 1
    for words in ("校验位不正确", "已在生产登记册中", "缺少车辆型号", "soon", "尚未登记"):
        assert words in text(page)
    assert maker.post(address).status_code == 422
    assert not cars().filter(pk=first).exists()
    table = list(csv.reader(StringIO(maker.get(f"{address}to-mend.csv").content.decode("utf-8-sig"))))
    assert [row[1] for row in table[1:]] == [wrong, known, third, first]
    mended = [table[0], ["", second, MODEL, "2027-03-01"], ["", third, MODEL, "2027-03-01"], table[4]]
    paper = StringIO()
    csv.writer(paper).writerows(mended)
    again = handed_in(maker, paper.getvalue())
    assert maker.post(again).status_code == 302
    assert cars().filter(pk__in=[first, second, third]).count() == 3


def test_the_good_cars_alone_where_that_is_said(maker, numbers):
    vin = next(numbers)
    address = handed_in(maker, f"VIN,Model code,Built on\n{vin},{MODEL},{TODAY}\nNO,{MODEL},{TODAY}\n")
    assert maker.post(address, {"good": "yes"}).status_code == 302
    assert cars().filter(pk=vin).exists()


def test_a_car_on_anothers_register_is_told_by_its_line_when_it_is_recorded(maker, numbers):
    rival = cars().exclude(maker__name_zh="示例电动汽车有限公司").first()
    other, vin = next(numbers), next(numbers)
    cars().create(vin=other, maker_id=rival.maker_id, model_code=MODEL, built_on=TODAY, recorded_at=rival.recorded_at)
    address = handed_in(maker, f"vin,model_code,built_on\n{vin},{MODEL},{TODAY}\n{other},{MODEL},{TODAY}\n")
    assert maker.get(address).context["bad"] is None, "others' cars are out of sight"
    page = maker.post(address)
    assert page.status_code == 422
    assert [row.line for row in page.context["bad"].rows] == [3]
    assert not cars().filter(pk=vin).exists(), "all or nothing"


def test_what_the_registers_say_is_told_before_anything_is_recorded(maker):
    foreign, old = vins.make("LRV", "EV7EZ", 2027, "D", 1), vins.make("LDM", "EV7EZ", 2020, "D", 1)
    address = handed_in(
        maker, f"vin,model_code,built_on\n{foreign},{MODEL},{TODAY}\n{old},{MODEL},{TODAY}\n{old},NONE1,{TODAY}\n"
    )
    page = maker.get(address)
    for words in ("世界制造厂识别代号LRV", "车型年份", "车型NONE1"):
        assert words in text(page)
    assert page.context["good"] == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_understood(maker, kind):
    template = maker.get(f"{REGISTER}template.{kind}").content
    page = maker.get(handed_in(maker, template, f"cars.{kind}"))
    assert page.context["good"] == 1


def test_queries_do_not_grow_with_the_cars(maker, numbers):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert maker.get(REGISTER).status_code == 200
        return len(queries)

    asked()
    few = asked()
    owner = cars().filter(maker__name_zh="示例电动汽车有限公司").first()
    cars().bulk_create(
        ProductionRecord(
            vin=next(numbers), maker_id=owner.maker_id, model_code=MODEL, built_on=TODAY, recorded_at=owner.recorded_at
        )
        for _ in range(60)
    )
    assert asked() == few
