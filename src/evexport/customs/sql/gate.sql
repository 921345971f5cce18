-- The customs gate's hand in the database. It guards the invariants and carries the happy path in one call; why a declaration
-- is refused is not its business: any guard that misses raises (SQLSTATE EV001, or 23505 where a car is out or a number lives
-- already), all is rolled back, and the criteria of evexport.regulation.criteria.gate say the reasons. What is asked where stands in docs/adr/0004-gate.md.

-- What is stored under a message: replayed (the same content), reused (another content), or no row.
CREATE OR REPLACE FUNCTION customs_gate_stored(p_client text, p_message text, p_payload bytea)
RETURNS TABLE (outcome text, stored jsonb) LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN m.payload = p_payload THEN 'replayed' ELSE 'reused' END, to_jsonb(d) - 'body'
    FROM customs_message m JOIN customs_declaration d ON d.id = m.declaration_id
    WHERE m.client = p_client AND m.message_id = p_message
$$;

-- Release a declaration whose own content holds (form, dates, scope), or raise. One call, one transaction.
-- Order of writes: message, cars sorted (no deadlock), ledger, and last the two rows on which everyone waits, each with its
-- condition in its own WHERE, so that READ COMMITTED asks again after a wait. Many small statements with kept plans cost a
-- third of one large one; what is rarely there (holds, codings) is asked by itself.
CREATE OR REPLACE FUNCTION customs_gate_release(
    p_client text, p_message text, p_payload bytea, p_id uuid, p_no text, p_declared_on date, p_today date,
    p_office text, p_trade text, p_transport text, p_exporter text, p_licence text, p_contract text, p_destination text,
    p_hs text, p_vins text[], p_model_of text[], p_models text[], p_counts int[], p_wmis text[], p_unchecked text[],
    p_body jsonb, p_law text, p_at timestamptz, p_paper jsonb, p_actor jsonb, p_user uuid, p_tenth int, p_spot int[],
    p_entry uuid, p_entry_data jsonb, p_list_year int)
RETURNS TABLE (outcome text, stored jsonb) LANGUAGE plpgsql AS $$
DECLARE
    face record;
    wanted int := cardinality(p_vins);
    lines uuid[];
    made jsonb;
    inspection jsonb;
    one record;
BEGIN
    INSERT INTO customs_message (client, message_id, payload, declaration_id, at)
    VALUES (p_client, p_message, p_payload, p_id, p_at) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN QUERY SELECT * FROM customs_gate_stored(p_client, p_message, p_payload);
        RETURN;
    END IF;

    -- In one look: the face of the licence; who makes and who exports, by the list that the law asks: of the year of declaration,
    -- or (null) of the licence's own year; the models; whether the consignment must be inspected; the cars' past. Each is a
    -- subquery for a value, which stays one look by key whatever the planner knows of the table's size. `strange`: the maker's own
    -- record does not name every identifier, which is rare, so that the register is asked by itself.
    SELECT l.id, l.exporter_id, l.maker_id, l.maker_uscc, l.ground, c.year, c.required,
           coalesce((SELECT r.level FROM customs_risklevel r WHERE r.maker_id = l.maker_id), 'routine') AS level,
           EXISTS (SELECT FROM unnest(p_wmis) w
                    WHERE (SELECT e.wmi FROM enterprises_enterprisewmi e
                            WHERE e.maker_id = l.maker_id AND e.wmi = w AND e.valid_from <= p_declared_on
                              AND (e.valid_until IS NULL OR e.valid_until >= p_declared_on) LIMIT 1) IS NULL) AS strange,
           (SELECT b.line_id FROM licensing_balance b
             WHERE b.licence_id = l.id AND b.hs_code = p_hs AND b.model_code = p_models[1]) AS line
      INTO face
      FROM licensing_licence l
     CROSS JOIN LATERAL (SELECT coalesce(p_list_year, extract(year FROM l.valid_from)::int)) y (list_year)
      LEFT JOIN LATERAL customs_catalogue(p_hs, p_declared_on) c ON true
     WHERE l.number = p_licence AND l.exporter_uscc = p_exporter AND l.contract_no = p_contract
       AND l.destination = p_destination AND l.transport_mode = p_transport AND l.trade_mode = p_trade
       AND p_declared_on BETWEEN l.valid_from AND l.valid_until
       AND l.customs_district = (SELECT d.district_code FROM registers_customsdistrict d WHERE d.code = p_office)
       AND (l.ground <> 'qualified'
            OR (SELECT s.state FROM qualification_listing_standing s
                 WHERE s.maker_id = l.maker_id AND s.year = y.list_year) = 'in_force'
           AND (l.exporter_id = l.maker_id
                OR (SELECT s.state FROM qualification_exporter_standing s
                     WHERE s.maker_id = l.maker_id AND s.exporter_id = l.exporter_id AND s.year = y.list_year
                       AND (p_declared_on BETWEEN s.valid_from AND s.valid_until
                            OR extract(year FROM p_declared_on) > y.list_year)) = 'in_force'))
       AND (SELECT b.until FROM enterprises_ban b
             WHERE b.enterprise_id = l.exporter_id AND b.lifted_at IS NULL AND p_today >= b.valid_from AND p_today < b.until
             LIMIT 1) IS NULL
       AND (l.ground = 're_export'
            OR NOT EXISTS (SELECT FROM unnest(p_models) m WHERE NOT EXISTS (
                    SELECT FROM customs_model_stands(m, l.maker_id, l.maker_uscc, y.list_year, p_today))))
       AND (SELECT h.vin FROM customs_vinhold h WHERE h.vin = ANY (p_vins) AND h.lifted_at IS NULL LIMIT 1) IS NULL
       AND (SELECT p.vin FROM vehicles_productionrecord p
             WHERE p.vin = ANY (p_vins) AND p.model_code <> p_model_of[array_position(p_vins, p.vin::text)] LIMIT 1) IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the licence, its parties, a model or a car' USING ERRCODE = 'EV001';
    END IF;
    IF face.required OR p_tenth < p_spot[CASE face.level WHEN 'strict' THEN 3 WHEN 'elevated' THEN 2 ELSE 1 END] THEN
        RAISE EXCEPTION 'an inspection' USING ERRCODE = 'EV001';
    END IF;
    IF face.strange AND face.ground <> 're_export' THEN
        PERFORM FROM unnest(p_wmis) w
          WHERE w NOT IN (SELECT o.wmi FROM customs_wmis_of(p_wmis, face.maker_id, face.maker_uscc, p_declared_on) o);
        IF FOUND THEN
            RAISE EXCEPTION 'an identifier that is not the maker''s' USING ERRCODE = 'EV001';
        END IF;
    END IF;
    IF cardinality(p_unchecked) > 0 THEN
        PERFORM FROM unnest(p_unchecked) w WHERE NOT EXISTS (
            SELECT FROM customs_checkdigitexemption e
             WHERE e.maker_id = face.maker_id AND e.wmi = w AND e.destination = p_destination
               AND e.valid_from <= p_declared_on AND (e.valid_until IS NULL OR e.valid_until >= p_declared_on));
        IF FOUND THEN
            RAISE EXCEPTION 'no check position' USING ERRCODE = 'EV001';
        END IF;
    END IF;

    -- The lines first, then the cars, then their entries: three plain statements cost less than one of them all.
    lines := ARRAY[face.line];
    FOR i IN 2 .. cardinality(p_models) LOOP
        lines := lines || (SELECT b.line_id FROM licensing_balance b
                            WHERE b.licence_id = face.id AND b.hs_code = p_hs AND b.model_code = p_models[i]);
    END LOOP;
    IF array_position(lines, NULL) IS NOT NULL THEN
        RAISE EXCEPTION 'a model is not on the licence' USING ERRCODE = 'EV001';
    END IF;
    IF cardinality(lines) = 1 THEN
        INSERT INTO customs_livevin (vin, declaration_id, line_id, pending, since)
        SELECT unnest(p_vins), p_id, face.line, false, p_declared_on;
        INSERT INTO customs_writeoff (declaration_id, number, line_id, kind, vins, at) VALUES (p_id, 1, face.line, 1, p_vins, p_at);
    ELSE
        INSERT INTO customs_livevin (vin, declaration_id, line_id, pending, since)
        SELECT unnest(p_vins), p_id, lines[array_position(p_models, unnest(p_model_of))], false, p_declared_on;
        INSERT INTO customs_writeoff (declaration_id, number, line_id, kind, vins, at)
        SELECT p_id, 1, lines[array_position(p_models, v.model)], 1, array_agg(v.vin ORDER BY v.vin), p_at
          FROM unnest(p_vins, p_model_of) v (vin, model) GROUP BY v.model;
    END IF;

    INSERT INTO ledger_entry (id, epoch, kind, subject, parties, actor, at, law, data)
    VALUES (p_entry, (SELECT max(e.no) FROM ledger_epoch e), 'declaration.released', 'declaration:' || p_id,
            CASE WHEN face.maker_id IS NULL OR face.maker_id = face.exporter_id THEN ARRAY[face.exporter_id]
                 ELSE ARRAY[face.exporter_id, face.maker_id] END,
            p_actor, p_at, p_law, p_entry_data);

    UPDATE licensing_licencestanding SET clearances_used = clearances_used + 1
     WHERE licence_id = face.id AND status = 'issued' AND clearances_used < clearances_allowed;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'status or clearances' USING ERRCODE = 'EV001';
    END IF;
    FOR i IN 1 .. cardinality(p_models) LOOP
        UPDATE licensing_balance b SET used = b.used + p_counts[i]
         WHERE b.licence_id = face.id AND b.hs_code = p_hs AND b.model_code = p_models[i]
           AND b.used + b.reserved + p_counts[i] <= b.licensed
        RETURNING b.licensed, b.used, b.reserved INTO one;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'balance' USING ERRCODE = 'EV001';
        END IF;
        made := coalesce(made, '[]') || jsonb_build_object('model_code', p_models[i], 'licensed', one.licensed,
            'used', one.used, 'left', one.licensed - one.used - one.reserved);
    END LOOP;

    inspection := jsonb_build_object('required', false, 'level', face.level, 'catalogue', face.year::text);
    INSERT INTO customs_declaration (id, declaration_no, client, message_id, declared_on, decision, state, state_since, deeds,
        licence_id, licence_no, exporter_id, maker_id, quantity, body, reasons, written_off, balance, inspection, regime, law,
        decided_at, decided_by, paper)
    VALUES (p_id, p_no, p_client, p_message, p_declared_on, 'released', 'released', p_at, 1,
        face.id, p_licence, face.exporter_id, face.maker_id, wanted, p_body, '[]', wanted, made, inspection, NULL, p_law,
        p_at, p_user, p_paper);
    outcome := 'released';
    stored := jsonb_build_object('balance', made, 'inspection', inspection);
    RETURN NEXT;
END
$$;

-- Store what is not a release: refused, held, not_required. Held reserves cars, quantity and clearance, or raises EV001 where
-- that fails; a number that lives already raises EV002.
CREATE OR REPLACE FUNCTION customs_gate_record(
    p_client text, p_message text, p_payload bytea, p_id uuid, p_no text, p_declared_on date, p_decision text,
    p_licence_id uuid, p_licence text, p_exporter_id uuid, p_maker_id uuid, p_hs text, p_vins text[], p_model_of text[],
    p_models text[], p_counts int[], p_body jsonb, p_reasons jsonb, p_balance jsonb, p_inspection jsonb, p_regime text,
    p_law text, p_at timestamptz, p_paper jsonb, p_actor jsonb, p_user uuid, p_entry uuid, p_entry_data jsonb,
    p_inspection_id uuid, p_quantity int)
RETURNS TABLE (outcome text, stored jsonb) LANGUAGE plpgsql AS $$
DECLARE
    written int;
BEGIN
    INSERT INTO customs_message (client, message_id, payload, declaration_id, at)
    VALUES (p_client, p_message, p_payload, p_id, p_at) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN QUERY SELECT * FROM customs_gate_stored(p_client, p_message, p_payload);
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM customs_declaration WHERE declaration_no = p_no AND state IN ('released', 'held', 'returned')) THEN
        RAISE EXCEPTION 'decided already' USING ERRCODE = 'EV002';
    END IF;

    IF p_decision = 'held' AND p_licence_id IS NOT NULL THEN
        INSERT INTO customs_livevin (vin, declaration_id, line_id, pending, since)
        SELECT v.vin, p_id, b.line_id, true, p_declared_on
          FROM unnest(p_vins, p_model_of) v (vin, model)
          JOIN licensing_balance b ON b.licence_id = p_licence_id AND b.hs_code = p_hs AND b.model_code = v.model
         ORDER BY v.vin
            ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS written = ROW_COUNT;
        IF written <> p_quantity THEN
            RAISE EXCEPTION 'a car is out already' USING ERRCODE = 'EV001';
        END IF;
        UPDATE licensing_licencestanding SET clearances_used = clearances_used + 1
         WHERE licence_id = p_licence_id AND status = 'issued' AND clearances_used < clearances_allowed;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'status or clearances' USING ERRCODE = 'EV001';
        END IF;
        UPDATE licensing_balance b SET reserved = b.reserved + t.n
          FROM unnest(p_models, p_counts) t (model, n)
         WHERE b.licence_id = p_licence_id AND b.hs_code = p_hs AND b.model_code = t.model
           AND b.used + b.reserved + t.n <= b.licensed;
        GET DIAGNOSTICS written = ROW_COUNT;
        IF written <> cardinality(p_models) THEN
            RAISE EXCEPTION 'balance' USING ERRCODE = 'EV001';
        END IF;
    ELSE
        IF p_decision = 'held' THEN
            INSERT INTO customs_livevin (vin, declaration_id, line_id, pending, since)
            SELECT v, p_id, NULL, true, p_declared_on FROM unnest(p_vins) v WHERE length(v) = 17 ORDER BY v
                ON CONFLICT DO NOTHING;
        END IF;
        INSERT INTO customs_refusedvin (vin, declaration_id)
        SELECT DISTINCT v, p_id FROM unnest(p_vins) v WHERE v <> '';
    END IF;

    INSERT INTO ledger_entry (id, kind, subject, parties, actor, at, law, data)
    VALUES (p_entry, 'declaration.' || p_decision, 'declaration:' || p_id,
            array_remove(ARRAY[p_exporter_id, nullif(p_maker_id, p_exporter_id)], NULL), p_actor, p_at, p_law,
            p_entry_data);

    INSERT INTO customs_declaration (id, declaration_no, client, message_id, declared_on, decision, state, state_since, deeds,
        licence_id, licence_no, exporter_id, maker_id, quantity, body, reasons, written_off, balance, inspection, regime, law,
        decided_at, decided_by, paper)
    VALUES (p_id, p_no, p_client, p_message, p_declared_on, p_decision, p_decision, p_at, 1, p_licence_id, p_licence,
        p_exporter_id, p_maker_id, p_quantity, p_body, p_reasons, 0, p_balance, p_inspection, p_regime, p_law, p_at, p_user,
        p_paper)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'decided already' USING ERRCODE = 'EV002';
    END IF;
    IF p_decision = 'held' THEN
        INSERT INTO customs_inspection (id, declaration_id, state, level, catalogue, because, ordered_at, ordered_by_name)
        VALUES (p_inspection_id, p_id, 'ordered', p_inspection ->> 'level', p_inspection ->> 'catalogue',
                p_reasons -> 0 ->> 'code', p_at, p_actor ->> 'name');
    END IF;
    RETURN QUERY SELECT 'recorded', NULL::jsonb;
END
$$;

DO $$
DECLARE
    made regprocedure;
BEGIN
    FOR made IN SELECT oid FROM pg_proc WHERE proname IN ('customs_gate_release', 'customs_gate_record', 'customs_gate_stored')
                                          AND pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', made);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO evx_gate', made);
    END LOOP;
END
$$;
