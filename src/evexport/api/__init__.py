"""The HTTP interface for systems."""
