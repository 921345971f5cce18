"""What the background worker knows of papers: the issue of many licences."""

from evexport.papers import issuing

__all__ = ["issuing"]
