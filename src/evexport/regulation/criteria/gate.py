"""The customs gate: what bars a declaration, what holds it, what needs no licence. All reasons at once, pure."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from evexport.codes import vin as vins
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.regulation.criteria.gate_rules import GateRules, Inspection, gate_rules
from evexport.regulation.facts.declaration import Declaration, GateFacts, LicenceFacts, VehicleFacts
from evexport.regulation.law import Law
from evexport.regulation.reasons import Reason, reason, spelt, templates

Decided = Literal["released", "refused", "held", "not_required"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate decides of one declaration, and why. `regime` is the licence regime the goods fall in instead."""

    decision: Decided
    reasons: tuple[Reason, ...]
    inspection: Inspection
    regime: str | None = None


def decide(facts: GateFacts, law: Law, at: datetime, *, inspected: bool = False) -> Verdict:
    """Decide a declaration. Law, scope and validity go by `declared_on`, status by the moment `at`.

    `inspected`: the consignment has passed the inspection it was held for, so none is asked for again.
    """
    rules = gate_rules(law)
    inspection = rules.inspection(facts)
    if facts.declaration.licence_no is None:
        return _without_licence(facts, rules, inspected=inspected)
    barring = _in_order([*screen(facts.declaration, rules), *_by_facts(facts, at)])
    if barring:
        return Verdict("refused", barring, inspection)
    if inspection.required and not inspected:
        return Verdict("held", (reason("INSPECTION_REQUIRED", why=rules.why_inspected(facts)),), inspection)
    return Verdict("released", (), inspection)


def screen(declaration: Declaration, rules: GateRules, *, faulty: Collection[str] | None = None) -> Iterator[Reason]:
    """What the declaration alone tells, without any register: the day, the scope, the form of each VIN.

    `faulty`: the VINs that a look at a whole column of them found not to be plainly right; the others need no second look.
    """
    if declaration.declared_on < rules.in_force_from:
        yield reason("NOT_IN_FORCE", declared_on=declaration.declared_on, from_day=rules.in_force_from)
    if why := rules.out_of_scope(declaration):
        yield reason("OUT_OF_SCOPE", why=why)
    times = Counter(declaration.vins)
    for vin in times:
        if faulty is None or vin in faulty:
            for code in vins.check(vin, check_position_excused=True):
                yield reason(code, vin=vin)
        if vin and times[vin] > 1:
            yield reason("VIN_REPEATED", vin=vin, times=times[vin])


def unchecked(declaration: Declaration, *, faulty: Collection[str] | None = None) -> tuple[str, ...]:
    """The VINs without a check position: only a coding on record with customs lets them pass. `faulty`: as `screen` takes it."""
    if faulty is not None and not faulty:
        return ()
    without = (vin for vin in dict.fromkeys(declaration.vins) if vin[8:9] not in vins.CHECK_CHARACTERS)
    return tuple(vin for vin in without if vins.VIN_NO_CHECK_POSITION in vins.check(vin))


def _without_licence(facts: GateFacts, rules: GateRules, *, inspected: bool) -> Verdict:
    declaration = facts.declaration
    none = Inspection(required=False, level=facts.risk, catalogue=facts.catalogue_label)
    if declaration.declared_on < rules.in_force_from:
        early = reason("NOT_IN_FORCE", declared_on=declaration.declared_on, from_day=rules.in_force_from)
        return Verdict("not_required", (early,), none)
    if declaration.hs_code == rules.hs_code:
        if declaration.goods_state == "new" and declaration.trade_mode in rules.exempt_trade_modes:
            return Verdict("not_required", (reason("TRADE_MODE_EXEMPT", trade_mode=declaration.trade_mode),), none)
        missing = [reason("LICENCE_MISSING"), *screen(declaration, rules), *_history(facts), *_banned(facts)]
        return Verdict("refused", _in_order(missing), none)
    suspected = () if inspected else tuple(_suspected(facts, rules))
    if holds := tuple(_holds(facts)):
        return Verdict("refused", _in_order([*suspected, *holds]), none)
    if suspected:
        return Verdict("held", suspected, Inspection(required=True, level=facts.risk, catalogue=facts.catalogue_label))
    why = rules.out_of_scope(declaration)
    outside = (reason("OUT_OF_SCOPE", why=why),) if why else ()
    return Verdict("not_required", outside, none, regime=rules.regime(declaration))


def _by_facts(facts: GateFacts, at: datetime) -> Iterator[Reason]:
    """Everything that registers, licence and standings tell; the guard of the database asks the same."""
    licence = facts.licence
    if licence is None:
        yield reason("LICENCE_NOT_FOUND", licence_no=facts.declaration.licence_no)
    else:
        yield from _standing(facts, licence)
        yield from _face(facts, licence)
        yield from _quantity(facts, licence)
        yield from _parties(facts, licence)
        yield from _models(facts, licence, at)
        yield from _vehicles(facts, licence)
    yield from _banned(facts)
    yield from _history(facts)


_ENDED = {
    "suspended": "LICENCE_SUSPENDED",
    "revoked": "LICENCE_REVOKED",
    "replaced": "LICENCE_REPLACED",
    "returned": "LICENCE_RETURNED",
    "lost": "LICENCE_LOST",
}


def _standing(facts: GateFacts, licence: LicenceFacts) -> Iterator[Reason]:
    number, day = licence.number, facts.declaration.declared_on
    if day < licence.valid_from:
        yield reason("LICENCE_NOT_YET_VALID", licence_no=number, from_day=licence.valid_from, declared_on=day)
    if day > licence.valid_until:
        yield reason("LICENCE_EXPIRED", licence_no=number, last_day=licence.valid_until, declared_on=day)
    if code := _ENDED.get(licence.status):
        successor = licence.successor or Text("（办理中）", "(being issued)")
        yield reason(code, licence_no=number, successor=successor)


def _quantity(facts: GateFacts, licence: LicenceFacts) -> Iterator[Reason]:
    if licence.clearances_used >= licence.clearances_allowed:
        yield reason(
            "CLEARANCES_EXHAUSTED",
            licence_no=licence.number,
            allowed=licence.clearances_allowed,
            used=licence.clearances_used,
        )
    if all(line.used >= line.licensed for line in licence.lines):
        licensed = sum(line.licensed for line in licence.lines)
        yield reason("LICENCE_EXHAUSTED", licence_no=licence.number, licensed=licensed)
        return
    left = {line.model_code: line.left for line in licence.lines if line.hs_code == facts.declaration.hs_code}
    for model, declared in facts.declaration.by_model.items():
        if model in left and declared > left[model]:
            yield reason(
                "BALANCE_EXCEEDED",
                model_code=model,
                licence_no=licence.number,
                left=left[model],
                declared=declared,
                over=declared - left[model],
            )


def _parties(facts: GateFacts, licence: LicenceFacts) -> Iterator[Reason]:
    declaration = facts.declaration
    if declaration.exporter_uscc != licence.exporter_uscc:
        yield reason("EXPORTER_MISMATCH", declared=declaration.exporter_uscc, licensed=licence.exporter_uscc)
    if licence.ground != "qualified":  # imported cars and project contracts need a licence, not a qualification
        return
    year = facts.list_year or declaration.declared_on.year
    if facts.listing != "in_force":
        yield reason("MAKER_NOT_LISTED", year=year, standing=_STANDINGS[facts.listing])
    if facts.authorisation != "in_force":
        yield reason("EXPORTER_NOT_AUTHORISED", year=year, standing=_STANDINGS[facts.authorisation])


_STANDINGS = {
    "none": Text("未列入", "not on it"),
    "suspended": Text("暂停", "suspended"),
    "cancelled": Text("取消", "cancelled"),
    "lapsed": Text("失效", "lapsed"),
    "removed": Text("已移出", "removed"),
    "out_of_contract": Text("授权合同不在有效期内", "authorisation contract not in force"),
}


def _banned(facts: GateFacts) -> Iterator[Reason]:
    if facts.banned_since is not None:
        yield reason("EXPORTER_BANNED", from_day=facts.banned_since)


def _face(facts: GateFacts, licence: LicenceFacts) -> Iterator[Reason]:
    declaration = facts.declaration
    district = facts.district or declaration.customs_district
    for code, declared, licensed, shown in (
        ("CONTRACT_MISMATCH", declaration.contract_no, licence.contract_no, declaration.contract_no),
        ("DESTINATION_MISMATCH", declaration.destination, licence.destination, declaration.destination),
        ("DISTRICT_MISMATCH", district, licence.customs_district, declaration.customs_district),
        (
            "TRANSPORT_MISMATCH",
            declaration.transport_mode,
            licence.transport_mode,
            declaration.transport_mode,
        ),
        ("TRADE_MODE_MISMATCH", declaration.trade_mode, licence.trade_mode, declaration.trade_mode),
    ):
        if declared != licensed:
            yield reason(code, declared=shown or Text("（未填）", "(none given)"), licensed=licensed)
    codes = sorted({line.hs_code for line in licence.lines})
    if declaration.hs_code not in codes:
        listed = ", ".join(codes)
        yield reason("HS_CODE_MISMATCH", declared=declaration.hs_code, licence_no=licence.number, licensed=listed)


def _models(facts: GateFacts, licence: LicenceFacts, at: datetime) -> Iterator[Reason]:
    on_licence = {line.model_code for line in licence.lines}
    for model in facts.declaration.by_model:
        if model not in on_licence:
            yield reason("MODEL_NOT_ON_LICENCE", model_code=model, licence_no=licence.number)
        if licence.ground == "re_export":  # cars built abroad stand in no Announcement of ours
            continue
        known = facts.model(model)
        gone = known.withdrawn_on is not None and known.withdrawn_on <= china_day(at)
        if gone or not known.announced:
            yield reason("MODEL_WITHDRAWN", model_code=model, since=_since(known.withdrawn_on if gone else None))
        if known.ccc != "valid":
            yield reason("MODEL_CCC_INVALID", model_code=model, standing=_CERTIFICATES[known.ccc])


def _since(day: date | None) -> Text:
    if day is None:
        return Text("（未列入）", " (not entered)")
    said = spelt(day)
    return Text(f"（自{said.zh}起撤销）", f" (withdrawn on {said.en})")


_CERTIFICATES = {
    "none": Text("未查到证书", "no certificate found"),
    "suspended": Text("证书暂停", "certificate suspended"),
    "revoked": Text("证书撤销", "certificate revoked"),
    "cancelled": Text("证书注销", "certificate cancelled"),
    "expired": Text("证书过期", "certificate expired"),
}


def _vehicles(facts: GateFacts, licence: LicenceFacts) -> Iterator[Reason]:
    """Each car against its maker: identifier, coding without a check position, production register."""
    without_position = frozenset(unchecked(facts.declaration))
    for vehicle in {vehicle.vin: vehicle for vehicle in facts.declaration.vehicles}.values():
        if not vins.well_formed(vehicle.vin):
            continue
        wmi = vins.wmi(vehicle.vin)
        if licence.ground != "re_export" and wmi not in facts.wmis:
            yield reason("VIN_WMI_FOREIGN", vin=vehicle.vin, wmi=wmi)
        if vehicle.vin in without_position and wmi not in facts.without_check_digit:
            yield reason("VIN_NO_CHECK_POSITION", vin=vehicle.vin, destination=facts.declaration.destination)
        built = facts.vehicle(vehicle.vin).built_as
        if built is not None and built != vehicle.model_code:
            yield reason("VIN_MODEL_MISMATCH", vin=vehicle.vin, model_code=vehicle.model_code, recorded=built)


def _history(facts: GateFacts) -> Iterator[Reason]:
    for vin in dict.fromkeys(facts.declaration.vins):
        if day := facts.vehicle(vin).exported_on:
            yield reason("VIN_ALREADY_EXPORTED", vin=vin, on=day)
    yield from _holds(facts)


def _holds(facts: GateFacts) -> Iterator[Reason]:
    for vin in dict.fromkeys(facts.declaration.vins):
        known = facts.vehicle(vin)
        if known.held_since is not None:
            yield reason("VIN_ON_HOLD", vin=vin, since=known.held_since, because=known.held_because)


def _suspected(facts: GateFacts, rules: GateRules) -> Iterator[Reason]:
    """Cars known as battery-electric passenger cars that are declared under another code and without a licence."""
    for vehicle in {vehicle.vin: vehicle for vehicle in facts.declaration.vehicles}.values():
        known = _known(facts, vehicle.model_code, facts.vehicle(vehicle.vin), rules)
        if known is not None:
            code = facts.declaration.hs_code
            yield reason("SUSPECTED_MISDECLARATION", vin=vehicle.vin or None, known=known, hs_code=code)


def _known(facts: GateFacts, model: str, vehicle: VehicleFacts, rules: GateRules) -> Text | None:
    """How the car is known, or None. A used car under the used code is suspect only while it is all but new."""
    declaration = facts.declaration
    if vehicle.exported_on is not None:
        day = spelt(vehicle.exported_on)
        return Text(f"{day.zh}已凭证出口", f"exported under a licence on {day.en}")
    used = declaration.hs_code == rules.used_hs_code and declaration.goods_state == "used"
    if vehicle.built_as is not None:
        days = (declaration.declared_on - vehicle.built_on).days if vehicle.built_on else 0
        if used and days > rules.as_new_days:
            return None
        return Text(f"生产记录车型{vehicle.built_as}", f"built as model {vehicle.built_as}")
    name = facts.model(model).vehicle_name
    if not used and name is not None and rules.is_bev_passenger(name):
        return Text(f"《公告》产品“{name}”", f"announced as “{name}”")
    return None


def _in_order(reasons: list[Reason]) -> tuple[Reason, ...]:
    """In the order of the codes, then of the declaration."""
    order = {code: place for place, code in enumerate(templates())}
    return tuple(sorted(reasons, key=lambda entry: order[entry.code]))
