"""Append-only entries of every deed, sealed in signed Merkle blocks."""
