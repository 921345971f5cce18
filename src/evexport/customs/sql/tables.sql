-- What the framework cannot say of the tables.

-- The words a declaration's decision and state may be, the length of a digest. A domain's check is kept ready by the server; a table's check is read
-- from its text at each statement.
CREATE DOMAIN customs_decision AS varchar(12) CHECK (VALUE IN ('released', 'refused', 'held', 'not_required'));
CREATE DOMAIN customs_state AS varchar(12)
    CHECK (VALUE IN ('released', 'held', 'returned', 'refused', 'not_required', 'cancelled'));
CREATE DOMAIN customs_sha256 AS bytea CHECK (octet_length(VALUE) = 32);
ALTER TABLE customs_message ALTER COLUMN payload TYPE customs_sha256;
ALTER TABLE customs_declaration ALTER COLUMN decision TYPE customs_decision;
-- Partial indexes name the column, so they are made anew with its type.
ALTER TABLE customs_declaration ALTER COLUMN state TYPE customs_state;

-- An index for LIKE on VINs, which nobody asks, made by the framework beside the primary key.
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT indexname FROM pg_indexes WHERE tablename = 'customs_livevin' AND indexname LIKE '%\_like' LOOP
        EXECUTE format('DROP INDEX %I', name);
    END LOOP;
END
$$;

