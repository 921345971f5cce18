"""The background worker: nightly jobs and whatever was put into the queue. `python -m evexport.config.worker`."""

import os
from typing import TYPE_CHECKING, cast

import django

if TYPE_CHECKING:
    from procrastinate.contrib.django.django_connector import DjangoConnector


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evexport.config.settings")
    django.setup()
    from procrastinate.contrib.django import app

    # The framework's own connector cannot listen for jobs; this one holds a connection of its own that can.
    connector = cast("DjangoConnector", app.connector).get_worker_connector()
    with app.replace_connector(connector) as worker:
        worker.run_worker(concurrency=1, wait=True)


if __name__ == "__main__":
    main()
