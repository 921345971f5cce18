"""Setting a round's dates, publishing a year's list once, and admitting whom a reconsideration proved right."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput, Barred
from evexport.kernel.text import Text, join
from evexport.qualification import events, gazette
from evexport.qualification.actions.case import due_on, move, not_yet_published, opened, signed
from evexport.qualification.calendar import calendar_of
from evexport.qualification.changes import digest
from evexport.qualification.models import (
    ExporterStanding,
    Filing,
    FilingStep,
    ListedExporter,
    ListedFacts,
    ListedMaker,
    ListedModel,
    Listing,
    MakerStanding,
    ModelStanding,
    RoundCalendar,
)
from evexport.qualification.publication import (
    Blocker,
    Ready,
    cases_of,
    list_digest,
    publication,
)
from evexport.qualification.states import FILING
from evexport.regulation.law import Law
from evexport.regulation.markets import covered_markets, major_markets
from evexport.store import acting_as

DATES = ("opens", "filing_until", "forward_until", "list_by", "early_issue_from")
FINAL = tuple(name for name, state in FILING.states.items() if state.final)
SPANS = ("consultation_days", "notice_days", "answer_days", "reconsideration_days")


class PublicationBlocked(Barred):
    """The list waits for cases that are not resolved: carries every one of them."""

    code = "PUBLICATION_BLOCKED"

    def __init__(self, year: int, blockers: tuple[Blocker, ...]) -> None:
        first = [Text(f"{b.maker}：{b.message.zh}", f"{b.maker}: {b.message.en}") for b in blockers[:3]]
        super().__init__(
            join(
                [
                    Text(
                        f"{year}年度名单尚有{len(blockers)}项未了。",
                        f"{len(blockers)} matters hold up the list of {year}.",
                    ),
                    *first,
                ]
            ),
            remedy=Text("请先办结上列事项。", "Resolve them first."),
        )
        self.blockers = blockers

    def as_dict(self) -> dict[str, object]:
        return {**super().as_dict(), "blockers": [blocker.as_dict() for blocker in self.blockers]}


def set_round(year: int, dates: dict[str, date | int], *, by: Actor, at: datetime) -> RoundCalendar:
    """Set or change the dates of a year's round. What is not named keeps its value, at first the law's."""
    by.must("list.calendar")
    if unknown := sorted(dates.keys() - {*DATES, *SPANS}):
        raise BadInput(
            Text(f"日程没有字段：{'、'.join(unknown)}。", f"A round has no {', '.join(unknown)}."),
            remedy=Text("请核对字段。", "Check the names."),
            field=unknown[0],
        )
    with acting_as(by):
        not_yet_published(year)
        calendar = calendar_of(year, at)
        before = None if calendar._state.adding else _plain(calendar)  # noqa: SLF001 - Django's mark of an unsaved row
        for name, value in dates.items():
            setattr(calendar, name, value)
        _in_order(calendar)
        calendar.save()
        _reckoned_anew(calendar)
        parties = (by.organisation_id,) if by.organisation_id else ()
        event = events.RoundSet(subject=f"round:{year}", parties=parties, year=year, dates=_plain(calendar), before=before)
        ledger.append(event, by=by, at=at)
        return calendar


def _reckoned_anew(calendar: RoundCalendar) -> None:
    """Every case of the round gets its day by the new dates."""
    open_ones = list(Filing.objects.filter(year=calendar.year).exclude(state__in=("draft", *FINAL)).defer("document"))
    for filing in open_ones:
        filing.due_on = due_on(filing, calendar)
    Filing.objects.bulk_update(open_ones, ["due_on"])


def publish_list(year: int, *, by: Actor, at: datetime) -> Listing:
    """Publish the list of a year: every candidate, assessed again under the law of the day. Once, for good.

    Raises PublicationBlocked with every unresolved case.
    """
    by.must("filing.publish")
    with acting_as(by):
        not_yet_published(year)
        cases = list(cases_of(year).select_for_update(of=("self",)))
        planned = publication(year, china_day(at), cases)
        if planned.blockers:
            raise PublicationBlocked(year, planned.blockers)
        listing = Listing.objects.create(
            year=year,
            law=Law.on(china_day(at)).digest,
            digest=list_digest(year, planned.entries),
            diff=planned.diff,
            **signed(by, at),
        )
        for ready in planned.ready:
            _enter(listing, ready, by=by, at=at)
        ledger.append(_published(listing, planned.ready), by=by, at=at)
        return listing


def admit(filing_id: UUID, *, by: Actor, at: datetime) -> ListedMaker:
    """Enter a maker on a list already published, where its rejection was overturned on reconsideration.

    The list's own rows and digest stay as they are; the new entry carries its own day and digest.
    """
    with acting_as(by):
        filing = opened(filing_id)
        FILING.take("list", filing, by=by)
        if barred := admission_barred(filing):
            raise barred
        listing = Listing.objects.get(year=filing.year)
        day = china_day(at)
        planned = publication(filing.year, day, [filing])
        if planned.blockers:
            raise PublicationBlocked(filing.year, planned.blockers)
        (ready,) = planned.ready
        entry = _enter(listing, ready, by=by, at=at)
        event = events.MakerAdmitted(
            subject=f"listing:{listing.year}",
            parties=_parties([ready]),
            law=ready.assessment.law,
            year=listing.year,
            maker=entry.maker_id,
            digest=digest(ready.entry),
        )
        ledger.append(event, by=by, at=at)
        return entry


def admission_barred(filing: Filing) -> Barred | None:
    """Why a candidate is not entered by itself: it goes with the year's list, but for a rejection overturned after it."""
    overturned = FilingStep.objects.filter(filing=filing, verb="overturn_rejection").exists()
    if overturned and Listing.objects.filter(year=filing.year).exists():
        return None
    return Barred(
        Text(
            "只有复议撤销不予列入决定、且名单已公布的，方可增补。",
            "Only after a rejection was overturned, and onto a list already published.",
        ),
        remedy=Text("请随当年名单一并公布，或参加下一轮申报。", "Publish it with the year's list, or file for the next round."),
        code="NO_MID_YEAR_ENTRY",
    )


def _enter(listing: Listing, ready: Ready, *, by: Actor, at: datetime) -> ListedMaker:
    """The published rows of one maker and what stands from now on."""
    plain = {k: v for k, v in ready.entry.items() if k not in ("models", "exporters")}
    maker = ListedMaker.objects.create(
        listing=listing,
        year=listing.year,
        maker=ready.filing.maker,
        listed_at=at,
        assessment_digest=digest(ready.assessment.as_dict()),
        **plain,
    )
    models = ListedModel.objects.bulk_create(ListedModel(listed_maker=maker, **one) for one in ready.entry["models"])
    exporters = ListedExporter.objects.bulk_create(
        ListedExporter(listed_maker=maker, exporter=ready.exporters[one["uscc"]], **_dated(one))
        for one in ready.entry["exporters"]
    )
    _filed(maker, ready, Law.on(china_day(at)))
    _stands(maker, models, exporters, at)
    move(ready.filing, "list", by=by, at=at, law=ready.assessment.law)
    return maker


def _dated(exporter: gazette.Entry) -> dict[str, Any]:
    return {
        **exporter,
        **{name: date.fromisoformat(exporter[name]) for name in ("valid_from", "valid_until")},
    }


def _filed(maker: ListedMaker, ready: Ready, law: Law) -> None:
    """What licensing and customs will ask of this maker during the year."""
    filed, capacity = ready.facts, ready.facts.production_capacity
    ListedFacts.objects.create(
        listed_maker=maker,
        version=ready.version,
        vehicles_per_year=capacity.vehicles_per_year if capacity else None,
        wmis=list(filed.manufacturer.wmis),
        last_year=_by_market(filed.exports.last_year),
        planned=_by_market(filed.exports.planned),
        outlets=dict(covered_markets(filed.service_network, law)),
        major_markets=[one.market for one in major_markets(filed.exports, law)],
    )


def _by_market(rows: Any) -> dict[str, int]:
    return {row.market: row.vehicles for row in rows}


def _stands(maker: ListedMaker, models: list[ListedModel], exporters: list[ListedExporter], at: datetime) -> None:
    whose: dict[str, Any] = {"maker_id": maker.maker_id, "year": maker.year, "state": "in_force", "since": at}
    MakerStanding.objects.create(entry=maker, **whose)
    ModelStanding.objects.bulk_create(ModelStanding(model_code=one.model_code, entry=one, **whose) for one in models)
    ExporterStanding.objects.bulk_create(
        ExporterStanding(
            exporter_id=one.exporter_id,
            entry=one,
            valid_from=one.valid_from,
            valid_until=one.valid_until,
            **whose,
        )
        for one in exporters
    )


def _parties(ready: Any) -> tuple[UUID, ...]:
    """The makers entered and the exporters they name."""
    found: dict[UUID, None] = {}
    for one in ready:
        found[one.filing.maker_id] = None
        found.update(dict.fromkeys(exporter.pk for exporter in one.exporters.values()))
    return tuple(found)


def _published(listing: Listing, ready: tuple[Ready, ...]) -> events.ListPublished:
    return events.ListPublished(
        subject=f"listing:{listing.year}",
        parties=_parties(ready),
        law=listing.law,
        year=listing.year,
        digest=listing.digest,
        entries=[
            {
                "uscc": one.entry["uscc"],
                "category": one.entry["category"],
                "filing": str(one.filing.id),
                "assessment": digest(one.assessment.as_dict()),
            }
            for one in ready
        ],
        **{name: len(listing.diff[name]) for name in ("added", "removed", "changed")},
    )


def _plain(calendar: RoundCalendar) -> dict[str, Any]:
    dates = {name: getattr(calendar, name).isoformat() for name in DATES}
    return dates | {name: getattr(calendar, name) for name in SPANS}


def _in_order(calendar: RoundCalendar) -> None:
    dates = [getattr(calendar, name) for name in DATES[:4]]
    spans = [getattr(calendar, name) for name in SPANS]
    if dates != sorted(dates) or not all(1 <= int(days) <= 200 for days in spans):
        raise BadInput(
            Text("日期须依次为：开始、申报截止、上报截止、公布；期限须为1至200日。",
                 "Opening, filing, forwarding and publication must follow each other; spans are 1 to 200 days."),
            remedy=Text("请核对日程。", "Check the dates."),
            code="ROUND_OUT_OF_ORDER",
        )  # fmt: skip
