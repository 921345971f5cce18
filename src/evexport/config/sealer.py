"""The sealer: closes the ledger's committed entries into signed blocks. `python -m evexport.config.sealer`."""

import os
import signal
import threading

import django


def main() -> None:
    """Seal until told to end (SIGTERM, SIGINT)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evexport.config.settings")
    django.setup()
    from django.conf import settings

    from evexport.host.home import Home
    from evexport.kernel.clock import Clock
    from evexport.ledger import tasks

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    tasks.run(Home.default(), clock=Clock(settings.DEMO_DAY), stop=stop)


if __name__ == "__main__":
    main()
