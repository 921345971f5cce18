"""The desk of customs: the gate, declarations and what befalls them, inspections, holds, write-offs, reconciliation."""
