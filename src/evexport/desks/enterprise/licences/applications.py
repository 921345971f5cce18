"""A firm's applications: drafts, those under way, those decided; a new one begins with the maker whose cars go out."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.desks.enterprise.licences.common import APPLICATIONS, FIRMS, STATES, by, title_of
from evexport.desks.kit.application import PURPOSES, totals
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Crumb, Empty, Trail
from evexport.desks.kit.deeds import Deed, deed_page, perform
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.licensing import actions, cases, filling, waiting
from evexport.licensing.models import Application
from evexport.licensing.states import APPLICATION
from evexport.regulation.law import Law
from evexport.store import reading_as

MINE = ("draft", "returned", "information_requested")
WITH_BODY = ("submitted", "reviewed", "reconsidering")
GROUPS = {"mine": MINE, "body": WITH_BODY}


@post(*FIRMS)
def applications(request: DeskRequest) -> HttpResponse:
    with reading_as(request.actor):
        codes = Codes(china_day(request.at))
        return Listing(
            request,
            columns=columns(request, codes),
            rows=cases.of_applicant(),
            filters=(state_filter(),),
            search=lambda rows, asked: rows.filter(
                Q(document__contract_no__icontains=asked)
                | Q(document__consignee__icontains=asked)
                | Q(licence__number=asked.upper())
            ),
            search_label=Text("合同号、收货人或许可证号", "Contract, consignee or licence"),
            empty=Empty(
                Text("还没有申请", "No applications yet"),
                Text(
                    "选择生产企业后，系统按名单和上次申请预填。",
                    "Choose a maker; the form is filled in from the list and the last application.",
                ),
                Text("新建申请", "Apply for a licence"),
                reverse("enterprise:new-application"),
            ),
            file_name="applications",
        ).answer("enterprise/applications.html")


def state_filter() -> Filter:
    groups = [("mine", Text("待我办理", "For us to act on")), ("body", Text("发证机构办理中", "With the issuing body"))]
    states = [(name, Text(one.label.zh, one.label.en.capitalize())) for name, one in APPLICATION.states.items()]
    return Filter(
        "state",
        Text("状态", "State"),
        [*groups, *states],
        lambda rows, chosen: rows.filter(state__in=GROUPS.get(chosen, (chosen,))),
    )


def columns(request: DeskRequest, codes: Codes) -> tuple[Column, ...]:
    return (
        Column(
            "contract",
            Text("合同号", "Contract"),
            lambda one: one.document.get("contract_no") or title_of(one),
            "code",
            link=lambda one: reverse("enterprise:application", args=[one.pk]),
            note=purpose,
        ),
        Column("state", Text("状态", "State"), lambda one: STATES[one.state]),
        Column(
            "maker",
            Text("生产企业", "Maker"),
            lambda one: named(one.maker) if one.maker else one.document.get("manufacturer_uscc"),
            note=lambda one: exported_by(one, request),
        ),
        Column("destination", Text("目的地", "Destination"), lambda one: codes.text("country", one.document.get("destination"))),
        Column("vehicles", Text("数量", "Vehicles"), lambda one: totals(one.document)[0], "num"),
        Column("submitted", Text("提交", "Handed in"), lambda one: one.submitted_at, "date", sort=("submitted_at",)),
        Column(
            "due",
            Text("期限", "Decided by"),
            lambda one: one.due_on if one.state in WITH_BODY else None,
            "date",
            note=lambda one: waiting.how_long(one, request.at).said if one.state in {"submitted", "reviewed"} else None,
        ),
    )


def purpose(one: Application) -> Text | None:
    """Why it was made, where it is not simply a new one."""
    if one.amends is None:
        return None
    what = PURPOSES[one.purpose]
    return Text(f"{what.zh}：{one.amends.number}", f"{what.en}: {one.amends.number}")


def exported_by(one: Application, request: DeskRequest) -> Text | None:
    """Who exports, where it is another firm than the reader's."""
    if one.exporter_id == request.actor.organisation_id:
        return None
    name = named(one.exporter)
    return Text(f"出口商：{name.zh}", f"exported by {name.en}")


class New(forms.Form):
    maker = forms.ChoiceField(
        label=words("生产企业", "Maker"),
        help_text=words("名单上的本企业，或授权贵公司出口的生产企业。", "Yourself on the list, or a maker that authorises you."),
        widget=forms.RadioSelect,
        error_messages={"required": words("请选择生产企业。", "Choose a maker.")},
    )

    def __init__(self, data: Any, *, offered: list[filling.Entry]) -> None:
        super().__init__(data)
        field = self.fields["maker"]
        assert isinstance(field, forms.ChoiceField)
        labels = {
            one.uscc: words(f"{one.name.zh}（{one.year}年度名单）", f"{one.name.en} (list of {one.year})")
            for one in reversed(offered)
        }
        field.choices = [(uscc, labels[uscc]) for uscc in dict.fromkeys(one.uscc for one in offered)]
        if len(labels) == 1:
            field.initial = next(iter(labels))


@post(*FIRMS)
def new(request: DeskRequest) -> HttpResponse:
    """One question, then the form filled in as far as the list and the last application tell."""
    mine = request.actor.organisation_id
    assert mine is not None
    law = Law.on(china_day(request.at))
    title = Text("申请许可证", "Apply for a licence")
    trail = Trail((Crumb(APPLICATIONS, reverse("enterprise:applications")), Crumb(title)))
    with reading_as(request.actor):
        offered = filling.entries(mine, on=law.day)
    if not offered:
        return render(request, "enterprise/not_listed.html", {"trail": trail, "title": title, "nothing": NOT_LISTED})
    form = New(request.POST if request.method == "POST" else None, offered=offered)

    def begin(said: dict[str, Any]) -> Application:
        with reading_as(request.actor):
            document = filling.begun(mine, said["maker"], law)
        return actions.draft(document, **by(request))

    done = perform(
        request,
        form,
        begin,
        told=Text("已建立草稿并预填，可随时保存、改日再办。", "A draft is begun and filled in; save it and come back any time."),
        to=lambda one: reverse("enterprise:edit-application", args=[one.pk]),
    )
    lead = Text(
        "一证一合同、一口岸、一国、一监管方式；多票可用发运计划一次办理。",
        "One contract, district, country and mode a licence; for many at once use a shipment plan.",
    )
    return done or deed_page(
        request,
        form,
        Deed(title, Text("继续", "Continue"), reverse("enterprise:applications"), lead=lead, trail=trail, icon="arrow-right"),
    )


NOT_LISTED = Empty(
    Text("目前没有可申请的生产企业", "There is no maker to apply for"),
    Text(
        "许可证由列入当年名单的生产企业或其授权出口企业申请。列入名单后即可在此申请。",
        "Licences are for makers on the year's list and the exporters they authorise. Once listed, you apply here.",
    ),
)
