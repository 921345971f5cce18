"""What the ledger's tests write: one kind of event, one person, one moment after the other."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID, uuid4

from evexport import ledger
from evexport.host.keys import Signer
from evexport.kernel.text import Text
from evexport.ledger.events import Event
from evexport.ledger.models import Entry
from evexport.ledger.reading import Cursor
from evexport.store import DbRole, Scope, acting_as

NOON = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
STAFF = Scope(DbRole.STAFF)
SYSTEM = Scope(DbRole.SYSTEM)


@dataclass(frozen=True, kw_only=True)
class Noted(Event):
    kind: ClassVar[str] = "test.noted"
    label: ClassVar[Text] = Text("测试记录", "Noted in a test")
    personal: ClassVar[frozenset[str]] = frozenset({"contact"})

    n: int
    contact: str = "张三 13800000000"
    price: float | None = None


@dataclass(frozen=True)
class Person:
    user_id: UUID | None = None
    organisation_id: UUID | None = None
    role: str = "maker"
    name: str = "李示例"


CLERK = Person(uuid4(), uuid4())


def write(count: int, *, each: bool = False, scope: Scope = SYSTEM, **more: object) -> list[UUID]:
    """So many entries, in one transaction or each in its own."""
    if each:
        return [entry for n in range(count) for entry in write(1, scope=scope, **{"n": n, **more})]
    with acting_as(scope):
        return [
            ledger.append(Noted(**{"subject": f"test:{n}", "n": n, **more}), by=CLERK, at=NOON).id  # type: ignore[arg-type]
            for n in range(count)
        ]


def sealed(count: int, *, size: int = 1024, each: bool = False) -> tuple[list[UUID], Signer]:
    """So many entries, all sealed by a key made for it."""
    ids = write(count, each=each)
    signer = Signer.new()
    drain(signer, size=size)
    return ids, signer


def drain(signer: Signer, *, size: int = 1024) -> None:
    """Seal all that is written, in full blocks: other tests' open transactions on the same server are waited
    for first."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with acting_as(SYSTEM):
            if len(ledger.after(Cursor(), limit=10_000)) == Entry.objects.count():
                break
        time.sleep(0.02)
    ledger.drain(signer, at=NOON, size=size)


def keys(*signers: Signer) -> dict[str, object]:
    return {signer.key_id: signer.private.public_key() for signer in signers}


def inspect(*signers: Signer, **more: object):
    with acting_as(SYSTEM):
        return ledger.verify(keys(*signers), **more)
