"""Customs in the demonstration: tens of thousands of cars declared, and every decision and reason reached at least once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from evexport.codes import vin as vins
from evexport.customs import gate
from evexport.customs.actions import cancel, correct, place_hold, record_inspection, return_goods, set_risk_level
from evexport.customs.gate import Decision
from evexport.demo.cast import Cast
from evexport.demo.rounds import moment
from evexport.demo.story import Story
from evexport.demo.trade import Held
from evexport.kernel.text import Text
from evexport.regulation.facts.declaration import parse

BY_SHIP = 90
"""Cars on one declaration, at the most."""


@dataclass
class Border:
    """Declares for everybody; declaration and message numbers run on."""

    cast: Cast
    story: Story
    numbers: int = 0
    cars: int = 0

    def form(self, held: Held, cars: list[str], on: date, **changes: Any) -> dict[str, Any]:
        """A sound declaration of these cars, with what the story changes."""
        self.numbers += 1
        licence = held.licence
        sound = {
            "message_id": f"demo-{self.numbers:08d}",
            "declaration_no": f"{licence.customs_district}{on.year}{self.numbers:010d}",
            "declared_on": on.isoformat(),
            "customs_district": licence.customs_district,
            "trade_mode": licence.trade_mode,
            "transport_mode": licence.transport_mode,
            "exporter_uscc": held.exporter_uscc,
            "licence_no": licence.number,
            "contract_no": licence.contract_no,
            "destination": licence.destination,
            "hs_code": "8703801090",
            "goods_state": "new",
            "vehicles": [{"vin": car, "model_code": held.maker.models[held.models[0]].code} for car in cars],
        }
        return {name: value for name, value in {**sound, **changes}.items() if value is not LEFT_OUT}

    def declare(self, form: dict[str, Any], at: datetime, *, told: bool = False) -> Decision:
        answer = gate.decide(parse(form), client=self.cast.system, at=at)
        if answer.decision == "released" and not answer.replayed:
            self.cars += answer.written_off
        self.story.decided(answer, told=told)
        return answer

    def ship(self, held: Held, count: int, on: date, *, hour: int = 9) -> Decision:
        """Some cars straight off the line, under a licence."""
        cars = held.maker.vins(count, model=held.models[0], year=on.year)
        held.left -= count
        return self.declare(self.form(held, cars, on), moment(on, hour, self.numbers % 60))

    def ship_all(self, held: Held, first: date, *, loads: int, share: float = 1.0, until: date = date.max) -> None:
        """A licence's cars in several loads, some weeks apart; `share` of them by the end, none after `until`."""
        each = max(1, int(held.left * share) // loads)
        for load in range(loads):
            count, day = min(each, BY_SHIP * 10, held.left), first + timedelta(days=9 * load)
            if count and day <= until:
                self.ship(held, count, day, hour=9 + load % 8)


LEFT_OUT = object()


class Incidents:
    """What goes wrong at the border, once for each reason, told one by one."""

    def __init__(self, border: Border, at: date) -> None:
        self.border, self.day = border, at
        self.officer = border.cast.customs

    def one(self, held: Held, cars: list[str] | None = None, **changes: Any) -> Decision:
        cars = held.maker.vins(1, model=held.models[0]) if cars is None else cars
        return self.border.declare(self.border.form(held, cars, self.day, **changes), moment(self.day, 14), told=True)

    def mistakes(self, held: Held, other: Held, foreign_office: str) -> None:
        """A form that does not fit the licence, in every way it can."""
        self.one(held, licence_no=LEFT_OUT)
        self.one(held, licence_no="26-AA-999999")
        self.one(held, exporter_uscc=other.exporter_uscc)
        self.one(held, contract_no="OTHER-CONTRACT")
        self.one(held, destination="FR")
        self.one(held, customs_district=foreign_office)
        self.one(held, transport_mode="3")
        self.one(held, trade_mode="4019")
        self.one(held, hs_code="8703809090")
        self.one(held, goods_state="used")
        self.one(held, vehicles=[{"vin": held.maker.vins(1)[0], "model_code": other.maker.models[0].code}])

    def cars(self, held: Held, other: Held, exported: str) -> None:
        """Cars that are not what they are said to be."""
        sound = held.maker.vins(1, model=held.models[0])[0]
        wrong = sound[:8] + ("1" if sound[8] != "1" else "2") + sound[9:]
        self.one(held, [sound[:16]])
        self.one(held, [wrong])
        self.one(held, [f"{sound[:8]}E{sound[9:]}"])
        self.one(held, [vins.make("LX9" if held.maker.wmi != "LX9" else "LY8", "EV1E1", 2026, "D", "000001")])
        self.one(held, [sound, sound])
        self.one(held, [exported])
        wanted = held.maker.vins(1, model=held.models[0])[0]
        place_hold(wanted, because=Text("涉嫌被盗", "reported stolen"), by=self.officer, at=moment(self.day, 9))
        self.one(held, [wanted])
        self.one(held, trade_mode="2700", licence_no=LEFT_OUT, contract_no=LEFT_OUT)
        self.one(
            held,
            licence_no=LEFT_OUT,
            contract_no=LEFT_OUT,
            hs_code="8703809090",
            vehicles=[{"vin": other.maker.vins(1)[0], "model_code": "SD1000"}],
        )
        self.one(held, licence_no=LEFT_OUT, contract_no=LEFT_OUT, hs_code="8703809090")

    def inspection(self, held: Held) -> None:
        """A maker under strict inspection: held with everything reserved, inspected, released."""
        maker = held.maker_id
        why = "抽查发现制动标识不符"
        set_risk_level(
            maker, level="strict", because=why, citation="INSPECTION-LAW#spot-check", by=self.officer, at=moment(self.day, 9)
        )
        answer = self.one(held)
        record_inspection(
            answer.declaration_no,
            passed=True,
            note="抽查两台，符合要求",
            by=self.border.cast.second_customs,
            at=moment(self.day, 17),
        )
        set_risk_level(
            maker,
            level="routine",
            because="查验合格",
            citation="INSPECTION-LAW#spot-check",
            by=self.officer,
            at=moment(self.day, 18),
        )
        self.border.story.line("查验合格后放行 · released after the inspection passed")

    def afterwards(self, held: Held) -> None:
        """A replay, a cancellation, a correction, a return after export."""
        border, later = self.border, moment(self.day, 17)
        form = border.form(held, held.maker.vins(4, model=held.models[0]), self.day)
        first, again = border.declare(form, moment(self.day, 10)), border.declare(form, moment(self.day, 11))
        border.story.line(
            f"重复报文，原答复 replayed={str(again.replayed).lower()} · the same message gets the same answer ({first.decision})"
        )
        cars = [one["vin"] for one in form["vehicles"]]
        cancel(form["declaration_no"], because="改配下一航次", vins_named=cars[:1], by=self.officer, at=later)
        right = held.maker.vins(1, model=held.models[0])[0]
        correct(
            form["declaration_no"], wrong=cars[1], right=right, evidence="车辆铭牌照片", because="录入错误",
            by=border.cast.second_customs, at=later + timedelta(minutes=5),
        )  # fmt: skip
        return_goods(
            form["declaration_no"], evidence="进口国退运单证", because="客户拒收", vins_named=cars[2:3], by=self.officer,
            at=later + timedelta(minutes=9),
        )  # fmt: skip
        border.story.line(
            "退关一台、更正一台、退运一台，均为冲销记录 · one cancelled, one corrected, one returned: counter-entries"
        )
