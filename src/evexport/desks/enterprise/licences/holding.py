"""The holder's deeds on a licence, each on its page: change, return, loss, reissue, apply again, be heard, reconsideration."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from evexport.desks.enterprise.licences.common import FIRMS, by, licence_trail
from evexport.desks.kit.components import Component
from evexport.desks.kit.deeds import Deed, Plain, deed_page, perform, reason_field
from evexport.desks.kit.parts import Answer, Balance, Summary
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.kernel.states import States
from evexport.kernel.text import Text
from evexport.licensing import actions
from evexport.licensing.queries import Case, by_number, in_full
from evexport.licensing.states import LICENCE, REVOCATION
from evexport.store import reading_as


class Because(forms.Form):
    reason = reason_field()


class Heard(forms.Form):
    statement = reason_field(
        words("发证机构决定前必须考虑。", "The issuing body must weigh it before it decides."),
        label=words("陈述申辩", "Your statement"),
    )


class Again(forms.Form):
    """Each model in the number wanted; what is left, or the old number, is filled in."""

    def __init__(self, data: Any, *, case: Case) -> None:
        super().__init__(data)
        for line in case.balances:
            self.fields[f"quantity.{line.model_code}"] = forms.IntegerField(
                label=words(f"{line.model_code}数量", f"{line.model_code}, vehicles"),
                min_value=0,
                initial=line.left or line.licensed,
                error_messages={"required": words("请填写数量，不需要的填0。", "Give the number; 0 leaves the model out.")},
            )

    def quantities(self) -> dict[str, int]:
        said = {name.removeprefix("quantity."): count for name, count in self.cleaned_data.items()}
        return {model: count for model, count in said.items() if count}


Does = Callable[[str, forms.Form, DeskRequest], Any]


@dataclass(frozen=True, slots=True)
class Way:
    """How a verb is done on its page: form, deed, what is told, where it leads, what it cannot take back."""

    form: type[forms.Form]
    does: Does
    told: Text
    lead: Text
    grave: Text | None = None
    icon: str = "check"
    opens: bool = False
    """It opens an application, which is filled in next."""
    table: States = LICENCE


def said(form: forms.Form, name: str = "reason") -> str:
    words_: str = form.cleaned_data[name]
    return words_


WAYS: dict[str, Way] = {
    "amend": Way(
        Plain,
        lambda key, _form, who: actions.amend(key, {}, **by(who)),
        Text("已建立更改申请，请填写更改内容。", "The amendment is begun; say what is to change."),
        Text(
            "对剩余数量申请换发新证；出口商、生产企业、申请依据、发证机构和批次规则不得更改。签发前原证照常使用。",
            "A new licence is asked for what is left; exporter, maker, ground, issuing body and batch rule stay. "
            "The old one serves meanwhile.",
        ),
        icon="edit",
        opens=True,
    ),
    "reapply": Way(
        Again,
        lambda key, form, who: actions.reapply(key, quantities=form.quantities(), **by(who))[0],  # type: ignore[attr-defined]
        Text("已按原证预填新申请，请核对后提交。", "A new application is filled in from this licence; check it and hand it in."),
        Text(
            "许可证不予延期；按原证面预填一份新申请，日期从今日起。原证不受影响。",
            "Licences are not extended: a new application is filled in from this face, from today. This one is not touched.",
        ),
        icon="refresh",
        opens=True,
    ),
    "ask_reissue": Way(
        Plain,
        lambda key, _form, who: actions.ask_reissue(key, **by(who)),
        Text("已建立补发申请。", "The reissue is begun."),
        Text("对剩余数量申请补发新证。", "A new licence is asked for what was left of the lost one."),
        opens=True,
    ),
    "return": Way(
        Because,
        lambda key, form, who: actions.return_unused(key, said(form), **by(who)),
        Text("已退证，剩余数量已释放。", "The licence is returned; what was left counts no longer."),
        Text("剩余数量退回，不再计入当年产能。", "What is left is given back and counts no longer against the year's capacity."),
        grave=Text("退证后不能恢复；如需继续出口须重新申请。", "It cannot be taken back; to export more you would apply anew."),
        icon="history",
    ),
    "report_loss": Way(
        Because,
        lambda key, form, who: actions.report_loss(key, said(form), **by(who)),
        Text("已挂失，海关不再凭该证验放。", "The loss is reported; customs releases nothing under it any more."),
        Text(
            "挂失即时生效；尚有余额的，同时建立补发申请草稿。",
            "It takes effect at once; where anything is left, a draft of its reissue is made.",
        ),
        grave=Text(
            "挂失后该证不能再用于报关，只能补发新证。", "The licence serves no more; only a new one can be issued in its place."
        ),
        icon="ban",
    ),
    "ask_reconsideration": Way(
        Because,
        lambda key, form, who: actions.ask_licence_reconsideration(key, said(form), **by(who)),
        Text("复议申请已提交，由另一名工作人员办理。", "The reconsideration is asked for; another officer takes it."),
        Text(
            "由另一名工作人员重新审查该决定；审查期间原决定有效。",
            "Another officer looks at the decision again. It stands meanwhile.",
        ),
        icon="scale",
    ),
    "state_case": Way(
        Heard,
        lambda key, form, who: actions.state_case(key, said(form, "statement"), **by(who)),
        Text("陈述申辩已提交。", "Your statement is handed in."),
        Text(
            "可就拟撤销的事实、理由和依据陈述意见，并可多次补充。",
            "Speak to the facts, reasons and articles of the proposed revocation; you may add to it.",
        ),
        icon="send",
        table=REVOCATION,
    ),
    "waive_statement": Way(
        Plain,
        lambda key, _form, who: actions.waive_statement(key, **by(who)),
        Text("已放弃陈述申辩。", "The statement is waived."),
        Text("放弃后，发证机构可以不再等待即作出决定。", "The issuing body may then decide without waiting for you."),
        grave=Text("请确认不再陈述申辩。", "Be sure that you do not want to be heard."),
        table=REVOCATION,
    ),
}


@post(*FIRMS)
def deed(request: DeskRequest, key: str, verb: str) -> HttpResponse:
    name = verb.replace("-", "_")
    way = WAYS.get(name)
    if way is None:
        raise Http404
    with reading_as(request.actor):
        case = in_full(by_number(key, request.at))
        thing = case.hearing if way.table is REVOCATION else case
        if thing is None:
            raise Http404
        step = way.table.take(name, thing, by=request.actor)
    data = request.POST if request.method == "POST" else None
    form = Again(data, case=case) if way.form is Again else way.form(data)
    page = reverse("enterprise:licence", args=[key])
    label = Text(step.label.zh, step.label.en[0].upper() + step.label.en[1:])
    done = perform(
        request,
        form,
        lambda _said: way.does(key, form, request),
        told=way.told,
        to=lambda made: reverse("enterprise:edit-application", args=[made.pk]) if way.opens else page,
    )
    title = Text(f"{label.zh}：{key}", f"{label.en}: {key}")
    return done or deed_page(
        request,
        form,
        Deed(
            title,
            label,
            page,
            lead=way.lead,
            grave=way.grave,
            trail=licence_trail(key, label),
            beside=beside(case),
            icon=way.icon,
        ),
    )


def beside(case: Case) -> Component:
    """What one must have in view: what is left and until when; of a hearing, the notice."""
    rows = [
        Answer(Text("余额", "Balance"), Balance(case.licensed, case.used, case.reserved)),
        Answer(Text("有效期至", "Valid until"), case.licence.valid_until),
    ]
    if case.hearing is not None and case.hearing.open:
        rows += [
            Answer(Text("拟撤销的理由", "Why it is to be revoked"), case.hearing.revocation.reason),
            Answer(Text("陈述申辩期限", "To be heard until"), case.hearing.answer_by),
        ]
    elif case.standing.reason:
        rows.append(Answer(Text("现行决定的理由", "Reasons of the decision"), case.standing.reason))
    return Summary(Text(f"许可证{case.licence.number}", f"Licence {case.licence.number}"), rows)
