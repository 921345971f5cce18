"""The signed forms of a licence, made once and kept, and its place in a status list."""

from django.db import models
from django.db.models import Q

from evexport.licensing.models import Licence
from evexport.papers.statuses import ENTRIES
from evexport.store.models import Base


class Credential(Base):
    """A licence as signed text, in each form. The database refuses any change to it.

    `status_list` and `status_index` say where its status is published; the index is drawn at random.
    """

    licence = models.OneToOneField(Licence, on_delete=models.PROTECT, related_name="credential")
    whole = models.TextField()
    credential = models.TextField()
    short = models.CharField(max_length=400)
    digest = models.CharField(max_length=71)
    key_id = models.CharField(max_length=16)
    status_list = models.PositiveIntegerField()
    status_index = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="credential_place_once", fields=["status_list", "status_index"]),
            models.CheckConstraint(
                name="credential_place_in_list", condition=Q(status_list__gte=1, status_index__gte=0, status_index__lt=ENTRIES)
            ),
            models.CheckConstraint(name="credential_digest", condition=Q(digest__regex=r"^sha256:[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return f"credential of {self.licence_id}"
