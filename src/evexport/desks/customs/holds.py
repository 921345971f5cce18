"""Holds on cars: those that stand, those that were lifted; placed and lifted with a reason."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.codes import vin as vins
from evexport.customs import actions, worklists
from evexport.desks.kit.components import Crumb, Empty, Tag, Trail
from evexport.desks.kit.deeds import Deed, deed_page, perform, reason_field
from evexport.desks.kit.fields import vin_field
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.kernel.text import Text
from evexport.store import reading_as

STANDS = Tag(Text("布控中", "on hold"), "no", "ban")
LIFTED = Tag(Text("已解除", "lifted"), "plain", "lock-open")
COLUMNS = (
    Column(
        "vin",
        Text("车辆识别代号", "VIN"),
        lambda row: row.vin,
        "code",
        link=lambda row: reverse("customs:vehicle", args=[row.vin]),
    ),
    Column("state", Text("状态", "State"), lambda row: LIFTED if row.lifted_at else STANDS),
    Column("because", Text("理由", "Why"), lambda row: Text(row.because_zh, row.because_en)),
    Column(
        "placed",
        Text("布控", "Placed"),
        lambda row: row.placed_at,
        "date",
        sort=("placed_at",),
        note=lambda row: row.placed_by_name,
    ),
    Column(
        "lifted",
        Text("解除", "Lifted"),
        lambda row: row.lifted_at,
        "date",
        note=lambda row: f"{row.lifted_by_name}：{row.lifted_because}" if row.lifted_at else None,
    ),
    Column(
        "deed",
        Text("办理", "To do"),
        lambda row: None if row.lifted_at else Text("解除布控", "Lift"),
        link=lambda row: "" if row.lifted_at else reverse("customs:lift-hold", args=[row.vin]),
        export=lambda _row: None,
    ),
)


@post(Role.CUSTOMS_OFFICER)
def holds(request: DeskRequest) -> HttpResponse:
    states = [("standing", Text("布控中", "On hold")), ("lifted", Text("已解除", "Lifted"))]
    with reading_as(request.actor):
        listing = Listing(
            request,
            columns=COLUMNS,
            rows=worklists.holds(),
            filters=(
                Filter(
                    "state",
                    Text("状态", "State"),
                    states,
                    lambda _rows, chosen: worklists.holds(standing=chosen == "standing"),
                    default="standing",
                    everything=None,
                ),
            ),
            search=lambda rows, said: rows.filter(vin__startswith=vins.normalise(said)),
            search_label=Text("车辆识别代号", "VIN"),
            empty=NOTHING,
            file_name="holds",
        )
        return listing.answer("customs/holds.html")


class Place(forms.Form):
    """The reason in both languages, since the refusal that quotes it speaks both."""

    vin = vin_field()
    because_zh = forms.CharField(
        label=words("理由（中文）", "Reason in Chinese"),
        max_length=300,
        help_text=words("不予放行时原样告知申报人。", "Told to the declarant, word for word, when the car is refused."),
        error_messages={"required": words("请写明中文理由。", "Give the reason in Chinese.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    because_en = forms.CharField(
        label=words("理由（英文）", "Reason in English"),
        max_length=300,
        error_messages={"required": words("请写明英文理由。", "Give the reason in English.")},
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )


@post(Role.CUSTOMS_OFFICER)
def place(request: DeskRequest) -> HttpResponse:
    form = Place(request.POST) if request.method == "POST" else Place(initial={"vin": request.GET.get("vin", "")[:40]})
    title = Text("布控车辆", "Place a hold on a car")
    deed = Deed(
        title,
        Text("布控", "Place the hold"),
        reverse("customs:holds"),
        lead=Text("布控期间，凡含该车的申报一律不予放行。", "While it stands, no declaration with this car is released."),
        trail=trail(title),
        icon="ban",
    )
    done = perform(
        request,
        form,
        lambda said: actions.place_hold(
            said["vin"], because=Text(said["because_zh"], said["because_en"]), by=request.actor, at=request.at
        ),
        told=lambda hold: Text(f"{hold.vin}已布控。", f"{hold.vin} is on hold."),
        to=lambda hold: reverse("customs:vehicle", args=[hold.vin]),
    )
    return done or deed_page(request, form, deed)


class Lift(forms.Form):
    because = reason_field(words("与布控记录一并保存。", "Kept with the hold."))

    def clean_because(self) -> str:
        said: str = self.cleaned_data["because"]
        if len(said) > 300:
            raise forms.ValidationError(words("理由最长300字。", "At most 300 characters."))
        return said


@post(Role.CUSTOMS_OFFICER)
def lift(request: DeskRequest, vin: str) -> HttpResponse:
    title = Text(f"解除布控：{vin}", f"Lift the hold on {vin}")
    form = Lift(request.POST or None)
    deed = Deed(
        title,
        Text("解除布控", "Lift the hold"),
        reverse("customs:vehicle", args=[vin]),
        lead=Text("解除后，该车可以申报放行。", "The car may then be declared and released."),
        trail=trail(title),
        icon="lock-open",
    )
    done = perform(
        request,
        form,
        lambda said: actions.lift_hold(vin, because=said["because"], by=request.actor, at=request.at),
        told=Text(f"{vin}的布控已解除。", f"The hold on {vin} is lifted."),
        to=deed.back,
    )
    return done or deed_page(request, form, deed)


def trail(here: Text) -> Trail:
    return Trail((Crumb(Text("布控", "Holds"), reverse("customs:holds")), Crumb(here)))


NOTHING = Empty(
    Text("没有布控车辆", "No car is on hold"),
    Text(
        "布控的车辆列在这里；凡含该车的申报一律不予放行。", "Cars on hold are listed here; no declaration with one is released."
    ),
    Text("布控一辆车", "Place a hold"),
    "place/",
)
