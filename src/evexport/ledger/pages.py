"""Looking through the ledger, the latest first: cut by place, not by number: a far page costs no more than the first."""

from uuid import UUID

from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.ledger.models import Block, Entry

# One kind or one subject is read by the moment, as its index stands; all of it in the ledger's own order.
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


def entries(*, kind: str = "", subject: str = "", before: Entry | None = None, limit: int) -> list[Entry]:
    """The latest entries, of this kind and about this subject where they are named, older than `before`."""
    narrowed = bool(kind or subject)
    wanted: list[str] = []
    values: list[object] = []
    for column, value in (("kind", kind), ("subject", subject)):
        if value:
            wanted.append(f"{column} = %s")
            values.append(value)
    if before:
        wanted.append(f"{BY_MOMENT} < (%s, %s)" if narrowed else f"{BY_PLACE} < (%s, %s::text::xid8, %s)")
        values += [before.at, before.pk] if narrowed else [before.epoch, str(before.xid), before.pk]
    where = f"WHERE {' AND '.join(wanted)}" if wanted else ""
    order = "at DESC, id DESC" if narrowed else "epoch DESC, xid DESC, id DESC"
    query = f"SELECT * FROM ledger_entry {where} ORDER BY {order} LIMIT %s"  # noqa: S608 - values are bound
    return list(Entry.objects.raw(query, [*values, limit]))


def blocks(*, before: int | None = None, limit: int) -> list[Block]:
    """The latest blocks without what they hold, older than number `before`."""
    rows = Block.objects.defer("entries", "leaves").order_by("-no")
    return list((rows.filter(no__lt=before) if before is not None else rows)[:limit])
