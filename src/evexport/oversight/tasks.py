"""Keeps the statistics up to date: what the ledger's next entries touched is counted anew."""

from datetime import datetime

from django.conf import settings
from procrastinate.contrib.django import app

from evexport.kernel.clock import Clock
from evexport.oversight.statistics.counting import bring_up_to_date


@app.periodic(cron="*/5 * * * *")
@app.task(name="oversight.count", queueing_lock="oversight.count")
def count(timestamp: int) -> int:
    """Every five minutes, on the installation's day."""
    del timestamp
    return bring_up_to_date(at=now())


def now() -> datetime:
    return Clock(settings.DEMO_DAY).now()
