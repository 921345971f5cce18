"""The ledger's vocabulary: each kind of event is a frozen dataclass, listed by the package that writes it.

@dataclass(frozen=True, kw_only=True)
class Submitted(Event):
    kind: ClassVar[str] = "filing.submitted"
    label: ClassVar[Text] = Text("提交申报", "Filing submitted")
    year: int

Submitted(subject=f"filing:{filing.id}", parties=(filing.maker_id,), law=law.digest, year=2026)
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar
from uuid import UUID

from evexport.kernel.text import Text

COMMON = frozenset({"subject", "parties", "law"})
_kinds: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that was done. `subject` is "<thing>:<id>"; `parties` the organisations that may read it.

    `personal` names the fields that hold personal data, which may later be erased.
    """

    kind: ClassVar[str] = ""
    label: ClassVar[Text] = Text("事项", "Event")
    personal: ClassVar[frozenset[str]] = frozenset()

    subject: str
    parties: tuple[UUID, ...] = ()
    law: str | None = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if cls.kind:
            known = _kinds.get(cls.kind)
            if known is not None and known.__qualname__ != cls.__qualname__:
                raise ValueError(f"Two events are called {cls.kind!r}: {known.__qualname__} and {cls.__qualname__}")
            _kinds[cls.kind] = cls

    def payload(self) -> dict[str, Any]:
        """Its own fields, as JSON can hold them."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self) if f.name not in COMMON}


def kinds() -> dict[str, type[Event]]:
    """Every known kind of event by name."""
    return dict(sorted(_kinds.items()))


def label(kind: str) -> Text:
    """What an entry of that kind is called; its name where this version no longer knows it."""
    known = _kinds.get(kind)
    return known.label if known else Text(kind, kind)


def plain(value: Any) -> Any:  # noqa: PLR0911 - one line a type
    """A value as JSON holds it: dates and identifiers as text, decimals as their exact text, sets in
    order.
    """
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | int() | float() | str():
            return value
        case UUID() | Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case Text():
            return value.as_dict()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted((plain(item) for item in value), key=str)
        case list() | tuple():
            return [plain(item) for item in value]
    raise TypeError(f"The ledger cannot hold a {type(value).__name__}")
