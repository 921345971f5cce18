"""Is this exporter authorised by this maker this year? By names or codes; each answer has an address that stays."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from evexport.accounts.actors import PUBLIC
from evexport.codes import uscc
from evexport.desks.kit.components import Tag
from evexport.desks.kit.words import say, words
from evexport.desks.public import published
from evexport.desks.public.lists import NO_LIST_YET
from evexport.kernel.text import Text
from evexport.qualification.authorisation import Authorisation, Firm, firms
from evexport.qualification.authorisation import authorisation as ask
from evexport.store.moment import today
from evexport.store.transactions import reading_as

SUGGESTED = 8
SHORTEST = 2
"""Characters from which on a name is worth completing."""
WORDS = {
    "authorised": Tag(Text("已授权", "Authorised"), "yes", "circle-check"),
    "not_authorised": Tag(Text("未授权", "Not authorised"), "no", "circle-x"),
    "suspended": Tag(Text("授权已暂停", "Authorisation suspended"), "note", "alert-triangle"),
    "withdrawn": Tag(Text("授权已撤销", "Authorisation withdrawn"), "no", "circle-x"),
    "maker_suspended": Tag(Text("生产企业资质已暂停", "Maker suspended"), "note", "alert-triangle"),
    "maker_not_listed": Tag(Text("生产企业不在名单上", "Maker not listed"), "no", "circle-x"),
}


class Question(forms.Form):
    """Year, maker and exporter. A name may be typed in part: where several fit, the page asks which."""

    year = forms.TypedChoiceField(label=words("年度", "Year"), coerce=int, error_messages={
        "required": words("请选择年度。", "Choose a year."),
        "invalid_choice": words("请选择已公布名单的年度。", "Choose a year whose list has been published."),
    })  # fmt: skip
    maker = forms.CharField(
        label=words("生产企业", "Maker"),
        help_text=words(
            "名称或统一社会信用代码；名称可只填一部分。", "Name or unified social credit code; part of a name will do."
        ),
        max_length=80,
        error_messages={"required": words("请填写生产企业。", "Give the maker.")},
    )
    exporter = forms.CharField(
        label=words("出口企业", "Exporter"),
        help_text=words("生产企业自行出口的，填写生产企业本身。", "Where the maker exports its own cars, give the maker itself."),
        max_length=80,
        error_messages={"required": words("请填写出口企业。", "Give the exporter.")},
    )

    def __init__(self, data: dict[str, str] | None, years: list[int]) -> None:
        current = today().year
        super().__init__(data, initial={"year": current if current in years else years[0]})
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        for name in ("maker", "exporter"):
            self.fields[name].widget.attrs.update(_suggesting(name))


def _suggesting(name: str) -> dict[str, str]:
    """What lets a browser with scripts complete a name as it is typed."""
    return {
        "autocomplete": "off",
        "spellcheck": "false",
        "list": f"{name}s",
        "hx-get": reverse("public:authorisation-firms", args=[name]),
        "hx-include": "#id_year",
        "hx-trigger": "input changed delay:250ms",
        "hx-target": f"#{name}s",
    }


@dataclass(frozen=True, slots=True)
class Fitting:
    """One of several firms that fit what was typed, and the address at which it is the one meant."""

    firm: Firm
    url: str


@never_cache
def authorisation(request: HttpRequest) -> HttpResponse:
    """The form; the answer where both firms are known; or the firms that fit what was typed."""
    years = published.years()
    if not years:
        return render(request, "public/no_list.html", {"empty": NO_LIST_YET})
    given = request.GET.dict()
    form = Question(given if {"maker", "exporter"} & given.keys() else None, years)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        found = {name: _found(form, name) for name in ("maker", "exporter")}
        if all(len(fitting) == 1 for fitting in found.values()):
            wanted = {name: fitting[0].uscc for name, fitting in found.items()} | {"year": str(form.cleaned_data["year"])}
            if {name: given.get(name) for name in wanted} != wanted:
                return redirect(f"{request.path}?{urlencode(wanted)}")
            context |= _answered(form, wanted)
        context["fitting"] = [(form[name], _choices(request, name, some)) for name, some in found.items() if len(some) > 1]
    return render(request, "public/authorisation.html", context)


def _found(form: Question, name: str) -> list[Firm]:
    """The firms that may be meant; none, with a message on the field, where nothing fits what was typed."""
    typed: str = form.cleaned_data[name]
    code = uscc.normalise(typed).upper()
    if not uscc.check(code):
        return [Firm(code)]
    with reading_as(PUBLIC):
        found = firms(form.cleaned_data["year"], typed, makers=name == "maker", most=SUGGESTED + 1)
    if not found:
        form.add_error(name, words(
            "当年名单上没有符合的企业。请核对名称，或填写18位统一社会信用代码以得到确定的答复。",
            "No firm on that year’s list fits. Check the name, or give the 18-character credit code for a certain answer.",
        ))  # fmt: skip
    return found


def _choices(request: HttpRequest, name: str, found: list[Firm]) -> list[Fitting]:
    kept = {key: value for key, value in request.GET.dict().items() if key in {"year", "maker", "exporter"}}
    return [Fitting(firm, f"?{urlencode({**kept, name: firm.uscc})}") for firm in found[:SUGGESTED]]


def _answered(form: Question, wanted: dict[str, str]) -> dict[str, Any]:
    """The answer, and the form filled with the names rather than the codes of the address."""
    with reading_as(PUBLIC):
        found: Authorisation = ask(int(wanted["year"]), wanted["maker"], wanted["exporter"], on=today())
    for name, firm in (("maker", found.maker), ("exporter", found.exporter)):
        form.data = {**form.data, name: say(firm.name) if firm.name else firm.uscc}
    return {"answer": found, "mark": WORDS[found.answer]}


def suggest(request: HttpRequest, name: str) -> HttpResponse:
    """Names to complete what is being typed, as options of a list."""
    typed, year = request.GET.get(name, "").strip(), request.GET.get("year", "")
    found: list[Firm] = []
    if len(typed) >= SHORTEST and year.isascii() and year.isdigit() and int(year) in published.years():
        with reading_as(PUBLIC):
            found = firms(int(year), typed[:80], makers=name == "maker", most=SUGGESTED)
    return render(request, "public/authorisation_firms.html", {"firms": found})
