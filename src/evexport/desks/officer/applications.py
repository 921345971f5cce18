"""An application on the officers' desk: findings, the form, what happened, and every deed of its table on a page of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit import application as form_words
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Crumb, Tag, Trail
from evexport.desks.kit.deeds import Deed, Deeds, Plain, deed_page, perform, reason_field, stepwise
from evexport.desks.kit.history import timeline
from evexport.desks.kit.letter import Letters
from evexport.desks.kit.naming import named
from evexport.desks.kit.parts import Findings
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import later, words
from evexport.desks.officer.citing import Because, Cited
from evexport.desks.officer.grounds import finding_name
from evexport.kernel.clock import china_day
from evexport.kernel.states import Offer
from evexport.kernel.text import Text
from evexport.licensing import actions, cases, waiting
from evexport.licensing.models import Application, InformationRequest
from evexport.licensing.states import APPLICATION
from evexport.licensing.wording import FIELDS, LINE_FIELDS
from evexport.papers.letters.preview import preview
from evexport.store import reading_as

READERS = (Role.EXAMINER, Role.APPROVER, Role.MINISTRY_OFFICER)
TITLE = Text("许可证申请", "Licence application")


@post(*READERS)
def case(request: DeskRequest, key: UUID) -> HttpResponse:
    """The case: its clock, its findings beside the form, what may be done."""
    with reading_as(request.actor):
        one = cases.application(key)
        codes = Codes(china_day(request.at))
        offers = APPLICATION.offered(one, to=request.actor)
        vehicles, amounts = form_words.totals(one.document)
        context = {
            "one": one,
            "trail": trail(),
            "name": named(one.exporter),
            "state": Tag(APPLICATION.states[one.state].label),
            "clock": waiting.how_long(one, request.at),
            "purpose": form_words.PURPOSES[one.purpose],
            "findings": Findings(
                one.findings,
                url=lambda finding: reverse("officer:application-finding", args=[one.pk, finding_name(finding)]),
            ),
            "cards": form_words.cards(one.document, codes, names_of(one)),
            "vehicles": vehicles,
            "amounts": sorted(amounts.items()),
            "deeds": Deeds.of(sorted(offers, key=onward), lambda verb: address(one, verb), grave=GRAVE),
            "timeline": timeline(f"application:{one.pk}", letters=True),
            "requests": [Asked(form_words.field_name(row.field), row) for row in cases.questions(one)],
        }
    return render(request, "officer/application.html", context)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the name of its field."""

    named: Text
    row: InformationRequest


def trail(one: Application | None = None) -> Trail:
    crumbs = [Crumb(Text("工作台", "Work queue"), reverse("officer:home"))]
    if one is None:
        return Trail((*crumbs, Crumb(TITLE)))
    return Trail((*crumbs, Crumb(TITLE, reverse("officer:application", args=[one.pk]))))


def names_of(one: Application) -> dict[str, Text]:
    """The enterprises of an application by credit code."""
    return {party.uscc: named(party) for party in (one.exporter, one.maker) if party is not None}


# Each deed's page: its form, what is done with what the form says, how it is told.
class Note(forms.Form):
    note = reason_field(
        words(
            "需补充证明的判定，请写明核查情况；其余可不填。",
            "Say how findings that need evidence were looked into; else leave it empty.",
        ),
        required=False,
        label=words("审查意见", "Note of the review"),
    )


class Question(forms.Form):
    field = forms.ChoiceField(label=words("所问字段", "The field asked about"))
    question = reason_field(label=words("问题", "Question"))

    def __init__(self, data: Any, *, document: Mapping[str, Any], about: str = "") -> None:
        super().__init__(data, initial={"field": about})
        lines = [f"lines.{n}.{name}" for n, _ in enumerate(document.get("lines") or [], 1) for name in LINE_FIELDS]
        names = [name for name in FIELDS if name != "lines"]
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, later(form_words.field_name(name))) for name in (*names, *lines)]


Done = Callable[[UUID, dict[str, Any], DeskRequest], Any]


class Way:
    """How a verb is done on its page."""

    def __init__(
        self, form: Any, deed: Done, told: Text, *, lead: Text | None = None, grave: Text | None = None, icon: str = "check"
    ) -> None:
        self.form, self.deed, self.told, self.lead, self.grave, self.icon = form, deed, told, lead, grave, icon


def by(request: DeskRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": request.at}


WAYS: dict[str, Way] = {
    "pass_first_review": Way(
        Note,
        lambda key, said, who: actions.pass_first_review(key, note=said["note"], **by(who)),
        Text("初审已通过，转复审。", "The first review is passed; it goes to the second."),
        lead=Text(
            "各项判定将按今日的规则和登记重新核对一次。", "Every criterion is checked once more, by today's rules and registers."
        ),
    ),
    "issue": Way(
        Plain,
        lambda key, _said, who: actions.issue(key, **by(who)),
        Text("许可证已签发。", "The licence is issued."),
        lead=Text(
            "各项判定将再核对一次；签发后证面不得更改，只能换发。",
            "Every criterion is checked again; once issued the face is never altered, only replaced.",
        ),
        grave=Text(
            "签发后不能撤回，只能依法暂停、撤销或换发。",
            "An issue cannot be taken back; a licence can only be suspended, revoked or replaced.",
        ),
        icon="certificate",
    ),
    "request_information": Way(
        Question,
        lambda key, said, who: actions.request_information(key, said["question"], field=said["field"], **by(who)),
        Text("已要求补正，计时中止。", "The question is asked; the clock is stopped."),
        icon="send",
    ),
    "return": Way(
        Because,
        lambda key, said, who: actions.return_(key, said["reason"], **by(who)),
        Text("已退回申请人。", "It is returned to the applicant."),
        lead=Text(
            "申请人修改后可重新提交；已通过的初审失效。",
            "The applicant may mend it and hand it in again; a first review that was passed falls away.",
        ),
    ),
    "refuse": Way(
        Cited,
        lambda key, said, who: actions.refuse(key, said["reason"], citation=said["citation"], **by(who)),
        Text("已决定不予发证。", "The licence is refused."),
        grave=Text("申请人可以申请复议，由其他工作人员办理。", "The applicant may ask for reconsideration by another officer."),
        icon="ban",
    ),
    "reopen": Way(
        Because,
        lambda key, said, who: actions.reopen(key, said["reason"], **by(who)),
        Text("原决定已撤销，重新审查。", "The refusal is set aside; the review begins again."),
    ),
    "uphold": Way(
        Because,
        lambda key, said, who: actions.uphold(key, said["reason"], **by(who)),
        Text("已维持不予发证的决定。", "The refusal is upheld."),
        grave=Text("复议决定为本系统内的最终决定。", "This ends the procedure here."),
    ),
}
GRAVE = frozenset({"refuse", "uphold"})
SILENT = frozenset({"pass_first_review"})
"""Of these no letter goes out, so there is none to look at first."""


def onward(offer: Offer) -> int:
    """What takes the case on stands first."""
    return list(WAYS).index(offer.step.verb) if offer.step.verb in WAYS else len(WAYS)


def address(one: Application, verb: str) -> str | None:
    return reverse("officer:application-deed", args=[one.pk, verb.replace("_", "-")]) if verb in WAYS else None


@post(Role.EXAMINER, Role.APPROVER)
def deed(request: DeskRequest, key: UUID, verb: str) -> HttpResponse:
    """One deed on its page; offered from the transition table, told with its reason where it is barred."""
    way = WAYS.get(verb.replace("-", "_"))
    if way is None:
        raise Http404
    with reading_as(request.actor):
        one = cases.application(key)
        step = APPLICATION.take(verb.replace("-", "_"), one, by=request.actor)
    data = request.POST if request.method == "POST" else None
    form = Question(data, document=one.document, about=request.GET.get("field", "")) if way.form is Question else way.form(data)
    back = reverse("officer:application", args=[key])
    page = Deed(
        step.label,
        step.label,
        back,
        lead=way.lead,
        grave=way.grave,
        trail=trail(one),
        icon=way.icon,
        beside=Findings(one.findings),
    )

    def does(said: dict[str, Any]) -> Any:
        return way.deed(key, said, request)

    def shows(said: dict[str, Any]) -> Letters:
        then = APPLICATION.states[step.target].label
        return Letters(preview(lambda: does(said)), Tag(APPLICATION.states[one.state].label), Tag(then, "note"))

    if step.verb in SILENT:
        return perform(request, form, does, told=way.told, to=back) or deed_page(request, form, page)
    return stepwise(request, form, page, shows=shows, does=does, told=way.told, to=back)
