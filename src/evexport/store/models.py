"""What every table shares: an identifier made in Python."""

from django.db import models

from evexport.kernel.ids import uuid7


class Base(models.Model):
    """A row with a time-ordered identifier."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
