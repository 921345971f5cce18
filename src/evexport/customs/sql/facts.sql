-- What the gate knows of one declaration, in one call and without writing: the criteria's facts as JSON.
-- It runs with the rights of whoever calls: the gate and customs see all, an enterprise what is its own.

-- The edition of the inspection catalogue in force on a day, and whether it names the code.
CREATE OR REPLACE FUNCTION customs_catalogue(p_hs text, p_day date)
RETURNS TABLE (year int, required boolean) LANGUAGE sql STABLE AS $$
    SELECT e.year::int, coalesce((SELECT n.required FROM registers_inspectioncatalogueentry n
                                   WHERE n.year = e.year AND n.hs_code = p_hs), false)
      FROM registers_inspectioncatalogueentry e WHERE e.year <= extract(year FROM p_day)::int ORDER BY e.year DESC LIMIT 1
$$;

-- The directly subordinate customs district that an office belongs to; null for an unknown one.
CREATE OR REPLACE FUNCTION customs_district_of(p_office text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT d.district_code FROM registers_customsdistrict d WHERE d.code = p_office
$$;

-- Where a maker's model stands on a day: its entry in the Announcement that lasts longest, its best certificate. A model that
-- was taken off the maker's entry on the year's list is withdrawn as well. Without a licence no maker is known: any counts.
CREATE OR REPLACE FUNCTION customs_model(p_model text, p_maker uuid, p_maker_uscc text, p_year int, p_today date)
RETURNS TABLE (announced boolean, withdrawn_on date, vehicle_name text, ccc text) LANGUAGE sql STABLE AS $$
    SELECT a.id IS NOT NULL, least(a.withdrawn_on, off.since), a.vehicle_name, coalesce(c.status, 'none')
      FROM (SELECT) one
      LEFT JOIN LATERAL (
        SELECT e.id, e.withdrawn_on, e.vehicle_name FROM registers_announcementmodel e
         WHERE e.model_code = p_model AND (p_maker_uscc IS NULL OR e.manufacturer_uscc = p_maker_uscc)
           AND (e.effective_from IS NULL OR e.effective_from <= p_today)
         ORDER BY e.withdrawn_on DESC NULLS FIRST LIMIT 1) a ON true
      LEFT JOIN LATERAL (
        SELECT n.status
          FROM (SELECT DISTINCT ON (s.certificate_no) s.status, s.valid_until FROM registers_ccccertificate s
                 WHERE s.model_code = p_model AND (p_maker_uscc IS NULL OR s.manufacturer_uscc = p_maker_uscc)
                   AND s.status_since <= p_today AND s.valid_from <= p_today
                   AND (s.withdrawn_on IS NULL OR s.withdrawn_on > p_today)
                 ORDER BY s.certificate_no, s.status_since DESC) e,
               LATERAL (SELECT CASE WHEN e.status = 'valid' AND e.valid_until < p_today THEN 'expired' ELSE e.status END) n (status)
         ORDER BY array_position(ARRAY['valid', 'suspended', 'expired', 'cancelled', 'revoked'], n.status) LIMIT 1) c ON true
      LEFT JOIN LATERAL (
        SELECT (s.since AT TIME ZONE 'Asia/Shanghai')::date AS since FROM qualification_model_standing s
         WHERE s.maker_id = p_maker AND s.model_code = p_model AND s.year = p_year AND s.state = 'withdrawn') off ON true
$$;

-- A row where customs_model would say announced, not withdrawn and certified: what the gate asks of every model, by key alone.
CREATE OR REPLACE FUNCTION customs_model_stands(p_model text, p_maker uuid, p_maker_uscc text, p_year int, p_today date)
RETURNS SETOF boolean LANGUAGE sql STABLE AS $$
    SELECT true
     WHERE EXISTS (SELECT FROM registers_announcementmodel e
                    WHERE e.model_code = p_model AND e.manufacturer_uscc = p_maker_uscc
                      AND (e.effective_from IS NULL OR e.effective_from <= p_today)
                      AND (e.withdrawn_on IS NULL OR e.withdrawn_on > p_today))
       AND NOT EXISTS (SELECT FROM qualification_model_standing s
                        WHERE s.maker_id = p_maker AND s.model_code = p_model AND s.year = p_year AND s.state = 'withdrawn'
                          AND (s.since AT TIME ZONE 'Asia/Shanghai')::date <= p_today)
       AND EXISTS (SELECT FROM registers_ccccertificate s
                    WHERE s.model_code = p_model AND s.manufacturer_uscc = p_maker_uscc AND s.status = 'valid'
                      AND s.status_since <= p_today AND s.valid_from <= p_today
                      AND (s.valid_until IS NULL OR s.valid_until >= p_today)
                      AND (s.withdrawn_on IS NULL OR s.withdrawn_on > p_today)
                      AND NOT EXISTS (SELECT FROM registers_ccccertificate n
                                       WHERE n.model_code = p_model AND n.manufacturer_uscc = p_maker_uscc
                                         AND n.certificate_no = s.certificate_no AND n.status_since > s.status_since
                                         AND n.status_since <= p_today AND n.valid_from <= p_today
                                         AND (n.withdrawn_on IS NULL OR n.withdrawn_on > p_today)))
$$;

-- Which of these WMIs are the maker's on a day: recorded with it (its own, its contract manufacturers'), or registered so.
CREATE OR REPLACE FUNCTION customs_wmis_of(p_wmis text[], p_maker uuid, p_maker_uscc text, p_day date)
RETURNS TABLE (wmi text) LANGUAGE sql STABLE AS $$
    SELECT w.wmi FROM enterprises_enterprisewmi w
     WHERE w.maker_id = p_maker AND w.wmi = ANY (p_wmis) AND w.valid_from <= p_day
       AND (w.valid_until IS NULL OR w.valid_until >= p_day)
     UNION
    SELECT w.wmi FROM registers_wmiholder w
     WHERE w.wmi = ANY (p_wmis) AND p_maker_uscc <> '' AND p_maker_uscc IN (w.maker_uscc, w.holder_uscc)
       AND (w.valid_from IS NULL OR w.valid_from <= p_day) AND (w.withdrawn_on IS NULL OR w.withdrawn_on > p_day)
$$;

-- Whether cars are out or reserved: national uniqueness, and nothing of whose they are.
CREATE OR REPLACE FUNCTION customs_vins_taken(p_vins text[], p_except uuid)
RETURNS TABLE (vin text, since date, pending boolean) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT v.vin::text, v.since, v.pending FROM public.customs_livevin v
    WHERE v.vin = ANY (p_vins) AND v.declaration_id IS DISTINCT FROM p_except
$$;
ALTER FUNCTION customs_vins_taken(text[], uuid) OWNER TO evx_definer;

CREATE OR REPLACE FUNCTION customs_gate_facts(
    p_no text, p_declared_on date, p_today date, p_office text, p_exporter text, p_licence text, p_destination text, p_hs text,
    p_vins text[], p_wmis text[], p_models text[], p_except uuid, p_list_year int)
RETURNS jsonb LANGUAGE sql STABLE AS $$
    WITH l AS (SELECT *, coalesce(p_list_year, extract(year FROM valid_from)::int) AS list_year
                 FROM licensing_licence WHERE number = p_licence),
    e AS (SELECT id FROM enterprises_enterprise WHERE uscc = p_exporter)
    SELECT jsonb_build_object(
        'decided', EXISTS (SELECT FROM customs_declaration
                            WHERE declaration_no = p_no AND state IN ('released', 'held', 'returned')
                              AND id IS DISTINCT FROM p_except),
        'exporter_id', (SELECT id FROM e),
        'district', customs_district_of(p_office),
        'licence', (SELECT to_jsonb(l) FROM l),
        'list_year', (SELECT l.list_year FROM l),
        'standing', (SELECT to_jsonb(s) FROM licensing_licencestanding s JOIN l ON l.id = s.licence_id),
        'successor', (SELECT n.number FROM licensing_licence n JOIN l ON n.replaces_id = l.id),
        'lines', (SELECT jsonb_agg(to_jsonb(b) ORDER BY b.hs_code, b.model_code)
                    FROM licensing_balance b JOIN l ON l.id = b.licence_id),
        'listing', (SELECT s.state FROM qualification_listing_standing s JOIN l ON s.maker_id = l.maker_id
                     WHERE s.year = l.list_year),
        'authorisation', (SELECT CASE WHEN l.exporter_id = l.maker_id THEN 'in_force'
                                      WHEN s.state = 'in_force' AND p_declared_on NOT BETWEEN s.valid_from AND s.valid_until
                                           AND extract(year FROM p_declared_on) <= l.list_year
                                      THEN 'out_of_contract' ELSE s.state END
                            FROM l LEFT JOIN qualification_exporter_standing s
                              ON s.maker_id = l.maker_id AND s.exporter_id = l.exporter_id
                             AND s.year = l.list_year),
        'banned_since', (SELECT min(b.valid_from) FROM enterprises_ban b JOIN e ON e.id = b.enterprise_id
                          WHERE b.lifted_at IS NULL AND p_today >= b.valid_from AND p_today < b.until),
        'wmis', (SELECT jsonb_agg(w.wmi) FROM l, customs_wmis_of(p_wmis, l.maker_id, l.maker_uscc, p_declared_on) w),
        'without_check_digit', (SELECT jsonb_agg(x.wmi) FROM customs_checkdigitexemption x JOIN l ON l.maker_id = x.maker_id
                  WHERE x.destination = p_destination AND x.valid_from <= p_declared_on
                    AND (x.valid_until IS NULL OR x.valid_until >= p_declared_on)),
        'taken', (SELECT jsonb_agg(to_jsonb(t)) FROM customs_vins_taken(p_vins, p_except) t),
        'holds', (SELECT jsonb_agg(jsonb_build_object('vin', h.vin, 'since', (h.placed_at AT TIME ZONE 'Asia/Shanghai')::date,
                                                      'zh', h.because_zh, 'en', h.because_en))
                    FROM customs_vinhold h WHERE h.vin = ANY (p_vins) AND h.lifted_at IS NULL),
        'built', (SELECT jsonb_agg(jsonb_build_object('vin', p.vin, 'model_code', p.model_code, 'built_on', p.built_on))
                    FROM vehicles_productionrecord p WHERE p.vin = ANY (p_vins)),
        'models', (SELECT jsonb_object_agg(m, to_jsonb(f)) FROM unnest(p_models) m,
                    customs_model(m, (SELECT l.maker_id FROM l), (SELECT l.maker_uscc FROM l),
                                  (SELECT l.list_year FROM l), p_today) f),
        'catalogue', (SELECT to_jsonb(c) FROM customs_catalogue(p_hs, p_declared_on) c),
        'risk', (SELECT r.level FROM customs_risklevel r JOIN l ON r.maker_id = l.maker_id))
$$;

REVOKE ALL ON FUNCTION customs_vins_taken(text[], uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION customs_vins_taken(text[], uuid) TO evx_gate, evx_customs, evx_tenant, evx_staff, evx_system;

-- A declaration's answer stands for good: only its state, since when, and the number of deeds move.
CREATE OR REPLACE FUNCTION customs_answer_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - '{state,state_since,deeds}'::text[] = to_jsonb(OLD) - '{state,state_since,deeds}'::text[]
       AND NEW.deeds > OLD.deeds THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'What was answered to a declaration is not altered' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE OR REPLACE TRIGGER answer_stands BEFORE UPDATE OR DELETE ON customs_declaration
    FOR EACH ROW EXECUTE FUNCTION customs_answer_stands();
CREATE OR REPLACE TRIGGER answer_stands_table BEFORE TRUNCATE ON customs_declaration
    FOR EACH STATEMENT EXECUTE FUNCTION customs_answer_stands();
