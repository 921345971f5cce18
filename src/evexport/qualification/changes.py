"""What differs between two documents, field by field: an answer, a correction, this year against last year."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ROW_KEYS = ("model_code", "uscc", "market", "city", "operator", "year", "name")
"""The fields by which people recognise a row; as many of them as the rows carry."""

ABSENT = None


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs. `path` names rows by what they are: exports.planned[DE].vehicles."""

    path: str
    before: Any
    after: Any

    def as_dict(self) -> dict[str, Any]:
        return {"path": self.path, "before": self.before, "after": self.after}


def differences(before: Any, after: Any, path: str = "") -> list[Change]:
    """Every field that differs, in the order of the document."""
    return list(_walk(before, after, path))


def _walk(before: Any, after: Any, path: str) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            yield from _walk(before.get(key), after.get(key), f"{path}.{key}" if path else str(key))
    elif _rows(before) and _rows(after):
        old, new = _named(before), _named(after)
        for key in dict.fromkeys((*old, *new)):
            yield from _walk(old.get(key), new.get(key), f"{path}[{key}]")
    else:
        yield Change(path, before, after)


def _rows(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(v, Mapping) for v in value)


def _named(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Rows by the words that tell them apart; a repeated name gets its number."""
    named: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        words = [str(row[key]) for key in ROW_KEYS if row.get(key) is not None]
        key = base = " ".join(words[:3]) or "row"
        count = 1
        while key in named:
            count += 1
            key = f"{base} ({count})"
        named[key] = row
    return named


def canonical(value: Any) -> str:
    """The one way of writing a value as JSON, for digests: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(value: Any) -> str:
    """`sha256:…` over the canonical JSON of a value."""
    return "sha256:" + hashlib.sha256(canonical(value).encode()).hexdigest()
