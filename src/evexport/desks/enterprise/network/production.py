"""The maker's production register: its cars by number, one recorded by form, a small batch by file, a car's own story."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.codes import vin as vins
from evexport.customs.queries import story
from evexport.desks.enterprise.network.production_files import REGISTER, taken_in
from evexport.desks.enterprise.network.uploads import TableFile
from evexport.desks.kit import words as spoken
from evexport.desks.kit.components import Crumb, Empty, Trail
from evexport.desks.kit.deeds import Deed, deed_page, perform
from evexport.desks.kit.fields import AS_CODE, vin_field
from evexport.desks.kit.files import sheet_file
from evexport.desks.kit.listing import Column, Listing
from evexport.desks.kit.mending import BadRowsPart, mended
from evexport.desks.kit.parts import Answer, Summary
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.story import STANDINGS, tell
from evexport.desks.kit.words import words
from evexport.enterprises.models import Sheet
from evexport.enterprises.sheets import LIMITS, MOST_ROWS
from evexport.kernel.clock import china_day
from evexport.kernel.ids import uuid7
from evexport.kernel.problems import BadInput
from evexport.kernel.rows import BadRows, RowProblem
from evexport.kernel.text import Text
from evexport.regulation.production import COLUMNS as PRODUCED
from evexport.store import reading_as
from evexport.vehicles import queries, sheets
from evexport.vehicles.actions import Produced, record_production
from evexport.vehicles.actions import file as large_files
from evexport.vehicles.models import ProductionFile

LARGE = large_files.LIMITS
COLUMNS = (
    Column(
        "vin",
        Text("车辆识别代号", "VIN"),
        lambda row: row.vin,
        "code",
        link=lambda row: reverse("enterprise:car", args=[row.vin]),
    ),
    Column("model", Text("车辆型号", "Model"), lambda row: row.model_code, "code"),
    Column("built", Text("下线日期", "Built on"), lambda row: row.built_on, "date"),
    Column("recorded", Text("登记时间", "Recorded"), lambda row: row.recorded_at, "date"),
)


def own(request: DeskRequest) -> UUID:
    assert request.actor.organisation_id is not None, "a maker's clerk acts for a maker"
    return request.actor.organisation_id


@post(Role.MAKER)
def register(request: DeskRequest) -> HttpResponse:
    """The cars in the order of their numbers; a number is searched by how it begins."""
    with reading_as(request.actor):
        listing = Listing(
            request,
            columns=COLUMNS,
            rows=queries.register_of(own(request)),
            search=lambda rows, said: rows.filter(vin__startswith=vins.normalise(said)),
            search_label=Text("车辆识别代号（可只填前几位）", "VIN, or how it begins"),
            empty=NOTHING,
            file_name="production",
        )
        return listing.answer("enterprise/production.html")


class Car(forms.Form):
    vin = vin_field()
    model_code = forms.CharField(
        label=words("车辆型号", "Model code"),
        max_length=40,
        help_text=words("《公告》中的车辆型号。", "As in the Announcement."),
        error_messages={"required": words("请填写车辆型号。", "Give the model code.")},
        widget=forms.TextInput(attrs=AS_CODE),
    )
    built_on = forms.DateField(
        label=words("下线日期", "Built on"),
        error_messages={
            "required": words("请填写下线日期。", "Give the day on which it was built."),
            "invalid": words("请写成2027-03-03。", "Write the day as 2027-03-03."),
        },
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@post(Role.MAKER)
def add(request: DeskRequest) -> HttpResponse:
    """One car; “record and add another” comes back to an empty form."""
    form = Car(request.POST if request.method == "POST" else None)
    here, back = reverse("enterprise:car-add"), reverse("enterprise:production")

    def take(said: dict[str, Any]) -> str:
        return recorded(request, Produced(vins.normalise(said["vin"]), said["model_code"].strip().upper(), said["built_on"]))

    done = perform(
        request,
        form,
        take,
        told=lambda vin: Text(f"已登记{vin}。", f"{vin} is recorded."),
        to=lambda vin: here if "more" in request.POST else reverse("enterprise:car", args=[vin]),
    )
    deed = Deed(
        Text("登记一辆车", "Record a car"),
        Text("登记", "Record it"),
        back,
        grave=FOR_GOOD,
        trail=Trail((Crumb(REGISTER, back), Crumb(Text("登记一辆车", "Record a car")))),
    )
    return done or deed_page(request, form, deed, template="enterprise/car_add.html")


def recorded(request: DeskRequest, car: Produced) -> str:
    """Record one car; what is wrong with it is told at its field."""
    try:
        record_production([car], by=request.actor, at=request.at)
    except BadRows as refused:
        first = refused.rows[0]
        raise BadInput(first.message, remedy=first.remedy, code=first.code, field=first.field) from None
    return car.vin


class Upload(forms.Form):
    """The hidden word makes a repeated submission of a large file the same request."""

    request = forms.CharField(max_length=64, widget=forms.HiddenInput)
    file = TableFile(limits=LARGE)


@post(Role.MAKER)
def upload(request: DeskRequest) -> HttpResponse:
    """A small batch is shown on the next page before it is recorded; a large file goes to a page of its own, with progress."""
    form = Upload(request.POST, request.FILES) if request.method == "POST" else Upload(initial={"request": uuid7()})
    back = reverse("enterprise:production")

    def take(said: dict[str, Any]) -> Sheet | ProductionFile:
        file = said["file"]
        if file.size <= LIMITS.file_bytes:
            try:
                return sheets.hand_in(file.read(), name=file.name, by=request.actor, at=request.at)
            except BadInput as problem:
                if problem.code not in {"FILE_TOO_MANY_ROWS", "FILE_TOO_LARGE"}:
                    raise
        return taken_in(file, name=file.name, request=request, nonce=said["request"])

    done = perform(
        request,
        form,
        take,
        told=lambda kept: Text(f"已读取{rows_in(kept)}行。", f"{rows_in(kept):,} rows were read."),
        to=lambda kept: reverse("enterprise:production-sheet" if isinstance(kept, Sheet) else "enterprise:cars", args=[kept.pk]),
    )
    deed = Deed(
        Text("按文件登记", "Record by file"),
        Text("上传并核对", "Upload and check"),
        back,
        lead=Text(
            f"每车一行。不超过{MOST_ROWS:,}辆的先预览再登记；更多的在后台核对，全部无误才登记，有误的行退回改正。",
            f"A row a car. Up to {MOST_ROWS:,} cars are shown before they are recorded; more are checked in the background, "
            "recorded if all are sound, and the bad rows handed back to be mended.",
        ),
        trail=Trail((Crumb(REGISTER, back), Crumb(Text("上传", "Upload")))),
        icon="upload",
    )
    return done or deed_page(request, form, deed, template="enterprise/production_upload.html")


def rows_in(kept: Sheet | ProductionFile) -> int:
    return len(kept.rows) if isinstance(kept, Sheet) else kept.total


@post(Role.MAKER)
def sheet(request: DeskRequest, key: UUID) -> HttpResponse:
    """The batch before it is recorded: how many cars, which rows are to be mended."""
    refused: list[RowProblem] = []
    with reading_as(request.actor):
        kept = sheets.sheet_of_cars(key)
        batch = sheets.understood(kept, china_day(request.at))

    def take(_said: dict[str, Any]) -> int:
        try:
            return sheets.take(key, good_only="good" in request.POST, by=request.actor, at=request.at)
        except BadRows as found:
            refused.extend(found.rows)
            raise

    back = reverse("enterprise:production")
    form = forms.Form(request.POST if request.method == "POST" else None)
    told = lambda count: Text(f"已登记{count}辆。", f"{count} cars are recorded.")  # noqa: E731 - read in one place
    done = perform(request, form, take, told=told, to=back)
    deed = Deed(
        Text(f"预览：{kept.name}", f"Preview: {kept.name}"),
        Text("登记", "Record them"),
        back,
        grave=FOR_GOOD,
        trail=Trail((Crumb(REGISTER, back), Crumb(Text("预览", "Preview")))),
    )
    bad = refused or batch.bad
    context = {
        "kept": kept,
        "bad": BadRowsPart.of(bad, PRODUCED, reverse("enterprise:production-mended", args=[key, "xlsx"])),
        "good": len(batch.cars),
        "rows": [(car.vin, car.model_code, car.built_on) for _, car in batch.cars[:20]],
        "heads": [column.label for column in PRODUCED],
        "more": max(0, len(batch.cars) - 20),
        "unused": "、".join(batch.unused),
        "again": reverse("enterprise:production-upload"),
    }
    return done or deed_page(request, form, deed, template="enterprise/rows_to_record.html", **context)


@post(Role.MAKER)
def to_mend(request: DeskRequest, key: UUID, kind: str) -> HttpResponse:
    with reading_as(request.actor):
        kept = sheets.sheet_of_cars(key)
        batch = sheets.understood(kept, china_day(request.at))
    return sheet_file(kind, mended(kept.heads, kept.rows, batch.bad), "production-to-mend")


@post(Role.MAKER)
def template(request: DeskRequest, kind: str) -> HttpResponse:
    """The file to fill in, with one example whose number is well formed."""
    day: date = china_day(request.at)
    example = [vins.make("LDM", "EV7EB", day.year, "D", 1), "DMO7000BEVA1", day.isoformat()]
    return sheet_file(kind, [[spoken.say(column.label) for column in PRODUCED], example], "production")


@post(Role.MAKER)
def car(request: DeskRequest, vin: str) -> HttpResponse:
    """One's own car: what was recorded, and what became of it at customs, as far as its maker may see."""
    with reading_as(request.actor):
        row = queries.own_car(own(request), vin)
        known = story(row.vin)
    year = vins.model_year(row.vin, latest=china_day(request.at).year + 1)
    facts = [
        Answer(Text("车辆型号", "Model"), row.model_code),
        Answer(Text("下线日期", "Built on"), row.built_on),
        Answer(Text("登记时间", "Recorded"), row.recorded_at),
        Answer(Text("厂商代号", "Maker’s identifier"), vins.wmi(row.vin)),
        Answer(Text("车型年份", "Model year"), str(year) if year else ""),
    ]
    context = {
        "row": row,
        "standing": STANDINGS[known.standing],
        "story": tell(known.moments),
        "facts": Summary(Text("车辆", "The car"), facts),
        "trail": Trail((Crumb(REGISTER, reverse("enterprise:production")), Crumb(row.vin))),
    }
    return render(request, "enterprise/car.html", context)


FOR_GOOD = Text(
    "登记后不能修改或删除；海关验放时据此核对车型。", "A record cannot be changed or taken back; the gate checks the model by it."
)
NOTHING = Empty(
    Text("生产登记册还是空的", "The production register is empty"),
    Text(
        "登记已下线的车辆后，海关验放时会核对车型，误报即被发现。",
        "Once cars are recorded, the gate checks each car’s model, and a mistake in a declaration is found.",
    ),
    Text("登记一辆车", "Record a car"),
    "add/",
)
