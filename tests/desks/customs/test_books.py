"""Write-offs and reconciliation."""

import pytest
from tests.desks.customs.conftest import OWNER, TODAY, stored, text

from evexport.customs.models import DayReport, WriteOff


def test_a_licences_list_has_every_entry_and_counter_entry(customs, declared):
    row = declared(2)
    vin = row.body["vehicles"][0]["vin"]
    customs.post(f"/customs/declarations/{row.pk}/cancel/", {"vins": [vin], "because": "改配", "step": "do"})
    page = text(customs.get(f"/customs/writeoffs/?q={row.licence_no}"))
    assert "退关冲回" in page
    assert "放行核销" in page
    back = text(customs.get(f"/en/customs/writeoffs/?q={row.declaration_no}&kind=cancelled"))
    assert vin in back
    assert "1 item<" in back


def test_the_file_has_one_row_a_car(customs):
    content = customs.get("/customs/writeoffs/?days=month&export=csv").content.decode("utf-8-sig")
    expected = sum(len(row.vins) for row in WriteOff.objects.using(OWNER).filter(at__gte="2027-02-01T00:00+08:00"))
    assert len(content.splitlines()) == expected + 1


def test_yesterdays_report_differs_in_five_ways_and_each_has_its_cause(customs):
    page = text(customs.get("/customs/reconciliation/"))
    for cause in ("本系统已放行，海关未报", "该车不在本系统核销之列", "该车已核销，海关未报", "海关已放行，本系统没有该报关单"):
        assert cause in page
    narrowed = text(customs.get("/customs/reconciliation/?cause=unknown_here"))
    assert "共1项" in narrowed
    assert "共0项" in text(customs.get("/customs/reconciliation/?first=2027-01-01&last=2027-01-05"))


def test_the_differences_leave_as_a_file(customs):
    content = customs.get("/en/customs/reconciliation/?export=csv").content.decode("utf-8-sig")
    assert "cleared by customs, no such declaration here" in content


def test_a_period_is_at_most_a_month(customs):
    page = text(customs.get("/customs/reconciliation/?first=2026-01-01&last=2027-01-05"))
    assert "请选择1至31天" in page


def upload(client, content, *, name="day.csv", day=TODAY):
    from io import BytesIO

    file = BytesIO(content.encode())
    file.name = name
    return client.post("/customs/reconciliation/report/", {"day": day.isoformat(), "file": file})


def test_a_report_is_laid_beside_what_is_held(customs):
    released = stored(state="released", decided_at__date=TODAY).first()
    rows = [f"{released.declaration_no},{vehicle['vin']}" for vehicle in released.body["vehicles"]]
    response = upload(customs, "\n".join(["报关单号,VIN", *rows, "999999999999,LDMEV7EB2TD000001"]))
    assert response.headers["Location"] == f"/customs/reconciliation/?first={TODAY}&last={TODAY}"
    assert len(DayReport.objects.using(OWNER).latest("received_at").rows) == 2
    page = text(customs.get(response.headers["Location"]))
    assert "999999999999" in page
    assert "共1项" in text(customs.get(f"{response.headers['Location']}&cause=unknown_here"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("number,car\n1,2", "缺少报关单号列或VIN列"),
        ("declaration_no,vin\n530020270000000155,", "第2行缺少报关单号或VIN"),
        ("", "文件是空的"),
    ],
)
def test_a_report_that_cannot_be_read_says_why(customs, content, said):
    response = upload(customs, content)
    assert response.status_code == 422
    assert said in text(response)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_can_be_sent_in_again(customs, kind):
    response = customs.get(f"/customs/reconciliation/report/template.{kind}")
    from evexport.customs.report_files import read_report

    (row,) = read_report(response.content, name=f"day.{kind}")
    assert len(row.vins) == 1
