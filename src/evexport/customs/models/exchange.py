"""The offline exchange: runs of files as they were taken in, in parts, and the lines of their answers."""

from django.db import models

from evexport.store.models import Base


class ExchangeRun(Base):
    """One file of one sender. `parts` are decided one after the other; the answer after the last closes the run.

    `client` is under whose name its messages are kept, whoever goes on with it.
    """

    sender = models.CharField(max_length=4)
    run = models.PositiveIntegerField()
    day = models.DateField()
    report_of = models.DateField(null=True)
    declarations = models.PositiveIntegerField()
    cleared = models.JSONField()
    parts = models.PositiveIntegerField()
    digest = models.CharField(max_length=71)
    client = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    received_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "run"], name="exchange_run_once")]

    def __str__(self) -> str:
        return f"{self.sender}/{self.run}"

    @property
    def closing(self) -> int:
        """The number of the answer that completes the run."""
        return self.parts + 1


class ExchangePart(Base):
    """Some hundreds of a run's declarations, a line each as they were sent; `lines` are their places in the file."""

    run = models.ForeignKey(ExchangeRun, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    lines = models.JSONField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="exchange_part_once")]

    def __str__(self) -> str:
        return f"{self.run_id} part {self.number}"


class ExchangeAnswer(Base):
    """The answers to a part, a line each. Only added to, so the same run always gets the same file."""

    run = models.ForeignKey(ExchangeRun, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField()
    text = models.TextField()
    counts = models.JSONField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="exchange_answer_once")]

    def __str__(self) -> str:
        return f"{self.run_id} answer {self.number}"
