"""The machine under the product: embedded PostgreSQL, files, signing keys."""
