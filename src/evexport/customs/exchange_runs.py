"""Reading the offline exchange: runs, how far each is, its answer file, and where each sender stands."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from evexport.customs.exchange_files import written
from evexport.customs.models import ExchangeAnswer, ExchangeRun
from evexport.kernel.problems import Barred, NotFound
from evexport.kernel.text import Text

COUNTS = ("released", "refused", "held", "not_required", "problems", "differences")


def runs() -> QuerySet[ExchangeRun]:
    """Every run with the number of its answers, the latest first."""
    return ExchangeRun.objects.annotate(answered_parts=Count("answers")).order_by("-received_at", "-pk")


def run_of(sender: str, run: int) -> ExchangeRun:
    """One run; NotFound where there is none."""
    found = ExchangeRun.objects.filter(sender=sender, run=run).first()
    if found is None:
        raise NotFound(
            Text(f"没有{sender}的第{run}批。", f"There is no run {run} of {sender}."),
            remedy=Text("请核对关区代码和批次号。", "Check the office and the run number."),
            code="EXCHANGE_UNKNOWN",
        )
    return found


def latest(sender: str) -> ExchangeRun | None:
    return ExchangeRun.objects.filter(sender=sender).order_by("-run").first()


def missing(run: ExchangeRun) -> list[int]:
    """The numbers of the answers that a run still lacks; the closing one is last."""
    there = set(ExchangeAnswer.objects.filter(run=run).values_list("number", flat=True))
    return [number for number in range(1, run.closing + 1) if number not in there]


def answered(run: ExchangeRun) -> bool:
    """Whether the answer file is complete: the closing answer is the last to be written."""
    return ExchangeAnswer.objects.filter(run=run, number=run.closing).exists()


def counts_of(run: ExchangeRun) -> dict[str, int]:
    """The answers so far by decision, with the lines that were not decided and the differences of reconciliation."""
    total = Counter[str]()
    for counts in ExchangeAnswer.objects.filter(run=run).values_list("counts", flat=True):
        total.update(counts)
    return {name: total[name] for name in COUNTS}


def answer_file(run: ExchangeRun) -> bytes:
    """The answer to a run, the same whenever it is asked for. Raises Barred while it is not complete."""
    if not answered(run):
        problem = Barred(
            Text(f"{run}尚未答复完毕。", f"The answer to {run} is not complete yet."),
            remedy=Text(
                "请稍后再取；久无进展的，重新发送该批文件。",
                "Come again later; if it has come to a stop, send the run's file again.",
            ),
            code="EXCHANGE_NOT_READY",
        )
        problem.retry_after = 5
        raise problem
    header = {"sender": run.sender, "run": run.run, "day": run.day, "report_of": run.report_of, "answers_to": run.digest}
    texts = ExchangeAnswer.objects.filter(run=run).order_by("number").values_list("text", flat=True)
    lines = (line.encode() for text in texts for line in text.split("\n") if line)
    return written(header, lines, counts_of(run))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sender stands: its last run, and the days since then without a file."""

    last: ExchangeRun
    silent_days: int

    @property
    def next_run(self) -> int:
        return self.last.run + 1


def standings(today: date) -> list[Standing]:
    """Every sender's last run, senders in order."""
    last = ExchangeRun.objects.order_by("sender", "-run").distinct("sender")
    return [Standing(run, max((today - run.day).days, 0)) for run in last]
