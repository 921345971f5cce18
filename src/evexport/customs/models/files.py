"""Files of declarations that were handed in: each declaration waits for the gate there, each bad line keeps why it is bad."""

from django.db import models

from evexport.store.models import Base


class DeclarationFile(Base):
    """A file as handed in. `bad` holds the lines that could not be used, with the reason in both languages."""

    organisation_id = models.UUIDField(null=True)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=71)
    work_id = models.UUIDField()
    heads = models.JSONField()
    bad = models.JSONField()
    total = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    received_by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "-received_at"], name="declaration_file_latest")]

    def __str__(self) -> str:
        return self.name


class FiledDeclaration(Base):
    """One declaration of a file, as the gate will get it. Only added to; what was decided stands with the declaration."""

    file = models.ForeignKey(DeclarationFile, on_delete=models.PROTECT, related_name="declarations")
    position = models.PositiveIntegerField()
    declaration_no = models.CharField(max_length=32, db_collation="C")
    quantity = models.PositiveSmallIntegerField()
    body = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "position"], name="filed_declaration_place_once")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.position}: {self.declaration_no}"
