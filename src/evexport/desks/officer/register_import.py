"""Taking in a register's new edition: upload, what it would change row by row or which rows are wrong, then the confirmation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from evexport.accounts.roles import Role
from evexport.desks.kit.components import Component, Crumb, Trail
from evexport.desks.kit.deeds import Deed, deed_page, in_words, perform
from evexport.desks.kit.files import sheet_file
from evexport.desks.kit.listing import plain
from evexport.desks.kit.parts import Figure, Figures
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import say, words
from evexport.desks.officer.registers import HEADS, TITLE
from evexport.kernel.problems import BadInput, Problem
from evexport.kernel.text import Text
from evexport.registers import actions, uploads
from evexport.registers.imports import BadRows, Change, Diff, Kind, RowProblem, kind_named

IMPORTERS = (Role.MINISTRY_OFFICER, Role.ADMINISTRATOR)
TOLD = 50
"""Changes of each sort that the page tells one by one; of the others their number."""


class Edition(forms.Form):
    file = forms.FileField(
        label=words("登记文件", "The register's file"),
        help_text=words(
            "CSV（UTF-8）或XLSX，表头见登记说明；最大32 MiB。",
            "CSV (UTF-8) or XLSX with the register's headings; at most 32 MiB.",
        ),
        error_messages={
            "required": words("请选择文件。", "Choose a file."),
            "empty": words("文件是空的。", "The file is empty."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    partial = forms.BooleanField(
        label=words(
            "文件只是一部分：其中没有的行保持不变，不撤下", "It is a part only: rows missing from it stay and are not withdrawn"
        ),
        required=False,
    )


def trail(kind: Kind, here: Text) -> Trail:
    return Trail(
        (
            Crumb(TITLE, reverse("officer:registers")),
            Crumb(kind.label, reverse("officer:register", args=[kind.name])),
            Crumb(here),
        )
    )


@post(*IMPORTERS)
def edition(request: DeskRequest, name: str) -> HttpResponse:
    """Choose the file; nothing changes yet."""
    kind = kind_named(name)
    form = Edition(request.POST, request.FILES) if request.method == "POST" else Edition()
    title = Text(f"导入：{kind.label.zh}", f"Import: {kind.label.en}")
    deed = Deed(
        title,
        Text("上传并预览", "Upload and preview"),
        reverse("officer:register", args=[kind.name]),
        lead=Text(
            "先预览新增、更改和撤下的行，确认后才导入；全部导入或者全部不导入。",
            "First you see what would be added, changed and withdrawn; only then is it taken in, all of it or nothing.",
        ),
        trail=trail(kind, Text("导入", "Import")),
        icon="upload",
    )

    def laid(said: dict[str, Any]) -> Any:
        file = actions.Upload(said["file"].name, said["file"].read())
        return uploads.lay(kind.name, file, partial=said["partial"], by=request.actor, at=request.at)

    done = perform(
        request,
        form,
        laid,
        told=Text("文件已上传，请核对后确认。", "The file is here; check it, then confirm."),
        to=lambda upload: reverse("officer:register-upload", args=[upload.pk]),
    )
    return done or deed_page(request, form, deed, template="officer/register_edition.html", kind=kind)


@dataclass(frozen=True, slots=True)
class Changes(Component):
    """One sort of change, the first of them told one by one."""

    title: Text
    changes: Sequence[Change]
    template: ClassVar[str] = "officer/register_changes.html"

    @property
    def rows(self) -> list[tuple[str, int | None, list[tuple[Text, str, str]]]]:
        """What each row is known by, its line in the file, and its values before and after."""
        return [(" ".join(str(value) for value in one.key.values()), one.line, list(_values(one))) for one in self.changes[:TOLD]]

    @property
    def more(self) -> int:
        return max(0, len(self.changes) - TOLD)


def _values(change: Change) -> Iterator[tuple[Text, str, str]]:
    for name, value in change.after.items():
        if name not in change.key and (change.before or value not in (None, "", False)):
            yield HEADS.get(name, Text(name, name)), str(plain(change.before.get(name, ""))), str(plain(_flat(value)))


def _flat(value: Any) -> Any:
    return "、".join(value) if isinstance(value, list | tuple) else value


@post(*IMPORTERS)
def upload(request: DeskRequest, key: UUID) -> HttpResponse:
    """What the file would do, or every row that is wrong with it."""
    found = uploads.upload_by_id(key, by=request.actor)
    kind = kind_named(found.register)
    context: dict[str, Any] = {"upload": found, "kind": kind, "trail": trail(kind, Text("核对", "Check"))}
    status = 200
    try:
        context |= told(uploads.preview(found, by=request.actor, at=request.at))
    except BadRows as problem:
        if request.GET.get("export") == "csv":
            return errors_file(problem, found.file_name)
        context |= {"bad": problem.rows[:TOLD], "bad_count": problem.count}
        status = 422
    except BadInput as problem:
        context["fault"] = in_words(problem)
        status = 422
    return render(request, "officer/register_upload.html", context, status=status)


def told(diff: Diff) -> dict[str, Any]:
    figures = Figures(
        (
            Figure(Text("新增", "Added"), len(diff.added), tone="yes" if diff.added else "plain"),
            Figure(Text("更改", "Changed"), len(diff.changed), tone="note" if diff.changed else "plain"),
            Figure(Text("撤下", "Withdrawn"), len(diff.withdrawn), tone="no" if diff.withdrawn else "plain"),
            Figure(Text("不变", "Unchanged"), diff.unchanged),
        ),
        Text("这一版将带来的变化", "What this edition changes"),
    )
    parts = (
        Changes(Text("新增", "Added"), diff.added),
        Changes(Text("更改", "Changed"), diff.changed),
        Changes(Text("撤下", "Withdrawn"), diff.withdrawn),
    )
    return {"diff": diff, "figures": figures, "parts": [one for one in parts if one.changes]}


def errors_file(problem: BadRows, name: str) -> HttpResponse:
    """Every bad row as a table: its line, its column, what is wrong, what to write instead."""
    heads: list[str | int | float] = [
        say(one)
        for one in (Text("行", "Line"), Text("列", "Column"), Text("问题", "What is wrong"), Text("如何更正", "How to mend it"))
    ]
    stem = "".join(letter for letter in name.rpartition(".")[0] if letter.isascii() and (letter.isalnum() or letter in "-_"))
    return sheet_file("csv", [heads, *(_line(one) for one in problem.rows)], f"{stem or 'register'}-errors")


def _line(one: RowProblem) -> list[str | int | float]:
    return [one.line, plain(one.column), plain(one.message), plain(one.remedy)]


@post(*IMPORTERS)
@require_POST
def decide(request: DeskRequest, key: UUID, verb: str) -> HttpResponse:
    """Take the file in as it was seen, or put it away."""
    if verb not in {"take-in", "drop"}:
        raise Http404
    found = uploads.upload_by_id(key, by=request.actor)
    back = reverse("officer:register", args=[found.register])
    if verb == "drop":
        uploads.put_away(key, by=request.actor)
        messages.success(request, say(Text("已撤下，未导入任何内容。", "It is put away; nothing was taken in.")))
        return HttpResponseRedirect(back)
    try:
        diff = uploads.take_in(key, by=request.actor, at=request.at)
    except Problem as problem:
        messages.error(request, in_words(problem))
        return HttpResponseRedirect(reverse("officer:register-upload", args=[key]))
    counts = len(diff.added), len(diff.changed), len(diff.withdrawn)
    messages.success(
        request,
        say(
            Text(
                f"已导入：新增{counts[0]}行，更改{counts[1]}行，撤下{counts[2]}行。",
                f"Taken in: {counts[0]} added, {counts[1]} changed, {counts[2]} withdrawn.",
            )
        ),
    )
    return HttpResponseRedirect(back)
