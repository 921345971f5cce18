"""The oversight desk: what the ledger holds, how it is sealed, and the proofs that it hands out."""
