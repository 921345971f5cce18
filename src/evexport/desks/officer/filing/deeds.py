"""One step of a filing on its page, seen with its letter before it is done; and the decision on one objection."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit.components import Crumb
from evexport.desks.kit.deeds import Deed, deed_page, perform, reason_field, stepwise
from evexport.desks.kit.letter import Letters
from evexport.desks.kit.parts import Answer, Findings, Summary
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.desks.officer.filing import case
from evexport.desks.officer.filing.questions import Questions
from evexport.desks.officer.filing.queue import REVIEWERS, state_mark
from evexport.desks.officer.filing.ways import SILENT, WAYS
from evexport.kernel.text import Text
from evexport.papers.letters.preview import preview
from evexport.qualification import queries
from evexport.qualification.actions.case import not_found, opened
from evexport.qualification.actions.objections import decide_objection
from evexport.qualification.models import Objection
from evexport.qualification.states import FILING
from evexport.store import reading_as


@post(*REVIEWERS)
def deed(request: DeskRequest, key: UUID, verb: str) -> HttpResponse:
    """A step from the table; where it is barred its page says why."""
    name = verb.replace("-", "_")
    way = WAYS.get(name)
    if way is None:
        raise Http404
    with reading_as(request.actor):
        one = opened(key, lock=False)
        step = FILING.take(name, one, by=request.actor)
        version = queries.versions(one)[0]
    data = request.POST if request.method == "POST" else None
    if name == "request_information" and data is None:
        form: forms.Form = Questions(about=request.GET.get("field", ""), subject=request.GET.get("about", "")[:500])
    else:
        form = way.form(data, version)
    back = reverse("officer:filing", args=[key])
    page = Deed(
        step.label,
        step.label,
        back,
        lead=way.lead,
        grave=way.grave,
        trail=case.trail(one, Crumb(step.label)),
        icon=way.icon,
        beside=Findings(version.assessment["findings"], url=lambda finding: case.finding_url(version, finding)),
    )

    def does(said: dict[str, Any]) -> Any:
        return way.deed(key, said, request)

    def shows(said: dict[str, Any]) -> Letters:
        return Letters(preview(lambda: does(said)), state_mark(one.state), state_mark(step.target))

    if name in SILENT:
        return perform(request, form, does, told=way.told, to=back) or deed_page(request, form, page)
    return stepwise(request, form, page, shows=shows, does=does, told=way.told, to=back)


class Decision(forms.Form):
    """Whether the objection holds, and why."""

    uphold = forms.TypedChoiceField(
        label=words("处理决定", "Decision"),
        choices=[
            ("no", words("异议不成立，予以驳回", "Dismiss the objection")),
            ("yes", words("异议成立，责令企业更正", "Uphold it and order a correction")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": words("请选择处理决定。", "Choose one.")},
    )
    reasons = reason_field()


@post(Role.MINISTRY_OFFICER)
def objection(request: DeskRequest, key: UUID) -> HttpResponse:
    """What is objected, who says so, and the decision with its letter."""
    with reading_as(request.actor):
        found = Objection.objects.select_related("objector").filter(pk=key).first()
        if found is None:
            raise not_found(Text("异议", "objection"))
        one = opened(found.filing_id, lock=False)
        others = Objection.objects.filter(filing=one, decision="").exclude(pk=key).exists()
    title = Text("处理异议", "Decide an objection")
    back = reverse("officer:filing-opinions", args=[one.pk])
    form = Decision(request.POST if request.method == "POST" else None)
    page = Deed(
        title,
        Text("作出决定", "Decide"),
        back,
        lead=Text(
            "成立的，企业更正后由地方商务主管部门二次初核；不成立的，公示继续。",
            "Upheld, the maker corrects its filing and a second review follows; dismissed, the notice goes on.",
        ),
        trail=case.trail(one, Crumb(title)),
        icon="gavel",
        beside=_told(found),
    )

    def does(said: dict[str, Any]) -> Any:
        return decide_objection(key, uphold=said["uphold"], reasons=said["reasons"], by=request.actor, at=request.at)

    def shows(said: dict[str, Any]) -> Letters:
        then = "correction_ordered" if said["uphold"] else "objected" if others else "candidate"
        return Letters(preview(lambda: does(said)), state_mark(one.state), state_mark(then))

    told = Text("异议已处理，企业将收到决定书。", "The objection is decided; the maker gets the decision.")
    return stepwise(request, form, page, shows=shows, does=does, told=told, to=back)


def _told(found: Objection) -> Summary:
    return Summary(
        Text("异议", "The objection"),
        [
            Answer(Text("提出时间", "Lodged on"), found.lodged_at),
            Answer(Text("理由", "Grounds"), found.grounds),
            Answer(Text("提出人（不公开）", "Lodged by (not shown)"), found.objector.name),
            Answer(Text("联系方式（不公开）", "Reached at (not shown)"), found.objector.contact),
        ],
    )
