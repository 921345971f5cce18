"""The tables of papers: what was handed out, kept as it was."""

from evexport.papers.models.credential import Credential
from evexport.papers.models.paper import Paper

__all__ = ["Credential", "Paper"]
