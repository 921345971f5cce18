"""Large files of cars: how far each is, what is wrong with its rows, recording the good ones, and steering the work."""

from collections.abc import Iterator
from typing import IO, Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit import words as spoken
from evexport.desks.kit.components import Component, Crumb, Empty, Tag, Trail
from evexport.desks.kit.deeds import Deed, Deeds, Plain, deed_page, perform
from evexport.desks.kit.files import csv_line
from evexport.desks.kit.listing import Column, Listing
from evexport.desks.kit.parts import Figure, Figures, Progress
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.tables import safe
from evexport.kernel.text import Text
from evexport.regulation.production import COLUMNS as PRODUCED
from evexport.store import reading_as
from evexport.vehicles import queries
from evexport.vehicles.actions import take_file, take_good
from evexport.vehicles.models import ProductionFile
from evexport.vehicles.states import FILE
from evexport.work import actions as steering
from evexport.work.models import Work
from evexport.work.progress import progress
from evexport.work.queries import work_by_id
from evexport.work.states import ALIVE, WORK

REGISTER = Text("生产登记", "Production register")
FILES = Text("大批登记文件", "Large files")
TAGS = {
    "checking": Tag(FILE.states["checking"].label, "wait", "hourglass"),
    "returned": Tag(FILE.states["returned"].label, "no", "alert-triangle"),
    "recorded": Tag(FILE.states["recorded"].label, "yes", "circle-check"),
}
LABELS = {column.name: column.label for column in PRODUCED}
COLUMNS = (
    Column("name", Text("文件", "File"), lambda row: row.name, link=lambda row: reverse("enterprise:cars", args=[row.pk])),
    Column("at", Text("接收", "Received"), lambda row: row.received_at, "date", note=lambda row: row.received_by_name),
    Column("state", Text("状态", "State"), lambda row: TAGS[row.state]),
    Column("total", Text("行数", "Rows"), lambda row: row.total, "num"),
    Column("recorded", Text("已登记", "Recorded"), lambda row: row.recorded, "num"),
    Column("bad", Text("有误的行", "Bad rows"), lambda row: row.bad, "num"),
)
BAD = (
    Column("line", Text("行", "Row"), lambda row: row.line, "num"),
    Column("vin", Text("车辆识别代号", "VIN"), lambda row: row.vin, "code"),
    Column("code", Text("代码", "Code"), lambda row: row.code, "code"),
    Column("why", Text("需改正之处", "What to mend"), lambda row: queries.told(row).message),
    Column("how", Text("如何改正", "How"), lambda row: queries.told(row).remedy),
)


def trail(*more: Crumb) -> Trail:
    return Trail((Crumb(REGISTER, reverse("enterprise:production")), Crumb(FILES, reverse("enterprise:car-files")), *more))


@post(Role.MAKER)
def files(request: DeskRequest) -> HttpResponse:
    with reading_as(request.actor):
        listing = Listing(request, columns=COLUMNS, rows=queries.all_files(), empty=NOTHING, file_name="files")
        return listing.answer("enterprise/car_files.html", {"trail": trail()})


def taken_in(file: IO[bytes], *, name: str, request: DeskRequest, nonce: str) -> ProductionFile:
    """Take a file in that is too large to be looked through on a page."""
    return take_file(file, name=name, request=nonce, good_only=False, by=request.actor, at=request.at)


@post(Role.MAKER)
def cars(request: DeskRequest, key: UUID) -> HttpResponse:
    """How far a file is, and what is to be mended in it."""
    with reading_as(request.actor):
        kept = queries.file_by_id(key)
        work = work_by_id(kept.work_id)
        listing = Listing(
            request, columns=BAD, rows=kept.faults.order_by("line", "code"), empty=SOUND, file_name=f"bad-rows-{key}"
        )
        settled = kept.state != "checking"
        context = {
            "kept": kept,
            "trail": trail(Crumb(kept.name)),
            "progress": far(work, kept),
            "figures": counted(kept),
            "deeds": deeds(request, work, kept),
            "state": TAGS[kept.state],
            "settled": settled,
            "sound": kept.total - kept.bad,
        }
        return listing.answer("enterprise/cars.html", context)


def far(work: Work, kept: ProductionFile) -> Component:
    """The bar moves by the rows that were checked; the last step records them all."""
    checked = queries.rows_checked(kept)
    return Progress(
        Text("核对和登记", "Checking and recording"),
        min(checked, kept.total),
        max(kept.total, 1),
        Tag(WORK.states[work.state].label, "yes" if work.state == "done" else "wait"),
        progress(work).said,
        reverse("enterprise:cars", args=[kept.pk]),
        work.state in ALIVE,
        also="outcome",
    )


def counted(kept: ProductionFile) -> Figures:
    return Figures(
        [
            Figure(Text("行数", "Rows"), kept.total),
            Figure(Text("已登记", "Recorded"), kept.recorded),
            Figure(Text("有误的行", "Bad rows"), kept.bad),
        ]
    )


def deeds(request: DeskRequest, work: Work, kept: ProductionFile) -> Deeds:
    """What may be done with the file, and with its work while it goes on."""
    offers = [*FILE.offered(kept, to=request.actor), *WORK.offered(work, to=request.actor)]
    offers = [one for one in offers if one.step.verb in VERBS]
    return Deeds.of(offers, lambda verb: reverse("enterprise:cars-deed", args=[kept.pk, verb]), grave=frozenset({"cancel"}))


STEER = {"pause": steering.pause, "resume": steering.resume, "cancel": steering.cancel}
VERBS = frozenset({"take-good", *STEER})


@post(Role.MAKER)
def deed(request: DeskRequest, key: UUID, verb: str) -> HttpResponse:
    """Record the good ones; pause, go on with, or give up the work."""
    with reading_as(request.actor):
        kept = queries.file_by_id(key)
        thing = work_by_id(kept.work_id) if verb in STEER else kept
        step = (WORK if verb in STEER else FILE).take(verb, thing, by=request.actor)
    back = reverse("enterprise:cars", args=[key])
    form = Plain(request.POST if request.method == "POST" else None)

    def act(_said: dict[str, Any]) -> object:
        if verb in STEER:
            return STEER[verb](kept.work_id, by=request.actor, at=request.at)
        return take_good(key, by=request.actor, at=request.at)

    done = perform(request, form, act, told=Text("已办理。", "Done."), to=back)
    label = Text(step.label.zh, step.label.en.capitalize())
    page = Deed(label, label, back, grave=GRAVE.get(verb), trail=trail(Crumb(kept.name, back), Crumb(label)))
    return done or deed_page(request, form, page)


@post(Role.MAKER)
def bad_rows(request: DeskRequest, key: UUID) -> StreamingHttpResponse:
    """Every bad row as a CSV file, sent as it is read: line, VIN, code, what is wrong, how to mend it."""
    with reading_as(request.actor):
        kept = queries.file_by_id(key)
    language = spoken.language()
    answer = StreamingHttpResponse(as_csv(request, kept, language), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="bad-rows-{key}.csv"'
    return answer


def as_csv(request: DeskRequest, kept: ProductionFile, language: Any) -> Iterator[bytes]:
    heads = [column.label.pick(language) for column in BAD]
    yield b"\xef\xbb\xbf" + csv_line(heads)
    after = 0
    while True:
        with reading_as(request.actor):
            page = queries.bad_rows(kept, after=after)
        if not page:
            return
        after = page[-1][0].line
        for one, said in page:
            yield csv_line([one.line, safe(one.vin), one.code, safe(said.message.pick(language)), said.remedy.pick(language)])


GRAVE = {
    "take-good": Text(
        "有误的行不登记；登记后不能修改或删除。", "The bad rows are left out. A record cannot be changed or taken back."
    ),
    "cancel": Text("已登记的车辆不受影响；未登记的不再登记。", "What is recorded stays; what is not will not be."),
}
SOUND = Empty(Text("没有有误的行", "No row is bad"), Text("核对过的行均无误。", "Nothing is wrong with the rows checked so far."))
NOTHING = Empty(
    Text("还没有上传过大批文件", "No large file has been handed in yet"),
    Text(
        "超过5,000行的文件在后台核对和登记，一次最多1,000,000辆。",
        "A file of more than 5,000 rows is checked and recorded in the background, up to 1,000,000 cars at once.",
    ),
    Text("上传文件", "Upload a file"),
    "../upload/",
)
