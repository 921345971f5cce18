"""The letters that a deed would send, before it is done: the deed is rehearsed, its letters are composed, nothing is kept."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from evexport.kernel.text import Text
from evexport.ledger.reading import written_here
from evexport.papers.letters.compose import compose, tell
from evexport.papers.letters.table import letter_for
from evexport.store.transactions import rehearse

LATER = Text("文号在作出决定时编定", "numbered when it is decided")


def preview(deed: Callable[[], object]) -> list[dict[str, Any]]:
    """The data of each letter as `typst/letter.typ` reads it, without a number. What bars the deed is raised as it would be."""
    return rehearse(deed, looking=_letters)


def _letters() -> list[dict[str, Any]]:
    """Of the entries just written. A deed on a whole list speaks to many and has its letters only once it is done."""
    found = []
    for entry in written_here():
        row = letter_for(entry.kind, entry.data)
        of_list, maker = entry.kind.startswith("list."), entry.data.get("maker")
        if row is not None and (maker or not of_list):
            known = tell(entry, maker_id=UUID(maker) if of_list else None)
            found.append({**compose(row, entry, known), "number": LATER.as_dict()})
    return found
