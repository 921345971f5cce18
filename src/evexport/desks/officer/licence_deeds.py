"""Every deed on a licence after its issue, each on a page that shows its letter before it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit.components import Crumb, Trail
from evexport.desks.kit.deeds import Deed, stepwise
from evexport.desks.kit.letter import Letters
from evexport.desks.kit.marks import LICENCES
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.desks.officer.citing import Because, Cited
from evexport.kernel.states import Offer, States
from evexport.kernel.text import Text
from evexport.licensing import actions, queries
from evexport.licensing.queries import Case
from evexport.licensing.states import LICENCE, REVOCATION
from evexport.papers.letters.preview import preview
from evexport.store import reading_as

ACTORS = (Role.APPROVER, Role.MINISTRY_OFFICER)


class Proposal(Cited):
    """The notice: facts first, as the addressee reads them."""

    facts = forms.CharField(
        label=words("认定的事实", "Facts found"),
        help_text=words("何时、何地、何事、有何证据。", "What happened, when and where, and what proves it."),
        error_messages={"required": words("请写明认定的事实。", "Say what the facts are.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    answer_by = forms.DateField(
        label=words("陈述申辩截止日", "To be answered by"),
        help_text=words("不填则按法定期限；可以更晚，不能更早。", "Left empty, the law's own day; it may be later, not earlier."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": words("请按年-月-日填写，例如2027-03-10。", "Write the day as 2027-03-10.")},
    )
    field_order = ("facts", "reason", "citation", "answer_by")


@dataclass(frozen=True, slots=True)
class Way:
    """How a verb is done on its page. `table` is the one whose step it is; `cites` the article that it usually rests on."""

    form: type[forms.Form]
    deed: Callable[..., Any]
    told: Text
    lead: Text | None = None
    grave: Text | None = None
    icon: str = "check"
    cites: str = ""
    table: States = LICENCE


WAYS: dict[str, Way] = {
    "suspend": Way(
        Cited,
        actions.suspend,
        Text("许可证已暂停，海关即刻不再凭以放行。", "The licence is suspended; customs releases nothing under it from now on."),
        lead=Text("暂停可以恢复；海关的下一次验放即按暂停办理。", "It can be lifted again; the very next declaration meets it."),
        icon="player-pause",
        cites="MOFCOM-11-2008#suspension",
    ),
    "lift": Way(
        Cited,
        actions.lift,
        Text("许可证已恢复使用。", "The suspension is lifted."),
        lead=Text("有效期和余额不变。", "Dates and balance stay as they are."),
        icon="player-play",
        cites="MOFCOM-11-2008#suspension",
    ),
    "propose_revocation": Way(
        Proposal,
        actions.propose_revocation,
        Text("已告知当事人，待其陈述申辩。", "Notice is given; the parties may state their case."),
        lead=Text(
            "告知不改变许可证的效力；须待陈述申辩后由另一名工作人员决定。情况紧急的，先暂停。",
            "It changes nothing about the licence; after the hearing another officer decides. What cannot wait is suspended.",
        ),
        icon="gavel",
        cites="MOFCOM-11-2008#revocation",
    ),
    "revoke": Way(
        Cited,
        actions.revoke,
        Text("许可证已撤销。", "The licence is revoked."),
        grave=Text(
            "撤销后剩余数量作废，海关不再凭以放行；只有出口商申请复议才能撤销本决定。",
            "What is left becomes void; only a reconsideration that the exporter asks for can undo it.",
        ),
        icon="ban",
        cites="MOFCOM-11-2008#revocation",
    ),
    "drop_revocation": Way(
        Because,
        actions.drop_revocation,
        Text("撤销程序已终止，许可证不变。", "The revocation is dropped; the licence stays as it is."),
        icon="circle-check",
        table=REVOCATION,
    ),
    "uphold": Way(
        Cited,
        actions.uphold_decision,
        Text("已维持原决定。", "The decision is upheld."),
        grave=Text("每项决定只复议一次。", "Each decision is reconsidered once."),
        cites="DESIGN#reconsideration",
    ),
    "set_aside": Way(
        Cited,
        actions.set_aside_decision,
        Text("原决定已撤销。", "The decision is set aside."),
        lead=Text(
            "许可证按其有效期和余额恢复；已挂失的仍为挂失。",
            "It stands again as dates and balance say; a reported loss stays reported.",
        ),
        icon="history",
        cites="DESIGN#reconsideration",
    ),
    "return": Way(
        Because,
        actions.return_unused,
        Text("已登记退证。", "The return is recorded."),
        grave=Text(
            "退证后不能恢复；剩余数量作废，产能可重新申领。",
            "It cannot be taken back: the rest is void, its capacity free again.",
        ),
        icon="arrow-left",
    ),
}
ELSEWHERE = ("report_loss", "ask_reissue", "amend")
"""Deeds of the exporter that the table shows the approver too, barred with their reason."""
GRAVE = frozenset({"revoke", "return"})
ONCE_ASKED = frozenset({"uphold", "set_aside"})
"""Nothing is shown of a reconsideration that nobody asked for."""


def offers(case: Case, request: DeskRequest) -> list[Offer]:
    """What the two tables offer on the licence and on the revocation under way; what can be done now stands first."""
    found = LICENCE.offered(case, to=request.actor)
    if case.hearing is not None and case.hearing.open:
        found += [one for one in REVOCATION.offered(case.hearing, to=request.actor) if one.step.verb == "drop_revocation"]
    if case.reconsideration is None:
        found = [one for one in found if one.step.verb not in ONCE_ASKED]
    order = [*WAYS, *ELSEWHERE]
    known = [one for one in found if one.step.verb in order]
    return sorted(known, key=lambda one: (not one.allowed, order.index(one.step.verb)))


def address(number: str, verb: str) -> str | None:
    if verb in WAYS:
        return reverse("officer:licence-deed", args=[number, verb.replace("_", "-")])
    return "" if verb in ELSEWHERE else None


@post(*ACTORS)
def deed(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    way = WAYS.get(verb.replace("-", "_"))
    if way is None:
        raise Http404
    with reading_as(request.actor):
        case = queries.in_full(queries.by_number(number, request.at))
        step = way.table.take(verb.replace("-", "_"), _of(case, way), by=request.actor)
    back = reverse("officer:licence", args=[number])
    crumbs = (Crumb(Text("许可证", "Licences"), reverse("officer:licences")), Crumb(number, back), Crumb(step.label))
    page = Deed(
        Text(f"{step.label.zh}：{number}", f"{step.label.en}: {number}"),
        step.label,
        back,
        lead=way.lead,
        grave=way.grave,
        trail=Trail(crumbs),
        icon=way.icon,
    )

    def does(said: dict[str, Any]) -> Any:
        return way.deed(number, **said, by=request.actor, at=request.at)

    def shows(said: dict[str, Any]) -> Letters:
        then = [case]
        letters = preview(lambda: then.append(does(said)))
        return Letters(letters, LICENCES[case.state], LICENCES[then[-1].state])

    form = way.form(request.POST or None, initial={"citation": way.cites})
    return stepwise(request, form, page, shows=shows, does=does, told=way.told, to=back)


def _of(case: Case, way: Way) -> Any:
    """The thing that the step's table is about."""
    if way.table is LICENCE:
        return case
    if case.hearing is None:
        raise Http404
    return case.hearing
