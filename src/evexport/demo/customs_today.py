"""What lies on the customs desk on the last day: held consignments, holds, refusals, a day that does not agree."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from evexport.customs import actions
from evexport.customs.reconciliation import Reported
from evexport.demo.border import Border
from evexport.demo.rounds import moment
from evexport.demo.trade import Held
from evexport.kernel.text import Text

WATCHED = 21
"""The maker under strict inspection: each of its consignments is held."""
ALSO_WATCHED = 22
SOUND = (20, 23, 24, 25)


class CustomsToday:
    """Deeds of yesterday and of the first hour of today, all by the public actions."""

    def __init__(self, border: Border, licences: dict[int, Held], today: date) -> None:
        self.border, self.licences, self.today = border, licences, today
        self.officer, self.colleague = border.cast.customs, border.cast.second_customs
        self.minutes = 0

    def run(self) -> None:
        sent = self._yesterday()
        self._report(sent)
        self._held()
        self._holds()
        self._refused()
        for place in SOUND[:2]:
            self._send(self.licences[place], 2, self.today)
        self.border.story.line("三票待查、两车布控、一日对账有差异 · consignments held, cars on hold, a day that does not agree")

    def _now(self) -> Any:
        """A few minutes past midnight, so that whatever hour it is the deed lies in the past."""
        self.minutes += 1
        return moment(self.today, 0, self.minutes)

    def _send(self, held: Held, count: int, on: date) -> dict[str, Any]:
        cars = held.maker.vins(count, model=held.models[0], year=on.year)
        form = self.border.form(held, cars, on)
        self.border.declare(form, self._now() if on == self.today else moment(on, 10, self.border.numbers % 60))
        held.left -= count
        return form

    def _yesterday(self) -> list[dict[str, Any]]:
        return [self._send(self.licences[place], 3, self.today - timedelta(days=1)) for place in SOUND]

    def _report(self, sent: Sequence[dict[str, Any]]) -> None:
        """Customs' own system reports two days: the earlier one agrees, of yesterday it has some things otherwise."""
        rows = [Reported(form["declaration_no"], [car["vin"] for car in form["vehicles"]]) for form in sent]
        agreed, _not_reported, short, other = rows
        stranger = Reported(f"{other.declaration_no[:-1]}X", other.vins[:1])
        strange = self.licences[SOUND[0]].maker.vins(1)[0]
        told = [
            agreed,
            Reported(short.declaration_no, short.vins[:2]),
            Reported(other.declaration_no, [*other.vins[:2], strange, other.vins[2]]),
            stranger,
        ]
        actions.take_report(self.today - timedelta(days=1), told, by=self.officer, at=self._now())

    def _held(self) -> None:
        """Two makers under watch; of the consignments held one has failed its first round."""
        for place, level, why in (
            (WATCHED, "strict", "近期三批次查验不合格"),
            (ALSO_WATCHED, "strict", "举报称实际车型与申报不符，待核实"),
        ):
            actions.set_risk_level(
                self.licences[place].maker_id, level=level, because=why, citation="INSPECTION-LAW#spot-check", by=self.officer,
                at=moment(self.today - timedelta(days=1), 16),
            )  # fmt: skip
        failed = self._send(self.licences[WATCHED], 4, self.today)
        self._send(self.licences[WATCHED], 2, self.today)
        self._send(self.licences[ALSO_WATCHED], 6, self.today)
        note = "抽查两台，充电口标识与《公告》不符"
        actions.record_inspection(failed["declaration_no"], passed=False, note=note, by=self.colleague, at=self._now())

    def _holds(self) -> None:
        maker = self.licences[SOUND[2]].maker
        reasons = (
            Text("车辆登记信息与铭牌不一致，待核查", "The registration does not match the plate"),
            Text("法院查封财产", "Seized by a court"),
            Text("失窃报案", "Reported stolen"),
        )
        cars = maker.vins(len(reasons))
        for car, because in zip(cars, reasons, strict=True):
            actions.place_hold(car, because=because, by=self.officer, at=self._now())
        actions.lift_hold(cars[-1], because="公安机关书面通知撤案", by=self.colleague, at=self._now())

    def _refused(self) -> None:
        held, other = self.licences[SOUND[3]], self.licences[SOUND[2]]
        cars = held.maker.vins(2, model=held.models[0], year=self.today.year)
        for changes in (
            {"contract_no": other.licence.contract_no},
            {"destination": "FR", "transport_mode": "3"},
            {"licence_no": "27-AA-900000"},
        ):
            self.border.declare(self.border.form(held, cars, self.today, **changes), self._now(), told=True)
