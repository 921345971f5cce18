"""What everybody was told of the year: notices of all its entries, the old ones read, reminders of the day."""

from datetime import datetime, timedelta

from evexport.accounts.actors import Actor
from evexport.demo.cast import Cast
from evexport.demo.story import Story
from evexport.notices import actions, reminders, secret
from evexport.notices.writing import write_all

FRESH = timedelta(days=21)
"""What is younger lies unread, except with those who are always at their desk."""
NIGHTS = (timedelta(days=60), timedelta(days=25), timedelta(days=10), timedelta())
"""Before the last day: nights on which the daily reminders ran."""
MAIL = "maker@example.com"


def fill(cast: Cast, say: Story, at: datetime) -> None:
    """Write them, read most of them, and give the first maker a confirmed address for what is to come."""
    say.chapter("通知", "Notices")
    told = write_all(at=at)
    reminded = sum(reminders.give(at - before) for before in NIGHTS)
    for one in people(cast):
        actions.read_all(until=at - FRESH, by=one, at=at)
    channel = actions.open_email(MAIL, language="zh", by=next(iter(cast.makers.values())), at=at)
    actions.confirm_address(channel.pk, secret.of_confirmation(channel), at=at)
    say.line(f"{told} 条账本记录已告知有关各方 · ledger entries told to those they concern")
    say.line(f"{reminded} 条提醒 · reminders")


def people(cast: Cast) -> list[Actor]:
    """One of each organisation."""
    offices = (cast.ministry, cast.examiner, cast.customs, *cast.agencies, *cast.departments.values())
    return [*offices, *cast.makers.values(), *cast.exporters.values()]
