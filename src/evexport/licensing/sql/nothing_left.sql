-- Licences under which nothing can be declared any more: every vehicle or every clearance is taken. Their identifiers alone, found
-- from all balances at once, which row security would ask for one by one; which of them the reader may see it says afterwards.
CREATE OR REPLACE FUNCTION licensing_nothing_left() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    SELECT b.licence_id FROM licensing_balance b GROUP BY b.licence_id HAVING sum(b.licensed - b.used - b.reserved) = 0
     UNION ALL
    SELECT s.licence_id FROM licensing_licencestanding s WHERE s.clearances_used >= s.clearances_allowed
    $$;

ALTER FUNCTION licensing_nothing_left() OWNER TO evx_definer;
REVOKE ALL ON FUNCTION licensing_nothing_left() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION licensing_nothing_left() TO evx_authority, evx_staff;
