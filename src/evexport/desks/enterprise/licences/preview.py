"""Would the gate pass? Its own criteria over a list of cars under a licence, before anything is declared; nothing is kept."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.customs import queries as customs
from evexport.desks.enterprise.licences.common import FIRMS, licence_trail
from evexport.desks.kit.cars import in_file, listed
from evexport.desks.kit.deeds import in_words
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.verdict import Answer, Line, of_preview
from evexport.desks.kit.words import words
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.licensing.queries import Case, by_number
from evexport.regulation.facts.declaration import MAX_VEHICLES, Declaration, parse
from evexport.store import reading_as

TITLE = Text("验放试算", "Would the gate pass?")
TRIED = "PREVIEW"
"""Stands for the message and the declaration that there is not yet."""
SAME = ("contract_no", "exporter_uscc", "customs_district", "trade_mode", "transport_mode", "destination")


class Tried(forms.Form):
    """The cars, pasted or in a file; the rest is what the licence's face prescribes."""

    declared_on = forms.DateField(
        label=words("拟申报日期", "Day of declaration"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": words("请填写日期。", "Give the day."),
            "invalid": words("请按年月日填写。", "Give year, month and day."),
        },
    )
    model_code = forms.ChoiceField(
        label=words("车型", "Model"),
        help_text=words("清单中未注明车型的，均按此车型。", "Of every car whose line names none."),
    )
    cars = forms.CharField(
        label=words("车辆识别代号", "VINs"),
        help_text=words(
            f"每行一辆，最多{MAX_VEHICLES}辆；车型不同的，在其后加逗号和车型。空格和连字符不计。",
            f"One a line, {MAX_VEHICLES} at most; add a comma and the model where it differs. Spaces and hyphens do not count.",
        ),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=words("或上传清单", "Or a file"),
        help_text=words(
            "TXT、CSV或XLSX，首行写“VIN”，可另有“车型”列。", "TXT, CSV or XLSX; head the column “VIN”, another may be “model”."
        ),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.csv,.xlsx"}),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["model_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(line.model_code, line.model_code) for line in case.balances]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        file, name = said.get("file"), "file" if said.get("file") else "cars"
        try:
            found = listed(in_file(file.read(), name=file.name) if file else said.get("cars", ""))
        except BadInput as problem:
            self.add_error("file", in_words(problem))
        except forms.ValidationError as error:
            self.add_error(name, error)
        else:
            if not found:
                self.add_error("cars", words("请至少填写一辆车，或上传清单。", "Give at least one car, or a file."))
            said["listed"] = found
        return said


@post(*FIRMS)
def would_pass(request: DeskRequest, key: str) -> HttpResponse:
    request.actor.must("declaration.preview")
    with reading_as(request.actor):
        case = by_number(key, request.at)
    begun = {"declared_on": china_day(request.at)}
    form = Tried(request.POST, request.FILES, case=case) if request.method == "POST" else Tried(initial=begun, case=case)
    answer = None
    if form.is_bound and form.is_valid():
        try:
            answer = tried(request, case, form.cleaned_data)
        except BadInput as problem:
            form.add_error("cars", in_words(problem))
    context = {
        "form": form,
        "answer": answer,
        "case": case,
        "title": TITLE,
        "trail": licence_trail(key, TITLE),
        "back": reverse("enterprise:licence", args=[key]),
    }
    return render(request, "enterprise/would_pass.html", context, status=422 if form.errors else 200)


def tried(request: DeskRequest, case: Case, said: dict[str, Any]) -> Answer:
    """What the gate would answer, and where it would pass what would be left."""
    form = declaration(case, said)
    with reading_as(request.actor):
        found = of_preview(customs.preview(form, at=request.at), len(form.vehicles))
    taken = form.by_model
    lines = tuple(
        Line(one.model_code, one.licensed, one.used + taken[one.model_code], one.left - taken[one.model_code])
        for one in case.balances
        if one.model_code in taken
    )
    passes = found.decision == "released"
    return Answer(
        found.decision,
        found.cars,
        found.reasons,
        lines if passes else (),
        None,
        found.regime,
        preview=True,
        licence_no=case.licence.number,
    )


def declaration(case: Case, said: dict[str, Any]) -> Declaration:
    """The declaration that the face prescribes, with these cars."""
    face = case.licence
    line = next(one for one in case.balances if one.model_code == said["model_code"])
    cars = [{**car, "model_code": car["model_code"] or said["model_code"]} for car in said["listed"]]
    return parse(
        {
            **{name: getattr(face, name) for name in SAME},
            "message_id": TRIED,
            "declaration_no": TRIED,
            "declared_on": said["declared_on"].isoformat(),
            "licence_no": face.number,
            "hs_code": line.hs_code,
            "goods_state": "new",
            "vehicles": cars,
        }
    )
