"""What stands on the lists today: makers and authorised exporters of a year with their states, each leading to its entry."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit.components import Choice, Empty, Tabs, Tag, Tone
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.states import States
from evexport.kernel.text import Text
from evexport.qualification.list_states import AUTHORISATION, ENTRY
from evexport.qualification.models import ExporterStanding, ListChange, ListedMaker, MakerStanding
from evexport.qualification.models import Listing as Published
from evexport.regulation.criteria.category import NAMES
from evexport.store import reading_as

TITLE = Text("名单条目", "Entries")
TONES: dict[str, Tone] = {
    "in_force": "yes",
    "suspended": "no",
    "cancelled": "no",
    "lapsed": "plain",
    "removed": "plain",
    "withdrawn": "plain",
}
NO_LIST = Empty(
    Text("尚未公布名单", "No list yet"), Text("名单公布后，条目列在这里。", "Entries appear here once a list is published.")
)


def mark(states: States, state: str) -> Tag:
    return Tag(states.states[state].label, TONES.get(state, "plain"))


def tabs(route: str) -> Tabs:
    pages = (("officer:listings", Text("生产企业", "Makers")), ("officer:exporters", Text("授权出口企业", "Exporters")))
    return Tabs(TITLE, tuple(Choice(label, reverse(name), name == route) for name, label in pages))


def of_year() -> Filter:
    years = list(Published.objects.order_by("-year").values_list("year", flat=True))
    return Filter(
        "year",
        Text("年度", "Year"),
        [(str(year), Text(str(year), str(year))) for year in years],
        lambda rows, chosen: rows.filter(year=int(chosen)),
        default=str(years[0]) if years else "",
    )


def in_state(states: States) -> Filter:
    choices = [(name, state.label) for name, state in states.states.items()]
    return Filter("state", Text("状态", "State"), choices, lambda rows, chosen: rows.filter(state=chosen))


@post(Role.MINISTRY_OFFICER)
def makers(request: DeskRequest) -> HttpResponse:
    columns = (
        Column(
            "maker",
            Text("生产企业", "Maker"),
            lambda row: named(row["standing"].entry),
            link=lambda row: reverse("officer:entry", args=[row["standing"].year, row["standing"].entry.uscc]),
            note=lambda row: row["standing"].entry.uscc,
        ),
        Column("year", Text("年度", "Year"), lambda row: str(row["standing"].year)),
        Column("category", Text("类别", "Category"), lambda row: NAMES.get(row["standing"].entry.category, "—")),
        Column("models", Text("车型", "Models"), lambda row: row["models"], "num"),
        Column("exporters", Text("授权企业", "Exporters"), lambda row: row["exporters"], "num"),
        Column("state", Text("状态", "State"), lambda row: mark(ENTRY, row["standing"].state), sort=("state",)),
        Column("since", Text("自", "Since"), lambda row: row["standing"].since, "date", sort=("since",)),
        Column(
            "changes",
            Text("待办变更", "Proposed"),
            lambda row: Text(f"{row['open']}项", f"{row['open']} open") if row["open"] else None,
        ),
    )
    with reading_as(request.actor):
        listing = Listing(
            request,
            columns=columns,
            rows=MakerStanding.objects.select_related("entry").order_by("-year", "entry__uscc"),
            filters=(of_year(), in_state(ENTRY)),
            search=lambda rows, asked: rows.filter(named_like("entry__", asked)),
            search_label=Text("企业名称或统一社会信用代码", "Name or credit code"),
            dress=counted,
            empty=NO_LIST,
            file_name="listed-makers",
        )
        return listing.answer("officer/plain_list.html", {"title": TITLE, "tabs": tabs("officer:listings")})


def named_like(prefix: str, asked: str) -> Q:
    names = Q(**{f"{prefix}name_zh__icontains": asked}) | Q(**{f"{prefix}name_en__icontains": asked})
    return names | Q(**{f"{prefix}uscc__startswith": asked.upper()})


def counted(rows: Sequence[MakerStanding]) -> list[dict[str, Any]]:
    """A page's entries with how many models and exporters they have, and how many changes wait."""
    entries = ListedMaker.objects.filter(pk__in=[one.entry_id for one in rows])
    found = {
        one.pk: one for one in entries.annotate(n=Count("models", distinct=True), m=Count("exporters", distinct=True)).only("id")
    }
    waiting = dict(
        ListChange.objects.filter(listed_maker__in=found, state="proposed").values_list("listed_maker").annotate(n=Count("pk"))
    )
    return [
        {
            "standing": one,
            "models": getattr(found[one.entry_id], "n", 0),
            "exporters": getattr(found[one.entry_id], "m", 0),
            "open": waiting.get(one.entry_id, 0),
        }
        for one in rows
    ]


@post(Role.MINISTRY_OFFICER)
def exporters(request: DeskRequest) -> HttpResponse:
    columns = (
        Column(
            "exporter",
            Text("授权出口企业", "Exporter"),
            lambda one: named(one.entry),
            link=lambda one: reverse("officer:enterprise", args=[one.entry.uscc]),
            note=lambda one: one.entry.uscc,
        ),
        Column(
            "maker",
            Text("生产企业", "Maker"),
            lambda one: named(one.entry.listed_maker),
            link=lambda one: reverse("officer:entry", args=[one.year, one.entry.listed_maker.uscc]),
        ),
        Column("year", Text("年度", "Year"), lambda one: str(one.year)),
        Column("until", Text("授权至", "Authorised until"), lambda one: one.valid_until, "date", sort=("valid_until",)),
        Column("state", Text("状态", "State"), lambda one: mark(AUTHORISATION, one.state), sort=("state",)),
        Column("since", Text("自", "Since"), lambda one: one.since, "date", sort=("since",)),
    )
    with reading_as(request.actor):
        listing = Listing(
            request,
            columns=columns,
            rows=ExporterStanding.objects.select_related("entry__listed_maker").order_by("-year", "entry__uscc"),
            filters=(of_year(), in_state(AUTHORISATION)),
            search=lambda rows, asked: rows.filter(named_like("entry__", asked)),
            search_label=Text("企业名称或统一社会信用代码", "Name or credit code"),
            empty=NO_LIST,
            file_name="listed-exporters",
        )
        return listing.answer("officer/plain_list.html", {"title": TITLE, "tabs": tabs("officer:exporters")})
