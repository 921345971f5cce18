"""Long work in the queue: one job a lane, which does a chunk and queues the next, so that others get their turn between."""

from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

QUEUE = "long"
TASK = "work.run"


def put_in_queue(work_id: UUID, lane: int) -> bool:
    """Queue the next chunk of a lane; False where it stands in the queue already. Follows the transaction around it."""
    job = app.configure_task(TASK, queue=QUEUE, queueing_lock=f"{TASK}:{work_id}:{lane}")
    try:
        with transaction.atomic():  # a savepoint: the refusal of a second job must not spoil the deed
            job.defer(work_id=str(work_id), lane=lane)
    except AlreadyEnqueued:
        return False
    return True


def hold(work_id: UUID, *, shared: bool = False) -> None:
    """Until the transaction ends: items under way share the work, whoever steers it has it alone, and waits for them.

    The server's own queue of locks is fair, so that steering waits for the items under way and no longer.
    """
    in_turn(f"work:{work_id}", shared=shared)


def in_turn(name: str, *, shared: bool = False) -> None:
    """A lock by name until the transaction ends."""
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [name])
