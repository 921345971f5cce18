"""The notifier: writes notices and carries them to inboxes, mail and webhooks. `python -m evexport.config.notifier`."""

import os
import signal
import threading

import django


def main() -> None:
    """Write and deliver until told to end (SIGTERM, SIGINT)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evexport.config.settings")
    django.setup()
    from django.conf import settings

    from evexport.kernel.clock import Clock
    from evexport.notices.delivery import run

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run.run(clock=Clock(settings.DEMO_DAY), stop=stop)


if __name__ == "__main__":
    main()
