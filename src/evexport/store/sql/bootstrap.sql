-- The roles of one PostgreSQL cluster. Run once by a superuser, or by a role with CREATEROLE; safe to repeat.
--     psql -d postgres -f bootstrap.sql
--     createdb --owner=evx_owner evexport
--     psql -d postgres -c "ALTER ROLE evx_app PASSWORD '…'"      (likewise evx_owner and evx_gate)
--
-- Three roles log in: the owner (migrations, backup), the application, the customs gate. The application holds no rights of
-- its own on anybody's rows: it takes an acting role for each transaction (SET LOCAL ROLE) and sees what that role may see.

DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES
            ('evx_owner',     'LOGIN INHERIT'),
            ('evx_app',       'LOGIN NOINHERIT'),
            ('evx_gate',      'LOGIN NOINHERIT'),
            ('evx_anyone',    'NOLOGIN'),   -- what every acting role may do: public reference data, the job queue
            ('evx_definer',   'NOLOGIN'),   -- owner of narrow SECURITY DEFINER functions, with policies of its own
            ('evx_tenant',    'NOLOGIN'),   -- a maker or an exporter
            ('evx_authority', 'NOLOGIN'),   -- a provincial commerce department, an issuing body
            ('evx_agency',    'NOLOGIN'),   -- a consulted ministry
            ('evx_staff',     'NOLOGIN'),   -- the ministry and its examiners, oversight
            ('evx_admin',     'NOLOGIN'),   -- who manages users, organisations and keys, and sees nothing else
            ('evx_customs',   'NOLOGIN'),
            ('evx_public',    'NOLOGIN'),   -- nobody in particular
            ('evx_system',    'NOLOGIN')    -- background work
        ) AS roles(name, options)
    LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
                EXECUTE format('CREATE ROLE %I %s', wanted.name, wanted.options);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- another installation of the same cluster was first
        END;
    END LOOP;
END
$$;

GRANT evx_anyone TO evx_tenant, evx_authority, evx_agency, evx_staff, evx_admin, evx_customs, evx_public, evx_system;
GRANT evx_tenant, evx_authority, evx_agency, evx_staff, evx_admin, evx_customs, evx_public, evx_system TO evx_app;
GRANT evx_definer TO evx_owner;
