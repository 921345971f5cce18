"""Whom a batch of entries concerns: every filing, application, licence and declaration they speak of, looked up together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from evexport.accounts.kinds import Kind
from evexport.accounts.models import Organisation
from evexport.customs.models import Declaration
from evexport.enterprises.models import Enterprise, EnterpriseType
from evexport.kernel.text import Text
from evexport.ledger.models import Entry
from evexport.licensing.models import Application, Licence
from evexport.papers.letters.table import letter_for
from evexport.papers.letters.told import calendar_then
from evexport.qualification import deadlines
from evexport.qualification.models import Filing, FilingStep, ListedExporter, ListedMaker

EVERY = {"ministry": Kind.MINISTRY, "departments": Kind.COMMERCE_DEPARTMENT, "issuing_bodies": Kind.ISSUING_BODY}


class Case(NamedTuple):
    """A filing as an entry left it: what its deadline is reckoned from."""

    state: str
    state_since: datetime
    consultation_until: date | None
    notice_until: date | None


@dataclass
class Concerned:
    """Everything a batch needs, in a few queries whatever its size."""

    organisations: dict[UUID, Organisation]
    filings: dict[str, Filing]
    filing_of: dict[tuple[UUID, int], Filing]
    applications: dict[str, Application]
    licences: dict[str, Licence]
    declarations: dict[str, Declaration]
    steps: dict[UUID, list[FilingStep]]
    listed: dict[int, dict[UUID, list[UUID]]]
    by_kind: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    makers: list[UUID] = field(default_factory=list)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Concerned":
        entries = list(entries)
        subjects = defaultdict(set)
        years: set[int] = set()
        numbers: set[str] = set()
        for entry in entries:
            thing, _, key = entry.subject.partition(":")
            subjects[thing].add(key)
            if isinstance(year := entry.data.get("year"), int):
                years |= {year - 1, year}
            numbers |= {one for one in (entry.data.get("number"), entry.data.get("licence")) if one}
        makers = {one for entry in entries if (one := entry.data.get("maker"))}
        rows = Filing.objects.filter(Q(pk__in=subjects["filing"]) | Q(maker_id__in=makers, year__in=years))
        filings = {str(one.pk): one for one in rows.defer("document")}
        found = cls(
            organisations=Organisation.objects.in_bulk(),
            filings=filings,
            filing_of={(one.maker_id, one.year): one for one in filings.values() if one.state != "withdrawn"},
            applications={str(one.pk): one for one in Application.objects.filter(pk__in=subjects["application"])},
            licences={one.number: one for one in Licence.objects.filter(number__in=numbers | subjects["licence"])},
            declarations={str(one.pk): one for one in Declaration.objects.filter(pk__in=subjects["declaration"])},
            steps=_steps(subjects["filing"]),
            listed=_listed(years),
        )
        for one in found.organisations.values():
            found.by_kind[one.kind].append(one)
        if any(entry.kind == "round.set" for entry in entries):
            trade = Enterprise.objects.exclude(enterprise_type=EnterpriseType.TRADER)
            found.makers = list(trade.values_list("pk", flat=True))
        return found

    def name(self, organisation: UUID | None) -> Text:
        one = self.organisations.get(organisation) if organisation else None
        return Text(one.name_zh, one.name_en) if one else Text("有关企业", "the firm")

    def agency(self, code: str) -> Text:
        """A consulted agency by its code."""
        found = next((one for one in self.by_kind[Kind.AGENCY] if one.authority_code == code), None)
        return Text(found.name_zh, found.name_en) if found else Text(code, code)

    def things(self, entry: Entry) -> list[Any]:
        """What the entry speaks of, nearest first."""
        thing, _, key = entry.subject.partition(":")
        kept: Mapping[str, Mapping[str, Any]] = {
            "filing": self.filings,
            "application": self.applications,
            "licence": self.licences,
            "declaration": self.declarations,
        }
        number = entry.data.get("licence") or entry.data.get("number")
        return [one for one in (kept.get(thing, {}).get(key), self.licences.get(number or "")) if one]

    def maker(self, entry: Entry) -> UUID | None:
        return self._party(entry, "maker")

    def exporter(self, entry: Entry) -> UUID | None:
        return self._party(entry, "exporter")

    def _party(self, entry: Entry, who: str) -> UUID | None:
        if who in entry.data:
            return UUID(entry.data[who]) if entry.data[who] else None
        return next((value for one in self.things(entry) if (value := getattr(one, f"{who}_id", None))), None)

    def filing(self, entry: Entry) -> Filing | None:
        """The filing itself, or the one by which the maker came on that year's list."""
        thing, _, key = entry.subject.partition(":")
        maker, year = entry.data.get("maker"), entry.data.get("year")
        if thing == "filing":
            return self.filings.get(key)
        return self.filing_of.get((UUID(maker), year)) if maker and year else None

    def due(self, entry: Entry) -> date | None:
        """The day by which whoever holds the filing after this entry must act."""
        filing = self.filing(entry)
        if filing is None:
            return None
        until = date.fromisoformat(entry.data["until"]) if entry.data.get("until") else None
        case = Case(entry.data["state"], entry.at, until, until)
        steps = [step for step in self.steps.get(filing.pk, []) if step.at <= entry.at]
        return deadlines.due(case, calendar_then(filing.year, entry.at), steps)

    def has_letter(self, entry: Entry, organisation: UUID) -> bool:
        """Whether a firm may have a letter of its own of this entry; officers read theirs with the case."""
        one = self.organisations.get(organisation)
        if one is None or one.kind != Kind.ENTERPRISE or organisation not in entry.parties:
            return False
        addressed = entry.kind != "list.published" or organisation in self.listed.get(entry.data["year"], {})
        return addressed and letter_for(entry.kind, entry.data) is not None

    def recipients(self, role: str, entry: Entry) -> list[UUID]:
        """The organisations that play a role for this entry; none where nobody does."""
        if role in EVERY:
            return [one.pk for one in self.by_kind[EVERY[role]]]
        if role.endswith("_makers") or role == "listed_exporters":
            return self.makers if role == "all_makers" else self._of_list(role, entry.data["year"])
        match role:
            case "owner":
                return list(entry.parties)
            case "maker" | "exporter":
                return [one for one in (self._party(entry, role),) if one]
            case "exporters":
                return self.listed.get(entry.data.get("year", 0), {}).get(self.maker(entry) or UUID(int=0), [])
        return self._offices(role, entry)

    def _of_list(self, role: str, year: int) -> list[UUID]:
        now, before = self.listed.get(year, {}), self.listed.get(year - 1, {})
        if role == "listed_exporters":
            return list(dict.fromkeys(one for exporters in now.values() for one in exporters))
        return list(now) if role == "listed_makers" else [one for one in before if one not in now]

    def _offices(self, role: str, entry: Entry) -> list[UUID]:
        if role == "department":
            return [one.department_id for one in (self.filing(entry),) if one]
        if role == "agencies":
            return [one.pk for one in self.by_kind[Kind.AGENCY] if one.authority_code in entry.data["agencies"]]
        if role == "issuing_body":
            codes = {entry.data.get("issuing_body"), *(getattr(one, "issuing_body", None) for one in self.things(entry))}
            return [one.pk for one in self.by_kind[Kind.ISSUING_BODY] if one.authority_code in codes - {None}]
        districts = {getattr(one, "customs_district", "") for one in self.things(entry)} - {""}
        return [one.pk for one in self.by_kind[Kind.CUSTOMS] if not districts or one.authority_code in {"", *districts}]


def _steps(filings: Iterable[str]) -> dict[UUID, list[FilingStep]]:
    found = defaultdict(list)
    for step in FilingStep.objects.filter(filing_id__in=list(filings)).order_by("at", "id"):
        found[step.filing_id].append(step)
    return found


def _listed(years: Iterable[int]) -> dict[int, dict[UUID, list[UUID]]]:
    """Year -> listed maker -> its authorised exporters, as published."""
    found: dict[int, dict[UUID, list[UUID]]] = defaultdict(dict)
    for maker, year in ListedMaker.objects.filter(year__in=list(years)).values_list("maker_id", "year"):
        found[year][maker] = []
    rows = ListedExporter.objects.filter(listed_maker__year__in=list(years))
    for year, maker, exporter in rows.values_list("listed_maker__year", "listed_maker__maker_id", "exporter_id"):
        found[year][maker].append(exporter)
    return found
