"""How the licence tables refer to enterprises."""

from django.db import models

from evexport.enterprises.models import Enterprise


def party(**options: object) -> "models.ForeignKey[Enterprise, Enterprise]":
    """A reference to an enterprise that its row cannot be followed back from."""
    return models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+", **options)  # type: ignore[arg-type]
