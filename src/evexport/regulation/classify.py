"""Says whether goods are under this regime, which one they fall in otherwise, and why, leg by leg."""

from dataclasses import dataclass
from typing import Literal

from evexport.kernel.text import Text
from evexport.regulation.facts.goods import Goods, Propulsion
from evexport.regulation.findings import Finding, Outcome
from evexport.regulation.law import Law
from evexport.regulation.legs import Leg, legs, reading
from evexport.regulation.names import Body

__all__ = ["BEV_PASSENGER", "Classification", "Goods", "Propulsion", "Regime", "classify"]

Regime = Literal["bev-passenger-2026", "automobiles-318", "used-vehicles"]
BEV_PASSENGER: Regime = "bev-passenger-2026"
CROSS_CHECKS = frozenset({"model_code"})
"""Legs that warn but do not decide."""

REGIMES: dict[Regime, Text] = {
    "bev-passenger-2026": Text("纯电动乘用车出口许可证", "export licence of battery-electric passenger cars"),
    "automobiles-318": Text("汽车和摩托车出口许可证（318号文）", "export licence of motor vehicles under notice 318"),
    "used-vehicles": Text("二手车出口许可证", "export licence of used vehicles"),
}


@dataclass(frozen=True, slots=True)
class Classification:
    """`in_scope` is None where evidence is missing; `named_bev_passenger` is what the name alone says."""

    in_scope: bool | None
    regime: Regime | None
    reasons: tuple[Finding, ...]
    named_bev_passenger: bool

    def as_dict(self) -> dict[str, object]:
        return {
            "in_scope": self.in_scope,
            "regime": self.regime,
            "reasons": [finding.as_dict() for finding in self.reasons],
        }


def classify(goods: Goods, law: Law) -> Classification:
    """Classify by the law of the day of declaration. One missing leg is enough to be out of scope."""
    if law.get("scope.hs_code") is None:
        return Classification(False, None, (_before_any_rule(law),), named_bev_passenger=False)
    found = list(legs(goods, law))
    deciding = {leg.outcome for leg in found if leg.name not in CROSS_CHECKS}
    in_scope = False if Outcome.NOT_MET in deciding else None if Outcome.NEEDS_EVIDENCE in deciding else True
    read = reading(goods, law)
    return Classification(
        in_scope,
        BEV_PASSENGER if in_scope else _elsewhere(goods, found, law),
        tuple(leg.finding() for leg in found),
        named_bev_passenger=read.bev_passenger,
    )


def _elsewhere(goods: Goods, found: list[Leg], law: Law) -> Regime | None:
    """The regime of goods that are not, or not yet known to be, in scope."""
    outcome = {leg.name: leg.outcome for leg in found}
    if outcome["state"] is Outcome.NOT_MET or goods.hs_code == law["scope.used_hs_code"].word:
        return "used-vehicles"
    if outcome["propulsion"] is Outcome.NOT_MET:
        return "automobiles-318"
    if reading(goods, law).body in (Body.BUS, Body.GOODS):
        return "automobiles-318"
    if goods.hs_code and goods.hs_code.startswith(law["scope.licensed_hs_prefixes"].words):
        return "automobiles-318"
    return None


def _before_any_rule(law: Law) -> Finding:
    first = law.parameter("scope.hs_code").values[0]
    return Finding(
        "S1",
        Outcome.NOT_MET,
        Text(f"{law.day}尚无本制度的任何规定。", f"On {law.day} no rule of this regime was in force."),
        first.cite,
        remedy=Text(f"规定自{first.since}起有记载。", f"The rules are recorded from {first.since} on."),
        subject={"leg": "declared_on"},
        observed=str(law.day),
    )
