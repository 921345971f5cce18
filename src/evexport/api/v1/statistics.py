"""Statistics over HTTP: firm by firm for who oversees, national figures for everyone."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from evexport.accounts.actors import PUBLIC
from evexport.api.keys import caller
from evexport.oversight.models import PublishedFigure
from evexport.oversight.statistics import durations, figures
from evexport.oversight.statistics.figures import Asked
from evexport.oversight.statistics.firms import firm, named
from evexport.store import browsing_as
from evexport.store.browsing import as_of

router = Router(tags=["statistics"])
READ = "statistics.read"
Year = Annotated[int, Field(ge=2000, le=2999)]
Most = Annotated[int, Field(ge=1, le=1000, description="how many rows at the most, the largest first")]


class Narrowed(Schema):
    """What the figures are narrowed to: a year, a maker by its credit code, a market by its country code."""

    year: Year | None = None
    maker: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{18}$")] | None = None
    market: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,8}$")] | None = None

    def asked(self) -> Asked:
        return Asked(self.year, firm(self.maker).pk if self.maker else None, self.market)


class CountedOut(Schema):
    """Up to which entry of the ledger the figures are counted, and when that was.

    `as_of`: where they were read from a copy of the database, the moment until which the copy has everything.
    """

    last_entry: UUID | None
    last_at: datetime | None
    counted_at: datetime | None
    as_of: datetime | None


class ExportRow(Schema):
    """Vehicles; `net` is `released` less `cancelled` and `returned`. Firms are named by their credit codes."""

    key: str
    released: int
    cancelled: int
    returned: int
    net: int


class ExportsOut(Schema):
    by: str
    counted: CountedOut
    rows: list[ExportRow]
    total: ExportRow


class LicenceRow(Schema):
    """Licences and their vehicles: `licensed` = `used` + `reserved` + `open` + `expired` + `ended`."""

    key: str
    licences: int
    unused_licences: int
    licensed: int
    used: int
    reserved: int
    open: int
    expired: int
    ended: int


class LicencesOut(Schema):
    by: str
    counted: CountedOut
    rows: list[LicenceRow]


class TermRow(Schema):
    """Finished proceedings in working days; `share` is the share within the term."""

    key: str
    proceedings: int
    median: int
    p90: int
    longest: int
    within: int
    share: float


class ProcessingOut(Schema):
    process: str
    by: str
    counted: CountedOut
    rows: list[TermRow]
    total: TermRow | None


class DecisionRow(Schema):
    month: str
    decision: str
    declarations: int
    vehicles: int


class ReasonRow(Schema):
    """Refused declarations that a reason was held against; one with several counts under each."""

    code: str
    declarations: int


class GateOut(Schema):
    counted: CountedOut
    decisions: list[DecisionRow]
    reasons: list[ReasonRow]


class InspectionRow(Schema):
    """Inspections at a risk level: where they stand, how many rounds they took and how many of these failed."""

    level: str
    inspections: int
    ordered: int
    passed: int
    failed: int
    reworking: int
    refused: int
    rounds: int
    failed_rounds: int


class InspectionsOut(Schema):
    counted: CountedOut
    rows: list[InspectionRow]


class PublishedOut(Schema):
    """A national figure; `value` is null where it stands for too few firms to be shown."""

    series: str
    year: int
    key: str
    value: int | None


class NationalOut(Schema):
    """National figures of whole months, through the last day of a month; `as_of` where a copy of the database was read."""

    through: date | None
    as_of: datetime | None
    figures: list[PublishedOut]


@router.get("/national", auth=None, response=NationalOut)
def national(request: HttpRequest, year: Year | None = None) -> Any:
    """What the public statistics page shows. Needs no key."""
    with browsing_as(PUBLIC):
        rows = PublishedFigure.objects.order_by("series", "year", "key")
        found, copied = list(rows if year is None else rows.filter(year=year)), as_of()
    shown = [{"series": one.series, "year": one.year, "key": one.key, "value": one.value} for one in found]
    return {"through": max((one.through for one in found), default=None), "as_of": copied, "figures": shown}


@router.get("/exports", response=ExportsOut)
def exports(
    request: HttpRequest,
    narrowed: Annotated[Narrowed, Query()],
    by: Literal["month", "market", "maker", "exporter", "model", "district"] = "month",
    limit: Most = 100,
) -> Any:
    """Vehicles written off less those taken back, by month, market, maker, exporter, model or customs district."""
    who = caller(request)
    who.must(READ)
    with browsing_as(who):
        asked = narrowed.asked()
        rows, total = figures.exports(by, asked, most=limit), figures.exports_in_all(asked)
        names = named(one.key for one in rows)
        shown = [_export(one, key(one.key, names)) for one in rows]
        return {"by": by, "counted": _counted(), "rows": shown, "total": _export(total, "all")}


@router.get("/licences", response=LicencesOut)
def licences(
    request: HttpRequest,
    narrowed: Annotated[Narrowed, Query()],
    by: Literal["year", "maker", "market"] = "year",
    limit: Most = 100,
) -> Any:
    """Licences by the year in which they begin, by maker or market: what was used, is open, expired unused or ended."""
    who = caller(request)
    who.must(READ)
    with browsing_as(who):
        rows = figures.licences(by, narrowed.asked(), most=limit)
        names = named(one["key"] for one in rows)
        return {"by": by, "counted": _counted(), "rows": [{**one, "key": key(one["key"], names)} for one in rows]}


@router.get("/processing", response=ProcessingOut)
def processing(
    request: HttpRequest,
    process: Literal["licence", "first_review", "opinion", "listing"] = "licence",
    by: Literal["month", "authority"] = "month",
    year: Year | None = None,
) -> Any:
    """How long proceedings took against their terms: median, nine in ten, the share within."""
    who = caller(request)
    who.must(READ)
    with browsing_as(who):
        rows = [_term(one) for one in durations.terms(process, by=by, year=year)]
        whole = durations.in_all(process, year=year)
        return {"process": process, "by": by, "counted": _counted(), "rows": rows, "total": whole and _term(whole)}


@router.get("/gate", response=GateOut)
def gate(request: HttpRequest, narrowed: Annotated[Narrowed, Query()]) -> Any:
    """What the gate decided month by month, and why it refused."""
    who = caller(request)
    who.must(READ)
    with browsing_as(who):
        asked = narrowed.asked()
        decided = [
            {"month": key(one["month"], {}), "decision": one["decision"], "declarations": one["n"], "vehicles": one["cars"]}
            for one in figures.decisions(asked)
        ]
        why = [{"code": code, "declarations": count} for code, count in figures.reasons(asked)]
        return {"counted": _counted(), "decisions": decided, "reasons": why}


@router.get("/inspections", response=InspectionsOut)
def inspections(request: HttpRequest, narrowed: Annotated[Narrowed, Query()]) -> Any:
    """Inspections by risk level and where they stand."""
    who = caller(request)
    who.must(READ)
    with browsing_as(who):
        rows = [
            {
                "level": one["level"],
                "inspections": one["n_all"],
                "rounds": one["n_rounds"],
                "failed_rounds": one["n_failed_rounds"],
            }
            | {state: one[f"n_{state}"] for state in figures.INSPECTION_STATES}
            for one in figures.inspections(narrowed.asked())
        ]
        return {"counted": _counted(), "rows": rows}


def key(value: Any, names: Any) -> str:
    """As the interface names it: a month as 2027-01, a firm by its credit code, none as nothing."""
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    if isinstance(value, UUID):
        return names[value].uscc if value in names else str(value)
    return "" if value is None else str(value)


def _export(one: figures.Exports, name: str) -> dict[str, Any]:
    return {"key": name, "released": one.released, "cancelled": one.cancelled, "returned": one.returned, "net": one.net}


def _term(one: durations.Term) -> dict[str, Any]:
    names = ("proceedings", "median", "p90", "longest", "within", "share")
    return {"key": key(one.key, {}), **{name: getattr(one, name) for name in names}}


def _counted() -> dict[str, Any]:
    found = figures.counted()
    return {name: getattr(found, name, None) for name in ("last_entry", "last_at", "counted_at")} | {"as_of": as_of()}
