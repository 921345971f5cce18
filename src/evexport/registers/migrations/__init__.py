"""Tables of this package, as they came about."""
