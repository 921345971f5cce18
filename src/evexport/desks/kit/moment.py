"""The moment at which pages are drawn: the real one, or the demonstration's fixed day."""

from datetime import date

from django.conf import settings

from evexport.kernel.clock import Clock


def clock() -> Clock:
    return Clock(settings.DEMO_DAY)


def today() -> date:
    """The legal day on which a page is drawn."""
    return clock().today()
