"""Faults to be planted in a database that has lived through a night, by the breach that the audit must call each."""

ONE_RELEASED = "(SELECT id FROM customs_declaration WHERE decision = 'released' ORDER BY id LIMIT 1)"
ONE_TOLD = "(SELECT message_id FROM told WHERE answer ->> 'decision' = 'released' ORDER BY message_id LIMIT 1)"
LIVE = "(SELECT v.vin FROM customs_livevin v WHERE NOT pending ORDER BY vin LIMIT 1)"
ENTERED = """INSERT INTO customs_writeoff (declaration_id, number, line_id, kind, vins, at)
    SELECT gen_random_uuid(), 1, line_id, 1, {vins}, now() FROM licensing_balance ORDER BY licensed DESC LIMIT 1"""
FIRST_ENTRY = "id = (SELECT id FROM ledger_entry WHERE kind = '{kind}' ORDER BY id LIMIT 1)"

PLANTS = {
    # What the clients were told
    "an acknowledged decision is not stored": f"DELETE FROM customs_declaration WHERE message_id = {ONE_TOLD}",
    "a decision is stored otherwise than it was acknowledged":
        f"UPDATE customs_declaration SET law = 'sha256:other' WHERE message_id = {ONE_TOLD}",
    "a message was answered in two ways":
        f"""INSERT INTO told SELECT client, message_id, status, body, answer || '{{"written_off": 77}}', true, tries
            FROM told WHERE message_id = {ONE_TOLD}""",
    "a message was decided anew":
        f"INSERT INTO told SELECT client, message_id, status, body, answer, false, tries FROM told WHERE message_id = {ONE_TOLD}",
    "a message is stored twice":
        f"""INSERT INTO customs_declaration SELECT (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(),
            'state', 'cancelled'))).* FROM customs_declaration d WHERE d.id = {ONE_RELEASED}""",
    "a message that was turned away is stored": """INSERT INTO told VALUES ('c', 'm', 422, '{}', '{}', false, 1);
        INSERT INTO sent VALUES ('c', 'm', 1); INSERT INTO customs_message VALUES ('c', 'm', sha256('x'), gen_random_uuid(), now())""",
    "a stored message that nobody sent": f"DELETE FROM sent WHERE message_id = {ONE_TOLD}",
    # The ledger
    "a decision without exactly one ledger entry": f"""INSERT INTO ledger_entry SELECT (jsonb_populate_record(e,
        jsonb_build_object('id', gen_random_uuid()))).* FROM ledger_entry e WHERE e.subject = 'declaration:' || {ONE_RELEASED}""",
    "a decision without its ledger entry": f"DELETE FROM ledger_entry WHERE {FIRST_ENTRY.format(kind='declaration.released')}",
    "a deed without exactly one ledger entry": f"UPDATE customs_declaration SET deeds = deeds + 1 WHERE id = {ONE_RELEASED}",
    "a ledger entry without its decision":
        f"""UPDATE ledger_entry SET subject = 'declaration:' || gen_random_uuid()
            WHERE {FIRST_ENTRY.format(kind='declaration.released')}""",
    "an acknowledged deed is not in the ledger": "DELETE FROM ledger_entry WHERE kind = 'licence.suspended'",
    "a refused car is not kept": f"UPDATE customs_declaration SET decision = 'refused' WHERE id = {ONE_RELEASED}",
    # The licence at that moment
    "released under a licence that did not stand at that moment": f"""DELETE FROM ledger_entry WHERE kind = 'licence.lifted';
        UPDATE ledger_entry SET data = data || jsonb_build_object('licence', (SELECT substr(subject, 9) FROM ledger_entry
            WHERE kind = 'licence.suspended' LIMIT 1)) WHERE {FIRST_ENTRY.format(kind="declaration.released")}""",
    "released outside the licence's days": "UPDATE licensing_licence SET valid_from = '2026-01-01', valid_until = '2026-01-02'",
    "decided on a day on which it could not be declared":
        f"UPDATE customs_declaration SET declared_on = '2026-06-01' WHERE id = {ONE_RELEASED}",
    # Quantities
    "more was written off at some moment than was licensed": ENTERED.format(vins="array_fill('X'::text, ARRAY[30000])"),
    "licensed less written off and reserved is below zero": ENTERED.format(vins="array_fill('X'::text, ARRAY[30000])"),
    "an amendment made or lost vehicles": "UPDATE licensing_balance SET licensed = licensed + 1",
    "balance below zero":
        "ALTER TABLE licensing_balance DROP CONSTRAINT balance_never_negative; UPDATE licensing_balance SET used = licensed + 1",
    "used is not what was written off": "UPDATE licensing_balance SET used = used + 1 WHERE used < licensed - reserved",
    "reserved is not what is held": "UPDATE licensing_balance SET reserved = reserved + 1 WHERE used < licensed - reserved",
    "clearances are not what was cleared":
        "UPDATE licensing_licencestanding SET clearances_used = clearances_used + 1 WHERE clearances_used < clearances_allowed",
    # Cars, numbers, messages
    "a car is out but its entries say otherwise":
        """INSERT INTO customs_livevin (vin, declaration_id, line_id, pending, since)
            VALUES ('X', gen_random_uuid(), gen_random_uuid(), false, '2026-06-15')""",
    "a car's entries say it is out but it is not": "DELETE FROM customs_livevin WHERE NOT pending",
    "a car is out more than once": ENTERED.format(vins=f"ARRAY[{LIVE}]"),
    "a number lives twice":
        """DROP INDEX declaration_lives_once; INSERT INTO customs_declaration
            SELECT (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'state', 'released'))).*
            FROM customs_declaration d WHERE d.state = 'released' LIMIT 1""",
    "a message without its decision": f"DELETE FROM customs_declaration WHERE id = {ONE_RELEASED}",
    "a decision without its message": f"DELETE FROM customs_message WHERE declaration_id = {ONE_RELEASED}",
    "a release that is not whole": f"DELETE FROM customs_writeoff WHERE declaration_id = {ONE_RELEASED}",
    "cars reserved by a declaration that is not held": f"UPDATE customs_livevin SET pending = true WHERE vin = {LIVE}",
}  # fmt: skip
