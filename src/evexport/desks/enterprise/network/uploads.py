"""A table by file: the template, the upload, what it would change, the rows to be mended, and taking it."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.enterprise.network.filings import Kept, address, looked_at, trail
from evexport.desks.enterprise.network.preview import Preview, effects
from evexport.desks.enterprise.network.rows import one_of, table_named
from evexport.desks.kit import words as spoken
from evexport.desks.kit.deeds import Deed, deed_page, perform
from evexport.desks.kit.files import safe, sheet_file
from evexport.desks.kit.mending import BadRowsPart, mended
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.enterprises.sheets import LIMITS, sheet_by_id
from evexport.kernel.sheets import MIB, Limits
from evexport.kernel.tables import Column, text_of
from evexport.kernel.text import Text, join
from evexport.qualification import tables
from evexport.qualification.actions import tables as actions
from evexport.qualification.actions.drafting import must_be_editable
from evexport.store import reading_as


def bounds_of(limits: Limits) -> Text:
    """How large a file may be, in words; its first row holds the headings."""
    size, rows = limits.file_bytes // MIB, limits.rows - 1
    return Text(f"CSV或XLSX，最大{size} MiB，最多{rows:,}行。", f"CSV or XLSX of at most {size} MiB and {rows:,} rows.")


BOUNDS = bounds_of(LIMITS)


class TableFile(forms.FileField):
    """A file of rows; one over the bound is refused before it is read."""

    def __init__(self, *, limits: Limits = LIMITS, **kwargs: Any) -> None:
        self.limits = limits
        super().__init__(
            label=words("文件", "File"),
            help_text=spoken.later(bounds_of(limits)),
            error_messages={
                "required": words("请选择文件。", "Choose a file."),
                "empty": words("文件是空的。", "The file is empty."),
            },
            widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file.size > self.limits.file_bytes:
            raise forms.ValidationError(spoken.say(bounds_of(self.limits)))
        return file


class Upload(forms.Form):
    file = TableFile()
    mode = forms.ChoiceField(
        label=words("如何并入", "How to take it in"),
        choices=[
            ("add", words("新增和更改：文件中没有的行保持不变", "Add and change: rows that the file leaves out stay")),
            ("whole", words("整表替换：文件中没有的行将被删除", "Replace the table: rows that the file leaves out go")),
        ],
        widget=forms.RadioSelect,
        initial="add",
    )


@post(Role.MAKER)
def upload(request: DeskRequest, year: int, name: str) -> HttpResponse:
    """Take a file in; the next page shows what it would change."""
    table = table_named(name)
    with reading_as(request.actor):
        one = one_of(request, year)
        must_be_editable(one.filing)
    form = Upload(request.POST, request.FILES) if request.method == "POST" else Upload()

    def take(said: dict[str, Any]) -> Any:
        file, whole = said["file"], said["mode"] == "whole"
        return actions.hand_in(one.filing.id, table, file.read(), name=file.name, whole=whole, by=request.actor, at=request.at)

    deed = Deed(
        Text(f"上传{table.label.zh}", f"Upload: {table.label.en}"),
        Text("上传并预览", "Upload and preview"),
        address(table, year),
        lead=Text(
            "上传后先显示将要新增、更改和删除的内容，确认后才写入草稿。",
            "You first see what it would add, change and remove; only then is it taken.",
        ),
        trail=trail(year, table, Text("上传", "Upload")),
        icon="upload",
    )
    done = perform(
        request,
        form,
        take,
        told=lambda kept: Text(f"已读取{len(kept.rows)}行。", f"{len(kept.rows)} rows were read."),
        to=lambda kept: reverse("enterprise:network-sheet", args=[kept.pk]),
    )
    return done or deed_page(request, form, deed, template="enterprise/upload.html", table=table, year=year)


class Take(forms.Form):
    """`good_only` stands where rows are bad and the others are to be taken all the same."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


@post(Role.MAKER)
def sheet(request: DeskRequest, key: UUID) -> HttpResponse:
    """What a file would change, and the rows to be mended; taken from here. It survives a reload."""
    with reading_as(request.actor):
        kept = sheet_by_id(key)
        table = actions.table_of(kept)
        one = Kept.of(kept.about)
        read = actions.understood(kept, table)
        made = actions.compared(one.filing, table, kept, read)
        before = looked_at(one, request)
        after = looked_at(one, request, {**one.document, **tables.with_rows(one.document, table, made.rows)})
    year, revision = one.filing.year, one.filing.revision
    form = Take(request.POST if request.method == "POST" else None, initial={"revision": revision})
    done = perform(
        request,
        form,
        lambda said: actions.take_sheet(
            key, good_only="good" in request.POST, revision=said["revision"], by=request.actor, at=request.at
        ),
        told=lambda taken: Text(
            f"已写入草稿：新增{len(taken[1].added)}行，更改{len(taken[1].changed)}行，删除{len(taken[1].removed)}行。",
            f"Taken: {len(taken[1].added)} added, {len(taken[1].changed)} changed, {len(taken[1].removed)} removed.",
        ),
        to=address(table, year),
    )
    deed = Deed(
        Text(f"预览：{kept.name}", f"Preview: {kept.name}"),
        Text("写入草稿", "Take it into the draft"),
        address(table, year),
        trail=trail(year, table, Text("预览", "Preview")),
    )
    context = {
        "kept": kept,
        "table": table,
        "year": year,
        "bad": BadRowsPart.of(read.bad, table.columns, reverse("enterprise:network-mended", args=[key, "xlsx"])),
        "good": len(read.good),
        "unused": "、".join(read.unused),
        "preview": Preview.of(table, made),
        "effects": effects(before, after),
        "again": address(table, year, "upload"),
        "fixed": one.why_fixed,
    }
    return done or deed_page(request, form, deed, template="enterprise/sheet.html", **context)


@post(Role.MAKER)
def to_mend(request: DeskRequest, key: UUID, kind: str) -> HttpResponse:
    """The file again: rows to be mended first, each with what is wrong; the good rows stay as they were given."""
    with reading_as(request.actor):
        kept = sheet_by_id(key)
        read = actions.understood(kept, actions.table_of(kept))
    return sheet_file(kind, mended(kept.heads, kept.rows, read.bad), f"to-mend-{kept.purpose.rpartition('.')[2]}")


@post(Role.MAKER)
def template(request: DeskRequest, year: int, name: str, kind: str) -> HttpResponse:
    """The file to fill in, with the rows that the draft holds now; one example where it holds none."""
    table = table_named(name)
    with reading_as(request.actor):
        one = one_of(request, year)
    rows = [*as_cells(table.columns, tables.rows_in(one.document, table))] or [[column.example for column in table.columns]]
    heads = [spoken.say(column.label) for column in table.columns]
    return sheet_file(kind, [heads, *rows], f"{table.name}-{year}", notes=guide(table.columns))


def as_cells(columns: Sequence[Column], rows: Sequence[dict[str, Any]]) -> Iterator[list[str | int | float]]:
    return ([safe(text_of(column, row.get(column.name), spoken.language())) for column in columns] for row in rows)


def described(column: Column) -> Text:
    """What a column holds, for whoever fills in a file."""
    if column.kind == "many":
        several = Text("多项用分号隔开。", "Part several with semicolons.")
        return join([column.help, several]) if column.help else several
    return column.help or column.label


def guide(columns: Sequence[Column]) -> Iterator[list[str]]:
    """The second sheet of a template: what goes into each column."""
    say = spoken.say
    yield [
        say(Text("列", "Column")),
        say(Text("必填", "Required")),
        say(Text("说明", "What goes in")),
        say(Text("可填的值", "Values")),
    ]
    for column in columns:
        choices = column.choices() if len(column.choices()) <= 12 else {}
        values = "; ".join(f"{code} = {say(label)}" for code, label in choices.items())
        yield [
            say(column.label),
            say(Text("是", "yes")) if column.required else "",
            say(described(column)),
            safe(values),
        ]
