"""How long proceedings took: median, nine in ten and the share within the term, read from the counts by days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from evexport.kernel.text import Text
from evexport.oversight.models import TermMonth
from evexport.oversight.statistics.terms import FIRST_REVIEW, LICENCE, LISTING, OPINION

PROCESSES: Mapping[str, Text] = {
    LICENCE: Text("许可证决定", "Licence decision"),
    FIRST_REVIEW: Text("商务主管部门初核", "Review by the commerce department"),
    OPINION: Text("会商意见", "Opinion of a consulted agency"),
    LISTING: Text("上报至列入名单", "From forwarding to the list"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """Finished proceedings in working days: half took no longer than `median`, nine in ten no longer than `p90`."""

    key: Any
    proceedings: int
    median: int
    p90: int
    longest: int
    within: int

    @property
    def share(self) -> float:
        """The share within the term."""
        return self.within / self.proceedings if self.proceedings else 0.0


def terms(process: str, *, by: str = "month", year: int | None = None) -> list[Term]:
    """A process by month or by authority."""
    rows = TermMonth.objects.filter(process=process)
    if year is not None:
        rows = rows.filter(month__gte=date(year, 1, 1), month__lte=date(year, 12, 1))
    counts: dict[Any, list[tuple[int, bool, int]]] = {}
    for key, days, within, count in rows.order_by(by, "days").values_list(by, "days", "within", "proceedings"):
        counts.setdefault(key, []).append((days, within, count))
    return [measured(key, some) for key, some in counts.items()]


def in_all(process: str, *, year: int | None = None) -> Term | None:
    """A process over all months; None where nothing was finished."""
    found = terms(process, by="process", year=year)
    return found[0] if found else None


def measured(key: Any, counts: Iterable[tuple[int, bool, int]]) -> Term:
    """From how many took how many days, in order of days."""
    some = sorted(counts)
    total = sum(count for *_, count in some)
    return Term(
        key, total, at_share(some, total, 50), at_share(some, total, 90), some[-1][0],
        sum(count for _, within, count in some if within),
    )  # fmt: skip


def at_share(counts: Iterable[tuple[int, bool, int]], total: int, percent: int) -> int:
    """The days within which so many in a hundred were finished: the smallest number that is enough."""
    reached = 0
    for days, _, count in counts:
        reached += count
        if reached * 100 >= total * percent:
            return days
    raise ValueError("Nothing was counted")
