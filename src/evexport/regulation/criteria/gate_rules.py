"""The law's values that the customs gate works with, on the day of the declaration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256

from evexport.kernel.text import Text, join
from evexport.regulation.classify import Goods, classify
from evexport.regulation.facts.declaration import Declaration, GateFacts
from evexport.regulation.law import Law

LEVELS: Mapping[str, Text] = {
    "routine": Text("常规", "routine"),
    "elevated": Text("提高", "elevated"),
    "strict": Text("从严", "strict"),
}


@dataclass(frozen=True, slots=True)
class Inspection:
    """Whether the consignment must be inspected, at which level, and the catalogue's edition it was looked up in."""

    required: bool
    level: str
    catalogue: str | None

    def as_dict(self) -> dict[str, object]:
        return {"required": self.required, "level": self.level, "catalogue": self.catalogue}


@dataclass(frozen=True)
class GateRules:
    """The gate's values of one day. `spot_checks`: declarations in ten by risk level, in rising strictness."""

    law: Law
    in_force_from: date
    hs_code: str
    used_hs_code: str
    exempt_trade_modes: frozenset[str]
    days_back: int
    paper_days_back: int
    as_new_days: int
    spot_checks: Mapping[str, int]
    relisted: bool

    def out_of_scope(self, declaration: Declaration) -> Text | None:
        """Every leg of the scope that the declaration itself shows to be missing; None where all stand."""
        legs = []
        if declaration.hs_code != self.hs_code:
            code = declaration.hs_code
            legs.append(Text(f"商品编号{code}不是{self.hs_code}。", f"the code {code} is not {self.hs_code}."))
        if declaration.goods_state != "new":
            legs.append(Text("货物状态为旧。", "the goods are used."))
        if not all(declaration.vins):
            legs.append(Text("有车辆没有车辆识别代号。", "some vehicles have no VIN."))
        return join(legs) if legs else None

    def regime(self, declaration: Declaration) -> str | None:
        """The licence regime that goods outside this one fall in; None where no licence regime does."""
        goods = Goods(
            hs_code=declaration.hs_code,
            declared_on=declaration.declared_on,
            used=declaration.goods_state == "used",
        )
        return classify(goods, self.law).regime

    def is_bev_passenger(self, vehicle_name: str) -> bool:
        """Whether an announced vehicle name is that of a battery-electric passenger car."""
        return classify(Goods(vehicle_name=vehicle_name), self.law).named_bev_passenger

    def inspection(self, facts: GateFacts) -> Inspection:
        required = facts.catalogue_requires or self._spot_checked(facts)
        return Inspection(required, facts.risk, facts.catalogue_label)

    def why_inspected(self, facts: GateFacts) -> Text:
        if facts.catalogue_requires:
            return Text(
                f"商品编号{facts.declaration.hs_code}列入{facts.catalogue_year}年法定检验目录。",
                f"the catalogue of {facts.catalogue_year} names the code {facts.declaration.hs_code}.",
            )
        level = LEVELS[facts.risk]
        return Text(
            f"生产企业风险等级为“{level.zh}”，本单抽中查验。",
            f"the maker's risk level is “{level.en}” and this declaration was taken for a spot check.",
        )

    def list_year(self, declaration: Declaration) -> int | None:
        """Whose year's list must carry maker and exporter: that of declaration; None for the licence's own year."""
        return declaration.declared_on.year if self.relisted else None

    def tenth(self, declaration: Declaration) -> int:
        """The declaration's place among ten, from its number alone: the same for whoever asks."""
        return sha256(declaration.declaration_no.encode()).digest()[0] % 10

    def _spot_checked(self, facts: GateFacts) -> bool:
        return self.tenth(facts.declaration) < self.spot_checks[facts.risk]


def law_of(declaration: Declaration) -> Law:
    """The law a declaration falls under: that of the day on which it was declared.

    Earlier than the gate's first values, the law of their first day says that the regime was not in force.
    """
    law = Law.on(declaration.declared_on)
    if law.get(_FIRST) is None:
        return Law.on(law.parameter(_FIRST).values[0].since)
    return law


_FIRST = "gate.declaration.days_back"


@lru_cache(maxsize=64)
def gate_rules(law: Law) -> GateRules:
    """The gate's values under a law."""
    return GateRules(
        law=law,
        in_force_from=law["scope.in_force_from"].day,
        hs_code=law["scope.hs_code"].word,
        used_hs_code=law["scope.used_hs_code"].word,
        exempt_trade_modes=frozenset(law["gate.exempt_trade_modes.modes"].words),
        days_back=law["gate.declaration.days_back"].whole,
        paper_days_back=law["gate.declaration.paper_days_back"].whole,
        as_new_days=law["gate.declaration.as_new_days"].whole,
        spot_checks={level: law[f"gate.inspection.spot_checks_{level}"].whole for level in LEVELS},
        relisted=law["licence.validity.into_next_year_only_while_listed"].flag,
    )
