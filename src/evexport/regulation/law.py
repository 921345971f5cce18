"""The law in force on a day: cited values by path, with a digest that names this state of the rules."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from evexport.kernel.text import Text
from evexport.regulation import rulebook
from evexport.regulation.instruments import Article
from evexport.regulation.lawfile import LawError
from evexport.regulation.rulebook import Parameter, Rulebook

__all__ = ["Change", "Law", "LawError", "Value", "shipped"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Value:
    """One value in force: what it is, in what unit, by which article, and whether it is a working value."""

    value: Any
    unit: str
    cite: str
    working: bool
    path: str
    since: date

    @property
    def whole(self) -> int:
        return self._as(int)

    @property
    def number(self) -> Decimal:
        """An exact number, whole or decimal."""
        return Decimal(self.value) if type(self.value) is int else self._as(Decimal)

    @property
    def flag(self) -> bool:
        return self._as(bool)

    @property
    def word(self) -> str:
        return self._as(str)

    @property
    def day(self) -> date:
        return self._as(date)

    @property
    def words(self) -> tuple[str, ...]:
        """A list of texts."""
        found: tuple[str, ...] = self._as(tuple)
        return found

    def _as(self, kind: type[T]) -> T:
        if type(self.value) is not kind:
            raise TypeError(f"{self.path} is {self.value!r}, not of kind {kind.__name__}")
        return self.value

    def as_dict(self) -> dict[str, object]:
        return {"path": self.path, "since": self.since.isoformat(), **_plain(self)}


@dataclass(frozen=True, slots=True)
class Change:
    """What differs at one path between two days; None where no value is in force."""

    path: str
    before: Value | None
    after: Value | None


class Law(Mapping[str, Value]):
    """The values in force on one day, by path. Immutable; made by `Law.on`."""

    def __init__(self, book: Rulebook, day: date) -> None:
        self.day = day
        self.book = book
        self._values = {path: value for path, p in book.parameters.items() if (value := _in_force(p, day))}
        self.digest = _digest(self._values)

    @classmethod
    def on(cls, day: date, *, overlay: Path | None = None) -> "Law":
        """The law of a day; with a draft rule-set's folder laid over it, for simulation.

        Raises LawError, naming file and line, where a rule file is wrong.
        """
        if overlay is None:
            return _shipped_on(day)
        return cls(rulebook.overlay(shipped(), overlay), day)

    def __getitem__(self, path: str) -> Value:
        try:
            return self._values[path]
        except KeyError:
            raise self._missing(path) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash((self.day, self.digest))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Law) and (self.day, self.digest) == (other.day, other.digest)

    def get(self, path: str, default: Any = None) -> Any:
        """The value in force, or `default` before its first day; an unknown path is an error all the same."""
        if path not in self.book.parameters:
            raise self._missing(path)
        return self._values.get(path, default)

    def article(self, citation: str) -> Article:
        return self.book.articles[citation]

    def parameter(self, path: str) -> Parameter:
        """Description, alternatives and history of a path."""
        return self.book.parameters[path]

    def reason(self, path: str) -> Text | None:
        """Why a working value was chosen; None for a value that a text confirms."""
        dated = self.book.parameters[path].on(self.day)
        return dated.reason if dated else None

    def diff(self, later: "Law") -> list[Change]:
        """What changes from this day's law to another's, by path."""
        before, after = dict(self), dict(later)
        changes = [Change(path, before.get(path), after.get(path)) for path in sorted(before.keys() | after.keys())]
        return [c for c in changes if _plain(c.before) != _plain(c.after)]

    def _missing(self, path: str) -> LawError:
        parameter = self.book.parameters.get(path)
        if parameter is not None:
            return LawError(
                Text(
                    f"参数“{path}”在{self.day}尚无有效取值。",
                    f"No value of “{path}” is in force on {self.day}.",
                ),
                remedy=Text(
                    f"该参数自{parameter.values[0].since}起有取值。",
                    f"Its first value is in force from {parameter.values[0].since}.",
                ),
                file=parameter.file,
                line=parameter.line,
                code="LAW_NOT_IN_FORCE",
            )
        near = get_close_matches(path, self.book.parameters, n=1)
        hint = near[0] if near else "evexport law show"
        return LawError(
            Text(f"未知的参数路径“{path}”。", f"Unknown parameter path “{path}”."),
            remedy=Text(f"相近路径：{hint}", f"Nearest known: {hint}"),
            file="parameters",
        )


@cache
def shipped() -> Rulebook:
    """The rule-set that ships with the product."""
    return rulebook.load()


@lru_cache(maxsize=1024)
def _shipped_on(day: date) -> Law:
    return Law(shipped(), day)


def _in_force(parameter: Parameter, day: date) -> Value | None:
    dated = parameter.on(day)
    if dated is None:
        return None
    return Value(dated.value, parameter.unit, dated.cite, dated.working, parameter.path, dated.since)


def _plain(value: Value | None) -> dict[str, object]:
    if value is None:
        return {}
    spelt = value.value
    if isinstance(spelt, (Decimal, date)):
        spelt = str(spelt)
    elif isinstance(spelt, tuple):
        spelt = list(spelt)
    return {"value": spelt, "unit": value.unit, "cite": value.cite, "working": value.working}


def _digest(values: Mapping[str, Value]) -> str:
    canonical = json.dumps(
        {path: _plain(value) for path, value in values.items()},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()
