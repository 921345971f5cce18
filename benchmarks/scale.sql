-- A nation on top of the demonstration: makers, exporters, a list, filings, licences, declarations, cars. Run as owner.
-- Each row is a copy of one that the demonstration's deeds made, under another name; :makers, :licences, :cars are replaced.

CREATE FUNCTION pg_temp.id_at(moment timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '7' || substr(r, 1, 3) || '8' || substr(r, 4, 15))::uuid
    FROM (SELECT replace(gen_random_uuid()::text, '-', '') r) x
$$;

-- Makers and one exporter each, with their names; credit codes come from the caller (scale_code).
CREATE TEMP TABLE scale_firm AS
SELECT c.n, c.uscc, (c.n % 2 = 0) AS is_maker, pg_temp.id_at('2025-06-01'::timestamptz + c.n * interval '1 minute') AS id,
       '示例' || CASE WHEN c.n % 2 = 0 THEN '第' || (c.n / 2) || '汽车有限公司' ELSE '第' || (c.n / 2) || '进出口有限公司' END AS name_zh,
       'Example ' || CASE WHEN c.n % 2 = 0 THEN 'Motor ' ELSE 'Trading ' END || (c.n / 2) || ' Co., Ltd.' AS name_en,
       (ARRAY['440300','310100','330100','320500','420100','500100','340100','610100'])[1 + (c.n / 2) % 8] AS division
FROM scale_code c;

INSERT INTO accounts_organisation (id, kind, name_zh, name_en, authority_code, contact, created_at)
SELECT id, 'enterprise', name_zh, name_en, '', '', '2025-06-01' FROM scale_firm;
INSERT INTO enterprises_enterprise (id, uscc, name_zh, name_en, division, enterprise_type, customs_code, example, registered_at)
SELECT id, uscc, name_zh, name_en, division, CASE WHEN is_maker THEN 'vehicle_maker' ELSE 'trader' END,
       lpad((4403000000 + n)::text, 10, '0'), true, '2025-06-01' FROM scale_firm;

CREATE TEMP TABLE scale_pair AS
SELECT m.n / 2 AS k, m.id AS maker, m.uscc AS maker_uscc, m.name_zh AS maker_zh, m.name_en AS maker_en, m.division,
       e.id AS exporter, e.uscc AS exporter_uscc, e.name_zh AS exporter_zh, e.name_en AS exporter_en,
       pg_temp.id_at('2026-09-01') AS filing, pg_temp.id_at('2026-09-08') AS version, pg_temp.id_at('2026-12-10') AS entry,
       pg_temp.id_at('2026-12-10') AS listed_exporter
FROM scale_firm m JOIN scale_firm e ON e.n = m.n + 1 WHERE m.is_maker AND m.n > 0;
CREATE INDEX ON scale_pair (k);
CREATE TEMP VIEW scale_new AS SELECT * FROM scale_pair WHERE k > 0;
-- The demonstration's own maker and exporter are the pair 0: who signs in as one of them finds a desk with much on it.
INSERT INTO scale_pair (k, maker, maker_uscc, maker_zh, maker_en, division, exporter, exporter_uscc, exporter_zh, exporter_en)
SELECT 0, m.id, m.uscc, m.name_zh, m.name_en, m.division, e.id, e.uscc, e.name_zh, e.name_en
FROM enterprises_enterprise m, enterprises_enterprise e
WHERE m.id = (SELECT organisation_id FROM accounts_membership h JOIN accounts_user u ON u.id = h.user_id WHERE u.username = 'maker')
  AND e.id = (SELECT organisation_id FROM accounts_membership h JOIN accounts_user u ON u.id = h.user_id WHERE u.username = 'exporter');

-- The list of the published year: filings as the demonstration's first listed maker filed, entries, models, standings.
CREATE TEMP TABLE scale_model_filing AS
SELECT f.* FROM qualification_filing f JOIN qualification_listedmaker l ON l.maker_id = f.maker_id AND l.year = f.year
WHERE f.state = 'listed' ORDER BY f.year DESC, l.uscc LIMIT 1;
INSERT INTO qualification_filing
SELECT made.*
FROM scale_model_filing t, scale_new p
CROSS JOIN LATERAL jsonb_populate_record(NULL::qualification_filing, to_jsonb(t) || jsonb_build_object('id', p.filing, 'maker_id', p.maker)) made;
INSERT INTO qualification_filingversion
SELECT made.*
FROM scale_new p, (SELECT v.* FROM qualification_filingversion v JOIN scale_model_filing t ON v.filing_id = t.id ORDER BY number DESC LIMIT 1) v
CROSS JOIN LATERAL jsonb_populate_record(NULL::qualification_filingversion, to_jsonb(v) || jsonb_build_object('id', p.version, 'filing_id', p.filing)) made;
INSERT INTO qualification_filingstep
SELECT made.*
FROM scale_new p, qualification_filingstep s JOIN scale_model_filing t ON s.filing_id = t.id
CROSS JOIN LATERAL jsonb_populate_record(NULL::qualification_filingstep, to_jsonb(s) || jsonb_build_object('id', pg_temp.id_at(s.at), 'filing_id', p.filing)) made;
INSERT INTO qualification_listedmaker
SELECT made.*
FROM scale_new p, (SELECT l.* FROM qualification_listedmaker l JOIN scale_model_filing t ON l.maker_id = t.maker_id AND l.year = t.year) l
CROSS JOIN LATERAL jsonb_populate_record(NULL::qualification_listedmaker, to_jsonb(l) || jsonb_build_object('id', p.entry, 'maker_id', p.maker,
        'uscc', p.maker_uscc, 'name_zh', p.maker_zh, 'name_en', p.maker_en, 'division', p.division)) made;
INSERT INTO qualification_listedmodel
SELECT made.*
FROM scale_new p, qualification_listedmodel m
CROSS JOIN LATERAL jsonb_populate_record(NULL::qualification_listedmodel, to_jsonb(m) || jsonb_build_object('id', pg_temp.id_at('2026-12-10'),
        'listed_maker_id', p.entry)) made
WHERE m.listed_maker_id =
    (SELECT l.id FROM qualification_listedmaker l JOIN scale_model_filing t ON l.maker_id = t.maker_id AND l.year = t.year LIMIT 1);
INSERT INTO qualification_listedexporter (id, listed_maker_id, exporter_id, uscc, name_zh, name_en, contract_no, valid_from, valid_until)
SELECT listed_exporter, entry, exporter, exporter_uscc, exporter_zh, exporter_en, 'AUTH-2027-' || k, '2027-01-01', '2027-12-31' FROM scale_new;
INSERT INTO qualification_listedfacts
SELECT made.*
FROM scale_new p, (SELECT f.* FROM qualification_listedfacts f JOIN qualification_listedmaker l ON f.listed_maker_id = l.id
                    JOIN scale_model_filing t ON l.maker_id = t.maker_id AND l.year = t.year LIMIT 1) x
CROSS JOIN LATERAL jsonb_populate_record(NULL::qualification_listedfacts, to_jsonb(x) || jsonb_build_object('id', pg_temp.id_at('2026-12-10'),
        'listed_maker_id', p.entry, 'version_id', p.version)) made;
INSERT INTO qualification_listing_standing (maker_id, year, state, since, entry_id)
SELECT maker, 2027, 'in_force', '2026-12-10', entry FROM scale_new;
INSERT INTO qualification_exporter_standing (maker_id, exporter_id, year, state, since, valid_from, valid_until, entry_id)
SELECT maker, exporter, 2027, 'in_force', '2026-12-10', '2027-01-01', '2027-12-31', listed_exporter FROM scale_new;

-- Licences: copies of the demonstration's, a year of them, evenly over the pairs; the last two of each pair's are applications that wait for a review.
CREATE TEMP TABLE scale_face AS
SELECT l.* FROM licensing_licence l JOIN licensing_licencestanding s ON s.licence_id = l.id
WHERE s.status = 'issued' AND l.ground = 'qualified' AND l.replaces_id IS NULL
  AND EXISTS (SELECT FROM licensing_application a WHERE a.id = l.application_id AND a.purpose = 'new') ORDER BY l.issued_at DESC LIMIT 1;
CREATE TEMP TABLE scale_line AS
SELECT n.* FROM licensing_licenceline n JOIN scale_face f ON n.licence_id = f.id ORDER BY position LIMIT 1;
CREATE TEMP TABLE scale_licence AS
SELECT g.n, p.*, t.issued_at, pg_temp.id_at(t.issued_at) AS id, pg_temp.id_at(t.issued_at) AS application, pg_temp.id_at(t.issued_at) AS line,
       lpad((extract(year FROM t.issued_at)::int % 100)::text, 2, '0') || '-AA-' || (100000 + g.n) AS number,
       (ARRAY['DE','BE','GB','MX','BR','TH','ID','AU','NO','AE','IL','MY'])[1 + g.n % 12] AS destination, t.issued_at::date AS valid_from,
       CASE WHEN g.n >= :licences - :makers THEN 'submitted' WHEN g.n >= :licences - 2 * :makers THEN 'reviewed' ELSE 'issued' END AS state
FROM generate_series(1, :licences) g(n)
JOIN scale_pair p ON p.k = g.n % :makers
CROSS JOIN LATERAL (SELECT '2026-03-09 09:00+08'::timestamptz + (g.n::float / :licences) * interval '355 days' AS issued_at) t;
INSERT INTO licensing_application
SELECT made.*
FROM scale_licence l, (SELECT a.* FROM licensing_application a JOIN scale_face f ON f.application_id = a.id) a
CROSS JOIN LATERAL jsonb_populate_record(NULL::licensing_application, to_jsonb(a) || jsonb_build_object('id', l.application, 'exporter_id', l.exporter,
        'maker_id', l.maker, 'state', l.state,
        'opened_at', l.issued_at - interval '2 days', 'submitted_at', l.issued_at - interval '1 day', 'decided_at', CASE l.state WHEN 'issued' THEN l.issued_at END,
        'due_on', l.valid_from + 3)) made;
INSERT INTO licensing_licence
SELECT made.*
FROM scale_licence l, scale_face f
CROSS JOIN LATERAL jsonb_populate_record(NULL::licensing_licence, to_jsonb(f) || jsonb_build_object('id', l.id, 'number', l.number, 'application_id', l.application,
        'replaces_id', NULL, 'exporter_id', l.exporter, 'exporter_uscc', l.exporter_uscc, 'exporter_name_zh', l.exporter_zh,
        'exporter_name_en', l.exporter_en, 'consignor_uscc', l.exporter_uscc, 'consignor_name_zh', l.exporter_zh, 'consignor_name_en', l.exporter_en,
        'maker_id', l.maker, 'maker_uscc', l.maker_uscc, 'maker_name_zh', l.maker_zh, 'maker_name_en', l.maker_en, 'destination', l.destination,
        'contract_no', 'EX-' || l.n, 'valid_from', l.valid_from, 'valid_until', (l.valid_from + interval '1 year')::date, 'issued_at', l.issued_at)) made
WHERE l.state = 'issued';
INSERT INTO licensing_licenceline
SELECT made.*
FROM scale_licence l, scale_line t
CROSS JOIN LATERAL jsonb_populate_record(NULL::licensing_licenceline, to_jsonb(t) || jsonb_build_object('id', l.line, 'licence_id', l.id, 'quantity', 400)) made
WHERE l.state = 'issued';
INSERT INTO licensing_balance (line_id, licence_id, hs_code, model_code, licensed, used, reserved)
SELECT l.line, l.id, t.hs_code, t.model_code, 400, :cars_each, 0 FROM scale_licence l, scale_line t WHERE l.state = 'issued';
INSERT INTO licensing_licencestanding (licence_id, status, since, reason, citation, clearances_allowed, clearances_used)
SELECT id, 'issued', issued_at, '', '', 12, 2 FROM scale_licence WHERE state = 'issued';

-- Declarations: two a licence, each of half its cars; cars in a row, as they stand on a ship.
CREATE TEMP TABLE scale_declaration AS
SELECT l.id AS licence, l.number, l.exporter, l.maker, l.exporter_uscc, l.destination, l.line, d.half, l.n,
       least(l.issued_at + d.half * interval '9 days', '2027-03-03 08:00+08') AS at,
       pg_temp.id_at(least(l.issued_at + d.half * interval '9 days', '2027-03-03 08:00+08')) AS id,
       lpad((5300202700000000 + l.n * 2 + d.half)::text, 18, '0') AS no,
       (SELECT array_agg('LDM' || lpad(((l.n * 2 + d.half)::bigint * 1000 + c)::text, 14, '0') ORDER BY c) FROM generate_series(1, :cars_each / 2) c) AS vins
FROM scale_licence l CROSS JOIN (VALUES (1), (2)) d(half) WHERE l.state = 'issued';
INSERT INTO customs_message (client, message_id, payload, declaration_id, at)
SELECT 'scale', no, sha256(no::bytea), id, at FROM scale_declaration;
INSERT INTO customs_declaration
SELECT made.*
FROM scale_declaration d, scale_line n,
     (SELECT c.* FROM customs_declaration c WHERE state = 'released' AND licence_id IS NOT NULL ORDER BY decided_at DESC LIMIT 1) t
CROSS JOIN LATERAL jsonb_populate_record(NULL::customs_declaration, to_jsonb(t) || jsonb_build_object('id', d.id, 'declaration_no', d.no, 'client', 'scale',
        'message_id', d.no, 'declared_on', d.at::date, 'state_since', d.at, 'licence_id', d.licence, 'licence_no', d.number, 'exporter_id', d.exporter,
        'maker_id', d.maker, 'quantity', :cars_each / 2, 'written_off', :cars_each / 2, 'decided_at', d.at,
        'body', t.body || jsonb_build_object('declaration_no', d.no, 'licence_no', d.number, 'exporter_uscc', d.exporter_uscc, 'destination', d.destination,
            'vehicles', (SELECT jsonb_agg(jsonb_build_object('vin', v, 'model_code', n.model_code)) FROM unnest(d.vins) v)))) made;
INSERT INTO customs_writeoff (declaration_id, number, line_id, kind, vins, at) SELECT id, 1, line, 1, vins, at FROM scale_declaration;
INSERT INTO customs_livevin (vin, declaration_id, line_id, pending, since)
SELECT v, d.id, d.line, false, d.at::date FROM scale_declaration d, unnest(d.vins) v ORDER BY v;

-- The ledger: an entry a licence and a declaration, in the order in which they happened.
INSERT INTO ledger_entry (id, kind, subject, parties, actor, at, law, data)
SELECT pg_temp.id_at(x.at), x.kind, x.subject, x.parties, x.actor, x.at, x.law, x.data FROM (
    SELECT t.kind, 'licence:' || l.number AS subject, ARRAY[l.exporter, l.maker] AS parties, t.actor, l.issued_at AS at, t.law,
           t.data || jsonb_build_object('number', l.number, 'exporter', l.exporter, 'maker', l.maker, 'destination', l.destination) AS data
    FROM scale_licence l, (SELECT * FROM ledger_entry WHERE kind = 'licence.issued' ORDER BY id DESC LIMIT 1) t WHERE l.state = 'issued'
    UNION ALL
    SELECT t.kind, 'declaration:' || d.id, ARRAY[d.exporter, d.maker], t.actor, d.at, t.law,
           t.data || jsonb_build_object('declaration_no', d.no, 'licence', d.number, 'quantity', :cars_each / 2, 'destination', d.destination,
                                        'declared_on', d.at::date)
    FROM scale_declaration d, (SELECT * FROM ledger_entry WHERE kind = 'declaration.released' ORDER BY id DESC LIMIT 1) t) x
ORDER BY x.at;
