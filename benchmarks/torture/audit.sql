-- What must hold after a night of faults: each row returned is a breach, with what it is about. Reads tables only, trusts no code.
-- `told`: each answer a client had, from its journal. `sent`: each message with how often it left. `done`: each deed's answer.
-- What was decided before what goes by the server's own record of commits (track_commit_timestamp), not by any moment given.
WITH decided AS MATERIALIZED (
    SELECT client, message_id, body, answer, replayed FROM told WHERE answer ? 'decision'),
release AS MATERIALIZED (  -- every release, by the gate or after an inspection, with the moment at which it became true
    SELECT e.subject, e.data ->> 'licence' AS licence,
           coalesce(pg_xact_commit_timestamp(e.xmin), 'infinity') AS since FROM ledger_entry e
     WHERE e.kind = 'declaration.released' OR (e.kind = 'declaration.settled' AND e.data ->> 'decision' = 'released')),
turn AS MATERIALIZED (  -- every change of a licence's status, likewise
    SELECT substr(e.subject, 9) AS licence, e.kind, pg_xact_commit_timestamp(e.xmin) AS since FROM ledger_entry e
     WHERE e.kind IN ('licence.suspended', 'licence.lifted', 'licence.revoked', 'licence.returned', 'licence.loss_reported',
                      'licence.decision_set_aside')
    UNION ALL
    SELECT old.number, 'licence.replaced', pg_xact_commit_timestamp(e.xmin) FROM ledger_entry e
      JOIN licensing_licence new ON e.subject = 'licence:' || new.number JOIN licensing_licence old ON old.id = new.replaces_id
     WHERE e.kind = 'licence.issued'),
moved AS MATERIALIZED (  -- what each entry did to its line, in the order in which the entries became true
    SELECT w.line_id, sum(sign(w.kind) * cardinality(w.vins)) OVER (
             PARTITION BY w.line_id ORDER BY pg_xact_commit_timestamp(w.xmin), sign(w.kind)) AS used
      FROM customs_writeoff w),
carried AS (  -- each licence with the first of its line of replacements
    WITH RECURSIVE chain AS (
        SELECT id, id AS first FROM licensing_licence WHERE replaces_id IS NULL
        UNION ALL SELECT l.id, c.first FROM licensing_licence l JOIN chain c ON l.replaces_id = c.id)
    SELECT * FROM chain)
SELECT 'an acknowledged decision is not stored' AS breach, t.client || ' ' || t.message_id AS about FROM decided t
 WHERE NOT EXISTS (SELECT FROM customs_declaration d WHERE d.client = t.client AND d.message_id = t.message_id)
UNION ALL
SELECT 'a decision is stored otherwise than it was acknowledged', t.client || ' ' || t.message_id FROM decided t
  JOIN customs_declaration d ON d.client = t.client AND d.message_id = t.message_id
 WHERE (d.decision, d.declaration_no, d.written_off::int, d.law, d.reasons, date_trunc('milliseconds', d.decided_at))
       IS DISTINCT FROM (t.answer ->> 'decision', t.answer ->> 'declaration_no', (t.answer ->> 'written_off')::int,
                         t.answer ->> 'law', t.answer -> 'reasons', (t.answer ->> 'decided_at')::timestamptz)
    OR d.licence_no IS DISTINCT FROM t.answer ->> 'licence_no'
    OR (SELECT array_agg(v ->> 'vin' ORDER BY v ->> 'vin') FROM jsonb_array_elements(d.body -> 'vehicles') v)
       IS DISTINCT FROM (SELECT array_agg(v ->> 'vin' ORDER BY v ->> 'vin') FROM jsonb_array_elements(t.body -> 'vehicles') v)
UNION ALL
SELECT 'a message was answered in two ways', client || ' ' || message_id FROM decided
 GROUP BY client, message_id HAVING count(DISTINCT answer - 'replayed') > 1
UNION ALL
SELECT 'a message was decided anew', client || ' ' || message_id FROM decided
 WHERE NOT replayed GROUP BY client, message_id HAVING count(*) > 1
UNION ALL
SELECT 'a message is stored twice', client || ' ' || message_id FROM customs_declaration
 GROUP BY client, message_id HAVING count(*) > 1
UNION ALL
SELECT 'a message that was turned away is stored', t.client || ' ' || t.message_id FROM told t
  JOIN sent s USING (client, message_id)
  JOIN customs_message m USING (client, message_id)
 WHERE t.status >= 400 AND coalesce(t.answer ->> 'code', '') <> 'MESSAGE_ID_REUSED' AND s.times = 1
   AND NOT EXISTS (SELECT FROM decided d WHERE d.client = t.client AND d.message_id = t.message_id)
UNION ALL
SELECT 'a stored message that nobody sent', m.client || ' ' || m.message_id FROM customs_message m
 WHERE NOT EXISTS (SELECT FROM sent s WHERE s.client = m.client AND s.message_id = m.message_id)
UNION ALL
SELECT 'a decision without exactly one ledger entry', d.declaration_no FROM customs_declaration d
 WHERE 1 <> (SELECT count(*) FROM ledger_entry e WHERE e.subject = 'declaration:' || d.id
             AND e.kind IN ('declaration.released', 'declaration.refused', 'declaration.held', 'declaration.not_required'))
UNION ALL
SELECT 'a deed without exactly one ledger entry', d.declaration_no FROM customs_declaration d
 WHERE d.deeds - 1 <> (SELECT count(*) FROM ledger_entry e WHERE e.subject = 'declaration:' || d.id AND e.kind IN (
             'declaration.cancelled', 'declaration.corrected', 'declaration.goods_returned', 'declaration.settled'))
UNION ALL
SELECT 'a ledger entry without its decision', e.subject FROM ledger_entry e
 WHERE e.kind LIKE 'declaration.%' AND NOT EXISTS (SELECT FROM customs_declaration d WHERE e.subject = 'declaration:' || d.id)
UNION ALL
SELECT 'an acknowledged deed is not in the ledger', a.verb || ' ' || a.about FROM (
    SELECT n.verb, n.about, k.kind, k.state, count(*) AS times FROM done n
      JOIN (VALUES ('cancel', 'declaration.cancelled', NULL), ('return', 'declaration.goods_returned', NULL),
                   ('correct', 'declaration.corrected', NULL), ('passed', 'inspection.recorded', 'passed'),
                   ('failed', 'inspection.recorded', 'failed'), ('rework', 'inspection.recorded', 'reworking'),
                   ('given_up', 'inspection.recorded', 'refused'), ('suspend', 'licence.suspended', NULL),
                   ('lift', 'licence.lifted', NULL), ('amend', 'licence.amendment_opened', NULL),
                   ('submit', 'application.submitted', NULL), ('pass-first-review', 'application.first_review_passed', NULL))
           AS k (verb, kind, state) ON k.verb = n.verb
     WHERE n.status < 300 GROUP BY n.verb, n.about, k.kind, k.state) a
 WHERE a.times > (SELECT count(*) FROM ledger_entry e
                   WHERE e.kind = a.kind AND (a.state IS NULL OR e.data ->> 'state' = a.state)
                     AND (e.subject = a.about OR e.data ->> 'declaration_no' = a.about))
UNION ALL
SELECT 'a refused car is not kept', v.value ->> 'vin' FROM customs_declaration d, jsonb_array_elements(d.body -> 'vehicles') v
 WHERE d.decision = 'refused' AND v.value ->> 'vin' <> ''
   AND NOT EXISTS (SELECT FROM customs_refusedvin r WHERE r.vin = v.value ->> 'vin' AND r.declaration_id = d.id)
UNION ALL
SELECT 'released under a licence that did not stand at that moment', r.subject || ' ' || t.kind FROM release r
 CROSS JOIN LATERAL (SELECT t.kind FROM turn t WHERE t.licence = r.licence AND t.since < r.since ORDER BY t.since DESC LIMIT 1) t
 WHERE t.kind NOT IN ('licence.lifted', 'licence.decision_set_aside')
UNION ALL
SELECT 'released outside the licence''s days', d.declaration_no FROM customs_declaration d
  JOIN licensing_licence l ON l.id = d.licence_id
 WHERE d.decision IN ('released', 'held') AND d.declared_on NOT BETWEEN l.valid_from AND l.valid_until
UNION ALL
SELECT 'decided on a day on which it could not be declared', d.declaration_no FROM customs_declaration d
 WHERE (d.decided_at AT TIME ZONE 'Asia/Shanghai')::date - d.declared_on NOT BETWEEN 0 AND 3
UNION ALL
SELECT 'more was written off at some moment than was licensed', m.line_id::text FROM moved m
  JOIN licensing_licenceline l ON l.id = m.line_id JOIN licensing_balance b ON b.line_id = m.line_id
 WHERE m.used > greatest(l.quantity, b.licensed) OR m.used < 0
UNION ALL
SELECT 'licensed less written off and reserved is below zero', b.line_id::text FROM licensing_balance b
 WHERE b.licensed - b.reserved < (SELECT coalesce(sum(sign(w.kind) * cardinality(w.vins)), 0) FROM customs_writeoff w
                                   WHERE w.line_id = b.line_id)
UNION ALL
SELECT 'an amendment made or lost vehicles', f.number FROM licensing_licence f
 WHERE f.replaces_id IS NULL
   AND (SELECT sum(l.quantity) FROM licensing_licenceline l WHERE l.licence_id = f.id)
    <> (SELECT sum(b.licensed) FROM carried c JOIN licensing_balance b ON b.licence_id = c.id WHERE c.first = f.id);
