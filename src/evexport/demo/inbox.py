"""What everybody was told of the year: notices of all its entries, the old ones read, reminders of some of its nights."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from evexport.accounts.actors import Actor
from evexport.demo.cast import Cast
from evexport.demo.story import Story
from evexport.notices import actions, reminders, secret
from evexport.notices.writing import write_all

FRESH = timedelta(days=21)
"""What is younger lies unread."""
NIGHTS = (timedelta(days=60), timedelta(days=25), timedelta(days=10))
"""Before the last day: nights on which the daily reminders ran."""
MAIL = "maker@example.com"


@dataclass
class Inbox:
    """Everybody's, filled as the year goes on, so that notices lie in the order of what they tell."""

    cast: Cast
    say: Story
    told: int = field(default=0)
    reminded: int = field(default=0)

    def nights(self, today: datetime) -> None:
        """Everything told up to now, then the reminders of the last weeks."""
        self.told += write_all(at=today - max(NIGHTS))
        self.reminded += sum(reminders.give(today - before) for before in NIGHTS)

    def today(self, at: datetime) -> None:
        """The rest told, the old read; and the first maker gets a confirmed address for what is to come."""
        self.told += write_all(at=at)
        self.reminded += reminders.give(at)
        for one in self._people():
            actions.read_all(until=at - FRESH, by=one, at=at - FRESH)
        channel = actions.open_email(MAIL, language="zh", by=next(iter(self.cast.makers.values())), at=at)
        actions.confirm_address(channel.pk, secret.of_confirmation(channel), at=at)
        self.say.line(f"{self.told} 条账本记录已告知有关各方 · ledger entries told to those they concern")
        self.say.line(f"{self.reminded} 条到期提醒 · reminders of what ends soon")

    def _people(self) -> list[Actor]:
        """One of each organisation."""
        cast = self.cast
        offices = (cast.ministry, cast.examiner, cast.customs, *cast.agencies, *cast.departments.values())
        return [*offices, *cast.makers.values(), *cast.exporters.values()]
