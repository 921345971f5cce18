"""Database migrations of gate 1."""
