-- The one change an entry ever sees: a personal field's value goes. Runs as evx_definer, which the append-only trigger lets pass.
CREATE OR REPLACE FUNCTION ledger_erase(which uuid, field text, kept jsonb) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        UPDATE ledger_entry
        SET actor = CASE WHEN field LIKE 'actor.%' THEN actor - substr(field, 7) ELSE actor END,
            data  = CASE WHEN field LIKE 'data.%'  THEN data  - substr(field, 6) ELSE data  END,
            seed  = NULL,
            salts = kept
        WHERE id = which
    $$;
ALTER FUNCTION ledger_erase(uuid, text, jsonb) OWNER TO evx_definer;
REVOKE ALL ON FUNCTION ledger_erase(uuid, text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_erase(uuid, text, jsonb) TO evx_staff;
