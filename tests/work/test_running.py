"""Long work done item by item: each once, refusals told beside the item, progress that only rises, nothing lost in a crash."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import OperationalError
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.database import close_thread
from tests.factories import ADMIN, AT
from tests.work import world
from tests.work.world import COUNT_AND_FOLLOW, FOLLOWED, asked, entries, items, names, run, run_all, standing, told

from evexport.accounts import actions as accounts
from evexport.accounts.roles import Role
from evexport.kernel.problems import BadInput, Conflict
from evexport.store import reading_as
from evexport.work import running, tasks
from evexport.work.lanes import Thing, spread
from evexport.work.models import Work, WorkItem
from evexport.work.progress import progress


def queued(work) -> list[int]:
    jobs = ProcrastinateJob.objects.filter(task_name="work.run", status="todo", args__work_id=str(work.pk))
    return sorted(jobs.values_list("args__lane", flat=True))


def test_each_item_is_done_once_and_the_ledger_tells_start_and_end(bodies):
    work = asked(bodies.zhou, names(7), groups=3)
    assert (work.state, work.lanes, queued(work)) == ("queued", 3, [0, 1, 2])
    run_all(work)
    done = standing(work)
    assert (done.state, done.done, done.failed) == ("done", 7, 0)
    assert sorted(entries()) == names(7)
    assert told(work) == ["work.started", "work.finished"]
    assert {item.result["counted"] for item in items(work)} == set(range(1, 8))


def test_what_is_barred_says_why_and_the_others_go_on(bodies):
    work = asked(bodies.zhou, ["a:1", "b:barred", "c:3"])
    run_all(work)
    (barred,) = items(work, state="failed")
    assert (barred.problem["code"], barred.problem["message"]["zh"]) == ("TEST_BARRED", "此项不可办理。")
    assert barred.problem["remedy"] == {"zh": "请更正。", "en": "Mend it."}
    assert (standing(work).state, standing(work).done, standing(work).failed) == ("done", 2, 1)


def test_a_fault_of_ours_leaves_nothing_of_its_item_and_is_told_without_its_insides(bodies):
    work = asked(bodies.zhou, ["a:1", "b:fault", "c:3"])
    run_all(work)
    (fault,) = items(work, state="failed")
    assert fault.problem["code"] == "FAULT"
    assert "Zero" not in str(fault.problem)
    assert sorted(entries()) == ["a:1", "c:3"]


def test_what_follows_a_deed_may_fail_and_the_deed_stands(bodies):
    work = asked(bodies.zhou, ["a:1", "b:unfollowed"], kind=COUNT_AND_FOLLOW)
    run_all(work)
    (unfollowed,) = items(work, state="failed")
    assert (unfollowed.result, unfollowed.problem["code"]) == ({"counted": 2}, "TEST_FOLLOW")
    assert sorted(entries()) == ["a:1", "b:unfollowed"]
    assert FOLLOWED == ["a:1"]


def test_a_deed_whose_follower_was_lost_in_a_crash_is_not_done_again(bodies):
    work = asked(bodies.zhou, names(2), kind=COUNT_AND_FOLLOW)
    run_all(work)
    WorkItem.objects.using(world.OWNER).filter(work=work, position=1).update(state="begun", settled_at=None)
    Work.objects.using(world.OWNER).filter(pk=work.pk).update(state="running")
    run_all(work)
    assert sorted(entries()) == names(2)
    assert FOLLOWED == ["thing:1", "thing:2", "thing:1"]
    assert standing(work).state == "done"


def test_progress_only_rises(bodies, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 3)
    monkeypatch.setattr(running, "TICK_SECONDS", 0)
    seen, tick = [], running.tick

    def watched(work_id):
        tick(work_id)
        seen.append(standing(work).done + standing(work).failed)

    monkeypatch.setattr(running, "tick", watched)
    work = asked(bodies.zhou, [*names(8), "x:barred"], groups=2)
    run_all(work)
    assert seen == sorted(seen)
    assert seen[-1] == 9
    assert len(set(seen)) > 4


def test_a_chunk_ends_and_queues_the_next(bodies, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 2)
    work = asked(bodies.zhou, names(5))
    ProcrastinateJob.objects.all().delete()
    tasks.run(str(work.pk), 0)
    assert len(entries()) == 2
    assert queued(work) == [0]


def test_two_workers_at_once_do_nothing_twice(bodies):
    work = asked(bodies.zhou, names(40))
    start = Barrier(2)

    def worker(_number):
        try:
            start.wait()
            while run(work):
                pass
        finally:
            close_thread()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(worker, range(2)))
    assert sorted(entries()) == sorted(names(40))
    assert (standing(work).state, standing(work).done) == ("done", 40)
    assert told(work) == ["work.started", "work.finished"]


def test_an_outage_of_the_database_is_no_failure_of_the_item(bodies, monkeypatch):
    work = asked(bodies.zhou, names(2))
    with monkeypatch.context() as broken:
        broken.setattr(running, "_mark", lambda *_: (_ for _ in ()).throw(OperationalError("the server went away")))
        with pytest.raises(OperationalError):
            run(work)
    assert entries() == []
    run_all(work)
    assert sorted(entries()) == names(2)


def test_silent_work_is_taken_up_again_and_work_that_lives_is_not(bodies):
    work = asked(bodies.zhou, names(3), groups=3)
    run(work, 1)
    ProcrastinateJob.objects.filter(task_name="work.run").delete()  # its worker died with the rest
    assert tasks.take_up() == 0
    assert tasks.take_up(silent_for=timedelta(0)) == 2
    assert tasks.take_up(silent_for=timedelta(0)) == 0
    assert queued(work) == [0, 2]


def test_work_of_which_all_is_done_but_the_end_is_closed(bodies):
    work = asked(bodies.zhou, names(1))
    run(work)
    Work.objects.using(world.OWNER).filter(pk=work.pk).update(state="running", finished_at=None)
    ProcrastinateJob.objects.filter(task_name="work.run").delete()
    assert tasks.take_up(silent_for=timedelta(0)) == 1
    run(work)
    assert standing(work).state == "done"


def test_a_role_taken_back_stops_the_work(bodies, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 2)
    work = asked(bodies.zhou, names(5))
    run(work)
    accounts.revoke_role(
        bodies.zhou.user_id,
        organisation_id=bodies.zhou.organisation_id,
        role=Role.APPROVER,
        because="调离",
        by=ADMIN,
        at=AT,
    )
    run_all(work)
    stopped = standing(work)
    assert (stopped.state, stopped.done, stopped.problem["code"]) == ("failed", 2, "NO_ROLE")
    assert len(items(work, state="waiting")) == 3
    assert told(work) == ["work.started", "work.finished"]


def test_a_key_revoked_stops_the_work_of_its_system(bodies):
    from evexport.accounts.queries import actor_for_key

    key, shown = accounts.issue_key(
        organisation_id=bodies.zhou.organisation_id, role=Role.APPROVER, label="示例系统", by=ADMIN, at=AT
    )
    system = actor_for_key(shown, at=AT)
    first, second = asked(system, names(2), request="first"), asked(system, ["x:1", "x:2"], request="second")
    run_all(first)
    accounts.revoke_key(key.id, because="示例", by=ADMIN, at=AT)
    run_all(second)
    assert (standing(first).state, standing(second).state) == ("done", "failed")
    assert sorted(entries()) == names(2)


def test_the_same_request_is_the_same_work(bodies):
    first = asked(bodies.zhou, names(2))
    assert asked(bodies.wu, names(2)).pk == first.pk
    with pytest.raises(Conflict) as refused:
        asked(bodies.zhou, names(3))
    assert refused.value.code == "REQUEST_ID_USED"
    assert asked(bodies.stranger, names(3)).pk != first.pk
    with pytest.raises(BadInput):
        asked(bodies.zhou, names(2), request=" ")


def test_a_request_sent_twice_at_once_is_one_work(bodies):
    start = Barrier(2)

    def send(_number):
        try:
            start.wait()
            return asked(bodies.zhou, names(50)).pk
        finally:
            close_thread()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(send, range(2))
    assert first == second
    assert Work.objects.using(world.OWNER).count() == 1


def test_lanes_hold_groups_together_and_are_filled_evenly():
    things = [Thing(str(n), group=group) for n, group in enumerate("aaaaaabbbccde")]
    lanes, laid = spread(things, most=3)
    assert lanes == 3
    assert sorted(laid.count(lane) for lane in range(3)) == [3, 4, 6]
    assert len({(thing.group, lane) for thing, lane in zip(things, laid, strict=True)}) == 5
    assert spread([Thing("1"), Thing("2")])[0] == 1


def test_speed_and_time_left_are_told_in_both_languages(bodies):
    work = asked(bodies.zhou, names(4))
    with reading_as(bodies.zhou):
        work = Work.objects.get(pk=work.pk)
    assert progress(work).said.en == "Waiting for its turn: 0 of 4."
    work.state, work.total, work.done, work.failed = "running", 5000, 1200, 3
    work.runs_since, work.heartbeat_at, work.settled_before = AT, AT + timedelta(seconds=50), 3
    far = progress(work)
    assert (far.rate, far.seconds_left) == (24.0, 158)
    assert far.said.en == "Running: 1203 of 5000, 3 of them failed; about 24 a second, 2 min 38 s left."
    assert far.said.zh == "办理中：共5000项，已办1203项，其中3项未成；每秒约24项，约余2分38秒。"
    work.state = "cancelled"
    assert progress(work).said.en == "Cancelled: 1203 of 5000, 3 of them failed; the other 3797 stay as they were."
