"""Putting an enterprise on record: one form, its codes checked as they are written, shown whole before it is done."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.codes import uscc as codes
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Crumb, Trail
from evexport.desks.kit.deeds import Deed, stepwise
from evexport.desks.kit.fields import AS_CODE
from evexport.desks.kit.filing import division
from evexport.desks.kit.parts import Answer, Summary
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import later, words
from evexport.desks.officer.lists.enterprises import KINDS
from evexport.desks.officer.lists.enterprises import TITLE as ENTERPRISES
from evexport.enterprises import actions
from evexport.enterprises.models import Enterprise
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.store import reading_as

TITLE = Text("登记企业", "Put an enterprise on record")
LABELS = {
    "uscc": Text("统一社会信用代码", "Unified social credit code"),
    "name_zh": Text("名称（中文）", "Name in Chinese"),
    "name_en": Text("名称（英文）", "Name in English"),
    "enterprise_type": Text("类型", "Kind"),
    "division": Text("所在地区划代码", "Division of its seat"),
    "customs_code": Text("海关编码", "Customs registration code"),
}


def line(name: str, missing: str, hint: str = "", *, length: int = 200, **widget: str) -> forms.CharField:
    return forms.CharField(
        label=later(LABELS[name]),
        help_text=hint,
        max_length=length,
        required=bool(missing),
        error_messages={"required": missing} if missing else None,
        widget=forms.TextInput(attrs=widget),
    )


class Registering(forms.Form):
    """Spaces and hyphens in a code are taken as typed for ease; what its check character denies is refused."""

    uscc = line(
        "uscc",
        words("请填写统一社会信用代码。", "Give the credit code."),
        words(
            "营业执照上的18位代码，末位为校验码。", "The 18 characters of the business licence; the last one checks the others."
        ),
        length=40,
        **AS_CODE,
    )
    name_zh = line(
        "name_zh",
        words("请填写中文名称。", "Give the name in Chinese."),
        words("与营业执照一致。", "As on the business licence."),
    )
    name_en = line("name_en", words("请填写英文名称。", "Give the name in English."), lang="en")
    enterprise_type = forms.ChoiceField(
        label=later(LABELS["enterprise_type"]),
        choices=lambda: [("", "—"), *((name, later(label)) for name, label in KINDS.items())],
        error_messages={"required": words("请选择类型。", "Choose the kind.")},
    )
    division = line(
        "division",
        "",
        words("六位数字；留空则取信用代码第3至8位。", "Six digits; left empty, characters 3 to 8 of the credit code are taken."),
        length=6,
        inputmode="numeric",
    )
    customs_code = line(
        "customs_code",
        "",
        words("十位；没有的可不填。", "Ten characters; leave it empty where there is none."),
        length=20,
        **AS_CODE,
    )

    def clean_uscc(self) -> str:
        code = codes.normalise(self.cleaned_data["uscc"])
        if len(code) != 18:
            raise forms.ValidationError(
                words("统一社会信用代码为18位，现为{n}位。", "A credit code has 18 characters; this has {n}.").format(n=len(code))
            )
        if codes.check(code):
            raise forms.ValidationError(
                words(
                    "校验码不符：请对照营业执照逐位核对。",
                    "The check character does not fit the others: compare each with the business licence.",
                )
            )
        return code

    def clean_customs_code(self) -> str:
        return codes.normalise(self.cleaned_data["customs_code"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("uscc") and not said.get("division"):
            said["division"] = codes.division(said["uscc"])
        return said


@post(Role.MINISTRY_OFFICER, Role.ADMINISTRATOR)
def new(request: DeskRequest) -> HttpResponse:
    """The form, then what will be on record; the name's history and the ledger begin with it."""
    ministry = request.actor.role == Role.MINISTRY_OFFICER
    above = ENTERPRISES if ministry else Text("单位", "Organisations")
    back = reverse("officer:enterprises" if ministry else "administration:organisations")
    page = Deed(
        TITLE,
        Text("登记", "Put it on record"),
        back,
        lead=Text(
            "登记后可为其开立账户；登记本身不授予任何资质。",
            "Accounts can be opened for it afterwards; being on record gives no qualification.",
        ),
        grave=Text(
            "统一社会信用代码登记后不得更改；名称的变更另行登记。",
            "The credit code never changes afterwards; a new name is recorded beside the old.",
        ),
        trail=Trail((Crumb(above, back), Crumb(TITLE))),
        icon="building-factory-2",
    )

    def shows(said: dict[str, Any]) -> Summary:
        with reading_as(request.actor):
            actions.registrable(**said)
            known = Codes(china_day(request.at))
            place = division(said["division"], known)
        values = {**said, "enterprise_type": KINDS[said["enterprise_type"]], "division": place}
        return Summary(
            Text("拟登记内容", "What will stand on record"),
            [Answer(label, values[name] or Text("无", "none")) for name, label in LABELS.items()],
        )

    def leads(made: Enterprise) -> str:
        if ministry:
            return reverse("officer:enterprise", args=[made.uscc])
        return reverse("administration:organisation", args=[made.pk])

    return stepwise(
        request,
        Registering(request.POST if request.method == "POST" else None),
        page,
        shows=shows,
        does=lambda said: actions.register(**said, by=request.actor, at=request.at),
        told=lambda made: Text(f"{made.name_zh}已登记。", f"{made.name_en} is on record."),
        to=leads,
    )
