"""A licence: its immutable face, and the two rows of it that change, standing and balance."""

from django.db import models
from django.db.models import F, Q

from evexport.licensing.models.application import Application
from evexport.licensing.models.parties import party
from evexport.store.models import Base


class Status(models.TextChoices):
    """What the issuing body has decided about a licence; expired and exhausted are derived, never stored."""

    ISSUED = "issued", "已签发 / issued"
    SUSPENDED = "suspended", "已暂停 / suspended"
    REVOKED = "revoked", "已撤销 / revoked"
    REPLACED = "replaced", "已换证 / replaced"
    RETURNED = "returned", "已退证 / returned"
    LOST = "lost", "已挂失 / lost"


class Licence(Base):
    """The face of a licence as issued, names included; the database refuses any change to it.

    `recoded_from`, `recoded_to`: the customs code of the licence it replaces, where it was issued because the code changed.
    """

    number = models.CharField(max_length=12, unique=True)
    verification_code = models.CharField(max_length=12)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="licence")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    ground = models.CharField(max_length=20)
    exporter = party()
    exporter_uscc = models.CharField(max_length=18)
    exporter_name_zh = models.CharField(max_length=200)
    exporter_name_en = models.CharField(max_length=200, blank=True)
    consignor_uscc = models.CharField(max_length=18)
    consignor_name_zh = models.CharField(max_length=200)
    consignor_name_en = models.CharField(max_length=200, blank=True)
    maker = party(null=True)
    maker_uscc = models.CharField(max_length=18, blank=True)
    maker_name_zh = models.CharField(max_length=200, blank=True)
    maker_name_en = models.CharField(max_length=200, blank=True)
    contract_no = models.CharField(max_length=17)
    consignee = models.CharField(max_length=200)
    destination = models.CharField(max_length=2)
    customs_district = models.CharField(max_length=4)
    trade_mode = models.CharField(max_length=4)
    transport_mode = models.CharField(max_length=2)
    payment = models.CharField(max_length=40)
    price_terms = models.CharField(max_length=40)
    batch_rule = models.CharField(max_length=5)
    valid_from = models.DateField()
    valid_until = models.DateField()
    issuing_body = models.CharField(max_length=2)
    issuing_body_name_zh = models.CharField(max_length=200)
    issuing_body_name_en = models.CharField(max_length=200, blank=True)
    import_declaration_no = models.CharField(max_length=300, blank=True)
    contract_award = models.CharField(max_length=300, blank=True)
    agency_agreement = models.CharField(max_length=300, blank=True)
    remarks = models.CharField(max_length=300, blank=True)
    recoded_from = models.CharField(max_length=10, blank=True)
    recoded_to = models.CharField(max_length=10, blank=True)
    law = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    examined_by_name = models.CharField(max_length=200)
    issued_by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["exporter", "-issued_at"], name="licence_exporter"),
            models.Index(fields=["maker", "valid_from"], name="licence_maker_year"),
            models.Index(fields=["issuing_body", "-issued_at"], name="licence_body"),
            models.Index(fields=["valid_until"], name="licence_until"),
            models.Index(fields=["-issued_at", "-number"], name="licence_latest"),
            models.Index(fields=["contract_no"], name="licence_contract"),
        ]
        constraints = [
            models.CheckConstraint(name="licence_number_form", condition=Q(number__regex=r"^[0-9]{2}-[A-Z0-9]{2}-[0-9]{6}$")),
            models.CheckConstraint(name="licence_valid_period", condition=Q(valid_from__lte=F("valid_until"))),
            models.CheckConstraint(name="licence_batch_rule", condition=Q(batch_rule__in=["one", "multi"])),
            models.CheckConstraint(name="licence_ground", condition=Q(ground__in=["qualified", "re_export", "project_contract"])),
            models.CheckConstraint(
                name="licence_maker_unless_imported", condition=Q(ground="re_export") | Q(maker__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def code_after(self, hs_code: str) -> str:
        """The customs code here of what had that code on the licence that this one replaces."""
        after: str = self.recoded_to if hs_code == self.recoded_from else hs_code
        return after


class LicenceLine(Base):
    """One line of the face: a model under a customs code, how many, at what price."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    hs_code = models.CharField(max_length=10)
    model_code = models.CharField(max_length=40)
    specification = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=3)
    quantity = models.PositiveIntegerField()
    unit_price = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)

    class Meta:
        ordering = ["licence", "position"]
        constraints = [
            models.UniqueConstraint(fields=["licence", "hs_code", "model_code"], name="licence_line_model_once"),
            models.CheckConstraint(name="licence_line_quantity", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.model_code} × {self.quantity}"


class LicenceStanding(models.Model):
    """What has been decided about a licence since its issue, and its count of clearances."""

    licence = models.OneToOneField(Licence, primary_key=True, on_delete=models.PROTECT, related_name="standing")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ISSUED)
    since = models.DateTimeField()
    reason = models.TextField(blank=True)
    citation = models.CharField(max_length=120, blank=True)
    decided_by = models.UUIDField(null=True)
    # Not Positive…: that adds a check to each, which `standing_clearances` says already; the gate pays for every one.
    clearances_allowed = models.SmallIntegerField()
    clearances_used = models.SmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["status"], name="standing_not_issued", condition=~Q(status="issued")),
        ]
        constraints = [
            models.CheckConstraint(name="standing_status", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="standing_clearances",
                condition=Q(clearances_used__gte=0) & Q(clearances_used__lte=F("clearances_allowed")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.licence_id}: {self.status}"


class Balance(models.Model):
    """How much of a line is licensed, used and reserved.

    `licensed` starts at the line's quantity; between a replaced licence and its successor it moves, in sum the
    same.
    """

    line = models.OneToOneField(LicenceLine, primary_key=True, on_delete=models.PROTECT, related_name="balance")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="balances")
    hs_code = models.CharField(max_length=10)
    model_code = models.CharField(max_length=40)
    # `balance_never_negative` says of all three what Positive… would check once more for each.
    licensed = models.IntegerField()
    used = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["licence", "hs_code", "model_code"], name="balance_model_once"),
            models.CheckConstraint(
                name="balance_never_negative",
                condition=Q(used__gte=0) & Q(reserved__gte=0) & Q(licensed__gte=F("used") + F("reserved")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.model_code}: {self.left} left"

    @property
    def left(self) -> int:
        """Vehicles that may still be declared."""
        return self.licensed - self.used - self.reserved


class NumberSeries(Base):
    """The last serial given by an issuing body in a year; its row is locked last, so numbers have no gaps."""

    issuing_body = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuing_body", "year"], name="number_series_once"),
            models.CheckConstraint(name="number_series_six_digits", condition=Q(last__lte=999_999)),
        ]

    def __str__(self) -> str:
        return f"{self.issuing_body} {self.year}: {self.last}"


class Announced(Base):
    """That the ledger was told of an expiry or an exhaustion: once each."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="announced")
    what = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["licence", "what"], name="announced_once")]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.what}"
