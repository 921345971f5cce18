"""What the background worker knows of customs: declarations that were handed in as a file."""

from evexport.customs.actions import file

__all__ = ["file"]
