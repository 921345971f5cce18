"""What several tables share: who acted and when, as it was known at that moment."""

from django.db import models

from evexport.store.models import Base


class Acted(Base):
    """A row that says who made it. Names are kept as they were: people change posts, decisions do not."""

    by_user = models.UUIDField(null=True)
    by_organisation = models.UUIDField(null=True)
    by_role = models.TextField()
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        abstract = True
