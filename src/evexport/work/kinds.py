"""The kinds of long work: what is done with one item, registered by the package that does it.

ISSUE = register(Kind("licences.issue", Text("批量签发许可证", "Issue of licences"), do=issue_one, follow=make_original))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evexport.accounts.actors import Actor
from evexport.kernel.text import Text
from evexport.work.models import WorkItem

Do = Callable[[WorkItem, Actor, datetime], Mapping[str, Any]]
Follow = Callable[[WorkItem, datetime], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """`do` runs inside the item's own transaction, in the asker's name, and answers with what it made.

    `follow`, if there is one, runs after that transaction, in none, and must be safe to repeat.
    """

    name: str
    label: Text
    do: Do
    follow: Follow | None = None


_known: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    if kind.name in _known:
        raise ValueError(f"Two kinds of work are called {kind.name!r}")
    _known[kind.name] = kind
    return kind


def kind_of(name: str) -> Kind:
    return _known[name]


def label(name: str) -> Text:
    """What a kind is called; its name where this version no longer knows it."""
    known = _known.get(name)
    return known.label if known else Text(name, name)
