"""The inbox: what the organisation was told, the unread first; each notice on its page, with what to do by when."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from evexport.desks.inbox.frame import READERS, WEIGHTS, groups, tabs, weights
from evexport.desks.kit import words
from evexport.desks.kit.components import Crumb, Empty, Tag, Trail
from evexport.desks.kit.listing import FAR, Column, Filter, Listing, ticked
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.text import Text
from evexport.notices import actions, queries
from evexport.notices.links import letter_path, matter
from evexport.notices.models import Notice
from evexport.notices.own import own
from evexport.store import reading_as

UNREAD = Tag(Text("未读", "unread"), "wait", "mail")
TITLE = Text("收件箱", "Inbox")
VERBS = {"read": actions.read, "unread": actions.put_back}


@dataclass(frozen=True, slots=True)
class UnreadFirst:
    """Two queries as one list: what waits to be read stands before the rest, each from its own index."""

    unread: QuerySet[Notice]
    rest: QuerySet[Notice]

    def __len__(self) -> int:
        waiting = self.unread.order_by()[:FAR].count()
        return waiting + self.rest.order_by()[: FAR - waiting].count()

    def __getitem__(self, part: slice) -> list[Notice]:
        start, stop = part.start or 0, part.stop
        first = list(self.unread[start:stop])
        if len(first) == stop - start:
            return first
        waiting = self.unread.order_by()[:FAR].count()
        return first + list(self.rest[max(start - waiting, 0) : stop - waiting])


def waits(one: Notice) -> bool:
    return one.read_at is None and one.weight != "record"


COLUMNS = (
    Column(
        "title",
        Text("通知", "Notice"),
        lambda one: one.title,
        link=lambda one: reverse("inbox:notice", args=[one.pk]),
        note=lambda one: one.part("happened"),
    ),
    Column("read", Text("阅读", "Read"), lambda one: UNREAD if waits(one) else None, export=lambda one: one.read_at),
    Column("weight", Text("类别", "Weight"), lambda one: WEIGHTS[one.weight]),
    Column("due", Text("期限", "By"), lambda one: one.due_on, "date"),
    Column("at", Text("时间", "When"), lambda one: one.at, "date"),
)
STATES = [("unread", Text("未读", "Unread")), ("rest", Text("已读和备查", "Read, or for the record"))]
FILTERS = (
    Filter("weight", Text("类别", "Weight"), weights(), lambda rows, chosen: rows.filter(weight=chosen)),
    Filter("about", Text("事项", "About"), groups(), lambda rows, chosen: rows.filter(kind__startswith=f"{chosen}.")),
)


@post(*READERS)
def notices(request: DeskRequest) -> HttpResponse:
    with reading_as(request.actor):
        mine = own(request.actor)
        state = Filter("state", Text("阅读", "Read"), STATES, lambda rows, _chosen: rows)
        listing = Listing(
            request,
            columns=COLUMNS,
            rows=queries.inbox(mine),
            filters=(state, *FILTERS),
            empty=Empty(
                Text("还没有通知", "No notices yet"),
                Text(
                    "与贵单位有关的决定、提问和到期提醒会列在这里。",
                    "Decisions, questions and reminders that concern you come here.",
                ),
            ),
            select=lambda one: str(one.pk),
            file_name="inbox",
        )
        listing.found = _in_order(listing, mine, request.GET.get("state", ""))
        context = {
            "tabs": tabs(request, "notices"),
            "query": request.GET.urlencode(),
            "newest": request.at.isoformat(),
        }
        return listing.answer("inbox/notices.html", context)


def _in_order(listing: Listing, mine: UUID, state: str) -> Any:
    """The unread before the rest, each narrowed as the list is; or one of them alone."""
    parts = {"unread": queries.inbox(mine, unread=True), "rest": queries.read_or_record(mine)}
    for shown in listing.shown[1:]:
        if shown.value in {value for value, _ in shown.filter.choices}:
            parts = {name: shown.filter.apply(rows, shown.value) for name, rows in parts.items()}
    ordered = {name: rows.order_by("-pk") for name, rows in parts.items()}
    return ordered[state] if state in ordered else UnreadFirst(ordered["unread"], ordered["rest"])


@post(*READERS)
def notice(request: DeskRequest, key: UUID) -> HttpResponse:
    """What happened, what it means, what to do by when, and where the matter itself is."""
    with reading_as(request.actor):
        one = queries.notice_by_id(key, own(request.actor))
    context = {
        "one": one,
        "parts": {name: one.part(name) for name in ("happened", "means", "todo")},
        "weight": WEIGHTS[one.weight],
        "waits": waits(one),
        "matter": matter(one, words.language()),
        "letter": reverse("letter", args=[one.entry_id]) if letter_path(one) and request.actor.may("letter.read") else "",
        "trail": Trail((Crumb(TITLE, reverse("inbox:notices")), Crumb(one.title))),
    }
    return render(request, "inbox/notice.html", context)


@post(*READERS)
@require_POST
def deed(request: DeskRequest, key: UUID, verb: str) -> HttpResponse:
    """Mark one notice as read, or lay it back among the unread."""
    if verb not in VERBS:
        raise Http404
    VERBS[verb](key, by=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("inbox:notices") if verb == "unread" else reverse("inbox:notice", args=[key]))


@post(*READERS)
@require_POST
def read_many(request: DeskRequest) -> HttpResponse:
    """Mark the ticked ones as read; or all that had been told when the page was drawn, and nothing newer."""
    if "all" in request.POST:
        until = forms.DateTimeField(required=False).clean(request.POST.get("newest", ""))
        count = actions.read_all(until=until or request.at, by=request.actor, at=request.at)
    else:
        count = actions.read_these(ticked(request), by=request.actor, at=request.at)
    told = Text(f"已将{count}条通知标为已读。", f"{count} {'notice' if count == 1 else 'notices'} marked as read.")
    messages.success(request, words.say(told))
    query = request.POST.get("query", "")
    return HttpResponseRedirect(reverse("inbox:notices") + (f"?{query}" if query else ""))
