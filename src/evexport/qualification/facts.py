"""The bridge between gate 1's rows and the facts that rules read: for its own assessment and for later stages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from evexport.accounts.models import Organisation
from evexport.enterprises.models import Enterprise
from evexport.kernel.clock import china_day
from evexport.kernel.problems import Barred
from evexport.kernel.text import Text
from evexport.network.facts import service_network
from evexport.qualification.draft import Document, FieldProblem, problems, understood
from evexport.qualification.models import FilingVersion, ListedFacts, ListedMaker, ListEvent
from evexport.qualification.standing import as_moment, exporter_states, maker_state, model_states
from evexport.registers import facts as registers
from evexport.regulation import explain
from evexport.regulation.assess import Assessment, assess
from evexport.regulation.facts.filing import FilingFacts
from evexport.regulation.law import Law, Value


def identity(maker: Enterprise) -> Document:
    """What is on record of a maker, as its filing states it."""
    names = ("uscc", "name_zh", "name_en", "division", "enterprise_type", "customs_code")
    return {name: value for name in names if (value := getattr(maker, name))}


def network(maker_id: UUID, *, on: date, year: int) -> dict[str, list[dict[str, Any]]]:
    """The service network as recorded, in the shape of a filing."""
    return service_network(maker_id, on=on, plan_year=year)


def earlier_document(maker_id: UUID, *, before: int, filing_id: UUID | None = None) -> Document | None:
    """What the maker last handed in for an earlier year, or in the filing named; None where there is nothing."""
    versions = FilingVersion.objects.filter(filing__maker_id=maker_id).order_by("-filing__year", "-number")
    versions = versions.filter(filing_id=filing_id) if filing_id else versions.filter(filing__year__lt=before)
    found = versions.first()
    return found.document if found else None


def reviewing_department(division: str) -> Organisation:
    """The commerce department of a division: its city's own where it has one, else the province's."""
    departments = Organisation.objects.filter(kind=Organisation.Kind.COMMERCE_DEPARTMENT)
    competent = [one for one in departments if one.authority_code and division.startswith(one.authority_code)]
    if not competent:
        raise Barred(
            Text(
                f"区划{division}没有登记的商务主管部门。",
                f"No commerce department is on record for division {division}.",
            ),
            remedy=Text("请联系商务部登记。", "Ask the ministry to put it on record."),
            code="NO_DEPARTMENT",
            field="manufacturer.division",
        )
    return max(competent, key=lambda one: len(one.authority_code))


def assessed(facts: FilingFacts, on: date) -> Assessment:
    """The filing judged under the law of a day, against the registers of that day."""
    return all_assessed([facts], on)[0]


def all_assessed(filed: Sequence[FilingFacts], on: date) -> list[Assessment]:
    """Many filings judged so, each against its own models and WMIs; the registers are read once for all of them."""
    codes = [[one.model_code for one in facts.models] for facts in filed]
    every, used = {code for own in codes for code in own}, {wmi for facts in filed for wmi in facts.manufacturer.wmis}
    named, law = registers.register_facts(on, model_codes=every, wmis=used), Law.on(on)
    return [
        assess(facts, law, on=on, registers=named.only(own, facts.manufacturer.wmis))
        for facts, own in zip(filed, codes, strict=True)
    ]


def rests_on(version: FilingVersion, criterion: str) -> list[Value]:
    """The values of the law on which a criterion rested when it judged a version, as they stood on its day."""
    day, filed = china_day(version.at), understood(version.document)
    named = registers.register_facts(day, model_codes=[m.model_code for m in filed.models], wmis=filed.manufacturer.wmis)
    return explain.rests_on(criterion, filed, Law.on(day), on=day, registers=named)


def self_check(document: Document, on: date) -> tuple[list[FieldProblem], Assessment | None]:
    """A draft looked at before it is handed in: what cannot be understood, else what the criteria find.

    A part not yet filled in is no error: the criterion that asks for it says so.
    """
    whole = {**document, "filed_on": on.isoformat()}
    if found := problems(whole):
        return found, None
    return [], assessed(understood(whole), on)


@dataclass(frozen=True, slots=True)
class ExporterOnList:
    """An authorised exporter as it stands: in_force, suspended or removed."""

    exporter_id: UUID
    uscc: str
    name_zh: str
    contract_no: str
    state: str
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """A maker's entry on a year's list as it stands at a moment, and what the maker filed for it.

    `models` are those in force, `withdrawn` those taken off. `last_year`, `planned` and `outlets` go by market.
    """

    entry_id: UUID
    maker_id: UUID
    uscc: str
    name_zh: str
    year: int
    state: str
    category: str
    exporter_limit: int
    models: frozenset[str]
    withdrawn: frozenset[str]
    exporters: tuple[ExporterOnList, ...]
    capacity: int | None
    wmis: frozenset[str]
    last_year: dict[str, int]
    planned: dict[str, int]
    outlets: dict[str, int]
    major_markets: frozenset[str] | None

    def exporter(self, exporter_id: UUID) -> ExporterOnList | None:
        return next((one for one in self.exporters if one.exporter_id == exporter_id), None)


def listing_facts(maker_id: UUID, on: date | datetime, *, year: int | None = None) -> ListingFacts | None:
    """A maker's entry as it stands at the end of a day (or at a moment), on that day's list or on `year`'s.

    None where the maker is not listed. What it filed (capacity, markets) is None for readers who may not see it.
    """
    moment = as_moment(on)
    wanted = year or on.year
    entry = (
        ListedMaker.objects.filter(maker_id=maker_id, year=wanted, listed_at__lt=moment)
        .prefetch_related("models", "exporters", "events")
        .first()
    )
    if entry is None:
        return None
    events = sorted((e for e in entry.events.all() if e.at < moment), key=lambda e: (e.at, e.id))
    by_model = {code: one.state for code, one in model_states(entry, events).items()}
    return ListingFacts(
        entry_id=entry.id,
        maker_id=maker_id,
        uscc=entry.uscc,
        name_zh=entry.name_zh,
        year=entry.year,
        state=maker_state(entry, events, moment).state,
        category=entry.category,
        exporter_limit=entry.exporter_limit,
        models=frozenset(code for code, state in by_model.items() if state == "in_force"),
        withdrawn=frozenset(code for code, state in by_model.items() if state == "withdrawn"),
        exporters=_exporters(entry, events),
        **_filed(entry),
    )


def _exporters(entry: ListedMaker, events: Sequence[ListEvent]) -> tuple[ExporterOnList, ...]:
    states = exporter_states(entry, events)
    return tuple(
        ExporterOnList(
            one.exporter_id,
            one.uscc,
            one.name_zh,
            one.contract_no,
            states[one.exporter_id].state,
            one.valid_from,
            one.valid_until,
        )
        for one in entry.exporters.all()
    )


def _filed(entry: ListedMaker) -> dict[str, Any]:
    """What the maker filed for its entry, as far as the reader may see it."""
    filed = ListedFacts.objects.filter(listed_maker=entry).first()
    return {
        "capacity": filed.vehicles_per_year if filed else None,
        "wmis": frozenset(filed.wmis if filed else ()),
        "last_year": filed.last_year if filed else {},
        "planned": filed.planned if filed else {},
        "outlets": filed.outlets if filed else {},
        "major_markets": frozenset(filed.major_markets) if filed else None,
    }
