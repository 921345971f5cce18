"""The offline exchange at the desk: a run handed in, its counts and gaps, the answer file; what is not the next run is refused."""

import json
from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
from tests.desks.customs.conftest import OWNER, text

from evexport.customs.models import ExchangeRun
from evexport.demo.year import TODAY
from evexport.store.moment import now
from evexport.work.models import Work
from evexport.work.running import run_lane

FACE = ("contract_no", "exporter_uscc", "customs_district", "trade_mode", "transport_mode", "destination", "hs_code")


def file(*declarations, run, day=TODAY, sender="5301"):
    lines = [{"header": {"format": "evexport-exchange/1", "sender": sender, "run": run, "day": day.isoformat()}}]
    lines += [{"declaration": one} for one in declarations]
    body = "".join(json.dumps(line) + "\n" for line in lines)
    seal = {"declarations": len(declarations), "cleared": 0, "sha256": sha256(body.encode()).hexdigest()}
    return (body + json.dumps({"trailer": seal}) + "\n").encode()


def hand_in(client, content):
    carried = BytesIO(content)
    carried.name = "run.ndjson"
    return client.post("/customs/files/exchange/upload/", {"file": carried})


@pytest.fixture
def one(sample, cars):
    """A declaration of one unused car."""
    face = {name: sample[name] for name in FACE}
    car = {"vin": next(cars), "model_code": sample["model_code"]}
    number = f"EXCHANGE-{car['vin'][-6:]}"
    more = {"message_id": number, "declaration_no": number, "declared_on": TODAY.isoformat(), "licence_no": sample["number"]}
    return {**face, **more, "goods_state": "new", "vehicles": [car]}


def test_a_run_is_handed_in_answered_and_carried_back(customs, one):
    refused = {**one, "declaration_no": one["declaration_no"] + "-R", "message_id": "refused", "contract_no": "WRONG"}
    response = hand_in(customs, file(one, refused, {"surprise": 1}, run=1))
    assert response.headers["Location"] == "/customs/files/exchange/"
    assert "已答复0/2" in text(customs.get("/customs/files/exchange/"))
    assert customs.get("/customs/files/exchange/5301/1/").status_code == 409
    run_lane(Work.objects.using(OWNER).get(kind="exchange.answer").pk, 0, now=now)
    page = text(customs.get("/customs/files/exchange/"))
    for part in ("已答复", "放行1", "不予放行1", "未能决定1", "下一批2", "无缺口", "answer-5301-1.ndjson"):
        assert part in page.replace(" ", "")
    answer = customs.get("/customs/files/exchange/5301/1/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="answer-5301-1.ndjson"'
    kinds = [next(iter(json.loads(line))) for line in answer.content.decode().splitlines()]
    assert kinds == ["header", "decision", "decision", "problem", "trailer"]


def test_a_gap_is_refused_and_said(customs):
    response = hand_in(customs, file(run=9, sender="2248"))
    assert response.status_code == 422
    assert "第1批" in text(response)
    assert not ExchangeRun.objects.using(OWNER).filter(sender="2248").exists()


def test_a_silent_office_shows(customs):
    hand_in(customs, file(run=1, sender="2200", day=date(TODAY.year, TODAY.month, 1)))
    days = (TODAY - date(TODAY.year, TODAY.month, 1)).days
    page = text(customs.get("/customs/files/exchange/?sender=2200"))
    assert (f"{days}天前为最近一批" in page.replace(" ", "")) == (days > 1)
