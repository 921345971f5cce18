"""Gate 2, first half: application, review, licence, amendment and balance."""
