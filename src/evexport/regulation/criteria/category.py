"""Q6 and Q12: the claimed category holds, and the network is commensurate with the volume exported."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from evexport.kernel.text import Text, join
from evexport.regulation.asked import Asked
from evexport.regulation.facts.filing import Category
from evexport.regulation.findings import Finding, Measure, criterion
from evexport.regulation.known import Known
from evexport.regulation.law import Law, Value
from evexport.regulation.markets import shown

ORDER: tuple[Category, ...] = ("I", "II", "III", "IV")
NAMES: Mapping[str, Text] = {
    "I": Text("一类", "Category I"),
    "II": Text("二类", "Category II"),
    "III": Text("三类", "Category III"),
    "IV": Text("四类", "Category IV"),
}
MEND_BASIS = Text("请填写整年或1月至8月的统计期间。", "State a period of a full calendar year, or of eight whole months.")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a category: whether it holds (None: no evidence), what was measured, what mends it."""

    rule: Value
    holds: bool | None
    said: Text
    mend: Text
    observed: Measure
    numerator: int | None = None
    denominator: int | None = None

    @property
    def measured(self) -> dict[str, Measure]:
        return {"observed": self.observed, "numerator": self.numerator, "denominator": self.denominator}


def established(known: Known, law: Law) -> Category | None:
    """The category that holds, none above the one claimed. None where nothing is claimed."""
    claimed = known.facts.claimed_category
    if claimed is None:
        return None
    at_most = ORDER[ORDER.index(claimed) :]
    return next(category for category in at_most if all(one.holds for one in conditions(category, known, law)))


def exporters_at_most(category: Category, law: Law) -> Value:
    return law[f"qualification.categories.{category.lower()}_exporters_at_most"]


@lru_cache(maxsize=4)  # asked by Q6, A1 and the assessment itself
def conditions(category: Category, known: Known, law: Law) -> tuple[Condition, ...]:
    """What a category asks. A lower one may always be claimed; the fourth asks nothing."""
    at = "qualification.categories."
    if category == "I":
        return (
            _more_outlets(known, law["qualification.outlets.category_i_more_than"]),
            _vehicles(known, law[f"{at}i_vehicles_at_least"]),
            _markets(known, law[f"{at}i_markets_at_least"]),
            _own_brand(known, law[f"{at}i_own_brand"]),
        )
    if category == "II":
        return (
            _outlets(known, law[f"{at}ii_outlets_at_least"]),
            _vehicles(known, law[f"{at}ii_vehicles_at_least"]),
        )
    if category == "III":
        return (_outlets(known, law[f"{at}iii_outlets_at_least"]),)
    return ()


@criterion(
    "Q6",
    title=Text("申报类别", "Category claimed"),
    asks=Text(
        "申报类别的网点、出口量、市场和品牌条件均成立。",
        "Outlets, volume, markets and brand of the claimed category hold.",
    ),
    cites=("BRIEF#outlets", "SCF-318-2012#categories", "ROUND-2012#tier-1", "DESIGN#lower-claim"),
)
def category(known: Known, law: Law) -> Iterator[Finding]:
    claimed = known.facts.claimed_category
    if claimed is None:
        rule = law["qualification.outlets.category_i_more_than"]
        yield Asked("Q6", rule).lacking(
            "未填写申报类别。", "No category is claimed.", mend=Text("请填写申报类别。", "Claim a category.")
        )
        return
    asked_of = conditions(claimed, known, law)
    if not asked_of:
        yield Asked("Q6", exporters_at_most(claimed, law)).met(
            "四类企业只能自营出口，无网点条件。",
            "Category IV asks for no outlets; it exports by itself only.",
        )
        return
    yield _category(claimed, asked_of, known, law)


def _category(claimed: Category, asked_of: tuple[Condition, ...], known: Known, law: Law) -> Finding:
    failed = [one for one in asked_of if one.holds is False]
    unknown = [one for one in asked_of if one.holds is None]
    first = (failed or unknown or asked_of)[0]
    others = tuple(one.rule for one in asked_of if one is not first)
    asked = Asked("Q6", first.rule, others, source=known.facts.source_of("service_network"))
    name = NAMES[claimed]
    said = join(one.said for one in failed or unknown or asked_of)
    if failed:
        lower = NAMES[established(known, law) or "IV"]
        mend = Text(
            "".join(one.mend.zh for one in failed) + f"或改报{lower.zh}。",
            " ".join(one.mend.en for one in failed) + f" Or claim {lower.en}.",
        )
        return asked.not_met(
            f"{name.zh}的条件不成立：{said.zh}",
            f"{name.en} does not hold: {said.en}",
            mend=mend,
            **first.measured,
        )
    if unknown:
        mend = join(one.mend for one in unknown)
        return asked.lacking(
            f"{name.zh}尚缺证明：{said.zh}",
            f"{name.en} lacks evidence: {said.en}",
            mend=mend,
            **first.measured,
        )
    return asked.met(f"{name.zh}的条件成立：{said.zh}", f"{name.en} holds: {said.en}", **first.measured)


def _more_outlets(known: Known, rule: Value) -> Condition:
    have, bound = known.outlets, rule.whole
    return Condition(
        rule,
        have > bound,
        Text(
            f"境外维修服务网点{have}个（须多于{bound}个）。",
            f"{have} overseas outlets that offer maintenance (more than {bound} needed).",
        ),
        _more_needed(bound + 1 - have),
        have,
    )


def _outlets(known: Known, rule: Value) -> Condition:
    have, bound = known.outlets, rule.whole
    return Condition(
        rule,
        have >= bound,
        Text(
            f"境外维修服务网点{have}个（不少于{bound}个）。",
            f"{have} overseas outlets that offer maintenance (at least {bound}).",
        ),
        _more_needed(bound - have),
        have,
    )


def _more_needed(count: int) -> Text:
    return Text(
        f"请再增加{count}个提供维修的网点。",
        "Add 1 more outlet that offers maintenance." if count == 1 else f"Add {count} more outlets that offer maintenance.",
    )


def _vehicles(known: Known, rule: Value) -> Condition:
    volume, bound = known.volume, rule.whole
    if volume.months is None:
        return Condition(
            rule,
            None,
            Text(
                "统计期间不是整年，也不是八个月，出口量不能折算。",
                "The period is neither a full year nor eight months, so the volume cannot be reckoned.",
            ),
            MEND_BASIS,
            None,
        )
    short = bound - volume.a_year
    said = volume.said
    return Condition(
        rule,
        volume.a_year >= bound,
        Text(f"{said.zh}（不少于{bound}辆）。", f"{said.en} (at least {bound})."),
        Text(f"出口量每年尚差{shown(short)}辆。", f"Exports fall short by {shown(short)} vehicles a year."),
        volume.a_year,
        volume.numerator,
        volume.denominator,
    )


def _markets(known: Known, rule: Value) -> Condition:
    have, bound = len(known.covered), rule.whole
    return Condition(
        rule,
        have >= bound,
        Text(f"{have}个市场有网点（不少于{bound}个）。", f"Outlets in {have} markets (at least {bound})."),
        Text(
            f"请在另外{bound - have}个市场设立网点。",
            f"Open outlets in {bound - have} more market{'s' if bound - have != 1 else ''}.",
        ),
        have,
    )


def _own_brand(known: Known, rule: Value) -> Condition:
    own = known.facts.manufacturer.own_brand
    words = {
        True: Text("自主品牌。", "Own brand."),
        False: Text("不是自主品牌。", "Not an own brand."),
        None: Text("未说明是否自主品牌。", "It is not stated whether the brand is the maker's own."),
    }
    mend = (
        Text("该类别限自主品牌。", "The category is for own-brand products.")
        if own is False
        else Text("请说明是否自主品牌。", "State whether the brand is the maker's own.")
    )
    return Condition(rule, own if own is None else own == rule.flag, words[own], mend, own)


@criterion(
    "Q12",
    title=Text("服务能力与出口规模", "Capability and volume"),
    asks=Text("每个网点对应的年出口量不超过规定数。", "Vehicles a year per outlet do not exceed the bound."),
    cites=("BRIEF#commensurate", "DESIGN#vehicles-per-outlet"),
)
def commensurate(known: Known, law: Law) -> Iterator[Finding]:
    rule = law["qualification.outlets.vehicles_per_outlet_at_most"]
    asked = Asked("Q12", rule, source=known.facts.source_of("service_network"))
    volume, outlets, bound = known.volume, known.outlets, rule.whole
    if volume.months is None:
        yield asked.lacking("统计期间不能折算为全年。", "The period cannot be reckoned as a year.", mend=MEND_BASIS)
        return
    exported = volume.vehicles > 0
    numerator, denominator = (volume.numerator, volume.denominator) if exported else (known.planned, 1)
    said = volume.said if exported else Text(f"计划年出口{known.planned}辆", f"{known.planned} vehicles planned a year")
    if not numerator:
        yield asked.not_asked(
            "既无出口也无计划，没有可比的规模。",
            "Nothing is exported or planned, so there is no volume to compare.",
        )
        return
    measured: dict[str, Measure] = {"numerator": numerator, "denominator": denominator * outlets}
    needed = -(-numerator // (denominator * bound)) - outlets
    if needed > 0:
        yield asked.not_met(
            f"{said.zh}，网点{outlets}个，每网点超过{bound}辆。",
            f"{said.en} on {outlets} outlets: more than {bound} an outlet.",
            mend=_more_needed(needed),
            observed=_ratio(numerator, denominator * outlets),
            **measured,
        )
        return
    ratio = _ratio(numerator, denominator * outlets)
    assert ratio is not None
    yield asked.met(
        f"{said.zh}，网点{outlets}个，每网点{shown(ratio)}辆（不超过{bound}辆）。",
        f"{said.en} on {outlets} outlets: {shown(ratio)} an outlet (at most {bound}).",
        observed=ratio,
        **measured,
    )


def _ratio(numerator: int, denominator: int) -> Fraction | None:
    return Fraction(numerator, denominator) if denominator else None
