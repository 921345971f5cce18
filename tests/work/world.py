"""A kind of long work for tests: each item writes one ledger entry, so that what was done twice would show."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from tests.factories import AT

from evexport import ledger
from evexport.kernel.problems import Barred
from evexport.kernel.text import Text
from evexport.ledger.events import Event
from evexport.ledger.models import Entry
from evexport.store import acting_as
from evexport.work import running
from evexport.work.actions import ask, asked_before
from evexport.work.kinds import Kind, register
from evexport.work.lanes import Thing
from evexport.work.models import Work, WorkItem

OWNER = "owner"
FOLLOWED: list[str] = []


@dataclass(frozen=True, kw_only=True)
class Counted(Event):
    kind: ClassVar[str] = "test.counted"
    label: ClassVar[Text] = Text("测试计数", "Counted in a test")


def count_one(item, by, at):
    if item.subject.endswith("barred"):
        raise Barred(Text("此项不可办理。", "This one is barred."), remedy=Text("请更正。", "Mend it."), code="TEST_BARRED")
    ledger.append(Counted(subject=item.subject), by=by, at=at)
    if item.subject.endswith("fault"):
        raise ZeroDivisionError
    return {"counted": item.position}


def follow_one(item, at):
    if item.subject.endswith("unfollowed"):
        raise Barred(Text("后续未成。", "What follows failed."), remedy=Text("请重试。", "Try again."), code="TEST_FOLLOW")
    FOLLOWED.append(item.subject)


COUNT = register(Kind("tests.count", Text("测试", "test"), do=count_one))
COUNT_AND_FOLLOW = register(Kind("tests.count_and_follow", Text("测试", "test"), do=count_one, follow=follow_one))


def asked(by, subjects, *, request="r-1", kind=COUNT, groups=1) -> Work:
    things = [Thing(subject, group=str(n % groups)) for n, subject in enumerate(subjects)]
    with acting_as(by):
        found = asked_before(kind, request=request, demand=list(subjects), by=by)
        return found or ask(kind, things, request=request, demand=list(subjects), by=by, at=AT)


def names(number: int) -> list[str]:
    return [f"thing:{n}" for n in range(1, number + 1)]


def moments():
    """A clock that moves on by a second each time it is asked."""
    seconds = iter(range(1, 1_000_000))
    return lambda: AT + timedelta(seconds=next(seconds))


def run(work, lane=0) -> bool:
    return running.run_lane(work.pk, lane, now=moments())


def run_all(work) -> None:
    """Every lane, chunk after chunk, as the queue would."""
    lanes = list(range(work.lanes))
    while lanes:
        lanes = [lane for lane in lanes if run(work, lane)]


def standing(work) -> Work:
    return Work.objects.using(OWNER).get(pk=work.pk)


def items(work, **which) -> list[WorkItem]:
    return list(WorkItem.objects.using(OWNER).filter(work=work, **which).order_by("position"))


def entries() -> list[str]:
    return list(Entry.objects.using(OWNER).filter(kind="test.counted").values_list("subject", flat=True))


def told(work) -> list[str]:
    return list(Entry.objects.using(OWNER).filter(subject=f"work:{work.pk}").order_by("id").values_list("kind", flat=True))
