"""A qualification round as it happens: filings, questions, returns, consultation, notice, objections, the list."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from evexport.demo import papers
from evexport.demo.cast import Cast
from evexport.demo.story import Story
from evexport.demo.world import DemoMaker
from evexport.kernel.clock import CHINA
from evexport.qualification.actions import consultation, decision, drafting, objections, publication, review, submission
from evexport.qualification.models import Filing, Listing, Objection
from evexport.store import reading_as


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA)


@dataclass(frozen=True)
class Calendar:
    """The days on which things happen in a round."""

    year: int
    drafted: date
    submitted: date
    returned: date
    corrected: date
    forwarded: date
    consulted: date
    opined: date
    nominated: date
    objected: date
    decided: date
    published: date
    set: dict[str, date | int] = field(default_factory=dict)


@dataclass
class Round:
    """One year's round, told as it goes. `plots` says what befalls a maker; the others simply pass."""

    calendar: Calendar
    makers: list[DemoMaker]
    cast: Cast
    story: Story
    plots: dict[int, str] = field(default_factory=dict)

    def run(self) -> Listing:
        days = self.calendar
        if days.set:
            publication.set_round(days.year, days.set, by=self.cast.ministry, at=moment(days.drafted, 9))
        cases = [(maker, case) for maker in self.makers if (case := self._file(maker)) is not None]
        for maker, case in cases:
            self._examine(maker, case)
        listing = publication.publish_list(days.year, by=self.cast.ministry, at=moment(days.published))
        self.story.list_published(listing)
        return listing

    def _plot(self, maker: DemoMaker) -> str:
        return self.plots.get(maker.index, "passes")

    def _file(self, maker: DemoMaker) -> UUID | None:
        """Draft and hand in; what was spoilt is returned with its findings, mended and handed in again."""
        days, clerk = self.calendar, self.cast.makers[maker.uscc]
        assert clerk.organisation_id is not None
        sound = papers.filing(maker, days.year, filed_on=days.submitted)
        sound.pop("filed_on")
        first = SPOILT.get(self._plot(maker), lambda one: one)(sound)
        case = drafting.start_draft(clerk.organisation_id, days.year, by=clerk, at=moment(days.drafted))
        drafting.save_draft(case.id, first, revision=case.revision, by=clerk, at=moment(days.drafted, 11))
        version = submission.submit(case.id, by=clerk, at=moment(days.submitted, 9 + maker.index % 8, maker.index))
        self.story.filed(maker, version)
        if self._plot(maker) == "withdrawn":
            submission.withdraw(case.id, reasons="企业调整出口计划", by=clerk, at=moment(days.returned))
            self.story.say("withdrawn", maker.name)
            return None
        if first is not sound and self._plot(maker) != "rejected":
            self._mend(maker, case.id, sound, version)
        elif self._plot(maker) == "asked":
            self._ask(maker, case.id)
        return case.id

    def _mend(self, maker: DemoMaker, case: UUID, sound: dict[str, Any], version: Any) -> None:
        days, clerk = self.calendar, self.cast.makers[maker.uscc]
        missed = [one["id"] for one in version.assessment["findings"] if one["outcome"] == "not_met"]
        back = review.return_(
            case, reasons="请按所列判定逐项整改后重新提交。", findings=sorted(set(missed)),
            by=self.cast.department(maker.division), at=moment(days.returned),
        )  # fmt: skip
        self.story.returned(maker, version)
        drafting.save_draft(case, sound, revision=back.revision, by=clerk, at=moment(days.corrected))
        again = submission.submit(case, by=clerk, at=moment(days.corrected, 15))
        self.story.filed(maker, again, again=True)

    def _ask(self, maker: DemoMaker, case: UUID) -> None:
        days, field_name = self.calendar, "production_capacity"
        questions = [{"field": field_name, "question": "请说明本年度新增产线的投产时间。"}]
        review.request_information(case, questions, by=self.cast.department(maker.division), at=moment(days.returned))
        answers = [{"field": field_name, "answer": "新增产线已投产，见附件。"}]
        submission.answer(case, answers, by=self.cast.makers[maker.uscc], at=moment(days.corrected))
        self.story.say("asked", maker.name)

    def _examine(self, maker: DemoMaker, case: UUID) -> None:
        """First review, consultation, public notice; objections and refusals where the plot has them."""
        days, cast, plot = self.calendar, self.cast, self._plot(maker)
        review.forward(case, by=cast.department(maker.division), at=moment(days.forwarded, 9, maker.index))
        consultation.start_consultation(case, by=cast.ministry, at=moment(days.consulted, 9, maker.index))
        for agency in cast.agencies:
            stance = "disagree" if plot == "rejected" and agency is cast.agencies[0] else "agree"
            text = "该企业产品抽查不符合准入条件。" if stance == "disagree" else ""
            consultation.give_opinion(case, stance=stance, text=text, by=agency, at=moment(days.opined))
        if plot == "rejected":
            self._reject(maker, case)
            return
        consultation.nominate(case, by=cast.ministry, at=moment(days.nominated, 9, maker.index))
        if plot in ("objected", "objection_upheld"):
            self._object(maker, case, uphold=plot == "objection_upheld")

    def _reject(self, maker: DemoMaker, case: UUID) -> None:
        days, cast = self.calendar, self.cast
        decision.reject(
            case, reasons="海外维修网点不足，且会商部门不同意。", findings=["Q6"], by=cast.ministry, at=moment(days.nominated)
        )
        self.story.say("rejected", maker.name, "SCF-318-2012#list")
        decision.ask_reconsideration(case, reasons="请求重新核查网点。", by=cast.makers[maker.uscc], at=moment(days.objected))
        decision.reconsider(case, uphold=True, reasons="复核后网点仍不足。", by=cast.second_ministry, at=moment(days.decided))
        self.story.say("reconsidered", maker.name)

    def _object(self, maker: DemoMaker, case: UUID, *, uphold: bool) -> None:
        days, cast = self.calendar, self.cast
        objections.lodge_objection(
            case,
            grounds="所列一处网点已停业。",
            name="示例举报人",
            contact="objector@example.com",
            by=cast.ministry,
            at=moment(days.objected),
        )
        with reading_as(cast.ministry):
            objection = Objection.objects.get(filing_id=case)
        reasons = "经核实网点已停业，责令更正。" if uphold else "经核实网点正常营业，异议不成立。"
        objections.decide_objection(objection.id, uphold=uphold, reasons=reasons, by=cast.ministry, at=moment(days.decided))
        self.story.say("objection_upheld" if uphold else "objection_dismissed", maker.name)
        if not uphold:
            return
        clerk = cast.makers[maker.uscc]
        with reading_as(clerk):
            filing = Filing.objects.get(pk=case)
        network = filing.document["service_network"]
        outlets = [*network["outlets"][:-1], {**network["outlets"][-1], "operator": "Example Replacement Service"}]
        mended = {"service_network": {**network, "outlets": outlets}}
        drafting.save_draft(case, mended, revision=filing.revision, by=clerk, at=moment(days.decided, 15))
        submission.correct(case, by=clerk, at=moment(days.decided, 16))
        review.forward(
            case, reasons="二次初核通过", by=cast.department(maker.division), at=moment(days.decided + timedelta(days=1))
        )
        consultation.start_consultation(case, by=cast.ministry, at=moment(days.decided + timedelta(days=1), 11))
        for agency in cast.agencies:
            consultation.give_opinion(case, stance="no_comment", by=agency, at=moment(days.decided + timedelta(days=1), 15))
        consultation.nominate(case, by=cast.ministry, at=moment(days.decided + timedelta(days=2)))


def one_outlet_short(sound: dict[str, Any]) -> dict[str, Any]:
    """Category I claimed with exactly 50 outlets: one short."""
    network = sound["service_network"]
    return {**sound, "service_network": {**network, "outlets": network["outlets"][:50]}}


def thin_service(sound: dict[str, Any]) -> dict[str, Any]:
    """One part number short of 20 %, four hours over 48, and no rescue by night in one market each."""
    network = sound["service_network"]
    parts, response, rescue = (list(map(dict, network[name])) for name in ("parts", "response", "rescue"))
    parts[-1]["in_stock"] = 239
    response[0]["measured_p95_hours"] = 52
    rescue[1]["round_the_clock"] = False
    return {**sound, "service_network": {**network, "parts": parts, "response": response, "rescue": rescue}}


def no_joint_liability(sound: dict[str, Any]) -> dict[str, Any]:
    exporters = [{**one, "joint_liability": False} for one in sound["authorised_exporters"]]
    return {**sound, "authorised_exporters": exporters}


def too_few_outlets(sound: dict[str, Any]) -> dict[str, Any]:
    return {**sound, "claimed_category": "I"}


SPOILT = {
    "thin_service": thin_service,
    "one_outlet_short": one_outlet_short,
    "no_joint_liability": no_joint_liability,
    "rejected": too_few_outlets,
}
