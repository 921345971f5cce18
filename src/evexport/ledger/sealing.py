"""Closing finished entries into signed blocks: one sealer at a time, in the ledger's order, nothing passed
over.
"""

import time
from datetime import datetime
from uuid import UUID

from django.db import connection

from evexport.host.keys import Signer
from evexport.kernel.problems import Barred
from evexport.kernel.text import Text
from evexport.ledger import merkle
from evexport.ledger.blocks import NOTHING, Header, digest
from evexport.ledger.leaves import leaf, moment
from evexport.ledger.models import Block, Entry
from evexport.ledger.reading import Cursor, after, oldest_unsealed
from evexport.store import acting_as, reading_as
from evexport.store.scopes import SYSTEM

LOCK = 0x65767870_7365616C  # any number that nothing else uses
BLOCK_SIZE = 1024


def seal(signer: Signer, *, at: datetime, size: int = BLOCK_SIZE) -> int:
    """Seal all finished entries in blocks of at most `size`; the number sealed. 0 also where another sealer
    is at work.
    """
    sealed, more = 0, True
    while more:
        count, more = _seal_one(signer, at=at, size=size)
        sealed += count
    return sealed


def drain(signer: Signer, *, at: datetime, seconds: float = 30, size: int = BLOCK_SIZE) -> None:
    """Seal until nothing written so far is left unsealed. Raises Barred where an open transaction outlasts
    `seconds`.
    """
    deadline = time.monotonic() + seconds
    while True:
        seal(signer, at=at, size=size)
        with reading_as(SYSTEM):
            if oldest_unsealed() is None:
                return
        if time.monotonic() > deadline:
            raise Barred(
                Text(
                    "有事务长时间未结束，账本无法封存。",
                    "A transaction that stays open keeps the ledger from being sealed.",
                ),
                remedy=Text(
                    "请结束 pg_stat_activity 中最久的写事务后重试。",
                    "End the oldest writing transaction in pg_stat_activity.",
                ),
                code="LEDGER_STALLED",
            )
        time.sleep(0.05)


def _seal_one(signer: Signer, *, at: datetime, size: int) -> tuple[int, bool]:
    """Seal one block: how many entries, and whether more were waiting."""
    with acting_as(SYSTEM):
        if not _alone():
            return 0, False
        _same_cluster()
        last = Block.objects.order_by("no").last()
        place = Cursor(last.epoch, last.last_xid, last.last_id) if last else Cursor()
        found = after(place, limit=size)
        # A block lies within one epoch, so that its range is a range of one cluster's transactions.
        entries = [entry for entry in found if entry.epoch == found[0].epoch]
        if entries:
            close(entries, last, signer, at).save(force_insert=True)
        return len(entries), len(found) == size or len(entries) < len(found)


def close(entries: list[Entry], last: Block | None, signer: Signer, at: datetime) -> Block:
    """A block of these entries after `last`, signed; not yet stored."""
    leaves = [leaf(entry) or bytes(32) for entry in entries]
    before = Header.parse(last.header).total if last else 0
    header = Header(
        no=last.no + 1 if last else 1,
        epoch=entries[0].epoch,
        first_xid=str(entries[0].xid),
        first_id=str(entries[0].id),
        last_xid=str(entries[-1].xid),
        last_id=str(entries[-1].id),
        size=len(entries),
        total=before + len(entries),
        root=merkle.root(leaves).hex(),
        previous=digest(last.header) if last else NOTHING,
        sealed_at=moment(at),
        key=signer.key_id,
    ).text()
    return Block(
        no=last.no + 1 if last else 1,
        epoch=entries[0].epoch,
        last_xid=entries[-1].xid,
        last_id=entries[-1].id,
        size=len(entries),
        entries=[entry.id for entry in entries],
        leaves=b"".join(leaves),
        header=header,
        signature=signer.sign(header.encode()),
        sealed_at=at,
    )


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _same_cluster() -> None:
    """After a restore, transaction numbers begin anew: sealing waits until the new epoch is open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cluster = (SELECT system_identifier::text FROM pg_control_system()) "
            "FROM ledger_epoch ORDER BY no DESC LIMIT 1"
        )
        (same,) = cursor.fetchone()
    if not same:
        raise Barred(
            Text(
                "数据库已恢复到新的集群，账本尚未开启新纪元。",
                "The database stands in a new cluster and the ledger's new epoch is not open.",
            ),
            remedy=Text(
                "请运行 evexport serve 或 evexport restore 一次。",
                "Start evexport once (serve, or restore): it opens the epoch.",
            ),
            code="LEDGER_EPOCH",
        )


def sealed_in(entry: Entry) -> tuple[Block, int] | None:
    """The block that holds an entry and the entry's place in it; None while it is unsealed."""
    found = Block.objects.raw(
        "SELECT * FROM ledger_block WHERE (epoch, last_xid, last_id) >= (%s, %s::text::xid8, %s) "
        "ORDER BY epoch, last_xid, last_id LIMIT 1",
        [entry.epoch, str(entry.xid), entry.id],
    )
    for block in found:
        ids: list[UUID] = block.entries
        if entry.id in ids:
            return block, ids.index(entry.id)
    return None
