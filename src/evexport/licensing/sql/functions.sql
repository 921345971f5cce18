-- What the model language cannot say of the licence tables, and the two narrow questions that cross organisations.

-- The number says the year of the first valid day and the body that issued it.
ALTER TABLE licensing_licence ADD CONSTRAINT licence_number_tells_year_and_body CHECK (
    left(number, 2)::int = extract(year FROM valid_from)::int % 100 AND substr(number, 4, 2) = issuing_body
);

-- Both rows change with each declaration: room on the page keeps their updates off the indexes.
ALTER TABLE licensing_licencestanding SET (fillfactor = 50);
ALTER TABLE licensing_balance SET (fillfactor = 25);

-- Vehicles that count against a maker's capacity of a year: what live licences allow, and what ended ones have used.
-- `leaving_out`, the licence that a change replaces, counts by its use: its remainder is what the change asks for.
CREATE FUNCTION licensing_counted(of_maker uuid, of_year integer, on_day date, leaving_out uuid) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    SELECT coalesce(sum(
        CASE WHEN s.status IN ('issued', 'suspended', 'lost') AND l.valid_until >= on_day AND l.id IS DISTINCT FROM leaving_out
             THEN b.licensed
             ELSE b.used + b.reserved END), 0)
    FROM licensing_licence l
    JOIN licensing_licencestanding s ON s.licence_id = l.id
    JOIN licensing_balance b ON b.licence_id = l.id
    WHERE l.maker_id = of_maker AND l.ground = 'qualified' AND extract(year FROM l.valid_from) = of_year
    $$;

-- What the public check needs to know of one licence; the code is compared by the caller.
CREATE FUNCTION licensing_public_check(of_number text)
    RETURNS TABLE (code text, status text, valid_from date, valid_until date, vehicles_left bigint, clearances_left integer)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    SELECT l.verification_code, s.status, l.valid_from, l.valid_until,
           (SELECT coalesce(sum(b.licensed - b.used - b.reserved), 0) FROM licensing_balance b WHERE b.licence_id = l.id)::bigint,
           s.clearances_allowed - s.clearances_used
    FROM licensing_licence l
    JOIN licensing_licencestanding s ON s.licence_id = l.id
    WHERE l.number = of_number
    $$;

ALTER FUNCTION licensing_counted(uuid, integer, date, uuid) OWNER TO evx_definer;
ALTER FUNCTION licensing_public_check(text) OWNER TO evx_definer;
REVOKE ALL ON FUNCTION licensing_counted(uuid, integer, date, uuid), licensing_public_check(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION licensing_counted(uuid, integer, date, uuid) TO evx_tenant, evx_authority, evx_staff;
GRANT EXECUTE ON FUNCTION licensing_public_check(text) TO evx_anyone;
