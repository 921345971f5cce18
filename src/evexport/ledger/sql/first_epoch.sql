-- The life of the cluster in which a new entry is written: a column default, so that no writer can choose it wrongly.
CREATE OR REPLACE FUNCTION ledger_epoch_now() RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT max(no) FROM public.ledger_epoch $$;

INSERT INTO ledger_epoch (no, cluster, opened_at)
    SELECT 1, system_identifier::text, now() FROM pg_control_system();
