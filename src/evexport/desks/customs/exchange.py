"""The offline exchange at the desk: every office's runs with their counts, the answer files, and a file handed in by hand."""

from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.customs import actions, exchange_runs
from evexport.customs.exchange_runs import Standing
from evexport.customs.models import ExchangeRun
from evexport.desks.kit.components import Crumb, Empty, Tag, Trail
from evexport.desks.kit.deeds import Deed, deed_page, perform
from evexport.desks.kit.files import attached
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.marks import DECIDED
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.store import reading_as

TITLE = Text("离线交换", "Offline exchange")


def trail(*more: Crumb) -> Trail:
    here = Crumb(TITLE, reverse("customs:exchange") if more else "")
    return Trail((Crumb(Text("按文件申报", "By file"), reverse("customs:files")), here, *more))


@dataclass(frozen=True, slots=True)
class Row:
    """A run with what was answered so far."""

    run: ExchangeRun
    counts: dict[str, int]
    parts: int

    @property
    def mark(self) -> Tag:
        if self.parts == self.run.closing:
            return Tag(Text("已答复", "answered"), "yes", "circle-check")
        return Tag(
            Text(f"已答复{self.parts}/{self.run.closing}", f"{self.parts} of {self.run.closing} parts"), "note", "hourglass"
        )

    @property
    def address(self) -> str:
        whole = self.parts == self.run.closing
        return reverse("customs:exchange-answer", args=[self.run.sender, self.run.run]) if whole else ""

    @property
    def file(self) -> str | None:
        return answer_name(self.run.sender, self.run.run) if self.address else None

    @property
    def told(self) -> Text | None:
        """The answers in words; what there is none of is left out."""
        found = [(label, self.counts[name]) for name, label in ANSWERS.items() if self.counts[name]]
        if not found:
            return None
        return Text("，".join(f"{label.zh}{n}" for label, n in found), ", ".join(f"{n} {label.en}" for label, n in found))


ANSWERS = {**DECIDED, "problems": Text("未能决定", "not decided")}
COLUMNS = (
    Column("sender", Text("关区", "Office"), lambda row: row.run.sender, "code"),
    Column("run", Text("批次", "Run"), lambda row: row.run.run, "num"),
    Column("day", Text("日期", "Day"), lambda row: row.run.day, "date"),
    Column("mark", Text("答复", "Answer"), lambda row: row.mark),
    Column("file", Text("答复文件", "Answer file"), lambda row: row.file, "code", link=lambda row: row.address),
    Column("total", Text("报关单", "Declarations"), lambda row: row.run.declarations, "num", note=lambda row: row.told),
    Column("cleared", Text("报送放行", "Reported cleared"), lambda row: len(row.run.cleared), "num"),
    Column("differences", Text("差异", "Differences"), lambda row: row.counts["differences"], "num"),
)


@post(Role.CUSTOMS_OFFICER)
def runs(request: DeskRequest) -> HttpResponse:
    """The runs, and where each office stands: its next number, and since when it has been silent."""
    with reading_as(request.actor):
        standings = exchange_runs.standings(china_day(request.at))
        offices = [(one.last.sender, Text(one.last.sender, one.last.sender)) for one in standings]
        listing = Listing(
            request,
            columns=COLUMNS,
            rows=exchange_runs.runs(),
            filters=(Filter("sender", Text("关区", "Office"), offices, lambda rows, chosen: rows.filter(sender=chosen)),),
            dress=lambda found: [Row(one, exchange_runs.counts_of(one), one.answered_parts) for one in found],
            empty=NOTHING,
            file_name="exchange",
        )
        return listing.answer(
            "customs/exchange.html", {"standings": [(one, silence(one)) for one in standings], "trail": trail()}
        )


def silence(standing: Standing) -> Tag:
    """How long ago an office's last run was: an empty file a day says that there was nothing to send."""
    days = standing.silent_days
    if days <= 1:
        return Tag(Text("无缺口", "no gap"), "yes", "circle-check")
    return Tag(Text(f"{days}天前为最近一批", f"last run {days} days ago"), "no", "alert-triangle")


class Upload(forms.Form):
    """A file of the exchange, carried here on a medium."""

    file = forms.FileField(
        label=words("交换文件", "Exchange file"),
        help_text=words(
            "含文件头和文件尾的NDJSON文件。批次、份数或校验和不符的，整个文件不予接收。",
            "NDJSON with header and trailer. Where run, counts or checksum do not fit, nothing of it is taken.",
        ),
        error_messages={
            "required": words("请选择文件。", "Choose a file."),
            "empty": words("文件是空的。", "The file is empty."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".ndjson,.jsonl"}),
    )


@post(Role.CUSTOMS_OFFICER)
def upload(request: DeskRequest) -> HttpResponse:
    """Take a run in; the list shows how far its answer is."""
    form = Upload(request.POST, request.FILES) if request.method == "POST" else Upload()
    title = Text("上传交换文件", "Hand in an exchange file")
    deed = Deed(
        title,
        Text("上传", "Hand in"),
        reverse("customs:exchange"),
        lead=Text(
            "同一文件重复上传，答复文件相同。中断的批次重新上传即可继续。",
            "The same file again gets the same answer. A run that came to a stop goes on when its file is handed in again.",
        ),
        trail=trail(Crumb(title)),
        icon="upload",
    )
    done = perform(
        request,
        form,
        lambda said: actions.take_run(said["file"].read(), by=request.actor, at=request.at),
        told=lambda run: Text(f"已接收{run.sender}第{run.run}批。", f"Run {run.run} of {run.sender} was taken in."),
        to=lambda _run: reverse("customs:exchange"),
    )
    return done or deed_page(request, form, deed)


@post(Role.CUSTOMS_OFFICER)
def answer(request: DeskRequest, sender: str, run: int) -> HttpResponse:
    """The answer file to carry back."""
    with reading_as(request.actor):
        content = exchange_runs.answer_file(exchange_runs.run_of(sender, run))
    return attached(content, "application/x-ndjson", answer_name(sender, run))


def answer_name(sender: str, run: int) -> str:
    return f"answer-{sender}-{run}.ndjson"


NOTHING = Empty(
    Text("还没有交换文件", "No exchange file has come in yet"),
    Text(
        "没有专线的海关按日报送文件，取回答复文件。",
        "An office without a live link sends a file a day and takes the answer back.",
    ),
    Text("上传交换文件", "Hand in a file"),
    "upload/",
)
