"""Makers and exporters: who they are and were, whose WMIs they use, who is banned, which tables they hand in."""

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from evexport.accounts.models import Organisation
from evexport.store.models import Base


class EnterpriseType(models.TextChoices):
    VEHICLE_MAKER = "vehicle_maker", "汽车生产企业"
    MODIFIED_VEHICLE_MAKER = "modified_vehicle_maker", "改装车生产企业"
    TRADER = "trader", "出口经营企业"


class Enterprise(models.Model):
    """An enterprise under its unified social credit code. Its identifier is its organisation's."""

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.PROTECT, related_name="+", db_column="id"
    )
    uscc = models.CharField(max_length=18, unique=True)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    division = models.CharField(max_length=6)
    enterprise_type = models.CharField(max_length=24)
    customs_code = models.CharField(max_length=10, blank=True, default="")
    example = models.BooleanField(default=False)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(uscc__regex=r"^[0-9A-Z]{18}$"), name="enterprise_uscc_form"),
            models.CheckConstraint(condition=Q(division__regex=r"^[0-9]{6}$"), name="enterprise_division_form"),
            models.CheckConstraint(condition=Q(enterprise_type__in=EnterpriseType.values), name="enterprise_type_known"),
        ]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def id(self) -> UUID:
        return self.organisation_id

    @property
    def parties(self) -> tuple[UUID, ...]:
        return (self.organisation_id,)


def of_enterprise(name: str) -> Any:
    """A row that belongs to an enterprise; it reaches its own rows by that name."""
    return models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name=name)


class NameHistory(Base):
    """What an enterprise is called from a day on."""

    enterprise = of_enterprise("names")
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    valid_from = models.DateField()
    because = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enterprise", "valid_from"], name="one_name_from_a_day")]

    def __str__(self) -> str:
        return f"{self.name_zh} {self.valid_from}"


class CustomsCodeHistory(Base):
    """Which customs registration code an enterprise has from a day on."""

    enterprise = of_enterprise("customs_codes")
    customs_code = models.CharField(max_length=10)
    valid_from = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "valid_from"], name="one_customs_code_from_a_day"),
            models.CheckConstraint(condition=Q(customs_code__regex=r"^[0-9A-Z]{10}$"), name="customs_code_form"),
        ]

    def __str__(self) -> str:
        return f"{self.customs_code} {self.valid_from}"


class EnterpriseWmi(Base):
    """A WMI under which a maker's cars are built: its own, or a recorded contract manufacturer's.

    From `valid_from` through `valid_until`, both included.
    """

    maker = of_enterprise("wmis")
    wmi = models.CharField(max_length=6, db_collation="C")
    holder_name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["maker", "wmi", "valid_from"], name="one_wmi_row_a_day"),
            # A small maker's third character is 9, and three more characters complete it (GB 16737).
            models.CheckConstraint(
                condition=Q(wmi__regex=r"^[A-HJ-NPR-Z0-9]{2}([A-HJ-NPR-Z0-8]|9[A-HJ-NPR-Z0-9]{3})$"),
                name="wmi_form",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="wmi_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wmi} {self.maker_id}"


class Ban(Base):
    """An exporter barred from licences and export from a day on, until the day before `until` or until lifted."""

    enterprise = of_enterprise("bans")
    valid_from = models.DateField()
    until = models.DateField()
    because = models.TextField()
    citation = models.CharField(max_length=80)
    imposed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("valid_from")), name="ban_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["enterprise"], condition=Q(lifted_at=None), name="ban_standing")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.valid_from}–{self.until}"


class Sheet(Base):
    """A table that an enterprise handed in as a file, kept until it is taken, replaced, or a few days have passed.

    `purpose` is what it is for, `about` the thing it would change; `rows` are [line, [cell, …]] as they were read.
    """

    enterprise = of_enterprise("sheets")
    purpose = models.CharField(max_length=40)
    about = models.CharField(max_length=80, blank=True, default="")
    name = models.CharField(max_length=200)
    whole = models.BooleanField(default=False)
    heads = models.JSONField()
    rows = models.JSONField()
    received_at = models.DateTimeField()
    received_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enterprise", "purpose", "about"], name="one_sheet_a_purpose")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.name}"
