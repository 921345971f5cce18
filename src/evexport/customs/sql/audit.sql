-- What must hold after anything whatever: each row returned is a breach, with what it is about. Reads tables only, trusts no code.
WITH entry AS MATERIALIZED (
    SELECT w.declaration_id, w.line_id, w.number, w.kind, v.vin FROM customs_writeoff w, unnest(w.vins) v (vin)),
out AS MATERIALIZED (  -- cars that their entries say are out: written off, and neither taken back nor returned
    SELECT vin, declaration_id, sum(CASE WHEN kind > 0 THEN 1 ELSE -1 END) AS times FROM entry GROUP BY vin, declaration_id)
SELECT 'balance below zero' AS breach, b.line_id::text AS about FROM licensing_balance b
 WHERE b.used < 0 OR b.reserved < 0 OR b.used + b.reserved > b.licensed
UNION ALL
SELECT 'used is not what was written off', b.line_id::text FROM licensing_balance b
  LEFT JOIN (SELECT line_id, sum(sign(kind)) AS used FROM entry GROUP BY line_id) w USING (line_id)
 WHERE b.used <> coalesce(w.used, 0)
UNION ALL
SELECT 'reserved is not what is held', b.line_id::text FROM licensing_balance b
  LEFT JOIN (SELECT line_id, count(*) AS held FROM customs_livevin WHERE pending GROUP BY line_id) v USING (line_id)
 WHERE b.reserved <> coalesce(v.held, 0)
UNION ALL
SELECT 'a car is out but its entries say otherwise', v.vin FROM customs_livevin v
  LEFT JOIN out o ON o.vin = v.vin AND o.declaration_id = v.declaration_id
 WHERE NOT v.pending AND coalesce(o.times, 0) <> 1
UNION ALL
SELECT 'a car''s entries say it is out but it is not', o.vin FROM out o
  LEFT JOIN customs_livevin v ON v.vin = o.vin AND v.declaration_id = o.declaration_id AND NOT v.pending
 WHERE o.times <> CASE WHEN v.vin IS NULL THEN 0 ELSE 1 END
UNION ALL
SELECT 'a car is out more than once', o.vin FROM out o GROUP BY o.vin HAVING sum(o.times) > 1
UNION ALL
SELECT 'a number lives twice', d.declaration_no FROM customs_declaration d
 WHERE d.state IN ('released', 'held', 'returned') GROUP BY d.declaration_no HAVING count(*) > 1
UNION ALL
SELECT 'a message without its decision', m.client || ' ' || m.message_id FROM customs_message m
 WHERE NOT EXISTS (SELECT FROM customs_declaration d WHERE d.id = m.declaration_id AND d.message_id = m.message_id)
UNION ALL
SELECT 'a decision without its message', d.declaration_no FROM customs_declaration d
 WHERE NOT EXISTS (SELECT FROM customs_message m
                    WHERE m.client = d.client AND m.message_id = d.message_id AND m.declaration_id = d.id)
UNION ALL
SELECT 'a decision without its ledger entry', d.declaration_no FROM customs_declaration d
 WHERE NOT EXISTS (SELECT FROM ledger_entry e
                    WHERE e.subject = 'declaration:' || d.id AND e.kind = 'declaration.' || d.decision)
UNION ALL
SELECT 'a release that is not whole', d.declaration_no FROM customs_declaration d
 WHERE d.decision = 'released'
   AND d.quantity <> (SELECT coalesce(sum(cardinality(w.vins)), 0) FROM customs_writeoff w
                       WHERE w.declaration_id = d.id AND w.number = 1)
UNION ALL
SELECT 'cars reserved by a declaration that is not held', v.vin FROM customs_livevin v
 WHERE v.pending AND NOT EXISTS (SELECT FROM customs_declaration d WHERE d.id = v.declaration_id AND d.state = 'held')
UNION ALL
SELECT 'clearances are not what was cleared', s.licence_id::text FROM licensing_licencestanding s
 WHERE s.clearances_used <> (SELECT count(*) FROM customs_declaration d
                              WHERE d.licence_id = s.licence_id AND d.state IN ('released', 'held', 'returned'));
