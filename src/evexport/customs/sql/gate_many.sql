-- Many releases in one statement and one transaction: the guards of customs_gate_release as operations on sets, over the same
-- helpers. A line that misses any guard, and every later line under its licence, is not answered here: the single path explains
-- the first, the others come again. So the lines that are written are decided as if one after the other. docs/adr/0004-gate.md.

-- A line of a batch as evexport.customs.gate.many sends it. `clean`: its own content holds; else it is only looked up.
-- `model_of`: null where all cars are of the line's one model.
CREATE TYPE customs_gate_line AS (
    line int, clean boolean, message text, payload bytea, id uuid, no text, declared_on date, office text, trade text,
    transport text, exporter text, licence text, contract text, destination text, hs text, models text[], counts int[],
    vins text[], model_of text[], wmis text[], unchecked text[], body jsonb, law text, tenth int, spot int[], entry uuid, entry_data jsonb, list_year int);

-- A line that passes (by its number): under which licence, whose, and on which balances; `through` is what the batch takes from each
-- of them up to and with this line.
CREATE TYPE customs_gate_pass AS (
    passed int, licence_id uuid, exporter_id uuid, maker_id uuid, inspection jsonb, balances uuid[], through int[]);

-- Which lines pass, by one look at the tables. What is looked up in tables that grow with the years is written as a subquery for a
-- value: it stays one look by key for each, whatever the planner knows of the table's size. `p_look`: also whether the cars are out and the numbers decided, which the unique
-- keys say by themselves, so that it is asked only after they have said no.
CREATE OR REPLACE FUNCTION customs_gate_judge(p_lines customs_gate_line[], p_today date, p_look boolean)
RETURNS SETOF customs_gate_pass LANGUAGE sql STABLE AS $$
    -- The face of the licence. Lines with the same parties under the same law share a party's number and are asked once.
    WITH faced AS MATERIALIZED (
        SELECT a.line, a.no, a.licence, a.declared_on, a.destination, a.hs, a.models, a.counts, a.vins, a.model_of, a.wmis,
               a.unchecked, a.tenth, a.spot, f.id AS licence_id, f.exporter_id, f.maker_id, f.maker_uscc, f.ground,
               coalesce(a.list_year, extract(year FROM f.valid_from)::int) AS on_list,
               dense_rank() OVER (ORDER BY f.maker_id, f.maker_uscc, f.exporter_id, f.ground, a.declared_on, a.hs,
                                           coalesce(a.list_year, extract(year FROM f.valid_from)::int)) AS party
          FROM unnest(p_lines) a
          JOIN registers_customsdistrict d ON d.code = a.office
          JOIN licensing_licence f
            ON f.number = a.licence AND f.exporter_uscc = a.exporter AND f.contract_no = a.contract
           AND f.destination = a.destination AND f.transport_mode = a.transport AND f.trade_mode = a.trade
           AND a.declared_on BETWEEN f.valid_from AND f.valid_until AND f.customs_district = d.district_code
         WHERE a.clean),
    parties AS MATERIALIZED (
        SELECT p.*, coalesce(r.level, 'routine') AS level, c.year::text AS catalogue
          FROM (SELECT DISTINCT ON (party) party, maker_id, maker_uscc, exporter_id, ground, on_list, declared_on, hs FROM faced) p
          LEFT JOIN customs_risklevel r ON r.maker_id = p.maker_id
          LEFT JOIN LATERAL customs_catalogue(p.hs, p.declared_on) c ON true
         WHERE c.required IS NOT TRUE
           AND NOT EXISTS (SELECT FROM enterprises_ban b WHERE b.enterprise_id = p.exporter_id AND b.lifted_at IS NULL
                                                           AND p_today >= b.valid_from AND p_today < b.until)
           AND (p.ground <> 'qualified'
                OR EXISTS (SELECT FROM qualification_listing_standing s
                            WHERE s.maker_id = p.maker_id AND s.year = p.on_list AND s.state = 'in_force')
               AND (p.exporter_id = p.maker_id
                    OR EXISTS (SELECT FROM qualification_exporter_standing s
                                WHERE s.maker_id = p.maker_id AND s.exporter_id = p.exporter_id AND s.year = p.on_list
                                  AND s.state = 'in_force'
                                  AND (p.declared_on BETWEEN s.valid_from AND s.valid_until
                                       OR extract(year FROM p.declared_on) > p.on_list))))),
    -- What a party's lines may not hold: models, identifiers of makers.
    barred_models AS MATERIALIZED (
        SELECT p.party, m.model
          FROM (SELECT DISTINCT l.party, unnest(l.models) AS model FROM faced l) m
          JOIN parties p ON p.party = m.party AND p.ground <> 're_export'
         WHERE NOT EXISTS (SELECT FROM customs_model_stands(m.model, p.maker_id, p.maker_uscc, p.on_list, p_today))),
    barred_wmis AS MATERIALIZED (
        SELECT p.party, w.wmi
          FROM (SELECT DISTINCT l.party, unnest(l.wmis) AS wmi FROM faced l) w
          JOIN parties p ON p.party = w.party AND p.ground <> 're_export'
         WHERE NOT EXISTS (SELECT FROM customs_wmis_of(ARRAY[w.wmi], p.maker_id, p.maker_uscc, p.declared_on))),
    cars AS MATERIALIZED (
        SELECT c.line, c.vin, coalesce(c.model_code, c.only_model) AS model_code
          FROM (SELECT l.line, unnest(l.vins) AS vin, unnest(l.model_of) AS model_code, l.models[1] AS only_model FROM faced l) c),
    -- The cars are sought all at once, and only what is found is led back to its line: nearly always nothing.
    barred_cars AS MATERIALIZED (
        SELECT h.vin::text FROM customs_vinhold h JOIN cars c ON c.vin = h.vin WHERE h.lifted_at IS NULL
         UNION ALL
        SELECT b.vin
          FROM (SELECT p.vin::text, p.model_code::text FROM vehicles_productionrecord p
                 WHERE p.vin = ANY (ARRAY(SELECT c.vin FROM cars c))
                EXCEPT
                SELECT c.vin, c.model_code FROM cars c) b
         UNION ALL
        SELECT v.vin::text FROM customs_livevin v WHERE p_look AND v.vin = ANY (ARRAY(SELECT c.vin FROM cars c))),
    barred_lines AS MATERIALIZED (
        SELECT c.line FROM cars c WHERE c.vin IN (SELECT b.vin FROM barred_cars b)
         UNION
        SELECT l.line FROM faced l
         WHERE p_look AND (SELECT d.deeds FROM customs_declaration d
                            WHERE d.declaration_no = l.no AND d.state IN ('released', 'held', 'returned')) IS NOT NULL),
    fit AS MATERIALIZED (
        SELECT l.line, l.licence, l.licence_id, l.exporter_id, l.maker_id, l.hs, l.models, l.counts,
               jsonb_build_object('required', false, 'level', p.level, 'catalogue', p.catalogue) AS inspection
          FROM faced l
          JOIN parties p ON p.party = l.party
         WHERE l.tenth >= l.spot[CASE p.level WHEN 'strict' THEN 3 WHEN 'elevated' THEN 2 ELSE 1 END]
           AND NOT EXISTS (SELECT FROM barred_models b WHERE b.party = l.party AND b.model = ANY (l.models))
           AND NOT EXISTS (SELECT FROM barred_wmis b WHERE b.party = l.party AND b.wmi = ANY (l.wmis))
           AND NOT EXISTS (SELECT FROM unnest(l.unchecked) w WHERE NOT EXISTS (
                    SELECT FROM customs_checkdigitexemption e
                     WHERE e.maker_id = p.maker_id AND e.wmi = w AND e.destination = l.destination
                       AND e.valid_from <= l.declared_on AND (e.valid_until IS NULL OR e.valid_until >= l.declared_on)))
           AND NOT EXISTS (SELECT FROM barred_lines b WHERE b.line = l.line)),
    -- Up to its licence's first line that does not fit, a line stands; from there on the licence's lines wait.
    first_unfit AS MATERIALIZED (
        SELECT a.licence, min(a.line) AS line FROM unnest(p_lines) a
         WHERE NOT EXISTS (SELECT FROM fit f WHERE f.line = a.line) GROUP BY a.licence),
    in_turn AS MATERIALIZED (
        SELECT f.*, row_number() OVER (PARTITION BY f.licence_id ORDER BY f.line) AS clearance
          FROM fit f WHERE NOT EXISTS (SELECT FROM first_unfit u WHERE u.licence = f.licence AND u.line < f.line)),
    takes AS MATERIALIZED (
        SELECT t.line, t.licence_id, m.place, b.line_id, b.licensed - b.used - b.reserved AS free,
               sum(m.count) OVER (PARTITION BY b.line_id ORDER BY t.line)::int AS through
          FROM in_turn t
         CROSS JOIN LATERAL unnest(t.models, t.counts) WITH ORDINALITY m (model, count, place)
          LEFT JOIN licensing_balance b ON b.licence_id = t.licence_id AND b.hs_code = t.hs AND b.model_code = m.model),
    first_short AS MATERIALIZED (
        SELECT licence_id, min(line) AS line
          FROM (SELECT licence_id, line FROM takes WHERE line_id IS NULL OR through > free
                 UNION ALL
                SELECT t.licence_id, t.line FROM in_turn t JOIN licensing_licencestanding s ON s.licence_id = t.licence_id
                 WHERE s.status <> 'issued' OR s.clearances_used + t.clearance > s.clearances_allowed) short
         GROUP BY licence_id)
    SELECT t.line, t.licence_id, t.exporter_id, t.maker_id, t.inspection, k.balances, k.through
      FROM in_turn t
      JOIN (SELECT line, array_agg(line_id ORDER BY place) AS balances, array_agg(through ORDER BY place) AS through
              FROM takes GROUP BY line) k ON k.line = t.line
     WHERE NOT EXISTS (SELECT FROM first_short s WHERE s.licence_id = t.licence_id AND s.line <= t.line)
     ORDER BY t.line
$$;

-- Release what passes of many declarations, which come in the order of their numbers. Answers released, replayed and reused lines;
-- the others are not written. Within each table rows are taken in one order and the tables in the order of the single function, so that
-- batches that cross do not block each other for good. Where others were quicker between look and stroke it raises (EV003 or 23505) and
-- has written nothing.
CREATE OR REPLACE FUNCTION customs_gate_release_many(
    p_client text, p_lines jsonb, p_today date, p_at timestamptz, p_actor jsonb, p_user uuid, p_look boolean)
RETURNS TABLE (line int, outcome text, stored jsonb) LANGUAGE plpgsql AS $$
DECLARE
    fresh customs_gate_line[] := ARRAY(SELECT l FROM jsonb_populate_recordset(NULL::customs_gate_line, p_lines) l);
    known int[];
    passes customs_gate_pass[];
    licences uuid[];
    totals int[];
    lines uuid[];
    taken int[];
    changed_lines uuid[];
    licensed int[];
    used_before int[];
    reserved int[];
    epoch int := ledger_epoch_now();  -- the columns' own defaults would ask once a row
    secret bytea := uuid_send(gen_random_uuid());
    changed int;
BEGIN
    known := ARRAY(SELECT l.line FROM unnest(fresh) l WHERE (
                       SELECT m.at FROM customs_message m WHERE m.client = p_client AND m.message_id = l.message) IS NOT NULL);
    IF cardinality(known) > 0 THEN
        RETURN QUERY SELECT l.line, s.outcome, s.stored FROM unnest(fresh) l, customs_gate_stored(p_client, l.message, l.payload) s
                      WHERE l.line = ANY (known);
        fresh := ARRAY(SELECT l FROM unnest(fresh) l WHERE l.line <> ALL (known));
    END IF;
    passes := ARRAY(SELECT p FROM customs_gate_judge(fresh, p_today, p_look) p);
    IF cardinality(passes) = 0 THEN
        RETURN;
    END IF;
    IF cardinality(passes) < cardinality(fresh) THEN
        fresh := ARRAY(SELECT l FROM unnest(fresh) l JOIN unnest(passes) p ON p.passed = l.line ORDER BY l.line);
    END IF;

    -- From here on both are of the same lines in the same order, and go side by side without a join. That they are is asked once.
    INSERT INTO customs_message (client, message_id, payload, declaration_id, at)
    SELECT p_client, l.message, l.payload, l.id, p_at FROM unnest(fresh, passes) l WHERE l.line = l.passed ORDER BY l.message COLLATE "C";
    GET DIAGNOSTICS changed = ROW_COUNT;
    IF changed <> cardinality(passes) THEN
        RAISE EXCEPTION 'the lines of a batch come in the order of their numbers';
    END IF;

    INSERT INTO customs_livevin (vin, declaration_id, line_id, pending, since)
    SELECT v.vin, v.id, v.balances[coalesce(array_position(v.models, v.model_code), 1)], false, v.declared_on
      FROM (SELECT unnest(l.vins) AS vin, unnest(l.model_of) AS model_code, l.id, l.models, l.balances, l.declared_on
              FROM unnest(fresh, passes) l) v
     ORDER BY v.vin COLLATE "C";
    INSERT INTO customs_writeoff (declaration_id, number, line_id, kind, vins, at)
    SELECT l.id, 1, b.line_id, 1,
           CASE cardinality(l.models) WHEN 1 THEN l.vins
                ELSE ARRAY(SELECT v.vin FROM unnest(l.vins, l.model_of) AS v (vin, model_code)
                            WHERE v.model_code = b.model_code ORDER BY v.vin COLLATE "C") END, p_at
      FROM unnest(fresh, passes) l CROSS JOIN LATERAL unnest(l.models, l.balances) AS b (model_code, line_id);

    INSERT INTO ledger_entry (id, epoch, seed, kind, subject, parties, actor, at, law, data)
    SELECT l.entry, epoch, substr(sha256(secret || int4send(l.line))::text, 3, 32)::uuid, 'declaration.released', 'declaration:' || l.id,
           CASE WHEN l.maker_id IS NULL OR l.maker_id = l.exporter_id THEN ARRAY[l.exporter_id]
                ELSE ARRAY[l.exporter_id, l.maker_id] END,
           p_actor, p_at, l.law, l.entry_data
      FROM unnest(fresh, passes) l;

    -- The rows on which everyone waits: locked in their order, each condition asked again of the row as it is then.
    SELECT array_agg(t.licence_id ORDER BY t.licence_id), array_agg(t.n ORDER BY t.licence_id) INTO licences, totals
      FROM (SELECT p.licence_id, count(*)::int AS n FROM unnest(passes) p GROUP BY p.licence_id) t;
    PERFORM FROM licensing_licencestanding s WHERE s.licence_id = ANY (licences) ORDER BY s.licence_id FOR NO KEY UPDATE;
    UPDATE licensing_licencestanding s SET clearances_used = s.clearances_used + t.n
      FROM unnest(licences, totals) t (licence_id, n)
     WHERE s.licence_id = t.licence_id AND s.status = 'issued' AND s.clearances_used + t.n <= s.clearances_allowed;
    GET DIAGNOSTICS changed = ROW_COUNT;
    IF changed <> cardinality(licences) THEN
        RAISE EXCEPTION 'status or clearances' USING ERRCODE = 'EV003';
    END IF;
    SELECT array_agg(t.line_id ORDER BY t.line_id), array_agg(t.n ORDER BY t.line_id) INTO lines, taken
      FROM (SELECT b.line_id, max(b.through) AS n
              FROM unnest(passes) p CROSS JOIN LATERAL unnest(p.balances, p.through) b (line_id, through) GROUP BY b.line_id) t;
    PERFORM FROM licensing_balance b WHERE b.line_id = ANY (lines) ORDER BY b.line_id FOR NO KEY UPDATE;
    WITH moved AS (
        UPDATE licensing_balance b SET used = b.used + t.n
          FROM unnest(lines, taken) t (line_id, n)
         WHERE b.line_id = t.line_id AND b.used + b.reserved + t.n <= b.licensed
        RETURNING b.line_id, b.licensed, b.used - t.n AS used_before, b.reserved)
    SELECT array_agg(m.line_id), array_agg(m.licensed), array_agg(m.used_before), array_agg(m.reserved), count(*)
      INTO changed_lines, licensed, used_before, reserved, changed FROM moved m;
    IF changed <> cardinality(lines) THEN
        RAISE EXCEPTION 'balance' USING ERRCODE = 'EV003';
    END IF;

    RETURN QUERY
    WITH told AS (
        SELECT b.line, jsonb_agg(jsonb_build_object('model_code', b.model, 'licensed', t.licensed,
                   'used', t.used + b.through, 'left', t.licensed - t.reserved - (t.used + b.through)) ORDER BY b.place) AS balance
          FROM (SELECT l.line, unnest(l.models) AS model, unnest(l.balances) AS line_id, unnest(l.through) AS through,
                       generate_subscripts(l.models, 1) AS place
                  FROM unnest(fresh, passes) l) b
          JOIN unnest(changed_lines, licensed, used_before, reserved) t (line_id, licensed, used, reserved) ON t.line_id = b.line_id
         GROUP BY b.line),
    kept AS (
        INSERT INTO customs_declaration (id, declaration_no, client, message_id, declared_on, decision, state, state_since, deeds,
            licence_id, licence_no, exporter_id, maker_id, quantity, body, reasons, written_off, balance, inspection, regime, law,
            decided_at, decided_by, paper)
        SELECT l.id, l.no, p_client, l.message, l.declared_on, 'released', 'released', p_at, 1, l.licence_id, l.licence,
               l.exporter_id, l.maker_id, cardinality(l.vins), l.body, '[]',
               cardinality(l.vins), t.balance, l.inspection, NULL, l.law, p_at, p_user, NULL
          FROM unnest(fresh, passes) l
          JOIN told t ON t.line = l.line
         ORDER BY l.no COLLATE "C")
    SELECT t.line, 'released', jsonb_build_object('balance', t.balance, 'inspection', p.inspection)
      FROM told t JOIN unnest(passes) p ON p.passed = t.line;
END
$$;

DO $$
DECLARE
    made regprocedure;
BEGIN
    FOR made IN SELECT oid FROM pg_proc WHERE proname IN ('customs_gate_judge', 'customs_gate_release_many')
                                          AND pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', made);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO evx_gate', made);
    END LOOP;
END
$$;
