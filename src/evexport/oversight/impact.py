"""Which open cases a change of the law would touch: each is assessed under both states of the rules, finding by finding.

The facts are the same on both sides, those of the later day; only the rules differ. Nothing is decided and nothing kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from evexport.kernel.text import Text
from evexport.licensing import facts as licence_facts
from evexport.licensing import form
from evexport.licensing.models import Application
from evexport.licensing.states.application import OPEN
from evexport.oversight.comparison import Change, changes
from evexport.qualification.draft import understood
from evexport.qualification.models import Filing, FilingVersion
from evexport.qualification.states import UNDECIDED
from evexport.registers.facts import register_facts
from evexport.regulation.assess import assess
from evexport.regulation.criteria import licence as criteria
from evexport.regulation.law import Law

Kind = Literal["filing", "application"]


@dataclass(frozen=True, slots=True)
class Touched:
    """An open case of which something else is said; `about` names it where its enterprise has several."""

    kind: Kind
    key: UUID
    name: Text
    about: str
    state: str
    changes: tuple[Change, ...]

    @property
    def worse(self) -> bool:
        return any(one.worse for one in self.changes)


def open_filings() -> QuerySet[Filing]:
    """Filings that were handed in and are not decided, as the reader may see them."""
    return Filing.objects.filter(state__in=UNDECIDED).select_related("maker").order_by("year", "maker__uscc")


def open_applications() -> QuerySet[Application]:
    return Application.objects.filter(state__in=OPEN).select_related("exporter", "amends").order_by("submitted_at", "pk")


def of_filings(filings: Sequence[Filing], before: Law, after: Law) -> list[Touched]:
    """What changes for these; each by what was handed in last. Inside the reader's transaction."""
    last: dict[UUID, FilingVersion] = {}
    for version in FilingVersion.objects.filter(filing__in=filings).order_by("number"):
        last[version.filing_id] = version
    found = []
    for one in filings:
        if one.pk in last and (told := _of_filing(last[one.pk], before, after)):
            name = Text(one.maker.name_zh, one.maker.name_en or one.maker.name_zh)
            found.append(Touched("filing", one.pk, name, str(one.year), one.state, told))
    return found


def _of_filing(version: FilingVersion, before: Law, after: Law) -> tuple[Change, ...]:
    facts = understood(version.document)
    registers = register_facts(after.day, model_codes=[one.model_code for one in facts.models], wmis=facts.manufacturer.wmis)
    was, is_ = (assess(facts, law, on=after.day, registers=registers) for law in (before, after))
    return changes(was.findings, is_.findings)


def of_applications(applications: Sequence[Application], before: Law, after: Law) -> list[Touched]:
    """The same for applications, by the form as it stands."""
    found = []
    for one in applications:
        document = form.read(one.document)
        known = licence_facts.application_facts(document, after, amends=one.amends, not_before=one.code_on)
        if told := changes(criteria.check(known, before), criteria.check(known, after)):
            name = Text(one.exporter.name_zh, one.exporter.name_en or one.exporter.name_zh)
            found.append(Touched("application", one.pk, name, document.contract_no, one.state, told))
    return found
