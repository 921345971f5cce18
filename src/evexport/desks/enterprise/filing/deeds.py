"""The maker's deeds on a filing that need a page of their own: taking it back, asking that a refusal be looked at again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse

from evexport.accounts.roles import Role
from evexport.desks.enterprise.filing.whose import acts, address, mine, trail
from evexport.desks.kit.deeds import Deed, deed_page, perform, reason_field
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.kernel.text import Text
from evexport.qualification.actions import decision, submission
from evexport.qualification.states import FILING
from evexport.store import reading_as


class Withdraw(forms.Form):
    reasons = reason_field(words("选填；与撤回记录一并保存。", "If you like; kept with the withdrawal."), required=False)


class Reconsider(forms.Form):
    reasons = reason_field(
        words(
            "请针对决定的理由逐条说明，并指出证明材料。", "Answer the reasons of the decision one by one, and name your evidence."
        )
    )


@dataclass(frozen=True, slots=True)
class Way:
    """How a verb is done on its page."""

    form: type[forms.Form]
    told: Text
    lead: Text
    grave: Text | None
    icon: str


PAGES = {
    "withdraw": Way(
        Withdraw,
        Text("申报已撤回。", "The filing is withdrawn."),
        Text("撤回后审核终止；申报期内可以重新开始。", "Its review ends; while filing is open you may start anew."),
        Text(
            "撤回不能恢复：重新申报须从头提交，原回执不再有效。",
            "It cannot be undone: a new filing begins from the start, and the old receipt counts no more.",
        ),
        "ban",
    ),
    "ask_reconsideration": Way(
        Reconsider,
        Text("已申请复议。", "Reconsideration is asked for."),
        Text(
            "由作出决定以外的人员办理；期限届满不再受理。",
            "Another officer than the one who decided looks at it; not after the last day.",
        ),
        Text(
            "一件申报只能申请一次复议，复议决定为本系统内的最终决定。",
            "It can be asked once, and what is then decided ends the procedure here.",
        ),
        "gavel",
    ),
}
GRAVE = frozenset({"withdraw"})
RANK = {"answer": 0, "submit": 1, "correct": 1, "ask_reconsideration": 2, "withdraw": 3}
"""What takes the case on stands first."""


@post(Role.MAKER)
def deed(request: DeskRequest, key: UUID, verb: str) -> HttpResponse:
    """One deed on its page; told with its reason where it is barred."""
    name = verb.replace("-", "_")
    way = PAGES.get(name)
    if way is None:
        raise Http404
    with reading_as(request.actor):
        one = mine(key)
        step = FILING.take(name, one, by=request.actor)
    form = way.form(request.POST if request.method == "POST" else None)
    back = address(one)

    def act(said: dict[str, Any]) -> Any:
        do = submission.withdraw if name == "withdraw" else decision.ask_reconsideration
        return do(key, reasons=said["reasons"], **acts(request))

    done = perform(request, form, act, told=way.told, to=back)
    return done or deed_page(
        request,
        form,
        Deed(step.label, step.label, back, lead=way.lead, grave=way.grave, trail=trail(one, step.label), icon=way.icon),
    )
