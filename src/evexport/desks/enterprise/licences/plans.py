"""Shipment plans: one table becomes many applications, looked at before they are made, handed in together with progress."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from evexport.desks.enterprise.licences.common import FIRMS, by
from evexport.desks.enterprise.licences.plan_form import PlanForm, carry, offered_to
from evexport.desks.kit import application as form_words
from evexport.desks.kit import words as spoken
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Crumb, Empty, Trail
from evexport.desks.kit.deeds import field_of, in_words
from evexport.desks.kit.listing import Column, Listing
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput, Problem
from evexport.kernel.text import Text
from evexport.licensing import actions, checks, filling, form, plans
from evexport.licensing.plan_rows import Read, read_table
from evexport.regulation.findings import Outcome
from evexport.regulation.law import Law
from evexport.store import reading_as

TITLE = Text("发运计划", "Shipment plans")
TRIED = 20
"""Applications of a preview that every criterion is run over; the form of all the others is checked too."""
ALL_OR_NONE, ONE_BY_ONE = Text("全部或全不", "all or none"), Text("逐件办理", "one by one")
COLUMNS = (
    Column("name", Text("计划", "Plan"), lambda one: one.name, link=lambda one: reverse("enterprise:plan", args=[one.pk])),
    Column("made", Text("建立", "Made"), lambda one: one.made_at, "date", note=lambda one: one.made_by_name),
    Column("total", Text("申请", "Applications"), lambda one: one.total, "num"),
    Column("whole", Text("办理方式", "Handed in"), lambda one: ALL_OR_NONE if one.whole else ONE_BY_ONE),
)


@post(*FIRMS)
def all_plans(request: DeskRequest) -> HttpResponse:
    with reading_as(request.actor):
        listing = Listing(request, columns=COLUMNS, rows=plans.all_plans(), empty=NOTHING, file_name="plans")
        return listing.answer("enterprise/plans.html")


def trail(here: Text | str, key: UUID | None = None) -> Trail:
    crumbs = [Crumb(TITLE, reverse("enterprise:plans"))]
    if key is not None:
        crumbs.append(Crumb(Text("计划", "The plan"), reverse("enterprise:plan", args=[key])))
    return Trail((*crumbs, Crumb(here)))


@dataclass(frozen=True, slots=True)
class Planned:
    """An application that the plan would make: what it says, and what it lacks."""

    place: int
    contract: str
    where: Text | str
    vehicles: int
    lacks: list[Text]
    tried: bool


@post(*FIRMS)
def new(request: DeskRequest) -> HttpResponse:
    """`more` adds rows, `look` shows what would be made, `do` makes it; sent twice it makes one plan."""
    mine = request.actor.organisation_id
    assert mine is not None
    step = request.POST.get("step", "more" if "more" in request.POST else "look")
    with reading_as(request.actor):
        codes = Codes(china_day(request.at))
        offered = offered_to(mine, codes)
        plan_form = PlanForm(request.POST or None, request.FILES or None, offered=offered, codes=codes)
        if request.method != "POST" or step in {"more", "edit"}:
            return draw(request, plan_form, adding=step == "more")
        if not plan_form.is_valid():
            return draw(request, plan_form)
        said = plan_form.cleaned_data
        try:
            begun = filling.begun(mine, said["maker"], Law.on(codes.on))
            read = read_table(said["read"], begun)
        except BadInput as problem:
            plan_form.add_error(field_of(plan_form, problem), in_words(problem))
            return draw(request, plan_form)
        if step == "look":
            return looked(request, plan_form, read, codes)
    return made(request, plan_form, begun)


def draw(request: DeskRequest, plan_form: PlanForm, *, adding: bool = False) -> HttpResponse:
    if adding:
        plan_form.data = {**request.POST.dict(), "rows": str(plan_form.count)}
    status = 422 if plan_form.is_bound and not adding and plan_form.errors else 200
    title = Text("新建发运计划", "New shipment plan")
    context = {"form": plan_form, "adding": adding, "title": title, "trail": trail(title), "back": reverse("enterprise:plans")}
    return render(request, "enterprise/plan_form.html", context, status=status)


def looked(request: DeskRequest, plan_form: PlanForm, read: Read, codes: Codes) -> HttpResponse:
    """What the plan would make, before anything is kept."""
    said = plan_form.cleaned_data
    law = Law.on(codes.on)
    kept = {"request": said["request"], "name": said["name"], "maker": said["maker"], "table": carry(said["read"])}
    planned = [planned_of(place, one, codes, law) for place, one in enumerate(read.documents, 1)]
    context = {
        "planned": planned,
        "ready": sum(not one.lacks for one in planned),
        "bad": read.bad,
        "whole": said["whole"],
        "kept": kept,
        "open": planned and not (said["whole"] and read.bad),
        "tried": TRIED,
        "title": Text("核对发运计划", "Check the plan"),
        "trail": trail(Text("核对", "Check")),
    }
    return render(request, "enterprise/plan_look.html", context)


def planned_of(place: int, document: dict[str, Any], codes: Codes, law: Law) -> Planned:
    """What one application lacks: missing fields of all, criteria not met of the first ones."""
    lacks = [
        Text(f"{name.zh}：{one.message.zh}", f"{name.en}: {one.message.en}")
        for one in form.faults(document)
        if (name := field(one))
    ]
    if not lacks and place <= TRIED:
        lacks = [one.sentence for one in checks.preview(form.read(document), law) if one.outcome is Outcome.NOT_MET]
    return Planned(
        place,
        str(document["contract_no"]),
        codes.text("country", document.get("destination")),
        form_words.totals(document)[0],
        lacks,
        place <= TRIED,
    )


def field(problem: BadInput) -> Text:
    return form_words.field_name(problem.field or "")


def made(request: DeskRequest, plan_form: PlanForm, begun: dict[str, Any]) -> HttpResponse:
    said = plan_form.cleaned_data
    try:
        plan = actions.make_plan(
            said["read"], begun, name=said["name"], request=said["request"], whole=said["whole"], **by(request)
        )
    except Problem as problem:
        plan_form.add_error(field_of(plan_form, problem), in_words(problem))
        with reading_as(request.actor):
            return draw(request, plan_form)
    messages.success(request, spoken.say(Text(f"已建立{plan.total}件申请草稿。", f"{plan.total} drafts are made.")))
    return HttpResponseRedirect(reverse("enterprise:plan", args=[plan.pk]))


NOTHING = Empty(
    Text("还没有发运计划", "No shipment plans yet"),
    Text("多票货物可用一张表一次建立全部申请。", "Many shipments become all their applications at once, from one table."),
    Text("新建发运计划", "Make a plan"),
    "new/",
)
