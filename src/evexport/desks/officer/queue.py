"""The issuing body's queue: applications by the day they are due, narrowed by links, taken up or given away together."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from evexport.accounts.queries import people_of
from evexport.accounts.roles import Role
from evexport.desks.kit.application import PURPOSES, totals
from evexport.desks.kit.components import Empty, Tag
from evexport.desks.kit.deeds import in_words
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import say
from evexport.desks.officer.picked import Chosen
from evexport.kernel.clock import china_day
from evexport.kernel.problems import Problem
from evexport.kernel.text import Text
from evexport.licensing import actions, waiting
from evexport.licensing.actions.assign import HANDLERS
from evexport.licensing.models import Application
from evexport.licensing.states import APPLICATION
from evexport.papers.issuing import issue_all
from evexport.store import reading_as
from evexport.work.kinds import label
from evexport.work.models import Work
from evexport.work.queries import latest
from evexport.work.states import WORK

ISSUERS = (Role.EXAMINER, Role.APPROVER)
TONES = {
    "submitted": "wait",
    "reviewed": "wait",
    "reconsidering": "note",
    "information_requested": "plain",
    "issued": "yes",
    "refused": "no",
}
UNDER_WAY = ("submitted", "information_requested", "reviewed")
MINE = {Role.EXAMINER: ("submitted",), Role.APPROVER: ("reviewed", "reconsidering")}
"""What an officer's role acts on next."""


def state_mark(one: Application) -> Tag:
    return Tag(APPLICATION.states[one.state].label, TONES.get(one.state, "plain"))  # type: ignore[arg-type]


def listing(request: DeskRequest) -> Listing:
    return Listing(
        request,
        columns=columns(request),
        rows=waiting.queue(),
        filters=filters(request),
        search=lambda rows, asked: rows.filter(
            Q(document__contract_no__icontains=asked)
            | Q(exporter__name_zh__icontains=asked)
            | Q(exporter__uscc__startswith=asked.upper())
        ),
        search_label=Text("合同号、出口商或统一社会信用代码", "Contract, exporter or credit code"),
        empty=Empty(
            Text("没有待您办理的申请", "No application waits for you"),
            Text(
                "企业提交后即列在这里；也可把“状态”改为“全部”查看。",
                "They appear here as enterprises hand them in; choose “All” to see the rest.",
            ),
        ),
        file_name="applications",
        select=lambda one: str(one.pk),
    )


def columns(request: DeskRequest) -> tuple[Column, ...]:
    return (
        Column(
            "contract",
            Text("合同号", "Contract"),
            lambda one: one.document.get("contract_no", "—"),
            "code",
            link=lambda one: reverse("officer:application", args=[one.pk]),
        ),
        Column(
            "exporter",
            Text("出口商", "Exporter"),
            lambda one: named(one.exporter),
            sort=("exporter__name_zh",),
            note=lambda one: named(one.maker) if one.maker and one.maker_id != one.exporter_id else None,
        ),
        Column(
            "purpose",
            Text("事由", "Purpose"),
            lambda one: PURPOSES[one.purpose],
            note=lambda one: one.amends.number if one.amends else None,
        ),
        Column("vehicles", Text("数量", "Vehicles"), lambda one: totals(one.document)[0], "num"),
        Column("submitted", Text("提交", "Handed in"), lambda one: china_day(one.submitted_at), "date", sort=("submitted_at",)),
        Column(
            "due",
            Text("期限", "Due"),
            lambda one: one.due_on,
            "date",
            sort=("due_on", "submitted_at"),
            note=lambda one: waiting.how_long(one, request.at).said if one.state in UNDER_WAY else None,
        ),
        Column("state", Text("状态", "State"), state_mark),
        Column("holder", Text("经办人", "Held by"), lambda one: one.holder_name or "—"),
    )


def filters(request: DeskRequest) -> tuple[Filter, ...]:
    today, role, me = china_day(request.at), Role(request.actor.role), request.actor.user_id
    stages = [(name, state.label) for name, state in APPLICATION.states.items() if name != "draft"]
    groups = {"mine": MINE[role], "open": waiting.WITH_BODY}
    return (
        Filter(
            "state",
            Text("状态", "State"),
            [("mine", Text("待我办理", "For me to act on")), ("open", Text("在办", "Under way")), *stages],
            lambda rows, chosen: rows.filter(state__in=groups.get(chosen, (chosen,))),
            default="mine",
        ),
        Filter(
            "holder",
            Text("经办人", "Held by"),
            [("me", Text("我", "Me")), ("nobody", Text("未分派", "Nobody yet"))],
            lambda rows, chosen: rows.filter(holder=me if chosen == "me" else None),
        ),
        Filter(
            "when",
            Text("期限", "Due"),
            [("overdue", Text("已逾期", "Overdue")), ("today", Text("今日到期", "Today"))],
            lambda rows, chosen: (
                rows.filter(due_on=today)
                if chosen == "today"
                else rows.filter(due_on__lt=today, state__in=("submitted", "reviewed"))
            ),
        ),
    )


def colleagues(request: DeskRequest) -> list[tuple[str, str]]:
    """Who else handles applications here, and oneself. Inside the reader's transaction."""
    assert request.actor.organisation_id is not None
    rows = people_of(request.actor.organisation_id).filter(role__in=HANDLERS)
    found = {str(one.user_id): one.user.name for one in rows}
    found.setdefault(str(request.actor.user_id), request.actor.name)
    return sorted(found.items(), key=lambda row: row[1])


@post(*ISSUERS)
@require_POST
def assign(request: DeskRequest) -> HttpResponse:
    """Take up, give away or put back what was ticked."""
    form = Chosen(request.POST)
    to = request.POST.get("to", "")
    try:
        picked = form.cleaned_data["chosen"] if form.is_valid() else []
        given = actions.assign(picked, to=UUID(to) if to else None, by=request.actor, at=request.at)
        messages.success(request, say(Text(f"已分派{len(given)}件申请。", f"{len(given)} applications given.")))
    except Problem as problem:
        messages.error(request, in_words(problem))
    except ValueError:
        messages.error(request, say(Text("请选择经办人。", "Choose an officer.")))
    return HttpResponseRedirect(_back(request))


@post(Role.APPROVER)
@require_POST
def issue_many(request: DeskRequest) -> HttpResponse:
    """Issue what was ticked, or all that is reviewed, as long work with its own page."""
    form = Chosen(request.POST)
    picked = form.cleaned_data["chosen"] if form.is_valid() else None
    try:
        work = issue_all(picked, request=request.POST.get("request") or str(uuid4()), by=request.actor, at=request.at)
    except Problem as problem:
        messages.error(request, in_words(problem))
        return HttpResponseRedirect(_back(request))
    return HttpResponseRedirect(reverse("officer:work", args=[work.pk]))


def state_of(work: Work) -> Tag:
    return Tag(WORK.states[work.state].label, "yes" if work.state == "done" else "wait")


def _back(request: DeskRequest) -> str:
    query = request.POST.get("query", "")
    return reverse("officer:home") + (f"?{query}" if query else "")


def page(request: DeskRequest) -> HttpResponse:
    with reading_as(request.actor):
        context = {
            "colleagues": colleagues(request),
            "approves": request.actor.role == Role.APPROVER,
            "request_id": str(uuid4()),
            "query": request.GET.urlencode(),
            "works": [(one, label(one.kind), state_of(one)) for one in latest()],
        }
        return listing(request).answer("officer/queue.html", context)
