"""Counts of requests whose window is over are swept away, so that no address is kept longer than it is needed."""

from procrastinate.contrib.django import app

from evexport.accounts import throttle


@app.periodic(cron="*/10 * * * *")
@app.task(name="accounts.sweep_counts", queueing_lock="accounts.sweep_counts")
def sweep(timestamp: int) -> int:
    """Every ten minutes."""
    del timestamp
    return throttle.sweep()
