"""The filing whose network is kept: one's own, of a year; what may be changed in it, and what the rules find in it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from evexport.desks.kit.components import Choice, Crumb, Tabs, Tag, Trail
from evexport.desks.kit.posts import DeskRequest
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.qualification.actions.case import opened
from evexport.qualification.actions.drafting import fixed
from evexport.qualification.draft import FieldProblem
from evexport.qualification.facts import self_check
from evexport.qualification.models import Filing
from evexport.qualification.queries import own_filings, version_in_hand
from evexport.qualification.states import FILING
from evexport.qualification.tables import Table

NETWORK = Text("服务网络", "Service network")
EXPORTERS = Text("授权出口经营企业", "Authorised exporters")


@dataclass(frozen=True, slots=True)
class Looked:
    """What the rules find: of a draft as it stands, of a filing that was handed in as it was found then."""

    findings: Sequence[Mapping[str, Any]] = ()
    problems: Sequence[FieldProblem] = ()
    limit: int | None = None
    category: str | None = None
    live: bool = True

    def of(self, criteria: Sequence[str]) -> list[Mapping[str, Any]]:
        return [one for one in self.findings if one["id"] in criteria]


@dataclass(slots=True)
class Kept:
    """A filing with its maker's other years. `why_fixed`: why it cannot be changed now."""

    filing: Filing
    years: tuple[int, ...]
    document: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, filing_id: str) -> "Kept":
        """The filing of that identifier, as its maker may see it."""
        filing = opened(UUID(filing_id), lock=False)
        return cls(filing, (filing.year,), filing.document)

    @property
    def why_fixed(self) -> Text | None:
        return fixed(self.filing)

    @property
    def state(self) -> Tag:
        return Tag(FILING.states[self.filing.state].label, "note" if self.why_fixed is None else "plain")


def kept(request: DeskRequest, year: int | None) -> Kept | None:
    """The reader's filing of a year, the latest where none is named; None where there is none yet. Inside their transaction."""
    assert request.actor.organisation_id is not None, "a maker's clerk acts for a maker"
    filings = own_filings(request.actor.organisation_id)
    found = next((one for one in filings if year in (None, one.year)), None)
    if found is None and year is not None:
        raise NotFound(
            Text(f"贵企业没有{year}年度的申报。", f"Your enterprise has no filing for {year}."),
            remedy=Text("请先开始该年度的申报。", "Begin the filing of that year first."),
            code="NO_FILING",
        )
    if found is None:
        return None
    return Kept(found, tuple(one.year for one in filings), found.document)


def looked_at(one: Kept, request: DeskRequest, document: Mapping[str, Any] | None = None) -> Looked:
    """The findings on a filing, or on `document` in the place of its own."""
    version = version_in_hand(one.filing) if one.why_fixed is not None and document is None else None
    if version is not None:
        made = version.assessment
        return Looked(made["findings"], (), made["authorised_exporters_limit"], made["category"], live=False)
    problems, assessment = self_check(dict(document or one.document), china_day(request.at))
    if assessment is None:
        return Looked(problems=problems)
    findings = [finding.as_dict() for finding in assessment.findings]
    return Looked(findings, (), assessment.authorised_exporters_limit, assessment.category)


def address(table: Table, year: int, deed: str = "", **more: Any) -> str:
    """Where a table of a filing is read, or one of its rows changed."""
    route = f"enterprise:network-{deed}" if deed else "enterprise:network-rows"
    return reverse(route, kwargs={"year": year, "name": table.name, **more})


def tabs(one: Kept, url: str = "enterprise:network-year") -> Tabs | None:
    """The years that one filed for; nothing where there is one only."""
    if len(one.years) == 1:
        return None
    choices = [Choice(Text(f"{year}年度", str(year)), reverse(url, args=[year]), year == one.filing.year) for year in one.years]
    return Tabs(Text("申报年度", "Filing year"), tuple(choices))


def trail(year: int, table: Table | None = None, *here: Text) -> Trail:
    """The way back: the network of a year, a table of it, the page itself."""
    crumbs = [Crumb(Text(f"{year}年度服务网络", f"Network {year}"), reverse("enterprise:network-year", args=[year]))]
    if table is not None:
        crumbs.append(Crumb(table.label, address(table, year) if here else ""))
    return Trail((*crumbs, *(Crumb(one) for one in here)))
