"""The queue of filings: by the day they are due, narrowed by links, taken up or given away together."""

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from evexport.accounts.queries import people_of
from evexport.accounts.roles import Role
from evexport.desks.kit.components import Choice, Empty, Tabs, Tag, Tone
from evexport.desks.kit.deeds import in_words
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.naming import named
from evexport.desks.kit.parts import OUTCOMES
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import say
from evexport.desks.officer.picked import Chosen
from evexport.kernel.clock import china_day
from evexport.kernel.problems import Problem
from evexport.kernel.text import Text
from evexport.qualification import worklist
from evexport.qualification.actions.assign import assign as give
from evexport.qualification.states import FILING, WITH_MAKER
from evexport.qualification.worklist import Lying
from evexport.store import reading_as

REVIEWERS = (Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER, Role.AGENCY_OFFICER)
GIVERS = (Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)
TONES: dict[str, Tone] = {
    "listed": "yes", "rejected": "no", "reconsidered": "no", "objected": "no", "correction_ordered": "note",
    "in_reconsideration": "note", "candidate": "yes", **dict.fromkeys(WITH_MAKER, "plain"), "withdrawn": "plain",
}  # fmt: skip
CHECKED = {name: Tag(label, tone, icon) for name, label, tone, icon in OUTCOMES}
"""What the automatic check of the last version found."""
GLANCES: tuple[tuple[str, Text, dict[str, str]], ...] = (
    ("mine", Text("待我部门办理", "With us"), {}),
    ("overdue", Text("已逾期", "Overdue"), {"when": "overdue"}),
    ("soon", Text("三个工作日内到期", "Due in three working days"), {"when": "soon"}),
    ("me", Text("我经办", "Mine"), {"holder": "me"}),
    ("nobody", Text("未分派", "Nobody's yet"), {"holder": "nobody"}),
    ("not_met", Text("有不符合项", "With failed findings"), {"outcome": "not_met"}),
)
NARROWING = ("state", "year", "when", "holder", "outcome", "q")


def state_mark(state: str) -> Tag:
    return Tag(FILING.states[state].label, TONES.get(state, "wait"))


def page(request: DeskRequest) -> HttpResponse:
    """The reviewers' home."""
    with reading_as(request.actor):
        listing = filings(request)
        gives = request.actor.role in GIVERS
        context = {"glances": glances(request), "query": request.GET.urlencode()}
        if gives:
            context["colleagues"] = colleagues(request)
        return listing.answer("officer/filings.html", context)


def filings(request: DeskRequest) -> Listing:
    return Listing(
        request,
        columns=columns(request),
        rows=worklist.queue(),
        filters=filters(request),
        search=lambda rows, asked: rows.filter(
            Q(maker__name_zh__icontains=asked) | Q(maker__name_en__icontains=asked) | Q(maker__uscc__startswith=asked.upper())
        ),
        search_label=Text("企业名称或统一社会信用代码", "Maker or credit code"),
        dress=lambda rows: worklist.dressed(rows, request.at, opinions=request.actor.role == Role.MINISTRY_OFFICER),
        select=(lambda one: str(one.filing.pk)) if request.actor.role in GIVERS else None,
        empty=Empty(
            Text("没有待贵部门办理的申报", "No filing waits for your department"),
            Text(
                "企业提交或上一环节转来后即列在这里；也可把“状态”改为“全部”查看。",
                "They appear here as they come in; choose “All” to see the rest.",
            ),
        ),
        file_name="filings",
    )


def columns(request: DeskRequest) -> tuple[Column, ...]:
    made = (
        Column(
            "maker",
            Text("生产企业", "Maker"),
            lambda one: named(one.filing.maker),
            sort=("maker__name_zh",),
            link=lambda one: reverse("officer:filing", args=[one.filing.pk]),
            note=lambda one: one.filing.maker.uscc,
        ),
        Column("year", Text("年度", "Year"), lambda one: str(one.filing.year), sort=("year",)),
        Column("state", Text("状态", "State"), lambda one: state_mark(one.filing.state)),
        Column("check", Text("核对结果", "Checked"), lambda one: CHECKED.get(one.filing.outcome), sort=("outcome",)),
        Column("since", Text("本环节始于", "Here since"), lambda one: one.since, "date", sort=("state_since",), note=age),
        Column(
            "due",
            Text("期限", "Due"),
            lambda one: one.clock.due_on,
            "date",
            sort=("due_on", "state_since"),
            note=lambda one: one.clock.said,
        ),
    )
    if request.actor.role == Role.AGENCY_OFFICER:
        return made
    opinions = (
        Column("opinions", Text("会商意见", "Opinions"), opinions_told) if request.actor.role == Role.MINISTRY_OFFICER else None
    )
    holder = Column("holder", Text("经办人", "Held by"), lambda one: one.filing.holder_name or "—", sort=("holder_name",))
    return (*made, *([opinions] if opinions else []), holder)


def age(one: Lying) -> Text:
    days = one.working_days
    return Text(f"{days}个工作日", f"{days} working day" + ("" if days == 1 else "s"))


def opinions_told(one: Lying) -> str:
    return str(one.opinions) if one.filing.state in {"in_consultation", "candidate", "objected"} else "—"


def filters(request: DeskRequest) -> tuple[Filter, ...]:
    today, actor = china_day(request.at), request.actor
    stages = [(name, state.label) for name, state in FILING.states.items() if name != "draft"]
    groups = {
        "mine": lambda rows: worklist.at_desk(rows, actor.role, actor.authority),
        "open": worklist.open_cases,
    }
    outcomes = [(name, label) for name, label, _, _ in OUTCOMES if name != "not_applicable"]
    return (
        Filter(
            "state",
            Text("状态", "State"),
            [("mine", Text("待我部门办理", "With us")), ("open", Text("在办", "Under way")), *stages],
            lambda rows, chosen: groups[chosen](rows) if chosen in groups else rows.filter(state=chosen),
            default="mine",
        ),
        Filter(
            "year",
            Text("年度", "Year"),
            [(str(year), Text(str(year), str(year))) for year in worklist.years()],
            lambda rows, chosen: rows.filter(year=int(chosen)),
        ),
        Filter(
            "outcome",
            Text("核对结果", "Checked"),
            outcomes,
            lambda rows, chosen: rows.filter(outcome=chosen),
        ),
        Filter(
            "when",
            Text("期限", "Due"),
            [("overdue", Text("已逾期", "Overdue")), ("soon", Text("三个工作日内", "Within three working days"))],
            lambda rows, chosen: worklist.overdue(rows, today) if chosen == "overdue" else worklist.due_soon(rows, today),
        ),
        *(
            [
                Filter(
                    "holder",
                    Text("经办人", "Held by"),
                    [("me", Text("我", "Me")), ("nobody", Text("未分派", "Nobody yet"))],
                    lambda rows, chosen: rows.filter(holder=actor.user_id if chosen == "me" else None),
                )
            ]
            if actor.role in GIVERS
            else []
        ),
    )


def glances(request: DeskRequest) -> Tabs:
    """The ways of looking that officers ask for most, each a link with its count."""
    actor = request.actor
    rows = worklist.at_desk(worklist.queue(), actor.role, actor.authority)
    counts = worklist.counts(rows, china_day(request.at), me=actor.user_id)
    asked = {name: value for name in NARROWING if (value := request.GET.get(name, ""))}
    asked = {} if asked == {"state": "mine"} else asked
    kept = [one for one in GLANCES if actor.role in GIVERS or one[0] not in {"me", "nobody"}]
    home = reverse("officer:home")
    return Tabs(
        Text("常用筛选", "Quick views"),
        tuple(
            Choice(
                Text(f"{label.zh} {counts[name]}", f"{label.en} {counts[name]}"),
                f"{home}?{urlencode(query)}" if query else home,
                asked == query,
            )
            for name, label, query in kept
        ),
    )


def colleagues(request: DeskRequest) -> list[tuple[str, str]]:
    """Who else reviews here, and oneself. Inside the reader's transaction."""
    assert request.actor.organisation_id is not None
    rows = people_of(request.actor.organisation_id).filter(role=request.actor.role)
    found = {str(one.user_id): one.user.name for one in rows}
    found.setdefault(str(request.actor.user_id), request.actor.name)
    return sorted(found.items(), key=lambda row: row[1])


@post(*GIVERS)
@require_POST
def assign(request: DeskRequest) -> HttpResponse:
    """Take up, give away or put back what was ticked."""
    form, to = Chosen(request.POST), request.POST.get("to", "")
    try:
        picked = cast("list[UUID]", form.cleaned_data["chosen"]) if form.is_valid() else []
        given: list[Any] = give(picked, to=UUID(to) if to else None, by=request.actor, at=request.at)
        told = Text(f"已分派{len(given)}件申报。", f"{len(given)} filing{'' if len(given) == 1 else 's'} given.")
        messages.success(request, say(told))
    except Problem as problem:
        messages.error(request, in_words(problem))
    except ValueError:
        messages.error(request, say(Text("请选择经办人。", "Choose an officer.")))
    query = request.POST.get("query", "")
    return HttpResponseRedirect(reverse("officer:home") + (f"?{query}" if query else ""))
