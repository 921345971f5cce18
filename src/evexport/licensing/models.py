"""Applications, the immutable face of each licence, and the two rows of it that change: standing and balance."""

from django.db import models
from django.db.models import F, Q

from evexport.enterprises.models import Enterprise
from evexport.store.models import Base

OPEN_CHANGE = ["draft", "submitted", "information_requested", "reviewed", "returned", "reconsidering"]


class Purpose(models.TextChoices):
    """Why an application was made."""

    NEW = "new", "新领 / new"
    AMENDMENT = "amendment", "更改 / amendment"
    REISSUE = "reissue", "遗失补发 / reissue after loss"


class Status(models.TextChoices):
    """What the issuing body has decided about a licence; expired and exhausted are derived, never stored."""

    ISSUED = "issued", "已签发 / issued"
    SUSPENDED = "suspended", "已暂停 / suspended"
    REVOKED = "revoked", "已撤销 / revoked"
    REPLACED = "replaced", "已换证 / replaced"
    RETURNED = "returned", "已退证 / returned"
    LOST = "lost", "已挂失 / lost"


def party(**options: object) -> "models.ForeignKey[Enterprise, Enterprise]":
    """A reference to an enterprise that its row cannot be followed back from."""
    return models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+", **options)  # type: ignore[arg-type]


class Application(Base):
    """An application for one licence: the working document, and where its review stands."""

    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.NEW)
    amends = models.ForeignKey("Licence", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=24, default="draft")
    revision = models.PositiveIntegerField(default=0)
    document = models.JSONField(default=dict)
    exporter = party()
    maker = party(null=True)
    issuing_body = models.CharField(max_length=2, blank=True)
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    paused_on = models.DateField(null=True)
    law = models.CharField(max_length=80, blank=True)
    findings = models.JSONField(default=list)
    checked_at = models.DateTimeField(null=True)
    first_reviewer = models.UUIDField(null=True)
    first_reviewer_name = models.CharField(max_length=200, blank=True)
    first_reviewed_at = models.DateTimeField(null=True)
    first_review_note = models.TextField(blank=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)
    decision_citation = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["issuing_body", "state", "due_on"], name="application_queue"),
            models.Index(fields=["exporter", "-opened_at"], name="application_exporter"),
            models.Index(fields=["maker", "-opened_at"], name="application_maker"),
        ]
        constraints = [
            models.CheckConstraint(
                name="application_two_people",
                condition=~Q(state="issued") | ~Q(first_reviewer=F("decided_by")),
            ),
            models.CheckConstraint(
                name="application_amends_what",
                condition=Q(purpose="new", amends=None) | (~Q(purpose="new") & Q(amends__isnull=False)),
            ),
            # Two open applications would each take over the same remainder.
            models.UniqueConstraint(
                name="application_one_open_change",
                fields=["amends"],
                condition=Q(
                    state__in=["draft", "submitted", "information_requested", "reviewed", "returned"]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"application:{self.pk} ({self.state})"


class ApplicationVersion(Base):
    """An application as handed in, never altered: the document, the findings on it and the law they rest on."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    revision = models.PositiveIntegerField()
    document = models.JSONField()
    law = models.CharField(max_length=80)
    findings = models.JSONField()
    submitted_at = models.DateTimeField()
    submitted_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "revision"], name="application_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.application_id}@{self.revision}"


class InformationRequest(Base):
    """A question of the reviewer, tied to a field of the application, and the applicant's answer."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="requests")
    field = models.CharField(max_length=80)
    question = models.TextField()
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="information_request_one_open", fields=["application"], condition=Q(answered_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.field}"


class Licence(Base):
    """The face of a licence as issued, names included; the database refuses any change to it."""

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
        ]
        constraints = [
            models.CheckConstraint(
                name="licence_number_form", condition=Q(number__regex=r"^[0-9]{2}-[A-Z0-9]{2}-[0-9]{6}$")
            ),
            models.CheckConstraint(
                name="licence_valid_period", condition=Q(valid_from__lte=F("valid_until"))
            ),
            models.CheckConstraint(name="licence_batch_rule", condition=Q(batch_rule__in=["one", "multi"])),
            models.CheckConstraint(
                name="licence_ground", condition=Q(ground__in=["qualified", "re_export", "project_contract"])
            ),
            models.CheckConstraint(
                name="licence_maker_unless_imported", condition=Q(ground="re_export") | Q(maker__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number


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
            models.UniqueConstraint(
                fields=["licence", "hs_code", "model_code"], name="licence_line_model_once"
            ),
            models.CheckConstraint(name="licence_line_quantity", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.model_code} × {self.quantity}"


class LicenceStanding(models.Model):
    """What has been decided about a licence since its issue, and its count of clearances."""

    licence = models.OneToOneField(
        Licence, primary_key=True, on_delete=models.PROTECT, related_name="standing"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ISSUED)
    since = models.DateTimeField()
    reason = models.TextField(blank=True)
    citation = models.CharField(max_length=120, blank=True)
    clearances_allowed = models.PositiveSmallIntegerField()
    clearances_used = models.PositiveSmallIntegerField(default=0)

    class Meta:
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

    `licensed` starts at the line's quantity; only a credit from a replaced licence raises it, by as much as it
    lowers the other's.
    """

    line = models.OneToOneField(
        LicenceLine, primary_key=True, on_delete=models.PROTECT, related_name="balance"
    )
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="balances")
    hs_code = models.CharField(max_length=10)
    model_code = models.CharField(max_length=40)
    licensed = models.PositiveIntegerField()
    used = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)

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
