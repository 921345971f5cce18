"""The form of one declaration: its fields, its cars one a line, and the message that it makes for the gate."""

from hashlib import sha256
from typing import Any

from django import forms

from evexport.customs.columns import FACE, MODEL, Column, tidied
from evexport.desks.customs import scanned
from evexport.desks.kit.cars import listed
from evexport.desks.kit.fields import AS_CODE
from evexport.desks.kit.words import words
from evexport.kernel.ids import uuid7
from evexport.kernel.text import Text
from evexport.regulation.facts.declaration import Declaration, parse

STATES = (("new", words("新车", "New")), ("used", words("旧车", "Used")))


def code_field(column: Column, *, help_text: Text | None = None, names: str = "") -> "Code":
    """A field for a code: blanks around it and small letters do not matter. `names`: the page offers the register's codes."""
    label = column.label
    return Code(
        column.pattern,
        label=words(label.zh, label.en),
        help_text=words(help_text.zh, help_text.en) if help_text else "",
        error_messages={
            "required": words(f"请填写{label.zh}。", f"Give the {label.en[0].lower()}{label.en[1:]}."),
            "invalid": words(column.wrong.zh, column.wrong.en),
        },
        widget=forms.TextInput(attrs={**AS_CODE, "list": f"names-{names}"} if names else AS_CODE),
    )


class Code(forms.RegexField):
    """A code as it is kept: capitals, no blanks."""

    def to_python(self, value: Any) -> str:
        return tidied(str(value or ""))


class Entry(forms.Form):
    """One declaration. The hidden word makes a repeated submission of the same content the same message."""

    nonce = forms.CharField(max_length=40, widget=forms.HiddenInput)
    declaration_no = code_field(FACE["declaration_no"])
    declared_on = forms.DateField(
        label=words("申报日期", "Day of declaration"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": words("请填写申报日期。", "Give the day of declaration."),
            "invalid": words("请按年月日填写申报日期。", "Give the day as year, month and day."),
        },
    )
    licence_no = forms.CharField(
        label=words("出口许可证号", "Export licence"),
        help_text=words("报关单未填报许可证的留空。", "Leave it empty where the declaration cites none."),
        required=False,
        max_length=32,
        widget=forms.TextInput(attrs=AS_CODE),
    )
    contract_no = forms.CharField(
        label=words("合同号", "Contract"), required=False, max_length=64, widget=forms.TextInput(attrs=AS_CODE)
    )
    exporter_uscc = code_field(FACE["exporter_uscc"])
    customs_district = code_field(
        FACE["customs_district"], help_text=Text("关区代码，4位数字。", "Its code of 4 digits."), names="customs_district"
    )
    trade_mode = code_field(FACE["trade_mode"], names="trade_mode")
    transport_mode = code_field(FACE["transport_mode"], names="transport_mode")
    destination = code_field(
        FACE["destination"], help_text=Text("国别代码，2位字母。", "Its code of 2 letters."), names="destination"
    )
    hs_code = code_field(FACE["hs_code"])
    goods_state = forms.ChoiceField(label=words("货物状态", "Goods"), choices=STATES, widget=forms.RadioSelect, initial="new")
    model_code = code_field(
        MODEL,
        help_text=Text(
            "下列车辆均为此车型；个别不同的，在该行代号后加逗号和车型。",
            "Of all the cars below; where one differs, add a comma and its model to its line.",
        ),
    )
    cars = forms.CharField(
        label=words("车辆识别代号", "VINs"),
        help_text=words(
            "每行一辆，可逐辆扫描或整批粘贴；空格和连字符不计。",
            "One a line: scan them one by one or paste them; spaces and hyphens do not count.",
        ),
        max_length=80_000,
        error_messages={"required": words("请至少录入一辆车。", "Give at least one car.")},
        widget=forms.Textarea(attrs={**AS_CODE, "rows": 8, "data-cars": ""}),
    )  # fmt: skip

    def clean_licence_no(self) -> str:
        given = self.cleaned_data["licence_no"]
        return scanned.licence(given) or tidied(given)

    def clean_cars(self) -> list[dict[str, str]]:
        return listed(self.cleaned_data["cars"])

    def declaration(self) -> Declaration:
        """The message for the gate. Its identifier is of the form and its content: sent again it is the same, changed another."""
        said = self.cleaned_data
        cars = [{**car, "model_code": car["model_code"] or said["model_code"]} for car in said["cars"]]
        plain = {name: said[name] for name in FACE if name != "declared_on"}
        body = {**plain, "declared_on": said["declared_on"].isoformat(), "vehicles": cars}
        content = sha256(repr(sorted(body.items())).encode()).hexdigest()[:16]
        return parse({**body, "message_id": f"desk-{said['nonce']}-{content}"})


def nonce() -> str:
    """A word of a new form."""
    return uuid7().hex


class Paper(Entry):
    """A clearance that was given on paper while the systems were down."""

    certificate_no = forms.CharField(
        label=words("纸面放行凭证号", "Number of the paper certificate"),
        max_length=60,
        error_messages={"required": words("请填写纸面放行凭证号。", "Give the number of the certificate.")},
        widget=forms.TextInput(attrs=AS_CODE),
    )
    cleared_at = forms.DateTimeField(
        label=words("纸面放行时间", "Cleared on paper at"),
        help_text=words("北京时间。", "China Standard Time."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": words("请填写纸面放行时间。", "Give the moment of the paper clearance."),
            "invalid": words("请填写日期和时间。", "Give a day and a time."),
        },
    )
    because = forms.CharField(
        label=words("故障情况", "What was out of order"),
        max_length=300,
        error_messages={"required": words("请说明故障情况。", "Say what was out of order.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("nonce", "certificate_no", "cleared_at", "because")
