"""The legs of the scope, each with its own reason: persons, motor, VIN, code, new, day, model code."""

from collections.abc import Iterator
from dataclasses import dataclass

from evexport.codes import vin as vins
from evexport.kernel.text import Text
from evexport.regulation.facts.goods import Goods, Propulsion
from evexport.regulation.findings import NOTHING_TO_DO, Finding, Outcome
from evexport.regulation.law import Law, Value
from evexport.regulation.names import Body, Reading, contradicts, read_name

MET, NOT_MET, LACKING = Outcome.MET, Outcome.NOT_MET, Outcome.NEEDS_EVIDENCE
UNREAD = Reading(None, None)


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg's answer before it becomes a finding."""

    name: str
    outcome: Outcome
    sentence: Text
    rule: Value
    remedy: Text = NOTHING_TO_DO
    observed: str | bool | None = None
    required: str | bool | None = None
    cite: str | None = None

    def finding(self) -> Finding:
        return Finding(
            "S1",
            self.outcome,
            self.sentence,
            self.cite or self.rule.cite,
            remedy=self.remedy,
            subject={"leg": self.name},
            observed=self.observed,
            required=self.required,
            unit=None if self.required is None else self.rule.unit,
            working_value=self.rule.working,
        )


def reading(goods: Goods, law: Law) -> Reading:
    return read_name(goods.vehicle_name, law) if goods.vehicle_name else UNREAD


def legs(goods: Goods, law: Law) -> Iterator[Leg]:
    """Every leg, in the order in which the scope is worded. The last only cross-checks."""
    read = reading(goods, law)
    yield persons(goods, read, law)
    yield propulsion(goods, read, law)
    yield has_vin(goods, law)
    yield code(goods, law)
    yield new(goods, law)
    yield day(goods, law)
    if goods.model_code:
        yield model_code(goods, read, law)


def persons(goods: Goods, read: Reading, law: Law) -> Leg:
    rule = law["scope.names.passenger"]
    cite = law["scope.hs_code"].cite
    name = goods.vehicle_name or ""
    if read.body is Body.PASSENGER_CAR and goods.persons is not False:
        text = Text(f"车辆名称“{name}”为乘用车，主要用于载人。", f"The vehicle name “{name}” is a passenger car's.")
        return Leg("persons", MET, text, rule, observed=True, cite=cite)
    if read.body in (Body.BUS, Body.GOODS):
        what = Text("客车", "a bus") if read.body is Body.BUS else Text("载货车辆", "a goods vehicle")
        text = Text(f"“{name}”为{what.zh}，不是乘用车。", f"“{name}” is {what.en}, not a passenger car.")
        return Leg("persons", NOT_MET, text, rule, _elsewhere(), False, cite=cite)
    if read.body is Body.SPECIAL:
        text = Text(
            f"“{name}”为专用车身，能否适用须由主管部门认定。",
            f"“{name}” has a special-purpose body; whether it is in scope is for the authority to decide.",
        )
        mend = Text("请向商务主管部门取得认定意见。", "Ask the commerce department for its ruling.")
        return Leg("persons", LACKING, text, law["scope.names.special"], mend)
    if goods.persons is False:
        text = Text("该车并非主要用于载人。", "The vehicle is not principally designed to carry persons.")
        return Leg("persons", NOT_MET, text, rule, _elsewhere(), False, cite=cite)
    if goods.persons:
        text = Text("申明主要用于载人。", "It is declared to be designed principally to carry persons.")
        return Leg("persons", MET, text, rule, observed=True, cite=cite)
    return _lacking("persons", rule, "是否主要用于载人", "whether it is designed to carry persons", cite=cite)


def propulsion(goods: Goods, read: Reading, law: Law) -> Leg:
    rule, cite = law["scope.names.electric"], law["scope.hs_code"].cite
    named, stated = read.propulsion, goods.propulsion
    kinds = [kind for kind in (named, stated) if kind is not None]
    other = next((kind for kind in kinds if kind is not Propulsion.ELECTRIC), None)
    if other is Propulsion.FUEL_CELL:
        text = Text(
            "燃料电池车辆是否属于“仅装有驱动电动机”须由主管部门认定。",
            "Whether a fuel-cell vehicle has “only an electric motor” is for the authority to decide.",
        )
        mend = Text("请向商务主管部门取得认定意见。", "Ask the commerce department for its ruling.")
        return Leg(
            "propulsion",
            LACKING,
            text,
            law["scope.names.fuel_cell"],
            mend,
            other.value,
            "electric",
            "DESIGN#special-bodies",
        )
    if other is not None:
        text = Text(
            f"驱动方式为{other.label.zh}，装有发动机，不是仅由电动机驱动。",
            f"It is {other.label.en}: it carries an engine, not only an electric motor.",
        )
        return Leg("propulsion", NOT_MET, text, rule, _elsewhere(), other.value, "electric", cite)
    if goods.vehicle_name and named is None and stated is not None:
        text = Text(
            f"车辆名称“{goods.vehicle_name}”未写明“纯电动”，与申明不一致。",
            f"The vehicle name “{goods.vehicle_name}” does not say 纯电动, against what is declared.",
        )
        mend = Text("请按《公告》填写车辆名称。", "Give the vehicle name as it stands in the Announcement.")
        return Leg("propulsion", LACKING, text, rule, mend, stated.value, "electric", cite)
    if kinds:
        text = Text("仅由电动机驱动。", "Only an electric motor drives it.")
        return Leg("propulsion", MET, text, rule, NOTHING_TO_DO, "electric", "electric", cite)
    return _lacking("propulsion", rule, "驱动方式", "what drives it", cite=cite)


def has_vin(goods: Goods, law: Law) -> Leg:
    rule = law["scope.hs_code"]
    if goods.vin is None:
        return _lacking("vin", rule, "车辆识别代号（VIN）", "the VIN")
    if not goods.vin.strip():
        text = Text("没有车辆识别代号（VIN）。", "It has no VIN.")
        return Leg("vin", NOT_MET, text, rule, _elsewhere(), False, True)
    vin = vins.normalise(goods.vin)
    if vins.check(vin, check_position_excused=True):
        text = Text(f"“{vin}”不是有效的车辆识别代号。", f"“{vin}” is not a valid VIN.")
        mend = Text("请核对后重新填写17位VIN。", "Check the 17 characters and give the VIN again.")
        return Leg("vin", LACKING, text, rule, mend, vin, None, "GB-16735#form")
    return Leg("vin", MET, Text(f"具有VIN：{vin}。", f"It has a VIN: {vin}."), rule, NOTHING_TO_DO, True, True)


def code(goods: Goods, law: Law) -> Leg:
    rule = law["scope.hs_code"]
    wanted = rule.word
    given = goods.hs_code
    if not given:
        return _lacking("code", rule, "商品编号", "the customs code")
    if given == wanted:
        text = Text(f"商品编号为{wanted}。", f"The customs code is {wanted}.")
        return Leg("code", MET, text, rule, NOTHING_TO_DO, given, wanted)
    what = _code_meaning(given, law)
    text = Text(f"商品编号{given}不是{wanted}{what.zh}。", f"The customs code {given} is not {wanted}{what.en}.")
    mend = Text(
        f"带VIN的新纯电动乘用车应归入{wanted}；如归类有误请更正，否则疑为申报不实。",
        f"A new battery-electric car with a VIN belongs under {wanted}: correct the code if it is one.",
    )
    return Leg("code", NOT_MET, text, rule, mend, given, wanted)


def new(goods: Goods, law: Law) -> Leg:
    rule = law["scope.used_hs_code"]
    if goods.used:
        text = Text("为二手车，按二手车出口许可办理。", "It is used: the licence regime of used vehicles applies.")
        return Leg("state", NOT_MET, text, rule, _elsewhere(), "used", "new")
    if goods.used is False:
        return Leg("state", MET, Text("为新车。", "It is new."), rule, NOTHING_TO_DO, "new", "new")
    if goods.hs_code == rule.word:
        text = Text(f"商品编号{rule.word}是二手车的编号。", f"The code {rule.word} is that of used cars.")
        return Leg("state", NOT_MET, text, rule, _elsewhere(), "used", "new")
    if goods.hs_code == law["scope.hs_code"].word:
        text = Text(f"商品编号{goods.hs_code}是新车的编号。", f"The code {goods.hs_code} is that of new cars.")
        return Leg("state", MET, text, rule, NOTHING_TO_DO, "new", "new")
    return _lacking("state", rule, "是新车还是二手车", "whether it is new or used")


def day(goods: Goods, law: Law) -> Leg:
    rule = law["scope.in_force_from"]
    first = rule.day
    if goods.declared_on is None:
        return _lacking("declared_on", rule, "申报日期", "the day of declaration")
    given = goods.declared_on
    if given < first:
        text = Text(
            f"申报日期{given}早于{first}，本制度尚未施行。",
            f"Declared on {given}, before {first}: not yet in force.",
        )
        mend = Text(f"{first}起申报的须有许可证。", f"What is declared from {first} on needs a licence.")
        return Leg("declared_on", NOT_MET, text, rule, mend, str(given), str(first))
    text = Text(f"申报日期{given}不早于{first}。", f"Declared on {given}, on or after {first}.")
    return Leg("declared_on", MET, text, rule, NOTHING_TO_DO, str(given), str(first))


def model_code(goods: Goods, read: Reading, law: Law) -> Leg:
    """The model code cannot decide: it can only speak against the name."""
    rule, given = law["scope.names.model_code_engine_letters"], goods.model_code or ""
    if contradicts(given, law):
        text = Text(
            f"型号{given}不像纯电动乘用车的型号，与名称核对。",
            f"The model code {given} does not look like one of a battery-electric passenger car.",
        )
        mend = Text(
            "请对照《公告》核对型号和车辆名称。",
            "Check model code and vehicle name against the Announcement.",
        )
        return Leg("model_code", LACKING, text, rule, mend, given)
    if not read.bev_passenger:
        text = Text(f"型号{given}本身不能说明是否纯电动乘用车。", f"The model code {given} alone proves nothing.")
        return Leg("model_code", Outcome.NOT_APPLICABLE, text, rule, observed=given)
    text = Text(f"型号{given}与车辆名称不矛盾。", f"The model code {given} does not contradict the name.")
    return Leg("model_code", MET, text, rule, observed=given)


def _code_meaning(given: str, law: Law) -> Text:
    if given == law["scope.used_hs_code"].word:
        return Text("，是二手车的编号", ", but that of used cars")
    if given == law["scope.low_speed_hs_code"].word:
        return Text("，是没有VIN的低速电动车的编号", ", but that of low-speed vehicles without a VIN")
    if given.startswith(law["scope.licensed_hs_prefixes"].words):
        return Text("，属318号文所涉其他汽车", ", but that of other motor vehicles licensed under notice 318")
    return Text("，不属本制度", " and outside this regime")


def _lacking(leg: str, rule: Value, zh: str, en: str, *, cite: str | None = None) -> Leg:
    return Leg(
        leg,
        LACKING,
        Text(f"未说明{zh}。", f"It is not stated {en}." if en.startswith("wh") else f"Not stated: {en}."),
        rule,
        Text(f"请说明{zh}。", f"State {en}."),
        cite=cite,
    )


def _elsewhere() -> Text:
    return Text("不属本制度；请按所属制度办理。", "Outside this regime: follow the one it falls in, if any.")
