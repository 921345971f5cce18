-- The yardstick: the least a gate can do in one call (message, cars, audit, one guarded balance), without licence, parties or
-- answer. Loaded into a schema of its own beside the project's tables, in the same server and the same run.
CREATE SCHEMA bare;
SET search_path = bare;
CREATE TABLE line (id bigint PRIMARY KEY, exporter_id int NOT NULL, country text COLLATE "C" NOT NULL, status smallint NOT NULL,
    valid_from date NOT NULL, valid_to date NOT NULL, granted int NOT NULL, used int NOT NULL DEFAULT 0,
    CHECK (used >= 0 AND used <= granted)) WITH (fillfactor = 25);
INSERT INTO line SELECT i, i % 50, 'DE', 1, '2026-01-01', '2027-12-31', 2000000000, 0 FROM generate_series(1, 1000) i;
CREATE TABLE msg (msg_id uuid PRIMARY KEY, line_id bigint NOT NULL, k int NOT NULL, code smallint NOT NULL, remaining int,
    at timestamptz NOT NULL DEFAULT now());
CREATE TABLE cleared_vin (vin text COLLATE "C" PRIMARY KEY, line_id bigint NOT NULL, msg_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now());
CREATE TABLE audit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(),
    actor int NOT NULL, action text NOT NULL, obj text NOT NULL, data jsonb);
CREATE FUNCTION gate(p_msg uuid, p_line bigint, p_exp int, p_country text, p_vins text[], p_actor int)
RETURNS TABLE (code smallint, remaining int, replay boolean) LANGUAGE plpgsql SET search_path = bare AS $$
DECLARE n int := cardinality(p_vins); c int; r int;
BEGIN
    INSERT INTO msg AS m (msg_id, line_id, k, code) VALUES (p_msg, p_line, n, 0) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN QUERY SELECT m.code, m.remaining, true FROM msg m WHERE m.msg_id = p_msg; RETURN; END IF;
    INSERT INTO cleared_vin (vin, line_id, msg_id) SELECT v, p_line, p_msg FROM unnest(p_vins) v ORDER BY v ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS c = ROW_COUNT;
    IF c <> n THEN RAISE EXCEPTION 'a car is out already'; END IF;
    INSERT INTO audit (actor, action, obj, data) VALUES (p_actor, 'clear', p_line::text, jsonb_build_object('msg', p_msg, 'k', n));
    UPDATE line SET used = used + n WHERE id = p_line AND status = 1 AND exporter_id = p_exp AND country = p_country
       AND current_date BETWEEN valid_from AND valid_to AND used + n <= granted RETURNING granted - used INTO r;
    IF NOT FOUND THEN RAISE EXCEPTION 'refused'; END IF;
    RETURN QUERY SELECT 0::smallint, r, false;
END
$$;
GRANT USAGE ON SCHEMA bare TO evx_gate;
GRANT ALL ON ALL TABLES IN SCHEMA bare TO evx_gate;
