"""The dates that hold for a year's round: those set for it, else those the law gives."""

from datetime import datetime

from evexport.kernel.clock import china_day
from evexport.qualification import deadlines
from evexport.qualification.models import RoundCalendar
from evexport.regulation.law import Law


def calendar_of(year: int, at: datetime) -> RoundCalendar:
    """The calendar set for a year, else the one the law of the day gives."""
    kept = RoundCalendar.objects.filter(year=year).first()
    return kept or RoundCalendar(year=year, **deadlines.defaults(year, Law.on(china_day(at))))
