"""Makers' production registers."""
