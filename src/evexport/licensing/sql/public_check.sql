-- The code of a licence, asked for by its number alone. Whether there is such a licence makes no other difference to the work
-- done: what the licence is worth is looked up only for whoever has shown its code.
CREATE FUNCTION licensing_code_of(of_number text) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT verification_code FROM licensing_licence WHERE number = of_number $$;

ALTER FUNCTION licensing_code_of(text) OWNER TO evx_definer;
REVOKE ALL ON FUNCTION licensing_code_of(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION licensing_code_of(text) TO evx_anyone;
