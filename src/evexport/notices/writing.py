"""From the ledger to notices: entries past the cursor, their notices, the deliveries of these and the moved cursor, in one
transaction. What commits is told once; what does not is told by the next.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from evexport.accounts.actors import SYSTEM
from evexport.kernel.clock import Clock, china_day
from evexport.ledger.models import Entry, Place
from evexport.ledger.reading import after, move, reader, where
from evexport.notices import balances, compose
from evexport.notices.catalogue import Template, shipped
from evexport.notices.models import Channel, Delivery, Notice
from evexport.notices.recipients import Concerned
from evexport.notices.reminder import Reminder
from evexport.notices.service import SERVICE
from evexport.papers.letters.told import appeal_days
from evexport.qualification.deadlines import in_words
from evexport.store import acting_as

READER = "notices"


def write(*, at: datetime, limit: int = SERVICE.batch) -> int:
    """Turn the next finished entries into notices. The number of entries read; 0 also where another writer is at it."""
    with acting_as(SYSTEM), reader(READER, at=at) as place:
        if place is None:
            return 0
        entries = after(where(place), limit=limit)
        if entries:
            keep([*of_entries(entries, at=at), *of_reminders(balances.crossed(entries, at=at), at=at)])
            move(place, past=entries[-1], at=at)
        return len(entries)


def write_all(*, at: datetime) -> int:
    """Until every finished entry is told. The number of entries read."""
    read = 0
    while count := write(at=at):
        read += count
    return read


def remind(reminders: Iterable[Reminder], *, at: datetime) -> int:
    """Keep the reminders that were not given before. In the writer's turn, so that notices become visible in order.

    A writer at work keeps its place locked: this waits for it.
    """
    with acting_as(SYSTEM), reader(READER, at=at):
        Place.objects.select_for_update().get(reader=READER)
        return keep(of_reminders(reminders, at=at))


def of_entries(entries: Sequence[Entry], *, at: datetime) -> list[Notice]:
    """The notices of a batch, without those that stand already."""
    told = [entry for entry in entries if shipped().of(entry.kind)]
    known = Concerned.of(told)
    rows = Notice.objects.filter(entry_id__in=[entry.id for entry in told])
    standing = set(rows.values_list("entry_id", "organisation_id", "template"))
    made = [notice for entry in told for notice in _of_entry(entry, known, at=at)]
    return [one for one in made if (one.entry_id, one.organisation_id, one.template) not in standing]


def _of_entry(entry: Entry, known: Concerned, *, at: datetime) -> list[Notice]:
    made = []
    for template in shipped().of(entry.kind):
        whom = dict.fromkeys(one for role in template.to for one in known.recipients(role, entry))
        if not whom or not template.fits(entry.data):
            continue
        due = _due(template, entry, known)
        text = compose.said(template, _values(entry, known, due))
        made += [
            Notice(
                organisation_id=one, kind=entry.kind, template=template.id, entry_id=entry.id, subject=entry.subject,
                weight=template.weight, text=text, due_on=due, paper=known.has_letter(entry, one), at=entry.at, written_at=at,
            )
            for one in whom
            if one in known.organisations
        ]  # fmt: skip
    return made


def _due(template: Template, entry: Entry, known: Concerned) -> date | None:
    if template.due == "case":
        return known.due(entry)
    if template.due == "reconsideration":
        return china_day(entry.at) + timedelta(days=appeal_days(entry.at))
    return date.fromisoformat(entry.data[template.due]) if template.due and entry.data.get(template.due) else None


def _values(entry: Entry, known: Concerned, due: date | None) -> dict[str, object]:
    values = compose.words(entry.data)
    filing = known.filing(entry)
    values["maker"], values["exporter"] = known.name(known.maker(entry)), known.name(known.exporter(entry))
    values["department"] = known.name(filing.department_id if filing else None)
    values["due"] = in_words(due) if due else compose.NONE
    if entry.kind == "filing.opinion_given":
        values["agency"] = known.agency(entry.data["agency"])
    if entry.kind == "declaration.refused":
        values["refusal"] = compose.refusal(getattr(next(iter(known.things(entry)), None), "reasons", []))
    return values


def of_reminders(reminders: Iterable[Reminder], *, at: datetime) -> list[Notice]:
    """The notices of reminders, without those that were given before."""
    made = []
    for one in reminders:
        for template in shipped().of(one.kind):
            values = compose.words(one.data) | {"due": in_words(one.due_on) if one.due_on else compose.NONE}
            text = compose.said(template, values)
            made += [
                Notice(
                    organisation_id=organisation, kind=one.kind, template=template.id, reminder=one.key, subject=one.subject,
                    weight=template.weight, text=text, due_on=one.due_on, data=one.data, at=at, written_at=at,
                )
                for organisation in dict.fromkeys(one.recipients)
            ]  # fmt: skip
    standing = set(
        Notice.objects.filter(reminder__in=[one.reminder for one in made]).values_list("reminder", "organisation_id", "template")
    )
    return [one for one in made if (one.reminder, one.organisation_id, one.template) not in standing]


def keep(notices: Sequence[Notice]) -> int:
    """Store notices and the deliveries that their recipients wish for. Inside the writer's transaction."""
    channels: dict[UUID, list[Channel]] = defaultdict(list)
    for channel in Channel.objects.filter(state__in=("active", "paused")):
        channels[channel.organisation_id].append(channel)
    now = Clock().now()
    Notice.objects.bulk_create(notices, batch_size=1000)
    Delivery.objects.bulk_create(
        (
            Delivery(notice=one, channel=channel, organisation_id=one.organisation_id, next_at=now)
            for one in notices
            for channel in channels[one.organisation_id]
            if channel.wants(one.kind, one.weight)
        ),
        batch_size=1000,
    )
    return len(notices)
