-- What lies on the desks of a nation, on top of scale.sql: cases under review, holds, inspections, notices, outlets, people.
-- Each row is again a copy of one that the demonstration's deeds made; where the demonstration has none, nothing is laid.

-- The document that each waiting application was handed in with.
INSERT INTO licensing_applicationversion
SELECT made.*
FROM scale_licence l, (SELECT v.* FROM licensing_applicationversion v JOIN scale_face f ON v.application_id = f.application_id ORDER BY revision DESC LIMIT 1) v
CROSS JOIN LATERAL jsonb_populate_record(NULL::licensing_applicationversion, to_jsonb(v) || jsonb_build_object('id', pg_temp.id_at(l.issued_at),
        'application_id', l.application, 'submitted_at', l.issued_at)) made;

-- The open round: every new maker's filing in one of the states that the demonstration shows; each third lies with Shenzhen's department.
CREATE TEMP TABLE scale_open AS
SELECT f.*, row_number() OVER (ORDER BY f.state) - 1 AS no FROM (
    SELECT DISTINCT ON (state) * FROM qualification_filing
    WHERE year = (SELECT max(year) FROM qualification_filing) AND state NOT IN ('draft', 'listed', 'withdrawn') ORDER BY state, id) f;
CREATE TEMP TABLE scale_case AS
SELECT p.k, p.maker, t.id AS template, pg_temp.id_at(t.state_since + p.k * interval '3 minutes') AS id
FROM scale_new p JOIN scale_open t ON t.no = p.k % (SELECT count(*) FROM scale_open);
INSERT INTO qualification_filing
SELECT made.*
FROM scale_case c JOIN qualification_filing t ON t.id = c.template
CROSS JOIN (SELECT DISTINCT authority, department_id FROM qualification_filing WHERE department_id =
    (SELECT organisation_id FROM accounts_membership h JOIN accounts_user u ON u.id = h.user_id WHERE u.username = 'shenzhen') LIMIT 1) d
CROSS JOIN LATERAL jsonb_populate_record(NULL::qualification_filing, to_jsonb(t) || jsonb_build_object('id', c.id, 'maker_id', c.maker)
        || CASE WHEN c.k % 3 = 0 THEN to_jsonb(d) ELSE '{}' END) made;
INSERT INTO qualification_filingversion
SELECT made.* FROM scale_case c JOIN qualification_filingversion t ON t.filing_id = c.template
CROSS JOIN LATERAL jsonb_populate_record(NULL::qualification_filingversion, to_jsonb(t) || jsonb_build_object('id', pg_temp.id_at(t.at), 'filing_id', c.id)) made;
INSERT INTO qualification_filingstep
SELECT made.* FROM scale_case c JOIN qualification_filingstep t ON t.filing_id = c.template
CROSS JOIN LATERAL jsonb_populate_record(NULL::qualification_filingstep, to_jsonb(t) || jsonb_build_object('id', pg_temp.id_at(t.at), 'filing_id', c.id)) made;
INSERT INTO qualification_informationrequest
SELECT made.* FROM scale_case c JOIN qualification_informationrequest t ON t.filing_id = c.template
CROSS JOIN LATERAL jsonb_populate_record(NULL::qualification_informationrequest, to_jsonb(t) || jsonb_build_object('id', pg_temp.id_at(t.at), 'filing_id', c.id)) made;
INSERT INTO qualification_opinion
SELECT made.* FROM scale_case c JOIN qualification_opinion t ON t.filing_id = c.template
CROSS JOIN LATERAL jsonb_populate_record(NULL::qualification_opinion, to_jsonb(t) || jsonb_build_object('id', pg_temp.id_at(t.at), 'filing_id', c.id)) made;

-- At customs: two holds a maker, and one consignment in two hundred waits for its inspection.
INSERT INTO customs_vinhold
SELECT made.* FROM generate_series(1, 2 * :makers) n, (SELECT * FROM customs_vinhold WHERE lifted_at IS NULL LIMIT 1) t
CROSS JOIN LATERAL jsonb_populate_record(NULL::customs_vinhold, to_jsonb(t) || jsonb_build_object('id', pg_temp.id_at(t.placed_at), 'vin', 'LHD' || lpad(n::text, 14, '0'))) made;
CREATE TEMP TABLE scale_held AS
SELECT l.n, l.exporter, l.maker, l.number, l.id AS licence, pg_temp.id_at('2027-03-02 09:00+08') AS id, 'SCALE-HELD-' || l.n AS no
FROM scale_licence l WHERE l.n % 200 = 0 AND l.state = 'issued';
INSERT INTO customs_message (client, message_id, payload, declaration_id, at)
SELECT 'scale', no, sha256(no::bytea), id, '2027-03-02 09:00+08' FROM scale_held;
INSERT INTO customs_declaration
SELECT made.* FROM scale_held h, (SELECT c.* FROM customs_declaration c JOIN customs_inspection i ON i.declaration_id = c.id WHERE i.state = 'ordered' LIMIT 1) t
CROSS JOIN LATERAL jsonb_populate_record(NULL::customs_declaration, to_jsonb(t) || jsonb_build_object('id', h.id, 'declaration_no', h.no, 'client', 'scale',
        'message_id', h.no, 'licence_id', h.licence, 'licence_no', h.number, 'exporter_id', h.exporter, 'maker_id', h.maker)) made;
INSERT INTO customs_inspection
SELECT made.* FROM scale_held h, (SELECT * FROM customs_inspection WHERE state = 'ordered' LIMIT 1) t
CROSS JOIN LATERAL jsonb_populate_record(NULL::customs_inspection, to_jsonb(t) || jsonb_build_object('id', pg_temp.id_at(t.ordered_at), 'declaration_id', h.id)) made;

-- Notices: one to each exporter for each licence; forty for each that the demonstration's organisations have.
INSERT INTO notices_notice
SELECT made.* FROM scale_licence l, (SELECT * FROM notices_notice WHERE entry_id IS NOT NULL AND subject LIKE 'licence:%' LIMIT 1) t
CROSS JOIN LATERAL jsonb_populate_record(NULL::notices_notice, to_jsonb(t) || jsonb_build_object('id', pg_temp.id_at(l.issued_at), 'organisation_id', l.exporter,
        'entry_id', gen_random_uuid(), 'subject', 'licence:' || l.number, 'at', l.issued_at, 'written_at', l.issued_at)) made
WHERE l.state = 'issued';
INSERT INTO notices_notice
SELECT made.* FROM generate_series(1, :makers / 25) n, (SELECT * FROM notices_notice WHERE entry_id IS NOT NULL AND written_at < '2027-03-04' ORDER BY id LIMIT 3000) t
CROSS JOIN LATERAL jsonb_populate_record(NULL::notices_notice, to_jsonb(t) || jsonb_build_object('id', pg_temp.id_at(t.at - n * interval '1 minute'), 'entry_id', gen_random_uuid())) made;

-- Every maker's outlets, as the demonstration's first maker has them, and its makers' people.
INSERT INTO network_outlet
SELECT made.* FROM scale_new p, (SELECT o.* FROM network_outlet o WHERE o.maker_id = (SELECT maker_id FROM network_outlet GROUP BY 1 ORDER BY count(*) DESC LIMIT 1)) t
CROSS JOIN LATERAL jsonb_populate_record(NULL::network_outlet, to_jsonb(t) || jsonb_build_object('id', pg_temp.id_at(t.recorded_at), 'maker_id', p.maker)) made;
INSERT INTO network_marketservice
SELECT made.* FROM scale_new p, (SELECT o.* FROM network_marketservice o WHERE o.maker_id = (SELECT maker_id FROM network_outlet GROUP BY 1 ORDER BY count(*) DESC LIMIT 1)) t
CROSS JOIN LATERAL jsonb_populate_record(NULL::network_marketservice, to_jsonb(t) || jsonb_build_object('id', pg_temp.id_at(t.recorded_at), 'maker_id', p.maker)) made;
CREATE TEMP TABLE scale_person AS
SELECT f.id AS organisation, f.is_maker, pg_temp.id_at('2025-06-02') AS id, 'scale-' || f.n AS username FROM scale_firm f;
INSERT INTO accounts_user
SELECT made.* FROM scale_person p, (SELECT * FROM accounts_user WHERE username = 'maker') t
CROSS JOIN LATERAL jsonb_populate_record(NULL::accounts_user, to_jsonb(t) || jsonb_build_object('id', p.id, 'username', p.username)) made;
INSERT INTO accounts_membership
SELECT made.* FROM scale_person p, (SELECT h.* FROM accounts_membership h JOIN accounts_user u ON u.id = h.user_id WHERE u.username = 'maker' LIMIT 1) t
CROSS JOIN LATERAL jsonb_populate_record(NULL::accounts_membership, to_jsonb(t) || jsonb_build_object('id', pg_temp.id_at(t.granted_at), 'user_id', p.id,
        'organisation_id', p.organisation, 'role', CASE WHEN p.is_maker THEN 'maker' ELSE 'exporter' END)) made;
INSERT INTO accounts_apikey
SELECT made.* FROM scale_person p, (SELECT * FROM accounts_apikey WHERE role = 'maker' LIMIT 1) t
CROSS JOIN LATERAL jsonb_populate_record(NULL::accounts_apikey, to_jsonb(t) || jsonb_build_object('id', pg_temp.id_at(t.issued_at),
        'organisation_id', p.organisation, 'prefix', 's' || substr(md5(p.username), 1, 9))) made
WHERE p.is_maker;
