-- How often an address has asked. Lost on a crash, which only opens fresh windows, and absent on a standby that takes over.
ALTER TABLE accounts_requestcount SET UNLOGGED;
-- A busy row changes with each request: room on the page keeps its updates off the index.
ALTER TABLE accounts_requestcount SET (fillfactor = 50);

-- Count one request. A window opens with the first request after the last one ended.
CREATE FUNCTION accounts_count(what text, whose text, window_seconds float8) RETURNS TABLE (counted bigint, seconds_left float8)
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    INSERT INTO accounts_requestcount AS kept (name, client, count, until) VALUES (what, whose, 1, now() + make_interval(secs => window_seconds))
    ON CONFLICT (name, client) DO UPDATE SET
        count = CASE WHEN kept.until <= now() THEN 1 ELSE kept.count + 1 END,
        until = CASE WHEN kept.until <= now() THEN excluded.until ELSE kept.until END
    RETURNING kept.count, extract(epoch FROM kept.until - now())::float8
    $$;

-- What is counted in the present window.
CREATE FUNCTION accounts_counted(what text, whose text) RETURNS TABLE (counted bigint, seconds_left float8)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    SELECT kept.count, extract(epoch FROM kept.until - now())::float8
    FROM accounts_requestcount kept WHERE kept.name = what AND kept.client = whose AND kept.until > now()
    $$;

CREATE FUNCTION accounts_sweep_counts() RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    WITH gone AS (DELETE FROM accounts_requestcount WHERE until <= now() RETURNING 1) SELECT count(*) FROM gone
    $$;

ALTER FUNCTION accounts_count(text, text, float8) OWNER TO evx_definer;
ALTER FUNCTION accounts_counted(text, text) OWNER TO evx_definer;
ALTER FUNCTION accounts_sweep_counts() OWNER TO evx_definer;
REVOKE ALL ON FUNCTION accounts_count(text, text, float8), accounts_counted(text, text), accounts_sweep_counts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_count(text, text, float8), accounts_counted(text, text), accounts_sweep_counts() TO evx_app;
