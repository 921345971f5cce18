"""What the background worker knows of customs: declarations that were handed in as a file, runs of the offline exchange."""

from evexport.customs.actions import exchange, file

__all__ = ["exchange", "file"]
