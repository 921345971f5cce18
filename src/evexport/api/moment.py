"""The moment of a request: the real one, or on the demonstration's fixed day."""

from datetime import datetime

from django.conf import settings

from evexport.kernel.clock import Clock


def clock() -> Clock:
    return Clock(settings.DEMO_DAY)


def now() -> datetime:
    return clock().now()
