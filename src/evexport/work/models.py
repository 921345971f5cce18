"""A piece of long work, who asked for it and how far it is; and each of its items with what became of it."""

from django.db import models
from django.db.models import F, Q

from evexport.store.models import Base

OPEN = ("waiting", "begun")
SETTLED = ("done", "failed")


class Work(Base):
    """Work that was asked for. Whoever asked is kept by identifier: what they may do is looked up when it is done.

    `heartbeat_at`, `runs_since` and `settled_before` are of the machine's own clock and tell speed and life, nothing legal.
    """

    kind = models.CharField(max_length=40)
    request = models.CharField(max_length=64)
    demand = models.CharField(max_length=71)
    organisation_id = models.UUIDField(null=True)
    authority = models.CharField(max_length=12, blank=True)
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=200)
    role = models.CharField(max_length=24)
    client = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="queued")
    total = models.PositiveIntegerField()
    lanes = models.PositiveSmallIntegerField()
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    problem = models.JSONField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    runs_since = models.DateTimeField(null=True)
    settled_before = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "-asked_at"], name="work_organisation"),
            models.Index(fields=["heartbeat_at"], name="work_alive", condition=Q(state__in=["queued", "running"])),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "kind", "request"], name="work_request_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="work_state", condition=Q(state__in=["queued", "running", "paused", "done", "failed", "cancelled"])
            ),
            models.CheckConstraint(name="work_counts", condition=Q(total__gte=F("done") + F("failed"))),
            models.CheckConstraint(name="work_done_is_whole", condition=~Q(state="done") | Q(total=F("done") + F("failed"))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.state}"


class WorkItem(Base):
    """One thing of a piece of work. `begun`: its deed stands, what follows the deed is still to be made."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    lane = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default="waiting")
    result = models.JSONField(default=dict)
    problem = models.JSONField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["work", "position"]
        indexes = [
            models.Index(fields=["work", "lane", "position"], name="work_item_next", condition=Q(state__in=OPEN)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["work", "position"], name="work_item_place_once"),
            models.UniqueConstraint(fields=["work", "subject"], name="work_item_subject_once"),
            models.CheckConstraint(name="work_item_state", condition=Q(state__in=[*OPEN, *SETTLED])),
            models.CheckConstraint(
                name="work_item_says_why",
                condition=Q(state="failed", problem__isnull=False) | (~Q(state="failed") & Q(problem=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_id} {self.position}: {self.subject} {self.state}"
