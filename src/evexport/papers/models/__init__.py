"""The tables of papers: what was handed out, kept as it was."""

from evexport.papers.models.credential import Credential

__all__ = ["Credential"]
