"""A draft of the law tried on a year's filings before it is in force: who falls out, who comes in, what it touches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.kernel.clock import start_of
from evexport.licensing import queries as licences
from evexport.licensing.models import Licence
from evexport.qualification.draft import understood
from evexport.qualification.models import Filing, FilingVersion
from evexport.qualification.states import UNDECIDED
from evexport.registers.facts import register_facts
from evexport.regulation.assess import Assessment, assess
from evexport.regulation.findings import Finding, Outcome
from evexport.regulation.law import Law
from evexport.store import reading_as

LOOKED_AT = ("listed", *UNDECIDED)
"""Filings that the draft is tried on: on the list, or still waiting for a decision."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A licence that is in force for a maker who would fall out; whole vehicles."""

    number: str
    used: int
    left: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What the draft would change for one maker. `worse` and `better` are the draft's findings that differ."""

    uscc: str
    name: str
    before: Outcome
    after: Outcome
    worse: tuple[Finding, ...]
    better: tuple[Finding, ...]
    licences: tuple[Touched, ...] = ()

    @property
    def falls_out(self) -> bool:
        return self.before is Outcome.MET and self.after is Outcome.NOT_MET

    @property
    def comes_in(self) -> bool:
        return self.before is Outcome.NOT_MET and self.after is Outcome.MET

    def as_dict(self) -> dict[str, object]:
        return {
            "uscc": self.uscc,
            "name": self.name,
            "before": self.before.value,
            "after": self.after.value,
            "worse": [finding.as_dict() for finding in self.worse],
            "better": [finding.as_dict() for finding in self.better],
            "licences": [{"number": one.number, "used": one.used, "left": one.left} for one in self.licences],
        }


@dataclass(frozen=True, slots=True)
class Simulation:
    """A year under a draft: digests of both rule-sets, how many filings were tried, and every maker it changes anything for."""

    year: int
    on: date
    law: str
    draft: str
    filings: int
    effects: tuple[Effect, ...]

    @property
    def out(self) -> list[Effect]:
        return [one for one in self.effects if one.falls_out]

    @property
    def into(self) -> list[Effect]:
        return [one for one in self.effects if one.comes_in]

    def as_dict(self) -> dict[str, object]:
        return {
            "year": self.year,
            "on": self.on.isoformat(),
            "law": self.law,
            "draft": self.draft,
            "filings": self.filings,
            "fall_out": [one.as_dict() for one in self.out],
            "come_in": [one.as_dict() for one in self.into],
            "otherwise_changed": [one.as_dict() for one in self.effects if not (one.falls_out or one.comes_in)],
        }


def simulate(draft: Path, *, year: int, on: date, by: Actor) -> Simulation:
    """Assess a year's filings under the law of a day and under a draft laid over it; changes nothing.

    Raises LawError, naming file and line, where the draft does not load, and NotAllowed.
    """
    by.must("law.simulate")
    law, drafted = Law.on(on), Law.on(on, overlay=draft)
    with reading_as(by):
        filings = list(Filing.objects.filter(year=year, state__in=LOOKED_AT).select_related("maker").order_by("maker__uscc"))
        effects = [effect for filing in filings if (effect := _effect(filing, law, drafted, on))]
    return Simulation(year, on, law.digest, drafted.digest, len(filings), tuple(effects))


def compare(before: Assessment, after: Assessment) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The draft's findings that are worse, and those that are better, than the law's on the same criterion and subject."""
    old = {_key(finding): finding.outcome for finding in before.findings}
    differ = [finding for finding in after.findings if old.get(_key(finding)) is not finding.outcome]
    worse = tuple(finding for finding in differ if finding.outcome in (Outcome.NOT_MET, Outcome.NEEDS_EVIDENCE))
    return worse, tuple(finding for finding in differ if finding not in worse)


def _key(finding: Finding) -> tuple[str, tuple[tuple[str, str], ...]]:
    return finding.id, tuple(sorted(finding.subject.items()))


def _effect(filing: Filing, law: Law, drafted: Law, on: date) -> Effect | None:
    version = FilingVersion.objects.filter(filing=filing).order_by("-number").first()
    if version is None:
        return None
    facts = understood(version.document)
    registers = register_facts(on, model_codes=[one.model_code for one in facts.models], wmis=facts.manufacturer.wmis)
    before, after = (assess(facts, rules, on=on, registers=registers) for rules in (law, drafted))
    worse, better = compare(before, after)
    if not worse and not better and before.outcome is after.outcome:
        return None
    lost = before.outcome is Outcome.MET and after.outcome is Outcome.NOT_MET
    touched = tuple(_touched(filing.maker_id, filing.year, start_of(on))) if lost else ()
    return Effect(filing.maker.uscc, filing.maker.name_zh, before.outcome, after.outcome, worse, better, touched)


def _touched(maker_id: UUID, year: int, at: datetime) -> Iterable[Touched]:
    """The maker's licences of the list's year that are good on the day."""
    rows = Licence.objects.filter(maker_id=maker_id, valid_from__year=year).order_by("number")
    for case in licences.cases(rows, at):
        if case.state in ("in_force", "not_yet_valid"):
            yield Touched(case.licence.number, case.used, case.left)
