"""Daily work on notices: the reminders of the installation's day."""

from django.conf import settings
from procrastinate.contrib.django import app

from evexport.kernel.clock import Clock
from evexport.notices import reminders


@app.periodic(cron="40 16 * * *")
@app.task(name="notices.remind", queueing_lock="notices.remind")
def nightly(timestamp: int) -> int:
    """Forty past midnight in China (the schedule is in UTC), after licences' endings were announced."""
    del timestamp
    return reminders.give(Clock(settings.DEMO_DAY).now())
