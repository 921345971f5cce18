"""How enterprises and organisations are called on a page: both names, the Chinese one where there is no other."""

from typing import Any

from evexport.kernel.text import Text


def named(thing: Any) -> Text:
    """Anything with `name_zh` and `name_en`."""
    return Text(thing.name_zh, thing.name_en or thing.name_zh)


def party_of(face: Any, role: str) -> Text:
    """A party on a licence's face (`exporter`, `consignor`, `maker`, `issuing_body`), as it was called at the issue."""
    zh = getattr(face, f"{role}_name_zh") or "—"
    return Text(zh, getattr(face, f"{role}_name_en") or zh)
