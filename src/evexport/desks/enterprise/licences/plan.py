"""One shipment plan: the applications it made and how each stands, handing them in together, and the rows to be mended."""

from uuid import UUID

from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse

from evexport.desks.enterprise.licences.common import FIRMS, STATES, by, title_of
from evexport.desks.enterprise.licences.plans import trail
from evexport.desks.kit import application as form_words
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Component, Tag
from evexport.desks.kit.deeds import Deed, Plain, deed_page, perform
from evexport.desks.kit.files import sheet_file
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.mending import given_back
from evexport.desks.kit.parts import Answer, Progress, Summary
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.licensing import actions, form, plans
from evexport.licensing.models import Application, ShipmentPlan
from evexport.licensing.plan_rows import TEMPLATE
from evexport.licensing.states import APPLICATION
from evexport.store import reading_as
from evexport.work.models import Work
from evexport.work.progress import progress
from evexport.work.queries import items_of, work_by_id
from evexport.work.states import ALIVE, WORK

SHOWN = 100
"""Applications whose failure is told on the page; each tells its own as well."""


def columns(codes: Codes) -> tuple[Column, ...]:
    return (
        Column("place", Text("序号", "No."), lambda one: one.plan_place, "num", sort=("plan_place",)),
        Column(
            "contract",
            Text("合同号", "Contract"),
            lambda one: one.document.get("contract_no") or title_of(one),
            "code",
            link=lambda one: reverse("enterprise:application", args=[one.pk]),
        ),
        Column("destination", Text("目的地", "Destination"), lambda one: codes.text("country", one.document.get("destination"))),
        Column("vehicles", Text("数量", "Vehicles"), lambda one: form_words.totals(one.document)[0], "num"),
        Column("state", Text("状态", "State"), lambda one: STATES[one.state]),
        Column("lacks", Text("尚缺", "It lacks"), lacks),
    )


def lacks(one: Application) -> Text | None:
    """What is missing on the form of a draft."""
    if one.state not in plans.UNSENT:
        return None
    names = [form_words.field_name(problem.field or "") for problem in form.faults(one.document)]
    return Text("、".join(one.zh for one in names), ", ".join(one.en for one in names)) if names else None


@post(*FIRMS)
def plan(request: DeskRequest, key: UUID) -> HttpResponse:
    with reading_as(request.actor):
        one = plans.plan_by_id(key)
        codes = Codes(china_day(request.at))
        work = work_by_id(one.work_id) if one.work_id else None
        listing = Listing(
            request,
            columns=columns(codes),
            rows=plans.applications_of(one),
            filters=(
                Filter(
                    "state",
                    Text("状态", "State"),
                    [(name, Text(state.label.zh, state.label.en.capitalize())) for name, state in APPLICATION.states.items()],
                    lambda rows, chosen: rows.filter(state=chosen),
                ),
            ),
            file_name=f"plan-{key}",
        )
        context = {
            "one": one,
            "trail": trail(one.name),
            "progress": far(work, one) if work else None,
            "failed": failures(work) if work and work.failed else [],
            "waiting": plans.waiting(one).count() if not (work and work.state in ALIVE) else 0,
            "bad": [(row["line"], Text(**row["why"])) for row in one.bad],
        }
        return listing.answer("enterprise/plan.html", context)


def far(work: Work, one: ShipmentPlan) -> Component:
    running = work.state in ALIVE
    return Progress(
        Text("提交申请", "Handing in"),
        work.done + work.failed,
        max(work.total, 1),
        Tag(WORK.states[work.state].label, "yes" if work.state == "done" else "wait"),
        progress(work).said,
        reverse("enterprise:plan", args=[one.pk]),
        running,
        work.failed,
        also="made",
    )


def failures(work: Work) -> list[tuple[str, Text, Text]]:
    """What was not handed in, where it is mended, and why."""
    rows = items_of(work.pk, state="failed", count=SHOWN)
    return [
        (
            reverse("enterprise:application", args=[row.subject.partition(":")[2]]),
            Text(**row.problem["message"]),
            Text(**row.problem["remedy"]),
        )
        for row in rows
        if row.problem
    ]


@post(*FIRMS)
def submit(request: DeskRequest, key: UUID) -> HttpResponse:
    """A page that says what will be handed in; then all of it, with progress."""
    with reading_as(request.actor):
        one = plans.plan_by_id(key)
        counts = dict(plans.applications_of(one).order_by().values_list("state").annotate(Count("pk")))
    back = reverse("enterprise:plan", args=[key])
    rows: list[Answer] = [Answer(APPLICATION.states[name].label, count) for name, count in sorted(counts.items())]
    form_ = Plain(request.POST if request.method == "POST" else None)
    done = perform(
        request,
        form_,
        lambda _said: actions.submit_plan(key, **by(request)),
        told=Text("已开始提交；可离开本页，稍后再来。", "They are being handed in; you may leave this page and come back."),
        to=back,
    )
    lead = (
        Text("全部或全不：任何一件未通过，均不提交。", "All or none: one that fails keeps all of them back.")
        if one.whole
        else Text(
            "逐件提交；未通过的留作草稿并说明原因，不影响其他申请。",
            "One by one: what fails stays a draft and says why; the others go on.",
        )
    )
    title = Text(f"提交全部申请：{one.name}", f"Hand in all applications: {one.name}")
    grave = Text("提交即声明所填内容属实。", "By handing them in you declare them to be true.")
    shown = Deed(
        title,
        Text("全部提交", "Hand them in"),
        back,
        lead=lead,
        grave=grave,
        trail=trail(Text("提交", "Hand in"), key),
        beside=Summary(Text("计划中的申请", "Applications of the plan"), rows),
        icon="send",
    )
    return done or deed_page(request, form_, shown)


@post(*FIRMS)
def to_mend(request: DeskRequest, key: UUID, kind: str) -> HttpResponse:
    """The rows that made no application, as they were given, with a column that says why: mended, they make another plan."""
    with reading_as(request.actor):
        one = plans.plan_by_id(key)
    return sheet_file(kind, given_back(one.heads, one.bad), f"to-mend-{key}")


@post(*FIRMS)
def template(_request: DeskRequest, kind: str) -> HttpResponse:
    """The table to fill in, with two examples."""
    return sheet_file(kind, TEMPLATE, "shipment-plan")
