"""The moment at which pages are drawn: the real one, or the demonstration's fixed day."""
