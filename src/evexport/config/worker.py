"""The background worker: nightly jobs and whatever was put into the queue. `python -m evexport.config.worker`."""

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evexport.config.settings")
    django.setup()
    from procrastinate.contrib.django import app

    app.run_worker(concurrency=1, wait=True)


if __name__ == "__main__":
    main()
