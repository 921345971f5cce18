"""Public registers and code tables, each row with its source; what was in force on a day can be asked."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from evexport.store.models import Base


class Sourced(models.Model):
    """Where a row comes from and how sure it is; `example` rows are fictitious and marked 示例."""

    source = models.CharField(max_length=300, blank=True, default="")
    confidence = models.CharField(max_length=10, blank=True, default="")
    example = models.BooleanField(default=False)

    class Meta:
        abstract = True


class AnnouncementModel(Base, Sourced):
    """A model in MIIT's Announcement, from the day it is effective to the day before it is withdrawn."""

    model_code = models.CharField(max_length=40)
    vehicle_name = models.CharField(max_length=100)
    trademark = models.CharField(max_length=100, blank=True, default="")
    manufacturer_name = models.CharField(max_length=200)
    manufacturer_uscc = models.CharField(max_length=18, blank=True, default="")
    batch = models.CharField(max_length=40, blank=True, default="")
    effective_from = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model_code", "manufacturer_name"], name="one_announced_model_a_maker")]

    def __str__(self) -> str:
        return self.model_code


class CccCertificate(Base, Sourced):
    """A CCC certificate of a model with its present status; past ones stand in CccStatus."""

    certificate_no = models.CharField(max_length=20)
    manufacturer_uscc = models.CharField(max_length=18)
    model_code = models.CharField(max_length=40, db_index=True)
    status = models.CharField(max_length=10)
    status_since = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certificate_no", "model_code"], name="one_certificate_a_model"),
            models.CheckConstraint(
                condition=Q(status__in=["valid", "suspended", "revoked", "cancelled", "expired"]), name="ccc_status_known"
            ),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="ccc_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.certificate_no


class CccStatus(Base):
    """What a certificate's status was from a day on."""

    certificate = models.ForeignKey(CccCertificate, on_delete=models.PROTECT, related_name="history")
    status = models.CharField(max_length=10)
    since = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["certificate", "since"], name="one_ccc_status_a_day")]

    def __str__(self) -> str:
        return f"{self.status} {self.since}"


class WmiHolder(Base, Sourced):
    """Who holds a WMI (three characters, or three and three for small makers), and for which maker it is used."""

    wmi = models.CharField(max_length=6, db_collation="C")
    holder_name = models.CharField(max_length=200)
    holder_name_en = models.CharField(max_length=200, blank=True, default="")
    holder_uscc = models.CharField(max_length=18, blank=True, default="")
    maker_uscc = models.CharField(max_length=18, blank=True, default="")
    valid_from = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wmi", "holder_name", "maker_uscc"], name="one_wmi_a_holder")]

    def __str__(self) -> str:
        return self.wmi


class CustomsDistrict(Sourced):
    """A customs office; `district_code` is the directly subordinate customs it belongs to (itself for a district)."""

    code = models.CharField(max_length=4, primary_key=True)
    name_zh = models.CharField(max_length=100)
    district_code = models.CharField(max_length=4)
    level = models.CharField(max_length=10)
    withdrawn_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class CodeRow(Sourced):
    """A row of a small code table."""

    code = models.CharField(max_length=10, primary_key=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True, default="")
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class TradeMode(CodeRow):
    """监管方式."""


class TransportMode(CodeRow):
    """运输方式."""


class Unit(CodeRow):
    """计量单位."""


class Currency(CodeRow):
    """币制, by ISO 4217."""


class Country(CodeRow):
    """国家（地区）, by ISO 3166-1 alpha-2."""


class Term(Sourced):
    """A row of the terms that a declaration uses: payment, price terms, duty and levy kinds."""

    table = models.CharField(max_length=24)
    code = models.CharField(max_length=10)
    name_zh = models.CharField(max_length=120)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "code"], name="one_term_a_code")]

    def __str__(self) -> str:
        return f"{self.table} {self.code}"


class Division(Sourced):
    """A division whose commerce department reviews filings: two digits for a province, four for a city with its own."""

    code = models.CharField(max_length=6, primary_key=True)
    name_zh = models.CharField(max_length=100)
    authority_zh = models.CharField(max_length=100)
    withdrawn_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class IssuingBody(Sourced):
    """A body that issues licences: its two characters in the number, and the divisions it serves (`*` for all)."""

    code = models.CharField(max_length=2, primary_key=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    divisions = ArrayField(models.CharField(max_length=6))
    withdrawn_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class InspectionCatalogueEntry(Base, Sourced):
    """Whether a year's compulsory-inspection catalogue asks for inspection of a code on export."""

    year = models.PositiveSmallIntegerField()
    hs_code = models.CharField(max_length=10)
    required = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "hs_code"], name="one_catalogue_row_a_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.hs_code}"


class ImportBatch(Base):
    """One import of a register: what file, how many rows were added, changed and withdrawn, by whom."""

    kind = models.CharField(max_length=24)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=80)
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    withdrawn = models.PositiveIntegerField()
    imported_by = models.CharField(max_length=100)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.imported_at}"
