"""What others keep and we look up: announced models, certificates, WMIs, codes; each row with its source.

A row that a newer edition of its register no longer holds is withdrawn, from a day on, and never deleted.
"""

from typing import ClassVar, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from evexport.store.models import Base


class Confidence(models.TextChoices):
    """How far a row may be relied on; an example is fictitious."""

    CERTAIN = "certain"
    LIKELY = "likely"
    EXAMPLE = "example"


class Sourced(models.Model):
    """Where a row comes from, and from which day on it no longer stands in its register."""

    source = models.CharField(max_length=300, blank=True, default="")
    confidence = models.CharField(max_length=8, choices=Confidence, default=Confidence.CERTAIN)
    example = models.BooleanField(default=False)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class AnnouncementModel(Sourced, Base):
    """A vehicle model in MIIT's Announcement; no `effective_from` where the day is not known.

    Rows from public catalogues carry no credit code: they are known by the maker's name.
    """

    model_code = models.CharField(max_length=40)
    vehicle_name = models.CharField(max_length=120)
    trademark = models.CharField(max_length=120, blank=True, default="")
    manufacturer_name = models.CharField(max_length=200)
    manufacturer_uscc = models.CharField(max_length=18, blank=True, default="")
    batch = models.PositiveIntegerField(null=True, blank=True)
    vehicle_class = models.CharField(max_length=40, blank=True, default="")
    effective_from = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model_code", "manufacturer_name", "manufacturer_uscc"],
                condition=Q(withdrawn_on=None),
                name="announced_once_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["manufacturer_uscc", "model_code"], name="announced_by_maker")]

    def __str__(self) -> str:
        return self.model_code


class CccCertificate(Sourced, Base):
    """A CCC certificate's status for one model from a day on; a change of status is a further row.

    A certificate is valid through `valid_until`, the last day itself included; expiry by date needs no row.
    """

    class Status(models.TextChoices):
        VALID = "valid"
        SUSPENDED = "suspended"
        REVOKED = "revoked"
        CANCELLED = "cancelled"
        EXPIRED = "expired"

    certificate_no = models.CharField(max_length=40)
    manufacturer_uscc = models.CharField(max_length=18)
    model_code = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status)
    status_since = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate_no", "model_code", "status_since"],
                condition=Q(withdrawn_on=None),
                name="one_certificate_status_from_a_day",
            ),
            models.CheckConstraint(condition=Q(valid_until__gte=models.F("valid_from")), name="certificate_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["model_code", "manufacturer_uscc"], name="certificate_of_model")]

    def __str__(self) -> str:
        return self.certificate_no


class WmiHolder(Sourced, Base):
    """Who holds a WMI, and for which maker it is used: a contract manufacturer's WMI serves another maker."""

    wmi = models.CharField(max_length=6, db_collation="C")
    holder_name = models.CharField(max_length=200)
    holder_name_en = models.CharField(max_length=200, blank=True, default="")
    holder_uscc = models.CharField(max_length=18, blank=True, default="")
    maker_uscc = models.CharField(max_length=18, blank=True, default="")
    valid_from = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wmi", "holder_name", "maker_uscc"],
                condition=Q(withdrawn_on=None),
                name="one_use_of_a_wmi",
            )
        ]
        indexes = [models.Index(fields=["wmi"], name="wmi_holder_wmi")]

    def __str__(self) -> str:
        return self.wmi


class CustomsDistrict(Sourced):
    """A customs office and the directly subordinate district over it; a district stands over itself."""

    class Level(models.TextChoices):
        DISTRICT = "district"
        OFFICE = "office"

    code = models.CharField(max_length=4, primary_key=True)
    name_zh = models.CharField(max_length=80)
    full_name_zh = models.CharField(max_length=120, blank=True, default="")
    level = models.CharField(max_length=8, choices=Level)
    district_code = models.CharField(max_length=4)
    vehicle_export_port = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class Code(Sourced, Base):
    """One code of one table of the customs declaration."""

    table = models.CharField(max_length=20)
    code = models.CharField(max_length=10, db_collation="C")
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True, default="")
    note = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "code"], name="one_row_a_code")]

    def __str__(self) -> str:
        return f"{self.table} {self.code}"


Of = TypeVar("Of", bound=Code)


class OfTable(models.Manager[Of]):
    """The codes of one table that stand in it now."""

    def __init__(self, table: str) -> None:
        super().__init__()
        self.table = table

    def get_queryset(self) -> models.QuerySet[Of]:
        return super().get_queryset().filter(table=self.table, withdrawn_on=None)


class TradeMode(Code):
    """How the goods are traded (监管方式)."""

    objects: ClassVar[OfTable[Self]] = OfTable("trade_mode")

    class Meta:
        proxy = True


class TransportMode(Code):
    """How the goods leave the country (运输方式)."""

    objects: ClassVar[OfTable[Self]] = OfTable("transport_mode")

    class Meta:
        proxy = True


class Unit(Code):
    """A unit of quantity (计量单位); 003 is the vehicle."""

    objects: ClassVar[OfTable[Self]] = OfTable("unit")

    class Meta:
        proxy = True


class Country(Sourced):
    """A country or region under its ISO 3166-1 alpha-2 code."""

    code = models.CharField(max_length=2, primary_key=True)
    alpha3 = models.CharField(max_length=3)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.code


class Division(Sourced):
    """A GB/T 2260 division (two, four or six digits) and the commerce department competent for it."""

    code = models.CharField(max_length=6, primary_key=True)
    name_zh = models.CharField(max_length=80)
    authority_zh = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class IssuingBody(Sourced):
    """Who may issue licences, and for which divisions: prefixes of GB/T 2260 codes, or * for all."""

    code = models.CharField(max_length=2, primary_key=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    divisions = ArrayField(models.CharField(max_length=6))

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class HsCode(Sourced):
    """A customs code and the licence regime its goods fall in; blank where none."""

    code = models.CharField(max_length=10, primary_key=True)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    regime = models.CharField(max_length=40, blank=True, default="")
    valid_from = models.DateField(null=True, blank=True)
    working = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class InspectionCatalogueEntry(Sourced, Base):
    """Whether a year's Catalogue of compulsory inspection asks it of a code's exports.

    `working`: inferred, no official text read.
    """

    year = models.PositiveSmallIntegerField()
    hs_code = models.CharField(max_length=10)
    required = models.BooleanField()
    working = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "hs_code"], name="one_entry_a_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.hs_code}"


class ImportBatch(Base):
    """An edition that was taken in: which file, by whom, and every row it added, changed or withdrew."""

    register = models.CharField(max_length=30)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    partial = models.BooleanField()
    rows = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    withdrawn = models.PositiveIntegerField()
    difference = models.JSONField()
    imported_at = models.DateTimeField()
    imported_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["register", "imported_at"], name="batches_of_register")]

    def __str__(self) -> str:
        return f"{self.register} {self.imported_at:%Y-%m-%d}"


class LaidFile(Base):
    """A file handed in to be looked at before it is taken in; it goes as soon as it is, or is put away."""

    register = models.CharField(max_length=30)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    partial = models.BooleanField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.UUIDField(null=True)
    uploaded_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "uploaded_by"], name="one_laid_file_a_register")]

    def __str__(self) -> str:
        return f"{self.register} {self.file_name}"
