"""One maker's entry on a year's list: how it stands, its exporters and models, changes that wait, what befell it, its deeds."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit.components import Crumb, Trail
from evexport.desks.kit.deeds import Deeds, Open
from evexport.desks.kit.history import timeline
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.officer.lists.listings import TITLE, mark
from evexport.kernel.states import States
from evexport.kernel.text import Text
from evexport.qualification.actions.case import not_found
from evexport.qualification.list_states import AUTHORISATION, CHANGE, ENTRY, LISTED_MODEL
from evexport.qualification.models import ExporterStanding, ListChange, ListedMaker, MakerStanding, ModelStanding
from evexport.regulation.criteria.category import NAMES
from evexport.store import reading_as

GRAVE = frozenset({"suspend", "cancel", "lapse", "withdraw"})
DONE_HERE = ("suspend", "lift", "cancel", "lapse", "withdraw")


def standing_of(year: int, uscc: str) -> MakerStanding:
    """How a maker stands on a year's list, with its published entry. Inside the reader's transaction."""
    found = MakerStanding.objects.select_related("entry__maker").filter(year=year, entry__uscc=uscc).first()
    if found is None:
        raise not_found(Text("名单条目", "list entry"))
    return found


def trail(entry: ListedMaker, *more: Crumb) -> Trail:
    name = Text(f"{entry.name_zh}（{entry.year}年度）", f"{entry.name_en or entry.name_zh} ({entry.year})")
    here = Crumb(name, reverse("officer:entry", args=[entry.year, entry.uscc])) if more else Crumb(name)
    return Trail((Crumb(TITLE, reverse("officer:listings")), here, *more))


@post(Role.MINISTRY_OFFICER)
def entry(request: DeskRequest, year: int, uscc: str) -> HttpResponse:
    with reading_as(request.actor):
        standing = standing_of(year, uscc)
        one = standing.entry
        whose = {"maker_id": one.maker_id, "year": year}
        offers = ENTRY.offered(standing, to=request.actor)
        context = {
            "entry": one,
            "standing": standing,
            "trail": trail(one),
            "name": named(one.maker),
            "state": mark(ENTRY, standing.state),
            "category": NAMES.get(one.category, one.category),
            "deeds": Deeds.of(offers, lambda verb: reverse("officer:entry-deed", args=[year, uscc, verb]), grave=GRAVE),
            "changes": [proposed(row, request) for row in waiting(one)],
            "exporters": [
                part(row, AUTHORISATION, request, "officer:authorisation-deed", (year, uscc, row.entry.uscc))
                | {"name": named(row.entry)}
                for row in ExporterStanding.objects.select_related("entry").filter(**whose).order_by("entry__uscc")
            ],
            "models": [
                part(row, LISTED_MODEL, request, "officer:model-deed", (year, uscc, row.model_code))
                for row in ModelStanding.objects.select_related("entry").filter(**whose).order_by("model_code")
            ],
            "timeline": timeline(f"listing:{year}:{one.maker_id}"),
        }
        return render(request, "officer/entry.html", context)


def part(row: Any, states: States, request: DeskRequest, route: str, address: tuple[Any, ...]) -> dict[str, Any]:
    """An exporter or a model of the entry, with what the ministry may do to it."""
    offers = [one for one in states.offered(row, to=request.actor) if one.step.verb in DONE_HERE and one.allowed]
    links = [(one.step.label, reverse(route, args=[*address, one.step.verb])) for one in offers]
    return {"row": row, "state": mark(states, row.state), "links": links}


def waiting(one: ListedMaker) -> list[ListChange]:
    return list(ListChange.objects.select_related("exporter").filter(listed_maker=one, state="proposed").order_by("at"))


def proposed(row: ListChange, request: DeskRequest) -> dict[str, Any]:
    """A change that needs two: a new name is the ministry's to record; a removal waits for the exporter's own consent."""
    offers = CHANGE.offered(row, to=request.actor)
    if row.kind == "rename":
        what = Text(f"更名为{row.data['name_zh']}", f"New name: {row.data['name_en']}")
        deeds = [Open(one.step.label, change_url(row.pk, one.step.verb)) for one in offers if one.allowed]
    else:
        assert row.exporter is not None
        what = Text(f"撤销对{row.exporter.name_zh}的授权", f"Remove {row.exporter.name_en} as an exporter")
        barred = Text("须由被授权出口企业本企业书面同意。", "It takes the authorised exporter's own consent in writing.")
        deeds = [Open(Text("撤销授权", "remove the exporter"), "", barred)]
    return {"row": row, "what": what, "said": row.reasons, "deeds": deeds}


def change_url(key: UUID, verb: str) -> str:
    return reverse("officer:change-deed", args=[key, verb.replace("_", "-")])
