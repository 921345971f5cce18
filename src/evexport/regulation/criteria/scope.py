"""S1: each model is under this regime at all."""

from collections.abc import Iterator

from evexport.kernel.text import Text, join
from evexport.regulation.asked import Asked
from evexport.regulation.facts.filing import Model
from evexport.regulation.facts.goods import Goods, Propulsion
from evexport.regulation.findings import Finding, Outcome, criterion
from evexport.regulation.known import Known
from evexport.regulation.law import Law
from evexport.regulation.legs import Leg, day, model_code, persons, propulsion, reading
from evexport.regulation.markets import first_day

NO_MODEL = Text("申报未列任何车型。", "The filing names no model.")
NAME_MODELS = Text("请填写拟出口的车型。", "Name the models to be exported.")


@criterion(
    "S1",
    title=Text("适用范围", "Scope"),
    asks=Text(
        "车型主要用于载人、仅装有驱动电动机、具有VIN，且在施行之日后出口。",
        "The model carries persons, has only an electric motor and a VIN, and goes out under the regime.",
    ),
    cites=("ANN-54-2025#scope", "ANN-54-2025#effect", "DESIGN#vehicle-names"),
)
def in_scope(known: Known, law: Law) -> Iterator[Finding]:
    rule = law["scope.hs_code"]
    if not known.facts.models:
        yield Asked("S1", rule).lacking(NO_MODEL.zh, NO_MODEL.en, mend=NAME_MODELS)
    for model in known.facts.models:
        yield _model(Asked("S1", rule, subject={"model_code": model.model_code}), model, known, law)


def _model(asked: Asked, model: Model, known: Known, law: Law) -> Finding:
    goods = Goods(
        declared_on=first_day(known.facts.year),
        vehicle_name=model.vehicle_name or None,
        model_code=model.model_code,
        propulsion=Propulsion(model.propulsion) if model.propulsion else None,
    )
    read = reading(goods, law)
    legs = [persons(goods, read, law), propulsion(goods, read, law), day(goods, law), _vin(known, law)]
    for outcome, answer in ((Outcome.NOT_MET, asked.not_met), (Outcome.NEEDS_EVIDENCE, asked.lacking)):
        failed = [leg for leg in legs if leg.outcome is outcome]
        if failed:
            said = join(leg.sentence for leg in failed)
            return answer(said.zh, said.en, mend=join(dict.fromkeys(leg.remedy for leg in failed)))
    name = model.vehicle_name
    check = model_code(goods, read, law)
    warning = check.sentence if check.outcome is Outcome.NEEDS_EVIDENCE else None
    said = Text(
        f"“{name}”为仅由电动机驱动、具有VIN的载人车辆，应归入{asked.rule.value}。",
        f"“{name}”: carries persons, has only an electric motor and a VIN; code {asked.rule.value}.",
    )
    said = join([said, warning]) if warning else said
    return asked.met(said.zh, said.en, observed=asked.rule.word)


def _vin(known: Known, law: Law) -> Leg:
    """A filing shows that its cars have VINs by the WMIs under which they are built."""
    rule = law["scope.hs_code"]
    if known.facts.manufacturer.wmis:
        return Leg("vin", Outcome.MET, Text("有WMI。", "WMIs are given."), rule)
    return Leg(
        "vin",
        Outcome.NEEDS_EVIDENCE,
        Text("未填WMI，不能说明车辆具有VIN。", "No WMI is given, so nothing shows that the cars have VINs."),
        rule,
        Text("请填写WMI。", "Give the WMIs."),
    )
