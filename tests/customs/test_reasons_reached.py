"""Every reason code through the real database: what stands in the tables, what is declared, what the gate answers."""

from datetime import date

import pytest
from django.db import connections
from tests.customs import registers
from tests.customs.audit import audit
from tests.customs.world import MODEL, NOON, OTHER_MODEL, OWNER, RIVAL_USCC

from evexport.codes import vin as vins
from evexport.customs.actions import place_hold, record_coding, set_risk_level
from evexport.kernel.text import Text
from evexport.regulation.reasons import templates
from evexport.vehicles.models import ProductionRecord

CAR = "LDMEV7EB2TD000001"


def laid(statement, *values):
    with connections[OWNER].cursor() as cursor:
        cursor.execute(statement, values)


def standing(table, state):
    def arrange(_world):
        laid(f"UPDATE qualification_{table}_standing SET state = %s WHERE year = 2026", state)

    return arrange


def built(model):
    def arrange(world):
        ProductionRecord.objects.using(OWNER).create(
            vin=CAR, maker=world.maker, model_code=model, built_on=date(2026, 5, 1), recorded_at=NOON
        )

    return arrange


def risk(level):
    def arrange(world):
        set_risk_level(
            world.maker.pk,
            level=level,
            because="示例",
            citation="INSPECTION-LAW#spot-check",
            by=world.officer,
            at=NOON,
        )

    return arrange


def hold(world):
    place_hold(CAR, because=Text("涉嫌被盗", "reported stolen"), by=world.officer, at=NOON)


def exported(world):
    world.decide(world.form(world.licence(), [CAR]))


def coding(destination):
    def arrange(world):
        record_coding(
            world.maker.pk,
            wmi="LDM",
            destination=destination,
            valid_from=date(2026, 1, 1),
            evidence="编码规则",
            by=world.officer,
            at=NOON,
        )

    return arrange


def nothing(_world):
    """All is sound."""


def no_position(serial=1):
    sound = vins.make("LDM", "EV7EB", 2026, "D", serial)
    return f"{sound[:8]}E{sound[9:]}"


CASES = {
    "sound": (nothing, {}, {}, "released", []),
    "used goods": (nothing, {}, {"goods_state": "used"}, "refused", ["OUT_OF_SCOPE"]),
    "low-speed, nothing known": (
        nothing, None, {"hs_code": "8703809090", "model": "SD1000"}, "not_required", ["OUT_OF_SCOPE"],
    ),
    "another code, announced model": (nothing, None, {"hs_code": "8703809090"}, "held", ["SUSPECTED_MISDECLARATION"]),
    "another code, built car": (
        built(MODEL), None, {"hs_code": "8703809090", "model": "SD1000"}, "held", ["SUSPECTED_MISDECLARATION"],
    ),
    "exhibit": (nothing, None, {"trade_mode": "2700"}, "not_required", ["TRADE_MODE_EXEMPT"]),
    "no licence": (nothing, None, {}, "refused", ["LICENCE_MISSING"]),
    "unknown licence": (nothing, {}, {"licence_no": "26-AA-999999"}, "refused", ["LICENCE_NOT_FOUND"]),
    "first day": (nothing, {"valid_from": date(2026, 6, 15)}, {}, "released", []),
    "too early": (nothing, {"valid_from": date(2026, 6, 16)}, {}, "refused", ["LICENCE_NOT_YET_VALID"]),
    "last day": (nothing, {"valid_until": date(2026, 6, 15)}, {}, "released", []),
    "too late": (nothing, {"valid_until": date(2026, 6, 14)}, {}, "refused", ["LICENCE_EXPIRED"]),
    "suspended": (nothing, {"status": "suspended"}, {}, "refused", ["LICENCE_SUSPENDED"]),
    "revoked": (nothing, {"status": "revoked"}, {}, "refused", ["LICENCE_REVOKED"]),
    "replaced": (nothing, {"status": "replaced"}, {}, "refused", ["LICENCE_REPLACED"]),
    "returned": (nothing, {"status": "returned"}, {}, "refused", ["LICENCE_RETURNED"]),
    "lost": (nothing, {"status": "lost"}, {}, "refused", ["LICENCE_LOST"]),
    "one too many": (nothing, {"quantity": 1}, {"cars": 2}, "refused", ["BALANCE_EXCEEDED"]),
    "no clearance left": (nothing, {"allowed": 0}, {}, "refused", ["CLEARANCES_EXHAUSTED"]),
    "maker suspended": (standing("listing", "suspended"), {}, {}, "refused", ["MAKER_NOT_LISTED"]),
    "exporter removed": (standing("exporter", "removed"), {}, {}, "refused", ["EXPORTER_NOT_AUTHORISED"]),
    "project contract needs neither": (
        standing("listing", "cancelled"), {"ground": "project_contract"}, {}, "released", [],
    ),
    "banned today": (lambda world: world.ban(date(2026, 6, 15)), {}, {}, "refused", ["EXPORTER_BANNED"]),
    "banned tomorrow": (lambda world: world.ban(date(2026, 6, 16)), {}, {}, "released", []),
    "another's licence": (nothing, {}, {"exporter_uscc": RIVAL_USCC}, "refused", ["EXPORTER_MISMATCH"]),
    "contract": (nothing, {}, {"contract_no": "OTHER"}, "refused", ["CONTRACT_MISMATCH"]),
    "no contract": (nothing, {}, {"contract_no": None}, "refused", ["CONTRACT_MISMATCH"]),
    "destination": (nothing, {}, {"destination": "FR"}, "refused", ["DESTINATION_MISMATCH"]),
    "an office of the district": (nothing, {}, {"customs_district": "5304"}, "released", []),
    "another district": (nothing, {}, {"customs_district": "2248"}, "refused", ["DISTRICT_MISMATCH"]),
    "an unknown office": (nothing, {}, {"customs_district": "9999"}, "refused", ["DISTRICT_MISMATCH"]),
    "transport": (nothing, {}, {"transport_mode": "3"}, "refused", ["TRANSPORT_MISMATCH"]),
    "trade mode": (nothing, {}, {"trade_mode": "4019"}, "refused", ["TRADE_MODE_MISMATCH"]),
    "code": (nothing, {}, {"hs_code": "8703809090"}, "refused", ["OUT_OF_SCOPE", "HS_CODE_MISMATCH"]),
    "model": (nothing, {}, {"model": OTHER_MODEL}, "refused", ["MODEL_NOT_ON_LICENCE"]),
    "withdrawn today": (
        lambda _: registers.withdraw(MODEL, date(2026, 6, 15)), {}, {}, "refused", ["MODEL_WITHDRAWN"],
    ),
    "withdrawn tomorrow": (lambda _: registers.withdraw(MODEL, date(2026, 6, 16)), {}, {}, "released", []),
    "certificate suspended": (lambda _: registers.certify(MODEL, "suspended"), {}, {}, "refused", ["MODEL_CCC_INVALID"]),
    "malformed": (nothing, {}, {"vins": ["LDMEV7EB2TD00001"]}, "refused", ["VIN_MALFORMED"]),
    "wrong digit": (nothing, {}, {"vins": ["LDMEV7EB3TD000001"]}, "refused", ["VIN_CHECK_DIGIT"]),
    "no check position": (nothing, {}, {"vins": [no_position()]}, "refused", ["VIN_NO_CHECK_POSITION"]),
    "no check position, on record": (coding("DE"), {}, {"vins": [no_position()]}, "released", []),
    "no check position, another market": (
        coding("NO"), {}, {"vins": [no_position()]}, "refused", ["VIN_NO_CHECK_POSITION"],
    ),
    "another maker's": (
        nothing, {}, {"vins": [vins.make("LDN", "EV7EB", 2026, "D", 1)]}, "refused", ["VIN_WMI_FOREIGN"],
    ),
    "built as another model": (built(OTHER_MODEL), {}, {}, "refused", ["VIN_MODEL_MISMATCH"]),
    "built as declared": (built(MODEL), {}, {}, "released", []),
    "twice": (nothing, {}, {"vins": [CAR, CAR]}, "refused", ["VIN_REPEATED"]),
    "already out": (exported, {}, {}, "refused", ["VIN_ALREADY_EXPORTED"]),
    "on hold": (hold, {}, {}, "refused", ["VIN_ON_HOLD"]),
    "in the catalogue": (lambda _: registers.require_inspection(2026), {}, {}, "held", ["INSPECTION_REQUIRED"]),
    "strict": (risk("strict"), {}, {}, "held", ["INSPECTION_REQUIRED"]),
    "routine": (risk("routine"), {}, {}, "released", []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_reason(world, name):
    arrange, terms, changes, decision, codes = CASES[name]
    arrange(world)
    licence = None if terms is None else world.licence(**terms)
    changes = dict(changes)
    world.cars(1)  # the first number is CAR
    more = changes.pop("cars", 1) - 1
    cars = changes.pop("vins", None) or [CAR, *world.cars(more)]
    answer = world.decide(world.form(licence, cars, **changes))
    assert (answer.decision, [reason["code"] for reason in answer.reasons]) == (decision, codes)
    if licence and decision == "refused":
        assert world.balance(licence)[1:] == (0, 0)
        assert world.clearances(licence) == 0
    audit(OWNER)


def test_an_exhausted_licence_says_so_and_no_more(world):
    licence = world.licence(2)
    world.decide(world.form(licence))
    answer = world.decide(world.form(licence))
    assert [reason["code"] for reason in answer.reasons] == ["LICENCE_EXHAUSTED"]


def test_before_the_regime_nothing_is_required(world):
    eve = NOON.replace(year=2025, month=12, day=31)
    answer = world.decide(world.form(None, declared_on="2025-12-31"), at=eve)
    assert (answer.decision, answer.reasons[0]["code"]) == ("not_required", "NOT_IN_FORCE")
    assert answer.as_dict()["regime"] is None


def test_every_code_is_reached_here():
    reached = {code for _, _, _, _, codes in CASES.values() for code in codes}
    assert reached | {"LICENCE_EXHAUSTED", "NOT_IN_FORCE"} == set(templates())
