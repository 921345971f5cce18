"""Verifying the ledger: every block against its signature, its predecessor and the entries it sealed."""

from collections.abc import Iterator
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from evexport.ledger import merkle
from evexport.ledger.blocks import NOTHING, Header, digest, signed_by
from evexport.ledger.checkpoints import Checkpoint
from evexport.ledger.erasure import Erased
from evexport.ledger.faults import Fault, Kind, Report
from evexport.ledger.leaves import leaf
from evexport.ledger.models import Block, Entry
from evexport.ledger.reading import Cursor

Keys = dict[str, Ed25519PublicKey]
Hole = tuple[UUID, str]
"""An entry and the name of a field erased from it."""


def verify(keys: Keys, *, checkpoint: Checkpoint | None = None) -> Report:
    """Inspect the whole ledger; inside a transaction that may read all of it (staff or system). Changes
    nothing.

    `keys`: the public keys that may have sealed it, by id, from the key files and never from the database.
    """
    report = Report()
    if checkpoint and not checkpoint.genuine(keys):
        report.faults.append(Fault(Kind.CHECKPOINT_FORGED))
    erased: set[Hole] = set()
    place, before = Cursor(), None
    for block in Block.objects.order_by("no").iterator(chunk_size=50):
        report.faults += _chain(block, before, keys)
        report.faults += _entries(block, place, erased)
        if checkpoint and block.no == checkpoint.block and digest(block.header) != checkpoint.head:
            report.faults.append(Fault(Kind.REPLACED, block.no))
        report.blocks, report.entries = report.blocks + 1, report.entries + len(block.entries)
        place, before = Cursor(block.epoch, block.last_xid, block.last_id), block
    if checkpoint and (before is None or before.no < checkpoint.block):
        report.faults.append(Fault(Kind.CUT_OFF, checkpoint.block))
    report.faults += [Fault(Kind.ERASED_SILENTLY, entry=entry) for entry, _ in sorted(erased - _told())]
    report.erased, report.unsealed = len(erased), _unsealed(place)
    return report


def _chain(block: Block, before: Block | None, keys: Keys) -> Iterator[Fault]:
    """Number, predecessor, signature, and the columns beside the header."""
    expected = before.no + 1 if before else 1
    yield from (Fault(Kind.BLOCK_MISSING, no) for no in range(expected, block.no))
    key = keys.get(_claimed_key(block.header))
    if key is None:
        yield Fault(Kind.KEY_UNKNOWN, block.no)
    elif not signed_by(key, block.signature, block.header):
        yield Fault(Kind.SIGNATURE_INVALID, block.no)
    try:
        header = Header.parse(block.header)
    except ValueError:
        yield Fault(Kind.BLOCK_ALTERED, block.no)
        return
    if block.no == expected and header.previous != (digest(before.header) if before else NOTHING):
        yield Fault(Kind.CHAIN_BROKEN, block.no)
    if not _fits(block, header):
        yield Fault(Kind.BLOCK_ALTERED, block.no)


def _claimed_key(header: str) -> str:
    try:
        return Header.parse(header).key
    except ValueError:
        return ""


def split(leaves: bytes | memoryview) -> list[bytes]:
    """A block's leaf hashes one by one."""
    raw = bytes(leaves)
    return [raw[i : i + 32] for i in range(0, len(raw), 32)]


def _fits(block: Block, header: Header) -> bool:
    columns = (block.no, block.epoch, str(block.last_xid), str(block.last_id), block.size, len(block.entries))
    told = (header.no, header.epoch, header.last_xid, header.last_id, header.size, header.size)
    return columns == told and merkle.root(split(block.leaves)).hex() == header.root


def _entries(block: Block, place: Cursor, erased: set[Hole]) -> Iterator[Fault]:
    """Each sealed entry in its place, and none between them that was not sealed."""
    sealed = dict(zip(block.entries, split(block.leaves), strict=False))
    for entry in _between(place, Cursor(block.epoch, block.last_xid, block.last_id)):
        wanted = sealed.pop(entry.id, None)
        if wanted is None:
            yield Fault(Kind.ENTRY_INSERTED, block.no, entry.id)
        elif leaf(entry) != wanted:
            yield Fault(Kind.ENTRY_ALTERED, block.no, entry.id)
        erased |= {(entry.id, name) for name in (entry.salts or {}).get("erased", {})}
    yield from (Fault(Kind.ENTRY_REMOVED, block.no, entry) for entry in sealed)


def _between(place: Cursor, last: Cursor) -> Iterator[Entry]:
    """The entries after `place` up to and including `last`."""
    yield from Entry.objects.raw(
        "SELECT * FROM ledger_entry WHERE (epoch, xid, id) > (%s, %s::text::xid8, %s) "
        "AND (epoch, xid, id) <= (%s, %s::text::xid8, %s) ORDER BY epoch, xid, id",
        [place.epoch, str(place.xid), place.id, last.epoch, str(last.xid), last.id],
    )


def _told() -> set[Hole]:
    """The erasures that the ledger itself tells of."""
    told = Entry.objects.filter(kind=Erased.kind).values_list("data__entry", "data__field")
    return {(UUID(entry), field) for entry, field in told}


def _unsealed(place: Cursor) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger_entry WHERE (epoch, xid, id) > (%s, %s::text::xid8, %s)",
            [place.epoch, str(place.xid), place.id],
        )
        return int(cursor.fetchone()[0])
