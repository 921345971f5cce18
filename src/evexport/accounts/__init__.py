"""Users, organisations, roles and keys; may() is the one permission question."""
