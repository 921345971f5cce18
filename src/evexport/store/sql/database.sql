-- What one database needs beside its tables; run by its owner after each migration, safe to repeat.

DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO evx_app, evx_gate, evx_definer, evx_anyone', current_database());
END
$$;
GRANT USAGE ON SCHEMA public TO evx_app, evx_gate, evx_definer, evx_anyone;
-- The owner of a function must be able to make things where the function lies, while it is handed over.
GRANT CREATE ON SCHEMA public TO evx_definer;

-- The organisation for which the transaction acts; null where none was named, so that no row is its own.
CREATE OR REPLACE FUNCTION evx_org() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('evx.org', true), '')::uuid $$;

-- The division prefix, issuing body or agency for which it acts.
CREATE OR REPLACE FUNCTION evx_authority() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('evx.authority', true), '') $$;

-- Rows that may only be added to. UPDATE is open to the definer role alone, for its one function that erases a personal field.
CREATE OR REPLACE FUNCTION evx_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_ARGV[0] IS NOT NULL AND current_user = TG_ARGV[0] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Rows of % are only added to: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
