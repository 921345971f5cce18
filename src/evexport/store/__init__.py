"""Database roles, row-level security and the one way to open a transaction."""
