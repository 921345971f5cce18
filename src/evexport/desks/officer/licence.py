"""One licence on the officers' desk: its face, what is left, what is under way against it, what customs did, what happened."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.customs.models import Declaration
from evexport.customs.queries import under_licence
from evexport.desks.kit import face
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Component, Crumb, Tag, Trail
from evexport.desks.kit.deeds import Deeds
from evexport.desks.kit.history import timeline
from evexport.desks.kit.marks import LICENCES, STATES
from evexport.desks.kit.naming import party_of
from evexport.desks.kit.parts import Balance
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.officer.licence_deeds import GRAVE, address, offers
from evexport.desks.officer.licences import READERS
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.licensing import queries
from evexport.licensing.hearings import Hearing
from evexport.licensing.models import Application, Licence, Statement
from evexport.licensing.states import REVOCATION
from evexport.store import reading_as

LATEST = 8
LIST = Text("许可证", "Licences")
RECONSIDERED = {
    "asked": Tag(Text("待复议", "to be reconsidered"), "note", "hourglass"),
    "upheld": Tag(Text("维持原决定", "upheld"), "plain"),
    "set_aside": Tag(Text("原决定已撤销", "set aside"), "yes", "circle-check"),
    "overtaken": Tag(Text("原决定已不存在", "overtaken"), "plain"),
}
PARTY = {True: Text("出口商", "exporter"), False: Text("生产企业", "maker")}


@dataclass(frozen=True, slots=True)
class Heard(Component):
    """A revocation under way or over: notice, statements, decision, and whose turn it is."""

    hearing: Hearing
    template = "officer/hearing.html"

    @property
    def state(self) -> Tag:
        tones = {"revoked": "no", "dropped": "plain"}
        return Tag(REVOCATION.states[self.hearing.state].label, tones.get(self.hearing.state, "note"))  # type: ignore[arg-type]

    @property
    def statements(self) -> list[tuple[Statement, Text]]:
        return [(one, PARTY[one.party_id == self.hearing.exporter_id]) for one in self.hearing.statements]

    @property
    def late(self) -> bool:
        """Has the exporter let its time run out?"""
        return self.hearing.open and not self.hearing.heard and self.hearing.today > self.hearing.answer_by


@post(*READERS)
def licence(request: DeskRequest, number: str) -> HttpResponse:
    with reading_as(request.actor):
        case = queries.in_full(queries.by_number(number, request.at))
        one = case.licence
        context = {
            "case": case,
            "face": one,
            "trail": Trail((Crumb(LIST, reverse("officer:licences")), Crumb(number))),
            "state": LICENCES[case.state],
            "exporter": party_of(one, "exporter"),
            "maker": party_of(one, "maker") if one.maker_uscc else None,
            "balance": Balance(case.licensed, case.used, case.reserved),
            "lines": list(one.lines.select_related("balance").order_by("position")),
            "deeds": Deeds.of(offers(case, request), lambda verb: address(number, verb), grave=GRAVE),
            "heard": Heard(case.hearing) if case.hearing else None,
            "asked": case.reconsideration,
            "asked_state": RECONSIDERED[case.reconsideration.state] if case.reconsideration else None,
            "declarations": declarations(one),
            "cards": face.cards(one, Codes(china_day(request.at))),
            "before": one.replaces,
            "after": Licence.objects.filter(replaces=one).first(),
            "changing": changing(one),
            "timeline": timeline(f"licence:{number}", letters=True),
        }
    return render(request, "officer/licence.html", context)


def declarations(one: Licence) -> list[tuple[Declaration, Tag]]:
    """The latest of what was declared under it, as far as the reader may see."""
    return [(row, STATES[row.state]) for row in under_licence(one.pk).defer("body", "balance", "reasons")[:LATEST]]


def changing(one: Licence) -> Application | None:
    """The application that would replace it, if one was handed in and is not decided yet."""
    rows = Application.objects.filter(amends=one, state__in=("submitted", "information_requested", "reviewed", "returned"))
    return rows.first()
