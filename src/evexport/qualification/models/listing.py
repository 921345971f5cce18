"""The published list of a year, immutable, and the dated events that befall its entries."""

from django.db import models
from django.db.models import Q

from evexport.enterprises.models import Enterprise
from evexport.qualification.list_states import CHANGE
from evexport.qualification.models.filing import FilingVersion
from evexport.qualification.models.parts import Acted
from evexport.store.models import Base

EVENT_KINDS = (
    "suspended",
    "lifted",
    "cancelled",
    "lapsed",
    "authorisation_suspended",
    "authorisation_lifted",
    "exporter_removed",
    "model_withdrawn",
    "renamed",
)


class Listing(Acted):
    """The list of one year, published once. `digest` is over its canonical content."""

    year = models.PositiveSmallIntegerField(unique=True)
    law = models.TextField()
    digest = models.TextField()
    diff = models.JSONField()


class ListedMaker(Base):
    """One maker on one year's list, as published. Names are those of that day; later ones are events."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="makers")
    year = models.PositiveSmallIntegerField()
    maker = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    uscc = models.TextField()
    name_zh = models.TextField()
    name_en = models.TextField(blank=True)
    division = models.TextField()
    customs_code = models.TextField(blank=True)
    category = models.TextField()
    exporter_limit = models.PositiveSmallIntegerField()
    listed_at = models.DateTimeField()
    law = models.TextField()
    assessment_digest = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["maker", "year"], name="one_entry_a_maker_and_year")]


class ListedModel(Base):
    """A model of a listed maker."""

    listed_maker = models.ForeignKey(ListedMaker, on_delete=models.PROTECT, related_name="models")
    model_code = models.TextField()
    vehicle_name = models.TextField()
    trademark = models.TextField(blank=True)
    ccc_certificate = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listed_maker", "model_code"], name="one_entry_a_model")]


class ListedExporter(Base):
    """An enterprise that may export this listed maker's cars, under its authorisation contract."""

    listed_maker = models.ForeignKey(ListedMaker, on_delete=models.PROTECT, related_name="exporters")
    exporter = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    uscc = models.TextField()
    name_zh = models.TextField()
    name_en = models.TextField(blank=True)
    contract_no = models.TextField()
    valid_from = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listed_maker", "exporter"], name="one_entry_an_exporter")]


class ListedFacts(Base):
    """What later stages ask of a listed maker and the public need not see: capacity, exports, outlets."""

    listed_maker = models.OneToOneField(ListedMaker, on_delete=models.PROTECT, related_name="facts")
    version = models.ForeignKey(FilingVersion, on_delete=models.PROTECT, related_name="+")
    vehicles_per_year = models.PositiveIntegerField(null=True)
    wmis = models.JSONField()
    last_year = models.JSONField()
    planned = models.JSONField()
    outlets = models.JSONField()
    major_markets = models.JSONField()


class ListEvent(Acted):
    """Something that befell an entry after publication. Append-only; standing follows from these."""

    listed_maker = models.ForeignKey(ListedMaker, on_delete=models.PROTECT, related_name="events")
    kind = models.TextField()
    exporter = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+", null=True)
    model_code = models.TextField(blank=True)
    reasons = models.TextField()
    citation = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EVENT_KINDS), name="list_event_kind_known"),
            models.CheckConstraint(
                condition=~Q(
                    kind__in=["exporter_removed", "authorisation_suspended", "authorisation_lifted"],
                    exporter=None,
                ),
                name="list_event_names_its_exporter",
            ),
        ]
        indexes = [models.Index(fields=["listed_maker", "at"], name="list_event_in_order")]


class ListChange(Acted):
    """A change that needs a second party: the exporter's consent to go, the ministry's record of a name."""

    listed_maker = models.ForeignKey(ListedMaker, on_delete=models.PROTECT, related_name="changes")
    kind = models.TextField()
    exporter = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+", null=True)
    maker_id = models.UUIDField()
    state = models.TextField(default="proposed")
    reasons = models.TextField()
    data = models.JSONField(default=dict)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.TextField(blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["remove_exporter", "rename"]), name="change_kind_known"),
            models.CheckConstraint(condition=Q(state__in=sorted(CHANGE.states)), name="change_state_known"),
            models.UniqueConstraint(
                fields=["listed_maker", "kind", "exporter"],
                condition=Q(state="proposed"),
                name="one_open_change",
                nulls_distinct=False,
            ),
        ]
