-- Which of these cars stand on any production register: national uniqueness, and nothing of whose they are.
CREATE OR REPLACE FUNCTION vehicles_on_record(p_vins text[])
RETURNS TABLE (vin text) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT p.vin::text FROM unnest(p_vins) AS given (vin) JOIN public.vehicles_productionrecord p ON p.vin = given.vin COLLATE "C"
$$;
ALTER FUNCTION vehicles_on_record(text[]) OWNER TO evx_definer;
REVOKE ALL ON FUNCTION vehicles_on_record(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vehicles_on_record(text[]) TO evx_tenant;
