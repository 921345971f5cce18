-- What signing in and presenting a key need to read before anybody acts: one account, one person's roles, one key at a
-- time, each by something that only its holder knows or carries. None of them lists anything.

CREATE FUNCTION accounts_user_by_name(wanted text) RETURNS SETOF accounts_user
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT * FROM accounts_user WHERE username = lower(wanted) $$;

CREATE FUNCTION accounts_user_by_id(wanted uuid) RETURNS SETOF accounts_user
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT * FROM accounts_user WHERE id = wanted $$;

-- The roles that an active person holds now, first granted first.
CREATE FUNCTION accounts_posts_of(person uuid)
    RETURNS TABLE (id uuid, role text, granted_at timestamptz, organisation_id uuid,
                   kind text, name_zh text, name_en text, authority_code text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    SELECT m.id, m.role, m.granted_at, o.id, o.kind, o.name_zh, o.name_en, o.authority_code
    FROM accounts_membership m
    JOIN accounts_organisation o ON o.id = m.organisation_id
    JOIN accounts_user u ON u.id = m.user_id
    WHERE m.user_id = person AND m.revoked_at IS NULL AND u.is_active
    ORDER BY m.granted_at, m.id
    $$;

-- A key by its public half; the caller compares the secret half with the hash.
CREATE FUNCTION accounts_key_by_prefix(wanted text)
    RETURNS TABLE (id uuid, organisation_id uuid, label text, role text, permissions text[], secret_hash bytea,
                   expires_at timestamptz, revoked_at timestamptz, last_used_on date, authority_code text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    SELECT k.id, k.organisation_id, k.label, k.role, k.permissions::text[], k.secret_hash,
           k.expires_at, k.revoked_at, k.last_used_on, o.authority_code
    FROM accounts_apikey k
    JOIN accounts_organisation o ON o.id = k.organisation_id
    WHERE k.prefix = wanted
    $$;

-- The day of a key's last use, only ever moved forward.
CREATE FUNCTION accounts_key_used(used_key uuid, on_day date) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    UPDATE accounts_apikey SET last_used_on = on_day
    WHERE id = used_key AND (last_used_on IS NULL OR last_used_on < on_day)
    $$;

-- A person's own change of password: whoever calls it must hold the hash that stands.
CREATE FUNCTION accounts_exchange_password(person uuid, standing text, fresh text) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    WITH changed AS (
        UPDATE accounts_user SET password = fresh WHERE id = person AND password = standing AND is_active RETURNING 1
    )
    SELECT EXISTS (SELECT FROM changed)
    $$;

ALTER FUNCTION accounts_user_by_name(text) OWNER TO evx_definer;
ALTER FUNCTION accounts_user_by_id(uuid) OWNER TO evx_definer;
ALTER FUNCTION accounts_posts_of(uuid) OWNER TO evx_definer;
ALTER FUNCTION accounts_key_by_prefix(text) OWNER TO evx_definer;
ALTER FUNCTION accounts_key_used(uuid, date) OWNER TO evx_definer;
ALTER FUNCTION accounts_exchange_password(uuid, text, text) OWNER TO evx_definer;
REVOKE ALL ON FUNCTION accounts_user_by_name(text), accounts_user_by_id(uuid), accounts_posts_of(uuid),
    accounts_key_by_prefix(text), accounts_key_used(uuid, date), accounts_exchange_password(uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_user_by_name(text) TO evx_app;
GRANT EXECUTE ON FUNCTION accounts_user_by_id(uuid), accounts_posts_of(uuid) TO evx_app, evx_anyone;
GRANT EXECUTE ON FUNCTION accounts_key_by_prefix(text), accounts_key_used(uuid, date) TO evx_app, evx_gate;
GRANT EXECUTE ON FUNCTION accounts_exchange_password(uuid, text, text) TO evx_anyone;
