"""What every stage speaks in: bilingual text, time, identifiers, state tables and problems. Pure Python."""
