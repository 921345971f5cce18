"""Public registers and code tables, imported by batch, dated."""
