"""What may befall a released declaration, each on its page with a confirming step: cancel, correct a VIN, return of goods."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.codes import vin as vins
from evexport.customs import actions, effects, queries
from evexport.customs.actions.afterwards import must_fit
from evexport.customs.cars import Car, cars
from evexport.customs.effects import Effect
from evexport.customs.models import Declaration
from evexport.desks.customs.declaration import trail
from evexport.desks.kit.components import Component
from evexport.desks.kit.deeds import Deed, reason_field, stepwise
from evexport.desks.kit.fields import AS_CODE
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.kernel.text import Text
from evexport.store import reading_as

NOTE = words("写入账本和经过，发证机构和企业可以看到。", "Kept in the ledger; the issuing body and the firms can read it.")
EVIDENCE_NEEDED = {"required": words("请写明证据。", "Say what the evidence is.")}


class Which(forms.Form):
    """All the cars that are still written off, or some of them."""

    whole = forms.BooleanField(label=words("全部在案车辆", "All cars that are still written off"), required=False)
    vins = forms.MultipleChoiceField(
        label=words("或选择其中的车辆", "Or some of them"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": words("%(value)s不在可选之列。", "%(value)s is not among the cars that can be chosen.")
        },
    )

    def __init__(self, live: Sequence[Car], data: Any = None) -> None:
        super().__init__(data)
        self.live = [car.vin for car in live]
        self.fields["vins"].choices = [(vin, vin) for vin in self.live]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("whole"):
            said["vins"] = self.live
        elif not said.get("vins") and "vins" not in self.errors:
            self.add_error("vins", words("请至少选择一辆车。", "Choose at least one car."))
        return said


class Cancel(Which):
    because = reason_field(NOTE)


class Return(Which):
    evidence = forms.CharField(label=words("进境凭证", "Papers of re-entry"), max_length=300, error_messages=EVIDENCE_NEEDED)
    because = reason_field(NOTE)


class Correct(forms.Form):
    """A number that was mistyped, and the one that stands on the car."""

    wrong = forms.ChoiceField(
        label=words("误报的代号", "The mistyped VIN"),
        error_messages={"required": words("请选择误报的代号。", "Choose the mistyped VIN.")},
    )
    right = forms.CharField(
        label=words("车上实际的代号", "The VIN on the car"),
        max_length=40,
        help_text=words("空格和连字符不计。", "Spaces and hyphens do not count."),
        error_messages={"required": words("请填写车上实际的代号。", "Give the VIN on the car.")},
        widget=forms.TextInput(attrs=AS_CODE),
    )
    evidence = forms.CharField(
        label=words("证据", "Evidence"),
        max_length=300,
        help_text=words("例如铭牌照片、合格证编号。", "Such as a photograph of the plate, the certificate’s number."),
        error_messages=EVIDENCE_NEEDED,
    )
    because = reason_field(NOTE)

    def __init__(self, live: Sequence[Car], data: Any = None) -> None:
        super().__init__(data)
        self.fields["wrong"].choices = [("", words("请选择", "Choose")), *((car.vin, car.vin) for car in live)]  # type: ignore[attr-defined]

    def clean_right(self) -> str:
        return vins.normalise(self.cleaned_data["right"])


@dataclass(frozen=True, slots=True)
class Back(Component):
    """What a cancellation frees and gives back, and to which licence."""

    row: Declaration
    effect: Effect
    because: str
    template: ClassVar[str] = "customs/effect_cancel.html"


@dataclass(frozen=True, slots=True)
class Swap(Component):
    """One number in another's place."""

    row: Declaration
    said: dict[str, Any]
    model_code: str
    template: ClassVar[str] = "customs/effect_correct.html"


@dataclass(frozen=True, slots=True)
class Returned(Component):
    """Cars that came back, and that nothing is credited."""

    row: Declaration
    said: dict[str, Any]
    template: ClassVar[str] = "customs/effect_return.html"


def _begun(request: DeskRequest, key: UUID) -> tuple[Declaration, list[Car]]:
    """The declaration and its cars that are still written off."""
    with reading_as(request.actor):
        row = queries.by_id(key)
        return row, [car for car in cars(row) if car.live]


def _deed(row: Declaration, title: Text, button: Text, **more: Any) -> Deed:
    return Deed(title, button, reverse("customs:declaration", args=[row.pk]), trail=trail(row, title), **more)


@post(Role.CUSTOMS_OFFICER)
def cancel(request: DeskRequest, key: UUID) -> HttpResponse:
    row, live = _begun(request, key)
    deed = _deed(
        row,
        Text("退关", "Cancel the declaration"),
        Text("确认退关", "Cancel these cars"),
        lead=Text(
            "货物未出境的，可整票或部分退关。以冲销记录办理，原记录不变。",
            "For goods that have not left: in whole or in part, by counter-entries; what was written stays.",
        ),
        grave=Text("退关后不能恢复，须重新申报。", "It cannot be taken back: the cars must be declared again."),
        icon="history",
    )

    def shows(said: dict[str, Any]) -> Component:
        with reading_as(request.actor):
            return Back(row, effects.of_cancelling(row, said["vins"]), said["because"])

    return stepwise(
        request,
        Cancel(live, request.POST or None),
        deed,
        shows=shows,
        does=lambda said: actions.cancel(
            row.declaration_no,
            because=said["because"],
            vins_named=None if said["whole"] else said["vins"],
            by=request.actor,
            at=request.at,
        ),
        told=Text("已退关，余额已冲回。", "Cancelled; the balance is restored."),
        to=deed.back,
    )


@post(Role.CUSTOMS_OFFICER)
def correct(request: DeskRequest, key: UUID) -> HttpResponse:
    row, live = _begun(request, key)
    model_of = {car.vin: car.model_code for car in live}
    deed = _deed(
        row,
        Text("更正车辆识别代号", "Correct a VIN"),
        Text("确认更正", "Correct it"),
        lead=Text(
            "须附证据，并由办理验放以外的另一名关员办理；余额不变。",
            "On evidence, by another officer than the one who had it decided; the balance does not move.",
        ),
        icon="edit",
    )

    def shows(said: dict[str, Any]) -> Component:
        with reading_as(request.actor):
            must_fit(row, model_code=model_of[said["wrong"]], right=said["right"], at=request.at)
        return Swap(row, said, model_of[said["wrong"]])

    return stepwise(
        request,
        Correct(live, request.POST or None),
        deed,
        shows=shows,
        does=lambda said: actions.correct(row.declaration_no, **said, by=request.actor, at=request.at),
        told=Text("已更正。", "Corrected."),
        to=deed.back,
    )


@post(Role.CUSTOMS_OFFICER)
def return_goods(request: DeskRequest, key: UUID) -> HttpResponse:
    row, live = _begun(request, key)
    deed = _deed(
        row,
        Text("退运", "Record a return after export"),
        Text("确认退运", "Record the return"),
        lead=Text(
            "已出境的车辆退运进境。该车可再次出口；许可证余额不自动恢复。",
            "For cars that left and came back. They may be exported again; the licence is not credited.",
        ),
        grave=Text("退运记录不能撤回。", "The record cannot be taken back."),
        icon="ship",
    )
    return stepwise(
        request,
        Return(live, request.POST or None),
        deed,
        shows=lambda said: Returned(row, said),
        does=lambda said: actions.return_goods(
            row.declaration_no,
            evidence=said["evidence"],
            because=said["because"],
            vins_named=None if said["whole"] else said["vins"],
            by=request.actor,
            at=request.at,
        ),
        told=Text("已记录退运。", "The return is recorded."),
        to=deed.back,
    )
