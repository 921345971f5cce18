"""A list that people work through: one definition of its columns serves the table on the page, its sorting and its export.

listing = Listing(request, columns=COLUMNS, rows=queryset, filters=(STATE, YEAR), search=by_words)
return listing.answer("officer/queue.html", {…})
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evexport.desks.kit import words
from evexport.desks.kit.components import Component, Pager
from evexport.desks.kit.files import sheet_file
from evexport.kernel.clock import CHINA
from evexport.kernel.problems import BadInput
from evexport.kernel.tables import safe
from evexport.kernel.text import Text

MOST_EXPORTED = 50_000
"""Rows of one export; more is asked for in parts."""
FAR = 2_000
"""A page counts its rows no further: whoever looks for one among more narrows the list."""
DRESSED_AT_ONCE = 1_000

Value = Text | str | int | float | date | datetime | Component | None


class Rows(Protocol):
    """What a list can be made of: a query, or anything that can be counted and cut."""

    def __len__(self) -> int: ...
    def __getitem__(self, part: Any) -> Any: ...


if TYPE_CHECKING:
    _Paginator = Paginator[Any]
else:  # at run time the class takes no parameter
    _Paginator = Paginator


class Pages(_Paginator):
    """Pages of a list that may be very long: rows of a query are counted to FAR and no further."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        return min(rows.order_by()[: FAR + 1].count(), FAR) if isinstance(rows, QuerySet) else len(rows)

    @property
    def more(self) -> bool:
        """Are there rows that no page shows?"""
        return isinstance(self.object_list, QuerySet) and self.count >= FAR


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `cell` gives a row's value; `sort` the order of a query; `link` an address; `export` a plainer value."""

    name: str
    label: Text
    cell: Callable[[Any], Value]
    kind: Literal["text", "num", "date", "moment", "code"] = "text"
    sort: tuple[str, ...] = ()
    link: Callable[[Any], str] | None = None
    note: Callable[[Any], Value] | None = None
    export: Callable[[Any], Value] | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice above the list. `apply` narrows the rows to a chosen value; `default` is chosen where nothing is said."""

    name: str
    label: Text
    choices: Sequence[tuple[str, Text]]
    apply: Callable[[Any, str], Any]
    default: str = ""
    everything: Text | None = Text("全部", "All")


@dataclass(frozen=True, slots=True)
class Shown:
    """A filter as the page draws it."""

    filter: Filter
    value: str

    @property
    def options(self) -> list[tuple[str, Text, bool]]:
        first = [("" if not self.filter.default else "all", self.filter.everything)] if self.filter.everything else []
        return [(value, label, value == self.value) for value, label in (*first, *self.filter.choices) if label is not None]


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: the address that sorts by it, and which way it is sorted now."""

    column: Column
    sort: str = ""
    now: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its column, its address and a quiet second line."""

    column: Column
    value: Value
    url: str = ""
    note: Value = None
    drawn: bool = False


@dataclass(slots=True)
class Listing:
    """The list of one request: filtered, searched, sorted, cut into pages, or exported whole."""

    request: HttpRequest
    columns: Sequence[Column]
    rows: Any
    filters: Sequence[Filter] = ()
    search: Callable[[Any, str], Any] | None = None
    search_label: Text = Text("查找", "Find")
    caption: Text | None = None
    empty: Component | None = None
    per_page: int = 25
    file_name: str = "list"
    select: Callable[[Any], str] | None = None
    """Gives a row's value where rows can be ticked for a deed on many."""
    dress: Callable[[Sequence[Any]], Sequence[Any]] | None = None
    """Turns the rows of a page, all at once, into what the columns read: the place for what rows need beside themselves."""
    unfold: Callable[[Sequence[Any]], Sequence[Any]] | None = None
    """Makes of a page's rows the finer ones of the file, where one line on the page stands for many things."""
    keep: tuple[str, ...] = ()
    """Names of the query that the page itself reads, carried on when the list is narrowed."""
    asked: str = ""
    shown: list[Shown] = field(default_factory=list)
    found: Any = None
    template: ClassVar[str] = "kit/listing.html"

    def __post_init__(self) -> None:
        given = self.request.GET
        self.asked = " ".join(given.get("q", "").replace("\0", " ").split())[:80]
        self.found = self.rows
        for one in self.filters:
            value = given.get(one.name, one.default)
            known = {choice for choice, _ in one.choices}
            if value in known:
                self.found = one.apply(self.found, value)
            self.shown.append(Shown(one, value))
        if self.asked and self.search:
            self.found = self.search(self.found, self.asked)
        self._sort(given.get("sort", ""))

    def _sort(self, asked: str) -> None:
        column = next((one for one in self.columns if one.sort and one.name == asked.lstrip("-")), None)
        if column and isinstance(self.found, QuerySet):
            ordered = [turned(name) if asked.startswith("-") else name for name in column.sort]
            self.found = self.found.order_by(*ordered)

    @property
    def kept(self) -> list[tuple[str, str]]:
        return [(name, self.request.GET[name]) for name in self.keep if self.request.GET.get(name)]

    @property
    def searched(self) -> bool:
        """A template would call `search` itself."""
        return self.search is not None

    @property
    def ticked(self) -> bool:
        return self.select is not None

    @property
    def narrowed(self) -> bool:
        """Has the reader asked for a part only?"""
        return bool(self.asked) or any(one.value not in {"", one.filter.default} for one in self.shown)

    @property
    def page(self) -> Page[Any]:
        return self._paginator.get_page(self.request.GET.get("page"))

    @property
    def _paginator(self) -> Pages:
        return Pages(self.found, self.per_page)

    @property
    def heads(self) -> list[Head]:
        asked = self.request.GET.get("sort", "")
        return [self._head(column, asked) for column in self.columns]

    def _head(self, column: Column, asked: str) -> Head:
        if not column.sort or not isinstance(self.rows, QuerySet):
            return Head(column)
        if asked == column.name:
            return Head(column, f"-{column.name}", "ascending")
        return Head(column, column.name, "descending" if asked == f"-{column.name}" else "")

    def cells(self, row: Any) -> list[Cell]:
        made = []
        for column in self.columns:
            value = column.cell(row)
            made.append(
                Cell(
                    column,
                    value,
                    column.link(row) if column.link else "",
                    column.note(row) if column.note else None,
                    isinstance(value, Component),
                )
            )
        return made

    def answer(self, template: str, context: dict[str, Any] | None = None) -> HttpResponse:
        """The page, or the file where `?export=csv` or `?export=xlsx` asks for one."""
        asked = self.request.GET.get("export")
        if asked in {"csv", "xlsx"}:
            return self._file(asked)
        page = self.page
        rows = self._dressed(list(page.object_list))
        body = [(self.select(row) if self.select else "", self.cells(row)) for row in rows]
        drawn = {"listing": self, "page": page, "pager": Pager(page), "body": body, "total": page.paginator.count}
        return render(self.request, template, drawn | (context or {}))

    def _dressed(self, rows: Sequence[Any]) -> Sequence[Any]:
        return self.dress(rows) if self.dress and rows else rows

    def _file(self, kind: str) -> HttpResponse:
        return sheet_file(kind, self.table(), self.file_name)

    def table(self) -> Iterator[list[str | int | float]]:
        """Heads and all rows as plain values, in the page's language."""
        rows = self.found[: MOST_EXPORTED + 1]
        if len(rows) > MOST_EXPORTED:
            raise BadInput(
                Text(f"超过{MOST_EXPORTED}行，不能一次导出。", f"More than {MOST_EXPORTED:,} rows cannot be exported at once."),
                remedy=Text("请先用筛选条件缩小范围。", "Narrow the list with its filters first."),
                code="EXPORT_TOO_LARGE",
            )
        yield [words.say(column.label) for column in self.columns]
        for start in range(0, len(rows), DRESSED_AT_ONCE):
            dressed = self._dressed(list(rows[start : start + DRESSED_AT_ONCE]))
            for row in self.unfold(dressed) if self.unfold else dressed:
                yield [plain((column.export or column.cell)(row)) for column in self.columns]


def ticked(request: HttpRequest) -> list[UUID]:
    """The rows that were ticked for a deed on many."""
    try:
        return [UUID(one) for one in request.POST.getlist("chosen")]
    except ValueError:
        raise BadInput(
            Text("所勾选的项无法识别。", "What was ticked is not understood."),
            remedy=Text("请返回列表重新勾选。", "Go back to the list and tick again."),
            code="BAD_FIELD",
            field="chosen",
        ) from None


def turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def plain(value: Value) -> str | int | float:  # noqa: PLR0911 - one line a type
    """A value as a file holds it: ISO days, the page's half of a text, never a live formula."""
    match value:
        case None:
            return ""
        case Text():
            return safe(words.say(value))
        case datetime():
            return value.astimezone(CHINA).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case int() | float():
            return value
        case Component():
            label = getattr(value, "label", "")
            return safe(words.say(label) if isinstance(label, Text) else str(label))
    return safe(str(value))
