"""The questions of “Do I need a licence?”: how each is put, read, and told back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from evexport.codes import vin as vins
from evexport.desks.kit.days import day_field, told_day
from evexport.desks.kit.fields import AS_CODE
from evexport.desks.kit.words import later, words
from evexport.kernel.text import Text
from evexport.regulation.facts.goods import Propulsion

CHOOSE = {
    "required": words("请选择一项。", "Choose one."),
    "invalid_choice": words("请选择一项。", "Choose one."),
}
NOT_SURE = ("unknown", words("不确定", "I am not sure"))
NOT_STATED = Text("未说明", "not stated")
YES_NO = {True: Text("是", "Yes"), False: Text("否", "No"), None: NOT_STATED}


def choice(label: str, *choices: tuple[str, str]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=CHOOSE)


class State(forms.Form):
    used = choice(
        words("新车还是二手车", "New or used"),
        ("new", words("新车", "New")),
        ("used", words("二手车（已注册登记过）", "Used (it has been registered)")),
    )


class Drive(forms.Form):
    propulsion = choice(
        words("驱动方式", "What drives it"),
        *((kind.value, later(kind.label)) for kind in Propulsion),
    )


class Persons(forms.Form):
    persons = choice(
        words("主要用于载人", "Designed to carry persons"),
        (
            "yes",
            words("是，轿车、SUV、MPV等乘用车", "Yes: saloon, SUV, people carrier or another passenger car"),
        ),
        ("no", words("否，货车、专用作业车等", "No: lorry, special vehicle or the like")),
    )


class Vin(forms.Form):
    vin = choice(
        words("车辆识别代号（VIN）", "Vehicle identification number (VIN)"),
        ("yes", words("有", "Yes")),
        ("no", words("没有（例如低速电动车）", "No (a low-speed electric vehicle, for example)")),
    )
    number = forms.CharField(
        label=words("任意一辆车的VIN", "The VIN of any one of the cars"),
        help_text=words(
            "17位；空格和横线会自动去掉。不填则结论留待证明。",
            "17 characters; spaces and hyphens are removed. Without it the answer stays open.",
        ),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=AS_CODE),
    )


class Name(forms.Form):
    name = forms.CharField(
        label=words("车辆名称", "Vehicle name"),
        help_text=words(
            "照《道路机动车辆生产企业及产品公告》或合格证填写，例如：纯电动轿车。",
            "In Chinese, as in the Announcement or on the certificate of conformity, such as 纯电动轿车.",
        ),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"lang": "zh-Hans"}),
    )
    model = forms.CharField(
        label=words("车型代号", "Model code"),
        help_text=words("只作核对，不起决定作用。", "Used as a cross-check; it does not decide."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class Declaration(forms.Form):
    hs = forms.RegexField(
        r"^[0-9]{10}$",
        label=words("海关商品编号", "Customs code"),
        help_text=words("10位数字；不清楚可以不填。", "10 digits; leave it empty if you do not know."),
        required=False,
        error_messages={
            "invalid": words(
                "商品编号应为10位数字，例如8703801090。",
                "The customs code has 10 digits, such as 8703801090.",
            )
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    on = day_field("申报日期", "Day of declaration")


@dataclass(frozen=True, slots=True)
class Question:
    """One page: why it is asked, its form, what it says of the goods, and how the answer is told back."""

    name: str
    title: Text
    why: Text
    form: Callable[..., forms.Form]
    fields: tuple[str, ...]
    goods: Callable[[dict[str, Any]], dict[str, Any]]
    told: Callable[[dict[str, Any]], Text]
    may_end: bool = True

    def asked(self, given: Mapping[str, str]) -> bool:
        """Has the reader been here? The first field is in the address as soon as its page was sent."""
        return self.fields[0] in given


def _vin(said: dict[str, Any]) -> dict[str, Any]:
    if said["vin"] == "no":
        return {"vin": ""}
    return {"vin": vins.normalise(said["number"]) or None}


def _name(said: dict[str, Any]) -> dict[str, Any]:
    return {"vehicle_name": said["name"] or None, "model_code": said["model"].upper() or None}


def _told_vin(goods: dict[str, Any]) -> Text:
    given = goods["vin"]
    if given == "":
        return Text("没有", "None")
    return Text(given, given) if given else Text("有，未填写", "Yes, not given")


def _plain(*values: str | None) -> Text:
    spelt = " · ".join(value for value in values if value)
    return Text(spelt, spelt) if spelt else NOT_STATED


QUESTIONS = (
    Question(
        "state",
        Text("是新车还是二手车？", "Is it new or used?"),
        Text("二手车按另一套出口许可管理。", "Used vehicles are licensed under other rules."),
        State,
        ("used",),
        lambda said: {"used": said["used"] == "used"},
        lambda goods: Text("二手车", "Used") if goods["used"] else Text("新车", "New"),
    ),
    Question(
        "drive",
        Text("靠什么驱动？", "What drives it?"),
        Text(
            "本许可只管仅装有驱动电动机的车辆；带发动机的按318号文管理。",
            "This licence covers vehicles with an electric motor only; those with an engine fall under notice 318.",
        ),
        Drive,
        ("propulsion",),
        lambda said: {"propulsion": Propulsion(said["propulsion"])},
        lambda goods: goods["propulsion"].label,
    ),
    Question(
        "persons",
        Text("主要用于载人吗？", "Is it designed principally to carry persons?"),
        Text(
            "本许可只管主要用于载人的车辆。",
            "This licence covers vehicles designed principally to carry persons.",
        ),
        Persons,
        ("persons",),
        lambda said: {"persons": said["persons"] == "yes"},
        lambda goods: YES_NO[goods["persons"]],
    ),
    Question(
        "vin",
        Text("每辆车都有车辆识别代号（VIN）吗？", "Does every car have a vehicle identification number (VIN)?"),
        Text("没有VIN的低速电动车不在此列。", "Low-speed electric vehicles without a VIN are outside."),
        Vin,
        ("vin", "number"),
        _vin,
        _told_vin,
    ),
    Question(
        "name",
        Text("公告上的车辆名称是什么？", "What is the vehicle called in the Announcement?"),
        Text(
            "是否纯电动乘用车，以公告上的车辆名称为准；不填则以您前面的回答为准。",
            "The announced name decides whether it is a battery-electric passenger car; without it your earlier answers count.",
        ),
        Name,
        ("name", "model"),
        _name,
        lambda goods: _plain(goods["vehicle_name"], goods["model_code"]),
        may_end=False,
    ),
    Question(
        "declaration",
        Text("以哪个商品编号、在哪一天申报？", "Under which customs code, on which day?"),
        Text("适用申报之日的规则。", "The rules of the day of declaration apply."),
        Declaration,
        ("on", "hs"),
        lambda said: {"hs_code": said["hs"] or None, "declared_on": said["on"]},
        lambda goods: Text(
            f"{goods['hs_code'] or '编号未说明'}，{told_day(goods['declared_on']).zh}",
            f"{goods['hs_code'] or 'code not stated'}, {told_day(goods['declared_on']).en}",
        ),
    ),
)
