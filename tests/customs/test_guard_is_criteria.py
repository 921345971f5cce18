"""The database's guard and the Python criteria are one rule: whatever one refuses the other refuses, whatever they are asked."""

from datetime import date, datetime, time, timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.customs.world import EXPORTER_USCC, MAKER_USCC, MODEL, OTHER_MODEL, RIVAL_USCC, World

from evexport.accounts.actors import Actor
from evexport.codes import vin as vins
from evexport.customs.facts import gate_facts
from evexport.customs.gate import calls
from evexport.customs.gate.calls import Message, Missed
from evexport.customs.gate.many import RELEASE_MANY, Line, asked
from evexport.kernel.clock import CHINA
from evexport.regulation.criteria.gate import decide, screen
from evexport.regulation.criteria.gate_rules import gate_rules, law_of
from evexport.regulation.facts.declaration import Declaration

DAY = date(2026, 6, 15)
CAR, SECOND = vins.make("LDM", "EV7EB", 2026, "D", 1), vins.make("LDM", "EV7EB", 2026, "D", 2)
FOREIGN = vins.make("LDN", "EV7EB", 2026, "D", 3)
UNCHECKED = f"{CAR[:8]}E{CAR[9:]}"
LICENCES = ("qualified", "self", "project_contract", "re_export", "two_models")

# What may be declared otherwise than the licence says; the first of each is sound and drawn most.
DECLARED = {
    "licence": LICENCES,
    "declared_on": (
        DAY,
        date(2026, 3, 15),
        date(2026, 3, 14),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 3, 16),
    ),
    "customs_district": ("5301", "5300", "2248", "9999"),
    "trade_mode": ("0110", "4019"),
    "transport_mode": ("2", "3"),
    "exporter_uscc": (EXPORTER_USCC, MAKER_USCC, RIVAL_USCC),
    "contract_no": ("EXEV-DE-2026-007", None, "OTHER"),
    "destination": ("DE", "FR"),
    "hs_code": ("8703801090", "8703809090"),
    "goods_state": ("new", "used"),
    "cars": ((CAR,), (CAR, SECOND), (CAR, CAR), (UNCHECKED,), (FOREIGN,), ("",), ("LDMEV7EB3TD000001",)),
    "model": (MODEL, OTHER_MODEL, "UNKNOWN1"),
}
NUMBERS = st.integers(0, 60).map(lambda n: f"5301202600{n:08d}")

# What may stand in the tables otherwise: name -> statement.
FACTS = {
    "suspended": "UPDATE licensing_licencestanding SET status = 'suspended'",
    "revoked": "UPDATE licensing_licencestanding SET status = 'revoked'",
    "no clearance": "UPDATE licensing_licencestanding SET clearances_used = clearances_allowed",
    "last clearance": "UPDATE licensing_licencestanding SET clearances_used = clearances_allowed - 1",
    "one left": "UPDATE licensing_balance SET used = licensed - 1",
    "one left beside a reserve": "UPDATE licensing_balance SET used = licensed - 2, reserved = 1",
    "none left": "UPDATE licensing_balance SET used = licensed, reserved = 0",
    "unlisted": "DELETE FROM qualification_listing_standing",
    "listing lapsed": "UPDATE qualification_listing_standing SET state = 'lapsed' WHERE year = 2026",
    "exporter suspended": "UPDATE qualification_exporter_standing SET state = 'suspended'",
    "contract over": "UPDATE qualification_exporter_standing SET valid_until = '2026-06-14' WHERE year = 2026",
    "model off the list": f"""INSERT INTO qualification_model_standing (maker_id, model_code, year, state, since, entry_id)
        SELECT maker_id, '{MODEL}', 2026, 'withdrawn', '2026-06-15 10:00+08', entry_id FROM qualification_listing_standing WHERE year = 2026""",
    "banned": """INSERT INTO enterprises_ban (id, enterprise_id, valid_from, until, because, citation, imposed_at, lifted_because)
        SELECT gen_random_uuid(), id, '2026-06-15', '2027-06-15', '', '', now(), '' FROM enterprises_enterprise""",
    "ban ends today": """INSERT INTO enterprises_ban (id, enterprise_id, valid_from, until, because, citation, imposed_at,
        lifted_because) SELECT gen_random_uuid(), id, '2025-06-15', '2026-06-15', '', '', now(), '' FROM enterprises_enterprise""",
    "withdrawn today": "UPDATE registers_announcementmodel SET withdrawn_on = '2026-06-15'",
    "withdrawn tomorrow": "UPDATE registers_announcementmodel SET withdrawn_on = '2026-06-16'",
    "another's model": "UPDATE registers_announcementmodel SET manufacturer_uscc = 'X'",
    "certificate suspended": "UPDATE registers_ccccertificate SET status = 'suspended'",
    "certificate's last day": "UPDATE registers_ccccertificate SET valid_until = '2026-06-15'",
    "certificate over": "UPDATE registers_ccccertificate SET valid_until = '2026-06-14'",
    "wmi over": "UPDATE enterprises_enterprisewmi SET valid_until = '2026-06-14'",
    "held": f"""INSERT INTO customs_vinhold (id, vin, because_zh, because_en, placed_at, placed_by_name, lifted_by_name,
        lifted_because) VALUES (gen_random_uuid(), '{CAR}', '查', 'look', '2026-06-01', '', '', '')""",
    "hold lifted": f"""INSERT INTO customs_vinhold (id, vin, because_zh, because_en, placed_at, placed_by_name, lifted_at,
        lifted_by_name, lifted_because) VALUES (gen_random_uuid(), '{CAR}', '查', 'look', '2026-06-01', '', '2026-06-02', '', '')""",
    "out": f"INSERT INTO customs_livevin VALUES ('{SECOND}', gen_random_uuid(), NULL, false, '2026-02-11') ON CONFLICT DO NOTHING",
    "pending": f"INSERT INTO customs_livevin VALUES ('{SECOND}', gen_random_uuid(), NULL, true, '2026-02-11') ON CONFLICT DO NOTHING",
    "built as it": f"""INSERT INTO vehicles_productionrecord (vin, model_code, built_on, recorded_at, maker_id)
        SELECT '{CAR}', '{MODEL}', '2026-05-01', now(), id FROM enterprises_enterprise LIMIT 1""",
    "built as another": f"""INSERT INTO vehicles_productionrecord (vin, model_code, built_on, recorded_at, maker_id)
        SELECT '{SECOND}', '{OTHER_MODEL}', '2026-05-01', now(), id FROM enterprises_enterprise LIMIT 1""",
    "coding on record": """INSERT INTO customs_checkdigitexemption (id, maker_id, wmi, destination, valid_from, evidence,
        recorded_at, recorded_by_name) SELECT gen_random_uuid(), maker_id, 'LDM', 'DE', '2026-01-01', '', now(), ''
        FROM qualification_listing_standing LIMIT 1""",
    "in the catalogue": "UPDATE registers_inspectioncatalogueentry SET required = true",
    "elevated": """INSERT INTO customs_risklevel SELECT id, 'elevated', '', '', now() FROM enterprises_enterprise ON CONFLICT DO NOTHING""",
    "strict": """INSERT INTO customs_risklevel SELECT id, 'strict', '', '', now() FROM enterprises_enterprise ON CONFLICT DO NOTHING""",
}


def mostly_sound(values):
    return st.integers(0, 9).flatmap(lambda n: st.sampled_from(values) if n == 0 else st.just(values[0]))


FORMS = st.fixed_dictionaries({name: mostly_sound(values) for name, values in DECLARED.items()})
CHANGES = st.lists(st.sampled_from(sorted(FACTS)), max_size=2, unique=True)


@pytest.fixture(scope="module")
def ground(db_module):
    """The world, one licence of each ground, and the owner's connection on which every example is undone."""
    world = World()
    project = {"ground": "project_contract"}
    abroad = {"ground": "re_export", "maker": None, "maker_uscc": ""}
    by_itself = {"exporter": world.maker, "exporter_uscc": MAKER_USCC}
    licences = {
        "qualified": world.licence(3),
        "self": world.licence(3, **by_itself),
        "project_contract": world.licence(3, **project),
        "re_export": world.licence(3, **abroad),
        "two_models": world.licence(3, models=(MODEL, OTHER_MODEL)),
    }
    with psycopg.connect(db_module.owner) as connection:
        yield world, licences, connection


def form(world: World, licences, drawn, number) -> Declaration:
    drawn = dict(drawn)
    licence = licences[drawn.pop("licence")]
    declared_on, model = drawn.pop("declared_on").isoformat(), drawn.pop("model")
    cars = [{"vin": vin, "model_code": model} for vin in drawn.pop("cars")]
    return world.form(licence, declared_on=declared_on, declaration_no=number, vehicles=cars, **drawn)


def guard_releases(connection, message: Message) -> bool:
    if any(screen(message.declaration, message.rules)):
        return False
    try:
        with connection.transaction():
            outcome, _ = calls.release(connection, message)
    except Missed:
        return False
    assert outcome == "released"
    return True


def batch_releases(connection, message: Message, *, look: bool) -> bool:
    """Whether the guard of many releases it; undone. Without a look beforehand the unique keys have the last word."""
    try:
        with connection.transaction(force_rollback=True):
            rows = connection.execute(RELEASE_MANY, asked([Line(0, message)], look=look)).fetchall()
    except psycopg.errors.UniqueViolation:
        assert not look
        return False
    return [outcome for _, outcome, _ in rows] == ["released"]


def both(connection, declaration: Declaration, client: Actor) -> tuple[bool, str]:
    """What the guards do, of one and of many, and what the criteria say, of the same moment."""
    at = datetime.combine(declaration.declared_on, time(16, 0), tzinfo=CHINA)
    law = law_of(declaration)
    message = Message(declaration, client, at, law, gate_rules(law))
    verdict = decide(gate_facts(declaration, calls.facts(connection, message)), law, at)
    many = {batch_releases(connection, message, look=look) for look in (False, True)}
    alone = guard_releases(connection, message)
    assert many == {alone}
    return alone, verdict.decision


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=FORMS, changes=CHANGES, number=NUMBERS)
@example(drawn={name: values[0] for name, values in DECLARED.items()}, changes=[], number="530120260000000001")
def test_what_the_guard_releases_the_criteria_release_and_the_reverse(ground, drawn, changes, number):
    world, licences, connection = ground
    declaration = form(world, licences, drawn, number)
    with connection.transaction(force_rollback=True):
        for change in changes:
            connection.execute(FACTS[change])
        released, verdict = both(connection, declaration, world.system)
    assert released == (verdict == "released")


@pytest.mark.parametrize("change", sorted(FACTS))
@pytest.mark.parametrize("licence", LICENCES)
def test_each_fact_alone(ground, change, licence):
    world, licences, connection = ground
    sound = {name: values[0] for name, values in DECLARED.items()} | {
        "licence": licence,
        "cars": (CAR, SECOND),
    }
    if licence == "self":
        sound["exporter_uscc"] = MAKER_USCC
    declaration = form(world, licences, sound, "530120260000000007")
    with connection.transaction(force_rollback=True):
        released, verdict = both(connection, declaration, world.system)
        assert (released, verdict) == (True, "released")
    with connection.transaction(force_rollback=True):
        connection.execute(FACTS[change])
        released, verdict = both(connection, declaration, world.system)
        assert released == (verdict == "released")


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in DECLARED.items() for value in values[1:]])
def test_each_entry_alone(ground, name, value):
    world, licences, connection = ground
    drawn = {name: values[0] for name, values in DECLARED.items()} | {name: value}
    with connection.transaction(force_rollback=True):
        released, verdict = both(connection, form(world, licences, drawn, "530120260000000007"), world.system)
    assert released == (verdict == "released")


def test_the_last_second_of_a_day_in_china_is_that_day(ground):
    world, licences, connection = ground
    sound = {name: values[0] for name, values in DECLARED.items()}
    declaration = form(world, licences, sound, "530120260000000007")
    law = law_of(declaration)
    for at, released in (
        (datetime(2026, 6, 15, 23, 59, 59, tzinfo=CHINA), True),
        (datetime(2026, 6, 16, 0, 0, 0, tzinfo=CHINA), False),
    ):
        with connection.transaction(force_rollback=True):
            connection.execute(FACTS["withdrawn tomorrow"])
            message = Message(declaration, world.system, at.astimezone(tz=None) + timedelta(0), law, gate_rules(law))
            assert guard_releases(connection, message) is released
