"""The background worker: nightly jobs and whatever was put into the queue. `python -m evexport.config.worker [short|long]`.

Long work is done by workers of its own, so that a nightly job never waits behind five thousand licences.
"""

import os
import sys
from typing import TYPE_CHECKING, cast

import django

if TYPE_CHECKING:
    from procrastinate.contrib.django.django_connector import DjangoConnector


def main(words: list[str] | None = None) -> None:
    """Work until told to end: the queue of long work (`long`), all others (`short`), or without a word everything."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evexport.config.settings")
    django.setup()
    from procrastinate.contrib.django import app

    # The framework's own connector cannot listen for jobs; this one holds a connection of its own that can.
    connector = cast("DjangoConnector", app.connector).get_worker_connector()
    with app.replace_connector(connector) as worker:
        worker.run_worker(queues=queues(sys.argv[1:] if words is None else words), concurrency=1, wait=True)


def queues(words: list[str]) -> list[str] | None:
    """The queues that these words name; None for all."""
    from procrastinate.contrib.django import app

    from evexport.work.queue import QUEUE

    match words:
        case []:
            return None
        case ["long"]:
            return [QUEUE]
        case ["short"]:
            return sorted({task.queue for task in app.tasks.values()} - {QUEUE})
    raise SystemExit("Say short, long, or nothing.")


if __name__ == "__main__":
    main()
