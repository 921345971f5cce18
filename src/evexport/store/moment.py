"""The present moment of this installation: the real one, or on the fixed day that a demonstration lives on."""

from datetime import date, datetime

from django.conf import settings

from evexport.kernel.clock import Clock


def clock() -> Clock:
    return Clock(settings.DEMO_DAY)


def now() -> datetime:
    """The moment to pass to a deed."""
    return clock().now()


def today() -> date:
    """The legal day."""
    return clock().today()
