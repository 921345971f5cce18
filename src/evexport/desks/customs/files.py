"""Declarations by file: handed in at once, decided one by one with progress; the answers as a table and as a file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.customs import actions
from evexport.customs.declaration_files import TEMPLATE
from evexport.customs.filed import Given, all_files, file_by_id, given
from evexport.customs.models import DeclarationFile
from evexport.desks.customs.entry import nonce
from evexport.desks.kit.components import Component, Crumb, Empty, Tag, Trail
from evexport.desks.kit.deeds import Deed, Deeds, deed_page, perform
from evexport.desks.kit.files import attached, sheet_file
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.marks import DECIDED, DECISIONS
from evexport.desks.kit.mending import given_back
from evexport.desks.kit.parts import Figure, Figures, Progress
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.kernel.text import Text
from evexport.store import reading_as
from evexport.work import actions as steering
from evexport.work.models import Work, WorkItem
from evexport.work.progress import progress
from evexport.work.queries import work_by_id
from evexport.work.states import ALIVE, WORK

WORK_TAGS: dict[str, Tag] = {
    "queued": Tag(WORK.states["queued"].label, "note", "hourglass"),
    "running": Tag(WORK.states["running"].label, "note", "refresh"),
    "paused": Tag(WORK.states["paused"].label, "plain", "player-pause"),
    "done": Tag(WORK.states["done"].label, "yes", "circle-check"),
    "failed": Tag(WORK.states["failed"].label, "no", "circle-x"),
    "cancelled": Tag(WORK.states["cancelled"].label, "plain", "ban"),
}
NOT_DECIDED = Tag(Text("未能决定", "not decided"), "no", "alert-triangle")
WAITING = Tag(Text("等候", "waiting"), "plain", "clock")


class Upload(forms.Form):
    """A file of declarations. The hidden word makes a repeated submission the same request."""

    request = forms.CharField(max_length=64, widget=forms.HiddenInput)
    file = forms.FileField(
        label=words("报关单文件", "File of declarations"),
        help_text=words(
            "CSV或XLSX，每车一行；或NDJSON，每行一份报关单。一个文件最多1,000份报关单。",
            "CSV or XLSX with a row a car, or NDJSON with a declaration a line; at most 1,000 declarations.",
        ),
        error_messages={
            "required": words("请选择文件。", "Choose a file."),
            "empty": words("文件是空的。", "The file is empty."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.ndjson,.jsonl"}),
    )


FILES = (
    Column("name", Text("文件", "File"), lambda row: row.name, link=lambda row: reverse("customs:file", args=[row.pk])),
    Column("at", Text("接收", "Received"), lambda row: row.received_at, "date", note=lambda row: row.received_by_name),
    Column("total", Text("报关单", "Declarations"), lambda row: row.total, "num"),
    Column("bad", Text("有误的行", "Bad lines"), lambda row: len(row.bad), "num"),
)


@post(Role.CUSTOMS_OFFICER)
def files(request: DeskRequest) -> HttpResponse:
    with reading_as(request.actor):
        listing = Listing(request, columns=FILES, rows=all_files(), empty=NOTHING, file_name="files")
        return listing.answer("customs/files.html")


@post(Role.CUSTOMS_OFFICER)
def upload(request: DeskRequest) -> HttpResponse:
    """Take a file in; its page shows how far it is."""
    form = Upload(request.POST, request.FILES) if request.method == "POST" else Upload(initial={"request": nonce()})
    title = Text("按文件申报", "Declare by file")
    deed = Deed(
        title,
        Text("上传并逐票决定", "Upload and decide each"),
        reverse("customs:files"),
        lead=Text(
            "每票由同一规则逐一决定。有误的行连同原因退回，不影响其他报关单。同一文件重复上传，答复相同。",
            "Each is decided by the gate on its own. Bad lines come back with their reason and stop no other. "
            "The same file again gets the same answers.",
        ),
        trail=Trail((Crumb(Text("按文件申报", "By file"), reverse("customs:files")), Crumb(Text("上传", "Upload")))),
        icon="upload",
    )

    def take(said: dict[str, Any]) -> DeclarationFile:
        file = said["file"]
        return actions.take_file(file.read(), name=file.name, request=said["request"], by=request.actor, at=request.at)

    done = perform(
        request,
        form,
        take,
        told=lambda kept: Text(f"已接收{kept.total}份报关单。", f"{kept.total} declarations were taken in."),
        to=lambda kept: reverse("customs:file", args=[kept.pk]),
    )
    return done or deed_page(request, form, deed, template="customs/upload.html")


@dataclass(frozen=True, slots=True)
class Row:
    """A declaration of the file with what became of it."""

    item: WorkItem
    of: Given

    @property
    def mark(self) -> Tag:
        if self.item.state == "failed":
            return NOT_DECIDED
        return DECISIONS[self.item.result["decision"]] if self.item.result else WAITING

    @property
    def why(self) -> Text | str:
        if self.item.problem:
            return Text(**self.item.problem["message"])
        if self.item.result.get("replayed"):
            return Text("重复报文，答复与前次相同", "a repeat: the same answer as before")
        return " ".join(self.item.result.get("codes", []))

    @property
    def address(self) -> str:
        made = self.item.result.get("declaration")
        return reverse("customs:declaration", args=[made]) if made else ""


COLUMNS = (
    Column("position", Text("序号", "No."), lambda row: row.item.position, "num"),
    Column("number", Text("报关单号", "Declaration"), lambda row: row.of.declaration_no, "code", link=lambda row: row.address),
    Column("decision", Text("决定", "Decision"), lambda row: row.mark),
    Column("why", Text("理由", "Reasons"), lambda row: row.why),
    Column("cars", Text("车辆", "Vehicles"), lambda row: row.of.quantity, "num"),
)


def outcome(rows: Any, chosen: str) -> Any:
    if chosen == "failed":
        return rows.filter(state="failed")
    return rows.filter(result__decision=chosen)


@post(Role.CUSTOMS_OFFICER)
def file(request: DeskRequest, key: UUID) -> HttpResponse:
    """How far a file is, and the answers so far."""
    outcomes = [*DECIDED.items(), ("failed", Text("未能决定", "Not decided"))]
    with reading_as(request.actor):
        kept = file_by_id(key)
        work = work_by_id(kept.work_id)

        def dressed(items: Sequence[WorkItem]) -> list[Row]:
            known = given(kept, [item.position for item in items])
            return [Row(item, known[item.position]) for item in items]

        listing = Listing(
            request,
            columns=COLUMNS,
            rows=work.items.order_by("position"),
            filters=(Filter("outcome", Text("决定", "Decision"), outcomes, outcome),),
            file_name=f"answers-{key}",
            dress=dressed,
        )
        running = work.state in ALIVE
        context = {
            "kept": kept,
            "trail": Trail((Crumb(Text("按文件申报", "By file"), reverse("customs:files")), Crumb(kept.name))),
            "progress": far(work, kept),
            "figures": counted(work),
            "deeds": deeds(request, work, key),
            "bad": [(row["line"], Text(**row["why"])) for row in kept.bad],
            # Whoever is reading the answers is not disturbed every other second: they come along once the work has ended.
            "answers": not (running and request.headers.get("HX-Target") == "progress"),
        }
        return listing.answer("customs/file.html", context)


def far(work: Work, kept: DeclarationFile) -> Component:
    return Progress(
        Text("逐票决定", "Deciding each"),
        work.done + work.failed,
        max(work.total, 1),
        WORK_TAGS[work.state],
        progress(work).said,
        reverse("customs:file", args=[kept.pk]),
        work.state in ALIVE,
        work.failed,
        also="answers",
    )


def counted(work: Work) -> Figures:
    """The answers so far, by decision."""
    rows = work.items.order_by().values("result__decision").annotate(n=Count("pk"))
    counts = {row["result__decision"]: row["n"] for row in rows}
    figures = [Figure(label, counts.get(name, 0), url=f"?outcome={name}") for name, label in DECIDED.items()]
    return Figures([*figures, Figure(Text("未能决定", "Not decided"), work.failed, url="?outcome=failed")])


def deeds(request: DeskRequest, work: Work, key: UUID) -> Deeds:
    return Deeds.of(
        WORK.offered(work, to=request.actor), lambda verb: reverse("customs:steer", args=[key, verb]), grave=frozenset({"cancel"})
    )


STEER = {"pause": steering.pause, "resume": steering.resume, "cancel": steering.cancel}


@post(Role.CUSTOMS_OFFICER)
def steer(request: DeskRequest, key: UUID, verb: str) -> HttpResponse:
    """Pause, resume or cancel the deciding: between declarations, never within one."""
    with reading_as(request.actor):
        kept = file_by_id(key)
    label = next(step.label for step in WORK.steps if step.verb == verb)
    back = reverse("customs:file", args=[key])
    deed = Deed(
        Text(f"{label.zh}：{kept.name}", f"{label.en.capitalize()}: {kept.name}"),
        Text(label.zh, label.en.capitalize()),
        back,
        grave=Text("已作出的决定不受影响；其余报关单不再决定。", "What is decided stands; the others are not decided.")
        if verb == "cancel"
        else None,
    )
    form = forms.Form(request.POST if request.method == "POST" else None)
    done = perform(
        request,
        form,
        lambda _said: STEER[verb](kept.work_id, by=request.actor, at=request.at),
        told=Text("已办理。", "Done."),
        to=back,
    )
    return done or deed_page(request, form, deed)


@post(Role.CUSTOMS_OFFICER)
def bad_lines(request: DeskRequest, key: UUID, kind: str) -> HttpResponse:
    """The lines that could not be used, in the form of the file, with a column that says why: mended, it is handed in again."""
    with reading_as(request.actor):
        kept = file_by_id(key)
    if kind == "ndjson":
        lines = [{"fault": row["why"], "line": row["line"], "given": _plain(row["given"][0])} for row in kept.bad]
        content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
        return attached(content, "application/x-ndjson", f"to-mend-{key}.ndjson")
    return sheet_file(kind, given_back(kept.heads, kept.bad), f"to-mend-{key}")


def _plain(text: str) -> object:
    """A JSON line as the object it is, so that it can be mended in place; what is none stays text."""
    try:
        said = json.loads(text)
    except ValueError:
        return text
    return said.get("given", said) if isinstance(said, dict) else text


@post(Role.CUSTOMS_OFFICER)
def template(_request: DeskRequest, kind: str) -> HttpResponse:
    """The file to fill in, with one example."""
    if kind == "ndjson":
        return attached(_example(), "application/x-ndjson", "declarations.ndjson")
    return sheet_file(kind, TEMPLATE, "declarations")


def _example() -> bytes:
    heads, *rows = TEMPLATE
    face = dict(zip(heads[:-2], rows[0][:-2], strict=True))
    cars = [{"vin": row[-2], "model_code": row[-1]} for row in rows]
    return (json.dumps({**face, "vehicles": cars}, ensure_ascii=False) + "\n").encode()


NOTHING = Empty(
    Text("还没有上传过文件", "No file has been handed in yet"),
    Text("多票申报可以一次上传，系统逐票作出决定。", "Many declarations can be handed in at once; each is decided on its own."),
    Text("上传文件", "Upload a file"),
    "upload/",
)
