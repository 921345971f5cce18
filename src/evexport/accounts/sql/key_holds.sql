-- Whether a key that was looked at earlier still holds: for whoever remembers its holder and must not outlast it.
CREATE FUNCTION accounts_key_holds(known uuid, at timestamptz) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT EXISTS (SELECT FROM accounts_apikey k WHERE k.id = known AND k.revoked_at IS NULL AND k.expires_at > at) $$;

ALTER FUNCTION accounts_key_holds(uuid, timestamptz) OWNER TO evx_definer;
REVOKE ALL ON FUNCTION accounts_key_holds(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_key_holds(uuid, timestamptz) TO evx_gate;
