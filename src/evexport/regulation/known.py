"""What is known of a filing on a day: what it declares, what the registers say, its markets worked out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from evexport.regulation.facts.filing import FilingFacts
from evexport.regulation.facts.registers import RegisterFacts
from evexport.regulation.law import Law
from evexport.regulation.markets import Major, YearVolume, covered_markets, fewest, major_markets, year_volume


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The facts that the criteria of a filing read.

    `covered` counts outlets by market; `asked` are the covered and major markets; `planned_for` those whose
    plan is asked, major by last year or by plan. Both begin with the largest major market.
    """

    facts: FilingFacts
    on: date
    registers: RegisterFacts
    covered: Mapping[str, int]
    major: Mapping[str, Major]
    asked: tuple[str, ...]
    planned_for: tuple[str, ...]
    volume: YearVolume

    @property
    def outlets(self) -> int:
        return sum(self.covered.values())

    @property
    def planned(self) -> int:
        return sum(row.vehicles for row in self.facts.exports.planned)

    @classmethod
    def of(cls, facts: FilingFacts, law: Law, *, on: date, registers: RegisterFacts | None = None) -> "Known":
        covered = covered_markets(facts.service_network, law)
        major = {one.market: one for one in major_markets(facts.exports, law)}
        share = law["qualification.markets.major_share"].number
        by_plan = (one.market for one in fewest(facts.exports.planned, share))
        return cls(
            facts=facts,
            on=on,
            registers=registers or RegisterFacts(),
            covered=covered,
            major=major,
            asked=tuple(dict.fromkeys((*major, *covered))),
            planned_for=tuple(dict.fromkeys((*major, *by_plan))),
            volume=year_volume(facts.exports, law),
        )
