-- What a person did, by name. People alone: the gate's systems write thousands of entries, and pay for no more indexes.
CREATE INDEX ledger_entry_person ON ledger_entry ((actor ->> 'name'), at) WHERE actor ->> 'user' IS NOT NULL;
