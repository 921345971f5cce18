"""The published list as the public pages show it: entries and what they are worth today, searched."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from evexport.accounts.actors import PUBLIC
from evexport.desks.kit.components import Tag
from evexport.desks.kit.naming import named
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.qualification.list_states import AUTHORISATION, ENTRY, LISTED_MODEL
from evexport.qualification.models import (
    ExporterStanding,
    ListedExporter,
    ListedMaker,
    ListedModel,
    ListEvent,
    Listing,
    MakerStanding,
    ModelStanding,
)
from evexport.store import browsing_as

ON_THE_FRONT_PAGE = 6
NOT_STANDING = Tag(Text("不在名单", "not listed"), "no", "circle-x")
EVENTS = {
    "suspended": Text("暂停出口资质", "Entry suspended"),
    "lifted": Text("恢复出口资质", "Suspension lifted"),
    "cancelled": Text("取消出口资质", "Entry cancelled"),
    "lapsed": Text("出口资质失效", "Entry lapsed"),
    "authorisation_suspended": Text("暂停授权出口企业资格", "Authorisation suspended"),
    "authorisation_lifted": Text("恢复授权出口企业资格", "Authorisation restored"),
    "exporter_removed": Text("撤销授权出口企业", "Authorised exporter removed"),
    "model_withdrawn": Text("撤出车型", "Model withdrawn"),
    "renamed": Text("企业更名", "Enterprise renamed"),
}


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest list in figures, and its first entries."""

    year: int
    published_on: date
    makers: int
    exporters: int
    models: int
    first: tuple["Entry", ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One maker on a list, and what the entry is worth today."""

    uscc: str
    name: Text
    category: str
    limit: int
    standing: Tag
    exporters: int
    models: int


@dataclass(frozen=True, slots=True)
class Line:
    """An exporter or a model on an entry."""

    code: str
    name: Text
    standing: Tag
    valid_from: date | None = None
    valid_until: date | None = None
    trademark: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that befell an entry after publication."""

    on: date
    what: Text
    of: str
    citation: str


@dataclass(frozen=True, slots=True)
class Card:
    """A maker's entry with all that hangs on it."""

    entry: Entry
    year: int
    published_on: date
    exporters: tuple[Line, ...]
    models: tuple[Line, ...]
    events: tuple[Event, ...]


def years() -> list[int]:
    """The years that have a published list, latest first."""
    with browsing_as(PUBLIC):
        return list(Listing.objects.order_by("-year").values_list("year", flat=True))


def latest() -> Latest | None:
    """The latest list for the front page; None before the first."""
    with browsing_as(PUBLIC):
        listing = Listing.objects.order_by("-year").first()
        if listing is None:
            return None
        makers = ListedMaker.objects.filter(listing=listing)
        return Latest(
            year=listing.year,
            published_on=china_day(listing.at),
            makers=makers.count(),
            exporters=ListedExporter.objects.filter(listed_maker__listing=listing).values("uscc").distinct().count(),
            models=ListedModel.objects.filter(listed_maker__listing=listing).count(),
            first=tuple(_entries(_counted(makers)[:ON_THE_FRONT_PAGE], listing.year)),
        )


def listing(year: int) -> Listing | None:
    with browsing_as(PUBLIC):
        return Listing.objects.filter(year=year).first()


def search(year: int, words: str, *, first: int, last: int) -> tuple[int, list[Entry]]:
    """How many entries of a year fit, and those from `first` to `last`; makers, exporters and models count."""
    with browsing_as(PUBLIC):
        rows = ListedMaker.objects.filter(year=year)
        for word in words.split():
            rows = rows.filter(pk__in=_holding(word, year))
        return rows.count(), _entries(_counted(rows)[first:last], year)


def _holding(word: str, year: int) -> QuerySet[ListedMaker, Any]:
    """Entries of a year that hold this word in a name or begin a code with it."""
    q = Q(name_zh__icontains=word) | Q(name_en__icontains=word) | Q(uscc__istartswith=word)
    q |= Q(exporters__name_zh__icontains=word) | Q(exporters__name_en__icontains=word)
    q |= Q(exporters__uscc__istartswith=word) | Q(models__model_code__istartswith=word)
    return ListedMaker.objects.filter(q, year=year).values("pk")


def _counted(rows: QuerySet[ListedMaker]) -> QuerySet[ListedMaker]:
    return rows.annotate(n_models=Count("models", distinct=True), n_exporters=Count("exporters", distinct=True)).order_by(
        "category", "uscc"
    )


def _entries(rows: Iterable[ListedMaker], year: int) -> list[Entry]:
    found = list(rows)
    standings = MakerStanding.objects.filter(year=year, maker_id__in=[row.maker_id for row in found])
    states = {standing.maker_id: standing.state for standing in standings}
    return [_entry(row, states.get(row.maker_id)) for row in found]


def _entry(row: Any, state: str | None) -> Entry:
    return Entry(
        uscc=row.uscc,
        name=named(row),
        category=row.category,
        limit=row.exporter_limit,
        standing=_tag(ENTRY, state),
        exporters=row.n_exporters,
        models=row.n_models,
    )


def card(year: int, uscc: str) -> Card | None:
    """A maker's entry on a year's list; None where it has none."""
    with browsing_as(PUBLIC):
        row = _counted(ListedMaker.objects.filter(year=year, uscc=uscc)).select_related("listing").first()
        if row is None:
            return None
        exporters = {s.exporter_id: s.state for s in ExporterStanding.objects.filter(maker_id=row.maker_id, year=year)}
        models = {s.model_code: s.state for s in ModelStanding.objects.filter(maker_id=row.maker_id, year=year)}
        return Card(
            entry=_entries([row], year)[0],
            year=year,
            published_on=china_day(row.listing.at),
            exporters=tuple(_exporter(e, exporters.get(e.exporter_id)) for e in row.exporters.order_by("uscc")),
            models=tuple(_model(m, models.get(m.model_code)) for m in row.models.order_by("model_code")),
            events=tuple(_event(e) for e in row.events.select_related("exporter").order_by("-at")),
        )


def names(codes: set[str]) -> dict[str, Text]:
    """What makers were called on the latest list that has them, by their credit codes."""
    with browsing_as(PUBLIC):
        rows = ListedMaker.objects.filter(uscc__in=codes).order_by("year")
        return {row.uscc: named(row) for row in rows}


def _exporter(row: ListedExporter, state: str | None) -> Line:
    return Line(row.uscc, named(row), _tag(AUTHORISATION, state), row.valid_from, row.valid_until)


def _model(row: ListedModel, state: str | None) -> Line:
    name = Text(row.vehicle_name, row.vehicle_name)
    return Line(row.model_code, name, _tag(LISTED_MODEL, state), trademark=row.trademark)


def _event(row: ListEvent) -> Event:
    of = row.exporter.name_zh if row.exporter else row.model_code
    return Event(china_day(row.at), EVENTS[row.kind], of, row.citation)


def _tag(states: Any, state: str | None) -> Tag:
    if state is None:
        return NOT_STANDING
    if state == "in_force":
        return Tag(states.states[state].label, "yes", "circle-check")
    return Tag(states.states[state].label, "note" if state == "suspended" else "no", "alert-triangle")
