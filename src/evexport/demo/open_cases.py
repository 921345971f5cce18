"""What the demonstration leaves undecided on its last day, so that every desk has work: filings, applications, a consent."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from evexport.demo import papers
from evexport.demo.cast import Cast
from evexport.demo.rounds import moment, one_outlet_short, thin_service
from evexport.demo.story import Story
from evexport.demo.trade import Trade, first_exporter
from evexport.demo.world import DemoMaker, World
from evexport.kernel.sheets import Row
from evexport.licensing import actions as licences
from evexport.qualification.actions import (
    consultation,
    decision,
    drafting,
    list_changes,
    objections,
    publication,
    review,
    submission,
)
from evexport.qualification.models import Filing
from evexport.store import reading_as
from evexport.vehicles.actions import Produced, record_production

NEXT_YEAR = 2028
ROUND: dict[str, date | int] = {
    "opens": date(2027, 2, 8),
    "filing_until": date(2027, 5, 31),
    "forward_until": date(2027, 6, 30),
    "list_by": date(2027, 12, 31),
}
# How far each maker's filing for the next list has come, by the maker's place.
FILED = {
    3: "submitted", 22: "answered", 27: "submitted_thin", 20: "asked", 24: "returned", 1: "forwarded", 2: "in_consultation",
    4: "in_consultation", 5: "candidate", 6: "candidate", 7: "objected", 8: "in_reconsideration", 9: "submitted", 10: "forwarded",
}  # fmt: skip


@dataclass
class OpenCases:
    """Leaves the cases, each through the public deeds, in the weeks before the last day."""

    world: World
    cast: Cast
    trade: Trade
    story: Story

    def leave(self, today: date) -> None:
        publication.set_round(NEXT_YEAR, ROUND, by=self.cast.ministry, at=moment(date(2027, 2, 8), 8))
        self.story.line("2028年度申报已提前开放，各阶段均有在办申报 · the round for 2028 is open early; a filing in every stage")
        for index, stage in FILED.items():
            self._file(self.world.makers[index], stage, today)
        self._begun(self.world.makers[0], today)
        self._built(self.world.makers[0], today)
        self._planned(self.world.makers[0], today)
        self._applications(today)
        self._leaving(today)

    def _file(self, maker: DemoMaker, stage: str, today: date) -> None:
        """Hand a filing in and take it as far as its stage."""
        clerk, on = self.cast.makers[maker.uscc], today - timedelta(days=19)
        sound = papers.filing(maker, NEXT_YEAR, filed_on=on)
        sound.pop("filed_on")
        spoil = {"submitted_thin": thin_service, "returned": one_outlet_short if maker.category == "I" else thin_service}
        case = drafting.start_draft(maker_id(clerk), NEXT_YEAR, by=clerk, at=moment(on, 9)).id
        drafting.save_draft(case, spoil.get(stage, dict)(sound), revision=1, by=clerk, at=moment(on, 10))
        drafting.attach(
            case, name="常见故障零部件库存清单.xlsx", media_type=papers.XLSX, content=papers.parts_list(sound, on),
            field="service_network.parts", by=clerk, at=moment(on, 11),
        )  # fmt: skip
        submission.submit(case, by=clerk, at=moment(on, 14, maker.index))
        getattr(self, f"_{stage}", lambda *_: None)(maker, case, today)

    def _asked(self, maker: DemoMaker, case: UUID, today: date) -> None:
        questions = [{"field": "production_capacity", "question": "请说明本年度新增产线的投产时间。"}]
        review.request_information(
            case, questions, by=self.cast.department(maker.division), at=moment(today - timedelta(days=5), 10)
        )

    def _answered(self, maker: DemoMaker, case: UUID, today: date) -> None:
        """The answer comes with a change, so that the department sees it as a difference."""
        self._asked(maker, case, today)
        clerk = self.cast.makers[maker.uscc]
        with reading_as(clerk):
            capacity = Filing.objects.get(pk=case).document["production_capacity"]
        more = {**capacity, "vehicles_per_year": capacity["vehicles_per_year"] + 2_000}
        submission.answer(
            case, [{"field": "production_capacity", "answer": "二期产线已于2月投产，年产能增加2000辆。"}],
            sections={"production_capacity": more}, by=clerk, at=moment(today - timedelta(days=2), 10),
        )  # fmt: skip

    def _returned(self, maker: DemoMaker, case: UUID, today: date) -> None:
        review.return_(
            case, reasons="请按所列判定逐项整改后重新提交。", findings=["Q7", "Q8"], by=self.cast.department(maker.division),
            at=moment(today - timedelta(days=4), 15),
        )  # fmt: skip

    def _forwarded(self, maker: DemoMaker, case: UUID, today: date) -> None:
        review.forward(case, by=self.cast.department(maker.division), at=moment(today - timedelta(days=12), 9, maker.index))

    def _in_consultation(self, maker: DemoMaker, case: UUID, today: date, *, answered: int = 1) -> None:
        self._forwarded(maker, case, today)
        consultation.start_consultation(case, by=self.cast.ministry, at=moment(today - timedelta(days=9), 9, maker.index))
        for agency in self.cast.agencies[len(self.cast.agencies) - answered :]:
            consultation.give_opinion(case, stance="agree", by=agency, at=moment(today - timedelta(days=6), 10, maker.index))

    def _candidate(self, maker: DemoMaker, case: UUID, today: date) -> None:
        self._in_consultation(maker, case, today, answered=3)
        consultation.nominate(case, by=self.cast.ministry, at=moment(today - timedelta(days=2), 9, maker.index))

    def _objected(self, maker: DemoMaker, case: UUID, today: date) -> None:
        self._candidate(maker, case, today)
        objections.lodge_objection(
            case, grounds="所列一处海外网点据称已停业。", name="示例举报人", contact="objector@example.com",
            by=self.cast.ministry, at=moment(today - timedelta(days=1), 16),
        )  # fmt: skip

    def _in_reconsideration(self, maker: DemoMaker, case: UUID, today: date) -> None:
        self._in_consultation(maker, case, today, answered=3)
        decision.reject(
            case, reasons="抽查发现两处网点不具备维修能力。", findings=["Q6"], by=self.cast.ministry,
            at=moment(today - timedelta(days=3), 9),
        )  # fmt: skip
        decision.ask_reconsideration(
            case, reasons="请求实地复核两处网点。", by=self.cast.makers[maker.uscc], at=moment(today - timedelta(days=1), 9)
        )

    def _begun(self, maker: DemoMaker, today: date) -> None:
        """The signed-in maker's own filing: begun from last year's, not yet handed in."""
        clerk = self.cast.makers[maker.uscc]
        drafting.start_draft(maker_id(clerk), NEXT_YEAR, by=clerk, at=moment(today - timedelta(days=1), 11))

    def _built(self, maker: DemoMaker, today: date) -> None:
        """The signed-in maker has begun to keep a production register."""
        day = today - timedelta(days=1)
        cars = [Produced(number, maker.models[0].code, day) for number in maker.vins(24, year=today.year)]
        record_production(cars, by=self.cast.makers[maker.uscc], at=moment(day, 18))

    def _planned(self, maker: DemoMaker, today: date) -> None:
        """Its shipments of the spring in one plan, still drafts: one names no consignee, one row says no number of cars."""
        clerk, day = self.cast.makers[maker.uscc], today - timedelta(days=1)
        first, second, *_ = maker.markets
        form = self.trade.application(maker, maker.uscc, starts=today, quantity=0, market=first)
        one_each = ("contract_no", "consignee", "destination", "customs_district")
        begun = {name: value for name, value in form.items() if name not in one_each}
        heads = [*one_each, "model_code", "quantity"]
        given = (
            ("EX00-SPRING-01", f"Example {first} Import Ltd.", first, "120"),
            ("EX00-SPRING-02", f"Example {second} Import Ltd.", second, "80"),
            ("EX00-SPRING-03", "", second, "40"),
            ("EX00-SPRING-04", f"Example {first} Import Ltd.", first, "六十"),
        )
        rows = [[*one, form["customs_district"], maker.models[0].code, count] for *one, count in given]
        table = [Row(place, cells) for place, cells in enumerate([heads, *rows], 1)]
        licences.make_plan(table, begun, name="2027年春季发运", request="spring-2027", by=clerk, at=moment(day, 16))
        self.story.line("示例电动汽车有限公司的春季发运计划尚为草稿 · a shipment plan waits as drafts, one row to be mended")

    def _applications(self, today: date) -> None:
        """Of the signed-in exporter and of others, one or more in every state before the decision."""
        begun = moment(today - timedelta(days=1), 9)
        first, others = self.world.makers[0], self.world.makers[1:9]
        self._apply(first, today, begun, hand_in=False)
        for maker in (first, *others[:3]):
            self._apply(maker, today, begun)
        asked = self._apply(first, today, begun)
        licences.request_information(
            asked, field="consignee", question="请补充收货人注册地址。", by=self.cast.examiner, at=begun + timedelta(hours=3)
        )
        for maker in others[3:6]:
            passed = self._apply(maker, today, begun)
            licences.pass_first_review(passed, note="已核对合同与发票。", by=self.cast.examiner, at=begun + timedelta(hours=4))
        back = self._apply(first, today, begun)
        licences.return_(back, "合同号与合同文本不一致，请更正。", by=self.cast.examiner, at=begun + timedelta(hours=5))
        refused = self._apply(others[6], today, begun)
        licences.refuse(
            refused, "收货人与合同买方不一致。", citation="ISSUE-RULES-2008#materials", by=self.cast.examiner,
            at=begun + timedelta(hours=6),
        )  # fmt: skip
        licences.ask_reconsideration(
            refused, "合同补充协议已变更买方。", by=self.trade.clerk(first_exporter(others[6])), at=begun + timedelta(hours=20)
        )

    def _apply(self, maker: DemoMaker, today: date, at: Any, *, hand_in: bool = True) -> UUID:
        who = first_exporter(maker)
        form = self.trade.application(maker, who, starts=today, quantity=20, market=next(iter(maker.markets)))
        one = licences.draft(form, by=self.trade.clerk(who), at=at)
        if hand_in:
            licences.submit(one.id, by=self.trade.clerk(who), at=at + timedelta(minutes=15 + maker.index))
        return one.id

    def _leaving(self, today: date) -> None:
        """A maker asks its exporter's consent to part; the signed-in exporter has not answered yet."""
        maker = self.world.makers[0]
        clerk = self.cast.makers[maker.uscc]
        exporter = self.cast.exporters[maker.exporters[0].uscc]
        list_changes.propose_removal(
            maker_id(clerk), maker_id(exporter), today.year, reasons="授权合同拟提前终止，双方已商定善后安排。", by=clerk,
            at=moment(today - timedelta(days=1), 17),
        )  # fmt: skip


def maker_id(clerk: Any) -> UUID:
    """The enterprise for which a clerk acts."""
    assert clerk.organisation_id is not None
    return UUID(str(clerk.organisation_id))
