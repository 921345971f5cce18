"""A draft of the law tried on a year's filings before it is in force: who falls out, who comes in, what it touches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.kernel.clock import start_of
from evexport.licensing import queries as licences
from evexport.licensing.models import Licence
from evexport.oversight.comparison import Comparison, compare
from evexport.qualification.draft import understood
from evexport.qualification.models import Filing, FilingVersion
from evexport.qualification.states import UNDECIDED
from evexport.registers.facts import register_facts
from evexport.regulation.assess import Assessment, assess
from evexport.regulation.law import Law
from evexport.store import reading_as

LOOKED_AT = ("listed", *UNDECIDED)
"""Filings that the draft is tried on: on the list, or still waiting for a decision."""

LIVE = ("not_yet_valid", "in_force", "exhausted", "suspended")
"""Licences that a maker's fall would touch: neither ended by a decision nor past their last day."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A live licence of a maker who would fall out; whole vehicles. `reserved` are held by customs, in neither other count."""

    number: str
    state: str
    used: int
    reserved: int
    left: int

    def as_dict(self) -> dict[str, object]:
        return {
            "number": self.number,
            "state": self.state,
            "used": self.used,
            "reserved": self.reserved,
            "left": self.left,
        }


@dataclass(frozen=True, slots=True)
class Effect:
    """What the draft would change for one maker; `state` is that of its filing. Licences are those of who falls out."""

    uscc: str
    name: str
    state: str
    compared: Comparison
    licences: tuple[Touched, ...] = ()

    @property
    def used(self) -> int:
        return sum(one.used for one in self.licences)

    @property
    def left(self) -> int:
        return sum(one.left for one in self.licences)

    def as_dict(self) -> dict[str, object]:
        return {
            "uscc": self.uscc,
            "name": self.name,
            "state": self.state,
            "before": _answer(self.compared.before),
            "after": _answer(self.compared.after),
            "changes": [change.as_dict() for change in self.compared.changes],
            "licences": [one.as_dict() for one in self.licences],
            "vehicles": {"used": self.used, "left": self.left},
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
        """Met under the law, not met under the draft."""
        return [one for one in self.effects if one.compared.falls_out]

    @property
    def into(self) -> list[Effect]:
        return [one for one in self.effects if one.compared.comes_in]

    @property
    def otherwise(self) -> list[Effect]:
        """Makers who neither fall out nor come in, but of whom something else is said."""
        return [one for one in self.effects if not (one.compared.falls_out or one.compared.comes_in)]

    def as_dict(self) -> dict[str, object]:
        """`{year, on, law, draft, filings, fall_out, come_in, otherwise_changed}`; each of the last three a list of makers.

        A maker is `{uscc, name, state, before, after, changes, licences, vehicles}`, where `before` and `after` are
        `{outcome, category, authorised_exporters_limit}`; a change is `{worse, before, after}`, with findings as in
        `evexport assess --json`, or null where the criterion is not asked; a licence is
        `{number, state, used, reserved, left}`; `vehicles` sums `used` and `left`. Counts are whole vehicles.
        """
        return {
            "year": self.year,
            "on": self.on.isoformat(),
            "law": self.law,
            "draft": self.draft,
            "filings": self.filings,
            "fall_out": [one.as_dict() for one in self.out],
            "come_in": [one.as_dict() for one in self.into],
            "otherwise_changed": [one.as_dict() for one in self.otherwise],
        }


def simulate(draft: Path, *, year: int, on: date, by: Actor) -> Simulation:
    """Assess a year's filings under the law of a day and under a draft laid over it; changes nothing.

    Raises LawError, naming file and line, where the draft does not load, and NotAllowed.
    """
    by.must("law.simulate")
    law, drafted = Law.on(on), Law.on(on, overlay=draft)
    with reading_as(by):
        tried = list(_last_versions(year))
        effects = [effect for version in tried if (effect := _effect(version, law, drafted, on))]
    return Simulation(year, on, law.digest, drafted.digest, len(tried), tuple(effects))


def _last_versions(year: int) -> Iterator[FilingVersion]:
    """What each maker handed in last for the year, by its code."""
    filings = Filing.objects.filter(year=year, state__in=LOOKED_AT)
    versions = FilingVersion.objects.filter(filing__in=filings).select_related("filing__maker")
    last = {version.filing_id: version for version in versions.order_by("filing__maker__uscc", "number")}
    yield from last.values()


def _effect(version: FilingVersion, law: Law, drafted: Law, on: date) -> Effect | None:
    facts, filing = understood(version.document), version.filing
    registers = register_facts(on, model_codes=[one.model_code for one in facts.models], wmis=facts.manufacturer.wmis)
    before, after = (assess(facts, rules, on=on, registers=registers) for rules in (law, drafted))
    compared = compare(before, after)
    if compared.same:
        return None
    touched = tuple(_touched(filing.maker_id, filing.year, start_of(on))) if compared.falls_out else ()
    return Effect(filing.maker.uscc, filing.maker.name_zh, filing.state, compared, touched)


def _touched(maker_id: UUID, year: int, at: datetime) -> Iterator[Touched]:
    """The maker's licences that begin in the list's year and live on the day."""
    rows = Licence.objects.filter(maker_id=maker_id, valid_from__year=year).order_by("number")
    for case in licences.cases(rows, at):
        if case.state in LIVE:
            yield Touched(case.licence.number, case.state, case.used, case.reserved, case.left)


def _answer(answer: Assessment) -> dict[str, object]:
    return {
        "outcome": answer.outcome.value,
        "category": answer.category,
        "authorised_exporters_limit": answer.authorised_exporters_limit,
    }
