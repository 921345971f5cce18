"""Many licences issued as long work: every check again for each, numbers without a gap, nothing twice, whoever dies meanwhile."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest
from tests.licensing.house import NOON, OWNER, House
from tests.licensing.many import further_maker, reviewed, staffed
from tests.papers.conftest import home

from evexport.kernel.ids import uuid7
from evexport.kernel.problems import Barred, Conflict, NotAllowed, NotFound
from evexport.ledger.models import Entry
from evexport.licensing import actions
from evexport.licensing.models import Application, Licence, NumberSeries
from evexport.papers.issuing import issue_all
from evexport.papers.models import Paper
from evexport.work import tasks
from evexport.work.models import Work, WorkItem
from evexport.work.running import run_lane

__all__ = ["home"]


@pytest.fixture
def house(db_clone, home) -> House:
    return staffed(House())


def run_all(work) -> Work:
    lanes = list(range(work.lanes))
    while lanes:
        lanes = [lane for lane in lanes if run_lane(work.pk, lane, now=lambda: NOON)]
    return standing(work)


def standing(work) -> Work:
    return Work.objects.using(OWNER).get(pk=work.pk)


def items(work, **which) -> list[WorkItem]:
    return list(WorkItem.objects.using(OWNER).filter(work=work, **which).order_by("position"))


def numbers() -> list[str]:
    return sorted(Licence.objects.using(OWNER).values_list("number", flat=True))


def entries(kind="licence.issued") -> Counter:
    return Counter(Entry.objects.using(OWNER).filter(kind=kind).values_list("data__application", flat=True))


def in_a_row(count: int) -> list[str]:
    return [f"26-AA-{n:06d}" for n in range(1, count + 1)]


def ask(house, applications=None, *, request="r-1", by=None):
    chosen = None if applications is None else [one.pk for one in applications]
    return issue_all(chosen, request=request, by=by or house.zhou, at=NOON)


def test_sixty_of_several_makers_and_one_that_is_barred(house):
    """Numbers follow each other without a gap, one ledger entry each; the one that the approver examined waits for a colleague."""
    makers = [None, further_maker(1), further_maker(2)]
    applications = [reviewed(house, makers[n % 3]) for n in range(60)]
    own = applications[7]
    Application.objects.using(OWNER).filter(pk=own.pk).update(first_reviewer=house.zhou.user_id)
    work = run_all(ask(house))
    assert (work.state, work.total, work.done, work.failed, work.lanes) == ("done", 60, 59, 1, 3)
    assert numbers() == in_a_row(59)
    assert entries() == Counter({str(one.pk): 1 for one in applications if one != own})
    (barred,) = items(work, state="failed")
    assert barred.subject == f"application:{own.pk}"
    assert (barred.problem["code"], "another officer" in barred.problem["message"]["en"]) == ("BARRED", True)
    assert {item.result["number"] for item in items(work, state="done")} == set(numbers())
    assert originals() == Counter({f"licence:{number}": 1 for number in in_a_row(59)})
    assert {one.issued_by_name for one in Licence.objects.using(OWNER).all()} == {"周复审"}
    # A colleague issues what is left, and gets the next number.
    second = run_all(ask(house, request="r-2", by=house.wu))
    assert (second.done, numbers()[-1]) == (1, "26-AA-000060")


def test_capacity_reached_in_the_middle_bars_the_rest_of_that_maker_alone(house):
    """2,600 vehicles are declared; 100 a licence: the first reviewed are served first, as if issued one by one."""
    small, large = further_maker(1, capacity=500), further_maker(2)
    of_small = [reviewed(house, small, quantity=100) for _ in range(8)]
    of_large = [reviewed(house, large, quantity=100) for _ in range(4)]
    work = run_all(ask(house))
    failed = items(work, state="failed")
    assert [item.subject for item in failed] == [f"application:{one.pk}" for one in of_small[5:]]
    assert {item.problem["code"] for item in failed} == {"CRITERIA_NOT_MET"}
    assert {f["id"] for item in failed for f in item.problem["findings"] if f["outcome"] == "not_met"} == {"L17"}
    assert len(numbers()) == 9
    assert Application.objects.using(OWNER).filter(pk__in=[one.pk for one in of_large], state="issued").count() == 4


def test_only_those_named_are_issued_and_one_already_issued_says_so(house):
    first, second, third = (reviewed(house) for _ in range(3))
    actions.issue(second.pk, by=house.zhou, at=NOON)
    work = run_all(ask(house, [first, second]))
    (known,) = items(work, state="failed")
    assert (known.subject, known.problem["code"]) == (f"application:{second.pk}", "WRONG_STATE")
    assert Application.objects.using(OWNER).get(pk=third.pk).state == "reviewed"
    assert len(numbers()) == 2


def test_the_same_request_is_the_same_work_and_other_content_is_refused(house):
    first, second = reviewed(house), reviewed(house)
    work = ask(house, [first])
    run_all(work)
    assert ask(house, [first]).pk == work.pk
    assert len(numbers()) == 1
    with pytest.raises(Conflict):
        ask(house, [first, second])


def test_another_body_can_neither_ask_for_it_nor_see_it(house):
    application = reviewed(house)
    with pytest.raises(NotFound):
        ask(house, [application], by=house.gao)
    with pytest.raises(Barred, match="No application awaits"):
        ask(house, by=house.gao)
    for stranger in (house.lin, house.clerk, house.ministry):
        with pytest.raises(NotAllowed):
            ask(house, [application], by=stranger)
    assert not Work.objects.using(OWNER).exists()


def test_unknown_applications_refuse_the_whole_request(house):
    application = reviewed(house)
    with pytest.raises(NotFound):
        issue_all([application.pk, uuid7()], request="r-1", by=house.zhou, at=NOON)
    assert not Work.objects.using(OWNER).exists()


def originals() -> Counter:
    return Counter(Paper.objects.using(OWNER).filter(kind="licence").values_list("subject", flat=True))


@contextmanager
def workers(how_many, home):
    """Real worker processes for long work on this test's database, killed with -9 at the end."""
    command = [sys.executable, "-m", "evexport.config.worker", "long"]
    env = {**os.environ, "EVEXPORT_HOME": str(home.root), "EVEXPORT_TODAY": NOON.date().isoformat()}
    processes = [subprocess.Popen(command, env=env) for _ in range(how_many)]
    try:
        yield
    finally:
        for process in processes:
            process.send_signal(signal.SIGKILL)
            process.wait(10)


def wait_for(condition, seconds=60.0):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


@pytest.mark.parametrize("how_many", [1, 2])
def test_workers_killed_in_the_middle_and_others_that_go_on(house, home, how_many):
    """kill -9 while licences are being issued; other processes take the work up, and no licence and no paper is made twice or missed."""
    makers = [None, further_maker(1)]
    applications = [reviewed(house, makers[n % 2]) for n in range(40)]
    work = ask(house)
    with workers(how_many, home):
        wait_for(lambda: len(numbers()) >= 8)
    issued_before = len(numbers())
    assert issued_before < 40, "the workers were too fast to be killed in the middle"
    assert standing(work).state == "running"
    tasks.take_up(silent_for=timedelta(0))
    with workers(how_many, home):
        wait_for(lambda: standing(work).state == "done")
    assert numbers() == in_a_row(40)
    assert entries() == Counter({str(one.pk): 1 for one in applications})
    assert NumberSeries.objects.using(OWNER).get().last == 40
    assert (standing(work).done, standing(work).failed) == (40, 0)
    assert originals() == Counter({f"licence:{number}": 1 for number in in_a_row(40)})
