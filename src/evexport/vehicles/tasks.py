"""What the background worker knows of production registers: large files of cars."""

from evexport.vehicles.actions import file

__all__ = ["file"]
