"""The jobs of long work: a chunk of a lane, and the look each minute after work whose worker has died."""

from datetime import timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.db.models.functions import Now
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from evexport.accounts.actors import SYSTEM
from evexport.store import reading_as
from evexport.store.moment import now
from evexport.work.models import OPEN, Work
from evexport.work.queue import QUEUE, TASK, put_in_queue
from evexport.work.running import run_lane
from evexport.work.states import ALIVE

SILENT = timedelta(seconds=60)
AGAIN = RetryStrategy(max_attempts=20, wait=3, retry_exceptions={OperationalError, InterfaceError})


@app.task(name=TASK, queue=QUEUE, retry=AGAIN)
def run(work_id: str, lane: int) -> None:
    """A chunk of a lane; what is left of it queues up behind whatever else waits."""
    if run_lane(UUID(work_id), lane, now=now):
        put_in_queue(UUID(work_id), lane)


def take_up(*, silent_for: timedelta = SILENT) -> int:
    """Queue again what should be running and has given no sign of life; the number of lanes queued.

    Lanes that still stand in the queue stay there once; items that are done stay done.
    """
    with reading_as(SYSTEM):
        quiet = Q(heartbeat_at=None) | Q(heartbeat_at__lt=Now() - silent_for)
        lanes = [(work.pk, lane) for work in Work.objects.filter(quiet, state__in=ALIVE) for lane in _open_lanes(work)]
    return sum(put_in_queue(work_id, lane) for work_id, lane in lanes)


def _open_lanes(work: Work) -> list[int]:
    """Lanes with open items; where all are settled one lane has still to close the work."""
    found = work.items.filter(state__in=OPEN).order_by("lane").values_list("lane", flat=True).distinct()
    return list(found) or [0]


@app.periodic(cron="* * * * *")
@app.task(name="work.look_after", queueing_lock="work.look_after")
def look_after(timestamp: int) -> int:
    del timestamp
    return take_up()


@app.periodic(cron="* * * * *")
@app.task(name="work.clear_away", queueing_lock="work.clear_away")
async def clear_away(timestamp: int) -> None:
    """Jobs of workers that died are closed, so that the queue does not show them as being done for ever."""
    del timestamp
    for job in await app.job_manager.get_stalled_jobs(queue=QUEUE):
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
