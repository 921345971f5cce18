"""Declarations by file: handed in, decided one by one in the background, answered; bad lines come back and stop no other."""

import json
from io import BytesIO

import pytest
from tests.desks.customs.conftest import OWNER, stored, text

from evexport.customs.declaration_files import TEMPLATE, read_file
from evexport.customs.models import DeclarationFile
from evexport.store.moment import now
from evexport.work.models import Work
from evexport.work.running import run_lane

HEADS = ",".join(TEMPLATE[0])


@pytest.fixture
def line(sample, cars):
    """A row of a car, with what a test changes."""

    def made(number, **changes):
        row = {
            "declaration_no": number, "declared_on": "2027-03-03", "licence_no": sample["number"], "contract_no": sample["contract_no"],
            "exporter_uscc": sample["exporter_uscc"], "customs_district": sample["customs_district"],
            "trade_mode": sample["trade_mode"], "transport_mode": sample["transport_mode"], "destination": sample["destination"],
            "hs_code": sample["hs_code"], "goods_state": "new", "vin": changes.pop("vin", None) or next(cars),
            "model_code": sample["model_code"],
        }  # fmt: skip
        return ",".join({**row, **changes}.values())

    return made


def hand_in(client, content, *, name="today.csv", request="r-1"):
    file = BytesIO(content.encode())
    file.name = name
    return client.post("/customs/files/upload/", {"request": request, "file": file})


def run(response):
    """What the background worker does."""
    kept = DeclarationFile.objects.using(OWNER).get(pk=response.headers["Location"].split("/")[3])
    work = Work.objects.using(OWNER).get(pk=kept.work_id)
    for lane in range(work.lanes):
        while run_lane(work.pk, lane, now=now):
            pass
    return kept


def test_each_is_decided_on_its_own_and_answered(customs, line):
    content = "\n".join(
        [
            HEADS,
            line("FILE-000001"),
            line("FILE-000001"),
            line("FILE-000002", contract_no="WRONG"),
            line("FILE-000003", hs_code="1"),
        ]
    )
    response = hand_in(customs, content, request="each")
    waiting = text(customs.get(response.headers["Location"]))
    assert "排队" in waiting
    kept = run(response)
    page = text(customs.get(response.headers["Location"]))
    assert "已办结" in page
    assert (kept.total, len(kept.bad)) == (2, 1)
    assert stored(declaration_no="FILE-000001").get().decision == "released"
    assert stored(declaration_no="FILE-000002").get().decision == "refused"
    assert not stored(declaration_no="FILE-000003").exists()
    for part in ("CONTRACT_MISMATCH", "第5行：", "商品编号为10位数字"):
        assert part in page
    answers = customs.get(f"{response.headers['Location']}?export=csv").content.decode("utf-8-sig")
    assert len(answers.splitlines()) == 3
    assert "共1项" in text(customs.get(f"{response.headers['Location']}?outcome=refused"))


def test_bad_lines_come_back_mended_they_go_on(customs, line):
    content = "\n".join([HEADS, line("FILE-000011", goods_state="old"), line("FILE-000011")])
    response = hand_in(customs, content, request="bad")
    kept = run(response)
    address = f"/en/customs/files/{kept.pk}/to-mend.csv"
    back = customs.get(address).content.decode("utf-8-sig")
    assert "Goods are new or used." in back
    assert "Another line of the same declaration is wrong" in back
    mended = read_file(back.replace("old", "new").encode(), name="mended.csv")
    assert ([len(one.vehicles) for one in mended.sound], mended.bad) == ([2], [])
    assert customs.get(f"/customs/files/{kept.pk}/to-mend.xlsx").status_code == 200


def test_the_same_file_again_gets_the_same_answers(customs, line):
    content = "\n".join([HEADS, line("FILE-000021")])
    run(hand_in(customs, content, request="again-1"))
    again = hand_in(customs, content, request="again-2")
    run(again)
    assert "重复报文" in text(customs.get(again.headers["Location"]))
    assert stored(declaration_no="FILE-000021").count() == 1
    assert hand_in(customs, content, request="again-2").headers["Location"] == again.headers["Location"]


def test_a_number_that_stands_is_not_decided_and_says_why(customs, line, declared):
    row = declared()
    response = hand_in(customs, "\n".join([HEADS, line(row.declaration_no)]), request="stands")
    run(response)
    page = text(customs.get(response.headers["Location"]))
    assert "未能决定" in page
    assert "已验放或待查" in page


def test_json_lines_too(customs, sample, cars):
    face = {
        name: sample[name]
        for name in ("contract_no", "exporter_uscc", "customs_district", "trade_mode", "transport_mode", "destination", "hs_code")
    }
    one = {**face, "declaration_no": "FILE-000031", "declared_on": "2027-03-03", "licence_no": sample["number"], "goods_state": "new",
           "vehicles": [{"vin": next(cars), "model_code": sample["model_code"]}]}  # fmt: skip
    content = "\n".join([json.dumps(one), json.dumps({**one, "colour": "red"}), json.dumps(one), "not json"])
    response = hand_in(customs, content, name="day.ndjson", request="json")
    kept = run(response)
    assert stored(declaration_no="FILE-000031").get().decision == "released"
    assert [row["line"] for row in kept.bad] == [2, 3, 4]
    back = customs.get(f"/customs/files/{kept.pk}/to-mend.ndjson").content.decode()
    assert json.loads(back.splitlines()[0])["given"]["colour"] == "red"
    assert not read_file(back.splitlines()[1].encode(), name="x.ndjson").bad


def test_deciding_may_rest_and_end(customs, line):
    response = hand_in(customs, "\n".join([HEADS, line("FILE-000041")]), request="rest")
    address = response.headers["Location"]
    assert customs.post(f"{address}pause/").status_code == 302
    assert "已暂停" in text(customs.get(address))
    run(response)
    assert not stored(declaration_no="FILE-000041").exists()
    assert "不再决定" in text(customs.get(f"{address}cancel/"))
    customs.post(f"{address}cancel/")
    assert "已取消" in text(customs.get(address))
    assert customs.post(f"{address}resume/").status_code == 422


def test_while_it_runs_the_progress_alone_looks_again(customs, line):
    address = hand_in(customs, "\n".join([HEADS, line("FILE-000051")]), request="looks").headers["Location"]
    part = text(customs.get(address, headers={"HX-Request": "true", "HX-Target": "progress"}))
    assert 'id="progress"' in part
    assert 'id="answers"' not in part
    assert 'id="answers"' in text(customs.get(address))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "x,y\n1,2", "首行缺少"),
        ("a.txt", "x", "首行缺少"),
        ("a.pdf", "x", "不支持文件"),
        ("a.ndjson", " \n ", "没有报关单"),
        ("a.csv", "", "文件是空的"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(customs, name, content, said):
    response = hand_in(customs, content, name=name, request=f"unreadable-{name}")
    assert response.status_code == 422
    assert said in text(response)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ndjson"])
def test_each_template_can_be_read(customs, kind):
    response = customs.get(f"/customs/files/template.{kind}")
    filed = read_file(response.content, name=f"x.{kind}")
    assert ([len(one.vehicles) for one in filed.sound], filed.bad) == ([2], [])


def test_rows_of_one_declaration_must_agree(line):
    filed = read_file("\n".join([HEADS, line("FILE-000061"), line("FILE-000061", destination="FR")]).encode(), name="x.csv")
    assert [bad.why.en for bad in filed.bad] == [
        "Another line of the same declaration is wrong, so it was not decided.",
        "Final destination: not as in the first row of this declaration.",
    ]
