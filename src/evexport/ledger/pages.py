"""Looking through the ledger, the latest first: cut by place, not by number: a far page costs no more than the first."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from evexport.kernel.clock import start_of
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.ledger.models import Block, Entry

# A kind, a subject, a person or some days are read by the moment, as their indexes stand; all of it in the ledger's own order.
BY_MOMENT = "(at, id)"
BY_PLACE = "(epoch, xid, id)"


def entry(key: UUID) -> Entry:
    """An entry that the present scope may read. Raises NotFound."""
    found = Entry.objects.filter(pk=key).first()
    if found is None:
        raise NotFound(
            Text("没有这条记录。", "There is no such entry."),
            remedy=Text("请核对记录编号。", "Check the entry's identifier."),
        )
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What the ledger is narrowed to: a kind, a subject, a person's name, all in full; days of China, both included."""

    kind: str = ""
    subject: str = ""
    actor: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def narrowed(self) -> bool:
        return any((self.kind, self.subject, self.actor, self.since, self.until))

    def where(self) -> tuple[list[str], list[object]]:
        """Conditions and their values. Names are those of people: what systems did is found by kind, subject or day."""
        wanted: list[str] = []
        values: list[object] = []
        for column, value in (("kind", self.kind), ("subject", self.subject)):
            if value:
                wanted.append(f"{column} = %s")
                values.append(value)
        if self.actor:
            wanted.append("actor ->> 'name' = %s AND actor ->> 'user' IS NOT NULL")
            values.append(self.actor)
        if self.since:
            wanted.append("at >= %s")
            values.append(start_of(self.since))
        if self.until:
            wanted.append("at < %s")
            values.append(start_of(self.until + timedelta(days=1)))
        return wanted, values


def entries(asked: Asked | None = None, *, before: Entry | None = None, limit: int) -> list[Entry]:
    """The latest entries that fit, older than `before`."""
    asked = asked or Asked()
    wanted, values = asked.where()
    if before:
        wanted.append(f"{BY_MOMENT} < (%s, %s)" if asked.narrowed else f"{BY_PLACE} < (%s, %s::text::xid8, %s)")
        values += [before.at, before.pk] if asked.narrowed else [before.epoch, str(before.xid), before.pk]
    where = f"WHERE {' AND '.join(wanted)}" if wanted else ""
    order = "at DESC, id DESC" if asked.narrowed else "epoch DESC, xid DESC, id DESC"
    query = f"SELECT * FROM ledger_entry {where} ORDER BY {order} LIMIT %s"  # noqa: S608 - values are bound
    return list(Entry.objects.raw(query, [*values, limit]))


def blocks(*, before: int | None = None, limit: int) -> list[Block]:
    """The latest blocks without what they hold, older than number `before`."""
    rows = Block.objects.defer("entries", "leaves").order_by("-no")
    return list((rows.filter(no__lt=before) if before is not None else rows)[:limit])
