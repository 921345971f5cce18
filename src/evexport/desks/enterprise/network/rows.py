"""One table of a filing: its rows with search and filter, a row added, changed or taken out, what the rules say of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.http import HttpResponse

from evexport.accounts.roles import Role
from evexport.desks.enterprise.network.filings import Kept, Looked, address, kept, looked_at, tabs, trail
from evexport.desks.kit import citations
from evexport.desks.kit import words as spoken
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Choice, Empty, Tabs
from evexport.desks.kit.filing import told
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.parts import Findings
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import later, words
from evexport.kernel import tables as kernel
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput, NotFound
from evexport.kernel.text import Text
from evexport.qualification import tables
from evexport.qualification.columns import TABLES
from evexport.qualification.tables import Table
from evexport.regulation.criteria.category import NAMES
from evexport.regulation.markets import market_name
from evexport.store import reading_as

CHOOSE = ("", words("请选择", "Choose"))
KINDS: dict[str, Literal["text", "num", "code"]] = {"count": "num", "exact": "num", "code": "code"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with its place in the table, counted from 0."""

    place: int
    row: dict[str, Any]


def table_named(name: str) -> Table:
    if name not in TABLES:
        raise NotFound(
            Text("没有这张表。", "There is no such table."), remedy=Text("请从服务网络页面进入。", "Start from the network page.")
        )
    return TABLES[name]


def one_of(request: DeskRequest, year: int) -> Kept:
    """The reader's filing of that year."""
    one = kept(request, year)
    assert one is not None, "a year without a filing is not found"
    return one


@post(Role.MAKER)
def rows(request: DeskRequest, year: int, name: str) -> HttpResponse:
    table = table_named(name)
    with reading_as(request.actor):
        one = one_of(request, year)
        looked = looked_at(one, request)
        codes = Codes(on=china_day(request.at))
        placed = [Placed(place, row) for place, row in enumerate(tables.rows_in(one.document, table))]
        listing = Listing(
            request,
            columns=columns(table, one, codes),
            rows=placed,
            filters=by_market(table, placed),
            search=lambda found, said: [each for each in found if holds(each.row, said)],
            search_label=Text("查找", "Find"),
            empty=nothing(table, one),
            file_name=f"{table.name}-{year}",
        )
        context = {
            "one": one,
            "table": table,
            "year": year,
            "tabs": sisters(table, year),
            "years": tabs(one),
            "trail": trail(year, table),
            "findings": Findings(looked.of(table.criteria)) if looked.of(table.criteria) else None,
            "looked": looked,
            "bases": bases(table.cites),
            "remaining": remaining(len(placed), looked) if table.name == "exporters" else None,
            "upload": address(table, year, "upload"),
            "add": address(table, year, "add"),
        }
        return listing.answer("enterprise/rows.html", context)


def bases(cites: Sequence[str]) -> list[str]:
    """Citations that the reader can tell apart: of several with one name the first."""
    named = {spoken.say(citations.short_name(one)): one for one in reversed(cites)}
    return [one for one in cites if one in named.values()]


def columns(table: Table, one: Kept, codes: Codes) -> list[Column]:
    """The table's columns; the first leads to the row's page where rows may be changed."""

    def column(number: int, of: kernel.Column) -> Column:
        def cell(placed: Placed) -> Any:
            value = told(of.name, placed.row.get(of.name), codes)
            if isinstance(value, bool):
                return kernel.YES if value else kernel.NO
            return "—" if value is None and number == 0 else value

        def file_cell(placed: Placed) -> Any:
            return kernel.text_of(of, placed.row.get(of.name), spoken.language())

        def link(placed: Placed) -> str:
            return address(table, one.filing.year, "row", place=placed.place)

        kind = KINDS.get(of.kind, "text")
        leads = link if number == 0 and one.why_fixed is None else None
        return Column(of.name, of.label, cell, kind, link=leads, export=file_cell)

    return [column(number, of) for number, of in enumerate(table.columns)]


def by_market(table: Table, placed: Sequence[Placed]) -> tuple[Filter, ...]:
    if table.column("market") is None:
        return ()
    found = sorted({str(each.row.get("market", "")) for each in placed} - {""})
    choices = [(code, market_name(code)) for code in found]

    def apply(rows: Sequence[Placed], chosen: str) -> list[Placed]:
        return [each for each in rows if each.row.get("market") == chosen]

    return (Filter("market", Text("市场", "Market"), choices, apply),)


def holds(row: dict[str, Any], said: str) -> bool:
    return any(said.casefold() in str(value).casefold() for value in row.values())


def sisters(table: Table, year: int) -> Tabs:
    """The tables of the filing beside one another."""
    choices = [Choice(each.label, address(each, year), each.name == table.name) for each in TABLES.values()]
    return Tabs(Text("各表", "Tables"), tuple(choices))


def nothing(table: Table, one: Kept) -> Empty:
    title = Text(f"{table.label.zh}尚未填写", f"{table.label.en}: nothing yet")
    if one.why_fixed is not None:
        return Empty(title, one.why_fixed)
    body = Text(f"{table.why.zh}可逐行填写，也可上传文件。", f"{table.why.en} Fill in row by row, or upload a file.")
    return Empty(title, body, Text("添加", "Add one"), address(table, one.filing.year, "add"))


def remaining(have: int, looked: Looked) -> Text | None:
    """How many exporters may still be authorised, in words; nothing where the category does not stand yet."""
    if looked.limit is None or looked.category is None:
        return None
    category, left = NAMES[looked.category], looked.limit - have
    if looked.limit == 0:
        return Text(
            f"{category.zh}企业只能自营出口，不得授权其他企业。",
            f"{category.en} exports by itself only: no exporter may be authorised.",
        )
    if left < 0:
        return Text(
            f"{category.zh}企业最多授权{looked.limit}家，现有{have}家，须减少{-left}家。",
            f"{category.en} allows {looked.limit}; {have} are named: take {-left} out.",
        )
    if left == 0:
        return Text(
            f"{category.zh}企业最多授权{looked.limit}家，已经用完，不能再增加。",
            f"{category.en} allows {looked.limit}, and as many are named: none can be added.",
        )
    return Text(
        f"{category.zh}企业最多授权{looked.limit}家，现有{have}家，还可以授权{left}家。",
        f"{category.en} allows {looked.limit}; {have} named so far, {left} more may be added.",
    )


class CellsForm(forms.Form):
    """One row of a table; each cell is read as the cell of a file would be."""

    def __init__(self, columns: Sequence[kernel.Column], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        for column in columns:
            self.fields[column.name] = field(column)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        row = {}
        for column in self.columns:
            if column.name not in said:
                continue
            given = said[column.name]
            try:
                value = kernel.value_of(column, ";".join(given) if isinstance(given, list) else kernel.bare(given))
            except BadInput as problem:
                self.add_error(column.name, f"{spoken.say(problem.message)} {spoken.say(problem.remedy)}")
            else:
                if value is not None:
                    row[column.name] = value
        return {"revision": said.get("revision"), "row": row}


class RowForm(CellsForm):
    """A row of a draft's table; `revision` is the draft that the writer saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


def field(column: kernel.Column) -> forms.Field:
    """A column as a field of the form; what is missing is told by the column itself."""
    plain: dict[str, Any] = {
        "label": later(column.label),
        "help_text": later(column.help) if column.help and column.kind != "choice" else "",
        "required": column.required,
        "error_messages": {"required": words(f"请填写{column.label.zh}。", f"Give: {column.label.en.lower()}.")},
    }
    if column.kind == "yes_no":
        answers = [("是", words("是", "Yes")), ("否", words("否", "No"))]
        answers += [] if column.required else [("", words("未填", "Not given"))]
        return forms.ChoiceField(choices=answers, widget=forms.RadioSelect, **plain)
    choices = [(code, later(label)) for code, label in column.choices().items()] if column.kind in {"choice", "many"} else []
    if column.kind == "many":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **plain)
    if column.kind == "choice":
        return forms.ChoiceField(choices=[CHOOSE, *choices], **plain)
    attrs: dict[str, Any] = {"autocomplete": "off"}
    if column.kind in {"count", "exact", "rate", "year"}:
        attrs["inputmode"] = "decimal"
    if column.kind == "day":
        attrs["type"] = "date"
    return forms.CharField(max_length=300, widget=forms.TextInput(attrs=attrs), **plain)


def initial(table: Table, row: dict[str, Any], revision: int) -> dict[str, Any]:
    made: dict[str, Any] = {"revision": revision}
    for column in table.columns:
        value = row.get(column.name)
        made[column.name] = list(value or ()) if column.kind == "many" else kernel.text_of(column, value)
    return made
