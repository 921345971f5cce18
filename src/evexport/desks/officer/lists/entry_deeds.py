"""What the ministry does to an entry: suspend, lift, cancel, record a lapse; an exporter, a model, a proposed name alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit.components import Crumb, Tag
from evexport.desks.kit.deeds import Deed, reason_field, stepwise
from evexport.desks.kit.letter import Letters
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import later, words
from evexport.desks.officer.lists.entry import standing_of as entry_standing
from evexport.desks.officer.lists.entry import trail
from evexport.desks.officer.lists.listings import mark
from evexport.kernel.states import States, Step
from evexport.kernel.text import Text
from evexport.papers.letters.preview import preview
from evexport.qualification.actions import entries, list_changes
from evexport.qualification.actions.case import not_found
from evexport.qualification.list_states import AUTHORISATION, CHANGE, ENTRY, LISTED_MODEL
from evexport.qualification.models import ExporterStanding, ListChange, ListedMaker, ModelStanding
from evexport.regulation.instruments import articles
from evexport.store import reading_as

LAWS = ("SCF-318-2012", "MOFCOM-11-2008", "ANN-54-2025", "BRIEF")
WARNINGS = {
    "suspend": Text("暂停期间不签发许可证，海关不予放行。", "Meanwhile no licence is issued and customs releases no car."),
    "cancel": Text("取消后本年度内不再恢复。", "A cancelled entry does not come back within its year."),
    "lapse": Text("登记失效后不再恢复。", "A lapse cannot be taken back."),
    "withdraw": Text("车型撤出后本年度内不再恢复。", "A withdrawn model does not come back within the year."),
}
ICONS = {"suspend": "player-pause", "lift": "player-play", "cancel": "ban", "lapse": "hourglass", "withdraw": "ban"}


class Reasons(forms.Form):
    reasons = reason_field()


class Cited(Reasons):
    citation = forms.ChoiceField(
        label=words("依据", "Basis"),
        choices=lambda: [("", "—"), *((name, later(what)) for name, what in grounds())],
        error_messages={"required": words("请选择所依据的条款。", "Choose the article.")},
    )


def grounds() -> list[tuple[str, Text]]:
    """The articles on which such a decision may rest, with what each says."""
    return [(name, one.summary) for name, one in sorted(articles().items()) if one.instrument.id in LAWS]


CITED = frozenset({"suspend", "cancel", "withdraw"})
"""Verbs that are decided under an article."""


@dataclass(frozen=True, slots=True)
class On:
    """A deed on a part of an entry: its step, where it leads, what is done with the words."""

    entry: ListedMaker
    step: Step
    states: States
    now: str
    whom: Text
    does: Callable[[dict[str, Any]], Any]


def page(request: DeskRequest, on: On, form: forms.Form) -> HttpResponse:
    """The deed's two steps: words and article, then its letter."""
    verb, label = on.step.verb, on.step.label
    back = reverse("officer:entry", args=[on.entry.year, on.entry.uscc])
    deed = Deed(
        Text(f"{label.zh}：{on.whom.zh}", f"{label.en}: {on.whom.en}"),
        label,
        back,
        grave=WARNINGS.get(verb),
        trail=trail(on.entry, Crumb(label)),
        icon=ICONS.get(verb, "check"),
    )

    def shows(said: dict[str, Any]) -> Letters:
        now, then = (mark(on.states, state) for state in (on.now, on.step.target))
        return Letters(preview(lambda: on.does(said)), now, Tag(then.label, then.tone))

    return stepwise(
        request,
        form,
        deed,
        shows=shows,
        does=on.does,
        told=Text("已办理，相关企业将收到文书。", "Done; those concerned get the letter."),
        to=back,
    )


def asked(request: DeskRequest, verb: str) -> forms.Form:
    kind = Cited if verb in CITED else Reasons
    return kind(request.POST if request.method == "POST" else None)


def given(request: DeskRequest, said: dict[str, Any]) -> dict[str, Any]:
    cited = {"citation": said["citation"]} if said.get("citation") else {}
    return {"reasons": said["reasons"], **cited, "by": request.actor, "at": request.at}


ENTRIES: dict[str, Callable[..., Any]] = {
    "suspend": entries.suspend_entry,
    "lift": entries.lift_entry,
    "cancel": entries.cancel_entry,
    "lapse": entries.lapse_entry,
}
AUTHORISATIONS: dict[str, Callable[..., Any]] = {"suspend": entries.suspend_authorisation, "lift": entries.lift_authorisation}


@post(Role.MINISTRY_OFFICER)
def of_entry(request: DeskRequest, year: int, uscc: str, verb: str) -> HttpResponse:
    act = ENTRIES.get(verb)
    if act is None:
        raise Http404
    with reading_as(request.actor):
        standing = entry_standing(year, uscc)
        step = ENTRY.take(verb, standing, by=request.actor)
    one = standing.entry

    def does(said: dict[str, Any]) -> Any:
        return act(one.maker_id, year, **given(request, said))

    return page(request, On(one, step, ENTRY, standing.state, named(one.maker), does), asked(request, verb))


@post(Role.MINISTRY_OFFICER)
def of_authorisation(request: DeskRequest, year: int, uscc: str, exporter: str, verb: str) -> HttpResponse:
    act = AUTHORISATIONS.get(verb)
    if act is None:
        raise Http404
    with reading_as(request.actor):
        one = entry_standing(year, uscc).entry
        rows = ExporterStanding.objects.select_related("entry").filter(maker_id=one.maker_id, year=year, entry__uscc=exporter)
        row = rows.first()
        if row is None:
            raise not_found(Text("授权", "authorisation"))
        step = AUTHORISATION.take(verb, row, by=request.actor)

    def does(said: dict[str, Any]) -> Any:
        return act(one.maker_id, row.exporter_id, year, **given(request, said))

    return page(request, On(one, step, AUTHORISATION, row.state, named(row.entry), does), asked(request, verb))


@post(Role.MINISTRY_OFFICER)
def of_model(request: DeskRequest, year: int, uscc: str, model: str, verb: str) -> HttpResponse:
    if verb != "withdraw":
        raise Http404
    with reading_as(request.actor):
        one = entry_standing(year, uscc).entry
        row = ModelStanding.objects.filter(maker_id=one.maker_id, year=year, model_code=model).first()
        if row is None:
            raise not_found(Text("车型", "model"))
        step = LISTED_MODEL.take(verb, row, by=request.actor)

    def does(said: dict[str, Any]) -> Any:
        return entries.withdraw_model(one.maker_id, model, year, **given(request, said))

    return page(request, On(one, step, LISTED_MODEL, row.state, Text(model, model), does), asked(request, verb))


class Note(forms.Form):
    reasons = reason_field(
        words("没有可不填。", "Leave it empty where there are none."), required=False, label=words("说明", "Note")
    )


@post(Role.MINISTRY_OFFICER)
def of_change(request: DeskRequest, key: UUID, verb: str) -> HttpResponse:
    """A new name: recorded once the enterprise is on record under it, or refused."""
    name = verb.replace("-", "_")
    acts: dict[str, Callable[..., Any]] = {
        "record_rename": list_changes.record_rename,
        "refuse_rename": list_changes.refuse_rename,
    }
    if name not in acts:
        raise Http404
    with reading_as(request.actor):
        row = ListChange.objects.select_related("listed_maker").filter(pk=key).first()
        if row is None:
            raise not_found(Text("名单变更事项", "proposed change"))
        step = CHANGE.take(name, row, by=request.actor)

    def does(said: dict[str, Any]) -> Any:
        return acts[name](key, reasons=said["reasons"], by=request.actor, at=request.at)

    kind = Note if name == "record_rename" else Reasons
    form = kind(request.POST if request.method == "POST" else None)
    whom = Text(row.data["name_zh"], row.data["name_en"])
    return page(request, On(row.listed_maker, step, CHANGE, row.state, whom, does), form)
