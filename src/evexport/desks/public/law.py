"""The rules: values on a day, between two days, criteria, reason codes and the legal texts they rest on."""

from datetime import date

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.desks.kit.components import Choice, Crumb, Tabs, Trail
from evexport.desks.kit.days import TwoDays, day_field
from evexport.desks.kit.rule_changes import differences
from evexport.desks.public import rulebook
from evexport.kernel.text import Text
from evexport.regulation.law import Law
from evexport.regulation.reasons import templates
from evexport.store.moment import today

RULES = Text("现行规则", "The rules")
VIEWS = (
    (Text("数值与要求", "Values"), "public:law"),
    (Text("两日比较", "Compare two days"), "public:law-changes"),
    (Text("审核标准", "Criteria"), "public:law-criteria"),
    (Text("海关理由代码", "Customs reason codes"), "public:law-reasons"),
    (Text("法律文件", "Legal texts"), "public:law-instruments"),
)
DAY_BEFORE_THE_REGIME = date(2025, 12, 31)


class OnDay(forms.Form):
    """Which day's law to show."""

    on = day_field("适用日期", "Rules in force on")


def _tabs(request: HttpRequest) -> Tabs:
    choices = tuple(Choice(label, reverse(route), reverse(route) == request.path) for label, route in VIEWS)
    return Tabs(RULES, choices)


def parameters(request: HttpRequest) -> HttpResponse:
    """Every value in force on a day, today where none is asked."""
    form = OnDay(request.GET if "on" in request.GET else {"on": today().isoformat()})
    day = form.cleaned_data["on"] if form.is_valid() else today()
    context = {"tabs": _tabs(request), "form": form, "day": day, "digest": Law.on(day).digest}
    return render(request, "public/law.html", context | {"areas": rulebook.areas(day)})


def changes(request: HttpRequest) -> HttpResponse:
    """What differs between two days; asked for none, the regime's first day against the day before it."""
    asked = request.GET if {"from", "to"} & request.GET.keys() else None
    form = TwoDays(asked or {"from": DAY_BEFORE_THE_REGIME.isoformat(), "to": today().isoformat()})
    found = None
    if form.is_valid():
        found = differences(Law.on(form.cleaned_data["first"]), Law.on(form.cleaned_data["second"]))
    return render(request, "public/law_changes.html", {"tabs": _tabs(request), "form": form, "found": found})


def criteria(request: HttpRequest) -> HttpResponse:
    context = {"tabs": _tabs(request), "groups": rulebook.criteria()}
    return render(request, "public/law_criteria.html", context)


def reasons(request: HttpRequest) -> HttpResponse:
    context = {"tabs": _tabs(request), "reasons": templates().values()}
    return render(request, "public/law_reasons.html", context)


def instruments(request: HttpRequest) -> HttpResponse:
    context = {"tabs": _tabs(request), "instruments": rulebook.instruments().values()}
    return render(request, "public/law_instruments.html", context)


def instrument(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the instrument's id
    """One legal text: who issued it, since when, and our summary of each article that is cited."""
    found = rulebook.instruments().get(id)
    if found is None:
        raise Http404
    texts = Crumb(VIEWS[-1][0], reverse("public:law-instruments"))
    trail = Trail((Crumb(RULES, reverse("public:law")), texts, Crumb(found.number or found.title)))
    context = {"trail": trail, "instrument": found, "articles": rulebook.articles_of(id)}
    return render(request, "public/instrument.html", context)
