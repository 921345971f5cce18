"""Gate 2, second half: declaration, write-off, holds, inspection and reconciliation."""
