"""May this exporter export this maker's cars this year? Told from the published list and what has befallen it since."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Q, QuerySet

from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.qualification.models import ListedExporter, ListedMaker, ListEvent, Listing
from evexport.qualification.standing import Standing, as_moment, exporter_states, maker_state, model_states

Answer = Literal["authorised", "not_authorised", "suspended", "withdrawn", "maker_suspended", "maker_not_listed"]
AUTHORISATION: dict[str, Answer] = {"in_force": "authorised", "suspended": "suspended", "removed": "withdrawn"}
MAKER: dict[str, Answer] = {
    "suspended": "maker_suspended",
    "cancelled": "maker_not_listed",
    "lapsed": "maker_not_listed",
}


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm by its credit code, under the name that the list gives it; none where the list does not know it."""

    uscc: str
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class Authorisation:
    """The answer as of a day. `since`: when a suspension, withdrawal or striking-off took effect.

    The period is that of the published authorisation; a maker is its own exporter for as long as its entry serves.
    """

    year: int
    as_of: date
    maker: Firm
    exporter: Firm
    answer: Answer
    since: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    models: tuple[str, ...] = ()

    @property
    def own_cars(self) -> bool:
        return self.maker.uscc == self.exporter.uscc

    @property
    def takes_effect(self) -> date | None:
        """The day from which the answer counts, where the year has not begun or the contract not started."""
        return self.valid_from if self.valid_from and self.valid_from > self.as_of else None


def not_published(year: int) -> NotFound:
    return NotFound(
        Text(f"{year}年度名单尚未公布。", f"The list of {year} has not been published."),
        remedy=Text("名单通常于上年十二月公布。", "Lists are published in December of the year before."),
        code="LIST_NOT_PUBLISHED",
    )


def authorisation(year: int, maker_uscc: str, exporter_uscc: str, *, on: date) -> Authorisation:
    """The answer on a day; of a year that is over, as it stood on its last day. NotFound before the list is published."""
    if not Listing.objects.filter(year=year).exists():
        raise not_published(year)
    as_of = min(on, date(year, 12, 31))
    maker, exporter = _firm(year, maker_uscc), _firm(year, exporter_uscc)
    entry = ListedMaker.objects.filter(year=year, uscc=maker_uscc, listed_at__lt=as_moment(as_of))
    found = entry.prefetch_related("models", "exporters").first()
    if found is None:
        return Authorisation(year, as_of, maker, exporter, "maker_not_listed")
    events = list(ListEvent.objects.filter(listed_maker=found, at__lt=as_moment(as_of)).order_by("at", "id"))
    stands = maker_state(found, events, as_moment(as_of))
    if not stands.in_force:
        return Authorisation(year, as_of, maker, exporter, MAKER[stands.state], since=china_day(stands.since))
    models = tuple(sorted(code for code, one in model_states(found, events).items() if one.in_force))
    if maker_uscc == exporter_uscc:
        period = date(year, 1, 1), date(year, 12, 31)
        return Authorisation(year, as_of, maker, exporter, "authorised", None, *period, models)
    listed = next((one for one in found.exporters.all() if one.uscc == exporter_uscc), None)
    if listed is None:
        return Authorisation(year, as_of, maker, exporter, "not_authorised")
    state = exporter_states(found, events)[listed.exporter_id]
    period = listed.valid_from, listed.valid_until
    answer = _answer(state, *period, on=max(as_of, date(year, 1, 1)))
    since = None if state.in_force else china_day(state.since)
    return Authorisation(year, as_of, maker, exporter, answer, since, *period, models if answer == "authorised" else ())


def _answer(state: Standing, valid_from: date, valid_until: date, *, on: date) -> Answer:
    """An authorisation that stands counts within its contract's period alone."""
    if state.in_force and not valid_from <= on <= valid_until:
        return "not_authorised"
    return AUTHORISATION[state.state]


def _firm(year: int, uscc: str) -> Firm:
    return next(iter(_listed(year, Q(uscc=uscc), makers=False, most=1)), Firm(uscc))


def firms(year: int, words: str, *, makers: bool, most: int) -> list[Firm]:
    """Firms of a year's list whose name holds these words or whose code begins with them; `makers`: makers alone.

    A firm of exactly that name comes alone. A maker may export its own cars, so it is found among the exporters too.
    """
    exactly = Q(name_zh=words) | Q(name_en__iexact=words)
    holding = Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(uscc__istartswith=words)
    return _listed(year, exactly, makers=makers, most=most) or _listed(year, holding, makers=makers, most=most)


def _listed(year: int, wanted: Q, *, makers: bool, most: int) -> list[Firm]:
    tables: list[QuerySet[Any]] = [ListedMaker.objects.filter(year=year)]
    if not makers:
        tables.append(ListedExporter.objects.filter(listed_maker__year=year))
    columns = ("uscc", "name_zh", "name_en")
    rows = (row for table in tables for row in table.filter(wanted).order_by("uscc").values_list(*columns).distinct()[:most])
    found = {uscc: Firm(uscc, Text(zh or uscc, en or zh or uscc)) for uscc, zh, en in rows}
    return list(found.values())[:most]
