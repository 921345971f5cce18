"""What stands between a year's cases and its list: who is ready, what is unresolved, how it differs from last year."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from evexport.enterprises.models import Enterprise
from evexport.enterprises.queries import standing_bans
from evexport.kernel.text import Text, join
from evexport.qualification import draft, facts, gazette
from evexport.qualification.changes import digest
from evexport.qualification.deadlines import in_words
from evexport.qualification.models import Filing, FilingVersion, ListedMaker, Listing
from evexport.qualification.states import FILING, UNDECIDED
from evexport.regulation.assess import Assessment
from evexport.regulation.facts.filing import FilingFacts
from evexport.regulation.findings import Outcome
from evexport.regulation.markets import first_day, last_day


@dataclass(frozen=True, slots=True)
class Blocker:
    """A case that holds up the list, and why."""

    filing_id: UUID | None
    maker: str
    state: str
    code: str
    message: Text
    maker_en: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {
            "filing": str(self.filing_id) if self.filing_id else None,
            "maker": self.maker,
            "state": self.state,
            "code": self.code,
            "message": self.message.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Ready:
    """A candidate as it would be published under the law of the day."""

    filing: Filing
    version: FilingVersion
    facts: FilingFacts
    assessment: Assessment
    exporters: dict[str, Enterprise]
    entry: gazette.Entry


@dataclass(frozen=True, slots=True)
class Publication:
    """A year's list as it would be published today."""

    year: int
    ready: tuple[Ready, ...]
    blockers: tuple[Blocker, ...]
    diff: dict[str, Any]

    @property
    def entries(self) -> list[gazette.Entry]:
        return sorted((one.entry for one in self.ready), key=lambda entry: str(entry["uscc"]))


def publication(year: int, on: date, filings: Iterable[Filing] | None = None) -> Publication:
    """The list of a year as of a day, in the reader's scope: the ministry's."""
    cases = list(filings if filings is not None else cases_of(year).defer("document"))
    held_up = [(one, _unresolved(one, on)) for one in cases]
    ready = all_ready([one for one, blocker in held_up if blocker is None], on)
    blockers = [blocker for _, blocker in held_up if blocker is not None]
    banned = frozenset(standing_bans(on).values_list("enterprise_id", flat=True)) if ready else frozenset()
    blockers.extend(blocker for one in ready for blocker in unfit(one, banned))
    if not ready and not blockers:
        blockers.append(Blocker(None, "", "", "NOTHING_TO_LIST", Text("没有可列入名单的企业。", "There is nobody to list.")))
    last_year = [gazette.entry(one) for one in listed(year - 1)]
    return Publication(year, tuple(ready), tuple(blockers), gazette.diff(last_year, [one.entry for one in ready]))


def unresolved(year: int, on: date) -> list[Blocker]:
    """The cases that hold up a year's list whatever the criteria say; those that look ready are not assessed anew."""
    rows = cases_of(year).defer("document")
    return [blocker for one in rows if (blocker := _unresolved(one, on))]


def candidates_of(year: int) -> int:
    """How many stand as candidates."""
    return Filing.objects.filter(year=year, state="candidate").count()


def next_year(on: date) -> int:
    """The year whose list is published next: after the last published one, the coming year where there is none."""
    latest = Listing.objects.order_by("-year").values_list("year", flat=True).first()
    return latest + 1 if latest else on.year + 1


def cases_of(year: int) -> QuerySet[Filing]:
    """Every case of a year that is undecided."""
    return Filing.objects.filter(year=year, state__in=UNDECIDED).select_related("maker").order_by("maker__uscc")


def listed(year: int) -> QuerySet[ListedMaker]:
    return ListedMaker.objects.filter(year=year).prefetch_related("models", "exporters").order_by("uscc")


def all_ready(filings: Sequence[Filing], on: date) -> list[Ready]:
    """Each filing's last version, assessed again under the law of the day; as many queries for a thousand as for one."""
    if not filings:
        return []
    rows = FilingVersion.objects.filter(filing__in=filings).order_by("filing", "-number").distinct("filing")
    versions = {one.filing_id: one for one in rows.defer("assessment")}
    filed = [draft.understood(versions[filing.pk].document) for filing in filings]
    codes = {one.uscc for each in filed for one in each.authorised_exporters}
    known = {one.uscc: one for one in Enterprise.objects.filter(uscc__in=codes)}
    found = []
    for filing, understood, assessment in zip(filings, filed, facts.all_assessed(filed, on), strict=True):
        exporters = {one.uscc: known[one.uscc] for one in understood.authorised_exporters if one.uscc in known}
        entry = _entry(filing, understood, assessment, exporters)
        found.append(Ready(filing, versions[filing.pk], understood, assessment, exporters, entry))
    return found


def unfit(ready: Ready, banned: Collection[UUID]) -> list[Blocker]:
    """Why a candidate cannot be entered today: a criterion not met, an exporter that is banned."""
    found = []
    failed = [one for one in ready.assessment.findings if one.outcome is Outcome.NOT_MET]
    if failed:
        found.append(_blocker(ready.filing, "CRITERIA_NOT_MET", join(one.sentence for one in failed)))
    elif ready.assessment.category is None:
        message = Text("类别尚不能确定。", "No category is established.")
        found.append(_blocker(ready.filing, "CATEGORY_OPEN", message))
    for exporter in ready.exporters.values():
        if exporter.pk in banned:
            message = Text(f"被授权企业{exporter.name_zh}被禁止出口。", f"The exporter {exporter.name_en} is banned.")
            found.append(_blocker(ready.filing, "EXPORTER_BANNED", message))
    return found


def list_digest(year: int, entries: list[gazette.Entry]) -> str:
    """The digest of a list's canonical content."""
    return digest({"year": year, "makers": sorted(entries, key=lambda entry: str(entry["uscc"]))})


def _unresolved(filing: Filing, on: date) -> Blocker | None:
    if filing.state != "candidate":
        label = FILING.states[filing.state].label
        message = Text("尚未办结：{state}。", "Not decided yet: {state}.").fill(state=label)
        return _blocker(filing, "UNDECIDED", message)
    if filing.notice_until is None or filing.notice_until >= on:
        day = in_words(filing.notice_until or on)
        return _blocker(
            filing,
            "NOTICE_RUNS",
            Text("公示至{day}尚未期满。", "The public notice runs through {day}.").fill(day=day),
        )
    return None


def _blocker(filing: Filing, code: str, message: Text) -> Blocker:
    return Blocker(filing.id, filing.maker.name_zh, filing.state, code, message, filing.maker.name_en)


def _entry(filing: Filing, understood: FilingFacts, assessment: Assessment, exporters: dict[str, Enterprise]) -> gazette.Entry:
    """The entry as plain data, in exactly the shape that its rows give back.

    What the form leaves open is filled from what is on record; a criterion not met bars publication all the same.
    """
    maker, named = filing.maker, understood.manufacturer
    models = [
        {
            "model_code": one.model_code,
            "vehicle_name": one.vehicle_name or "",
            "trademark": one.trademark or "",
            "ccc_certificate": one.ccc_certificate or "",
        }
        for one in understood.models
    ]
    authorised = [
        {
            "uscc": one.uscc,
            "name_zh": one.name_zh or exporters[one.uscc].name_zh,
            "name_en": exporters[one.uscc].name_en,
            "contract_no": one.contract_no or "",
            "valid_from": (one.valid_from or first_day(filing.year)).isoformat(),
            "valid_until": (one.valid_until or last_day(filing.year)).isoformat(),
        }
        for one in understood.authorised_exporters
    ]
    return {
        "uscc": maker.uscc,
        "name_zh": named.name_zh or maker.name_zh,
        "name_en": named.name_en or maker.name_en,
        "division": named.division or maker.division,
        "customs_code": named.customs_code or maker.customs_code,
        "category": assessment.category or understood.claimed_category,
        "exporter_limit": assessment.authorised_exporters_limit,
        "law": assessment.law,
        "models": sorted(models, key=lambda one: one["model_code"]),
        "exporters": sorted(authorised, key=lambda one: one["uscc"]),
    }
