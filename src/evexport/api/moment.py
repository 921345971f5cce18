"""The moment of a request: the real one, or on the demonstration's fixed day."""

from datetime import datetime

from django.conf import settings

from evexport.kernel.clock import Clock


def now() -> datetime:
    return Clock(settings.DEMO_DAY).now()
