"""How each step of a filing's table is done on its page: what its form asks, what is done with it, how it is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from evexport.desks.kit.deeds import Plain, reason_field
from evexport.desks.kit.posts import DeskRequest
from evexport.desks.kit.words import later, words
from evexport.desks.officer.filing.questions import Questions
from evexport.kernel.text import Text
from evexport.qualification.actions import consultation, decision, objections, publication, review
from evexport.qualification.models import FilingVersion
from evexport.regulation.findings import CRITERIA


class Note(forms.Form):
    """Words that may be left out."""

    reasons = reason_field(
        words("将写入告知书；没有可不填。", "They go into the letter; leave it empty where there are none."),
        required=False,
        label=words("审核意见", "Note of the review"),
    )


class Because(forms.Form):
    reasons = reason_field()


class Resting(Because):
    """Reasons, and the criteria on which they rest: those that failed are ticked to begin with."""

    findings = forms.MultipleChoiceField(
        label=words("所依据的判定", "Findings it rests on"),
        help_text=words("勾选的判定连同整改要求写入文书。", "The letter quotes what is ticked, with what mends it."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, version: FilingVersion) -> None:
        super().__init__(data)
        found = version.assessment["findings"]
        field = self.fields["findings"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, later(title(name))) for name in dict.fromkeys(one["id"] for one in found)]
        field.initial = list(dict.fromkeys(one["id"] for one in found if one["outcome"] == "not_met"))


def title(criterion: str) -> Text:
    known = CRITERIA.get(criterion)
    return Text(f"{criterion} {known.title.zh}", f"{criterion} {known.title.en}") if known else Text(criterion, criterion)


class Opinion(forms.Form):
    stance = forms.ChoiceField(
        label=words("意见", "Opinion"),
        choices=[
            ("agree", words("同意", "Agree")),
            ("disagree", words("不同意", "Disagree")),
            ("no_comment", words("无意见", "No comment")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": words("请选择意见。", "Choose one.")},
    )
    text = reason_field(
        words(
            "不同意的，须说明理由；只向商务部反馈，不向企业公开。", "A disagreement needs reasons; they go to the ministry alone."
        ),
        required=False,
        label=words("说明", "In words"),
    )


class Protest(forms.Form):
    """An objection that came by letter or telephone, entered for whoever lodged it."""

    grounds = reason_field(
        words("企业将看到原文，但看不到提出人。", "The maker reads them, not who lodged it."), label=words("异议理由", "Grounds")
    )
    name = forms.CharField(
        label=words("提出人", "Lodged by"),
        max_length=200,
        error_messages={"required": words("请填写提出人。", "Say who lodges it.")},
    )
    contact = forms.CharField(
        label=words("联系方式", "How to reach them"),
        max_length=200,
        error_messages={"required": words("请填写联系方式。", "Say how to reach them.")},
    )


Make = Callable[[Any, FilingVersion], forms.Form]
Done = Callable[[UUID, dict[str, Any], DeskRequest], Any]


@dataclass(frozen=True, slots=True)
class Way:
    """A step's page."""

    form: Make
    deed: Done
    told: Text
    lead: Text | None = None
    grave: Text | None = None
    icon: str = "check"


def simple(kind: type[forms.Form]) -> Make:
    return lambda data, _version: kind(data)


def resting(data: Any, version: FilingVersion) -> forms.Form:
    return Resting(data, version=version)


def who(request: DeskRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": request.at}


WAYS: dict[str, Way] = {
    "forward": Way(
        simple(Note),
        lambda key, said, r: review.forward(key, reasons=said["reasons"], **who(r)),
        Text("初核已通过，已上报商务部。", "The review is passed; the filing is with the ministry."),
        lead=Text(
            "上报后由商务部办理，贵部门不能再退回或提问。",
            "The ministry has it from then on; your department can no longer return it or ask.",
        ),
        icon="send",
    ),
    "request_information": Way(
        lambda data, _version: Questions(data),
        lambda key, said, r: review.request_information(key, said["questions"], due_on=said["due_on"], **who(r)),
        Text("已要求补正，计时中止。", "The questions are asked; the clock is stopped."),
        lead=Text(
            "每个问题对应一个填报字段；企业答复前停止计时。",
            "Each question is tied to a field; until the maker answers the clock stands still.",
        ),
        icon="help-circle",
    ),
    "consult": Way(
        simple(Plain),
        lambda key, _said, r: consultation.start_consultation(key, **who(r)),
        Text("已启动部门会商。", "The consultation is started."),
        lead=Text(
            "将请工业和信息化部、海关总署、市场监管总局在规定期限内反馈意见。",
            "MIIT, GAC and SAMR are asked for their opinions, by a day counted in working days.",
        ),
        icon="users",
    ),
    "opine": Way(
        simple(Opinion),
        lambda key, said, r: consultation.give_opinion(key, stance=said["stance"], text=said["text"], **who(r)),
        Text("意见已反馈商务部。", "Your opinion is given to the ministry."),
        grave=Text("意见一经反馈不再更改。", "An opinion stands as it is given."),
    ),
    "nominate": Way(
        simple(Note),
        lambda key, said, r: consultation.nominate(key, reasons=said["reasons"], **who(r)),
        Text("已列为候选，公示开始。", "It is a candidate; the public notice runs."),
        lead=Text(
            "各项判定将按今日的规则和登记重新核对；有部门不同意或尚缺证明的，须写明理由。",
            "Every criterion is checked again today; over a disagreement or missing evidence reasons are needed.",
        ),
        icon="world",
    ),
    "list": Way(
        simple(Plain),
        lambda key, _said, r: publication.admit(key, **who(r)),
        Text("已增补列入名单。", "It is admitted to the list."),
        grave=Text(
            "列入后即可申领许可证；已公布的名单本身不变。",
            "Licences may be drawn from then on; the list as published stays as it is.",
        ),
        icon="certificate",
    ),
    "overturn_rejection": Way(
        simple(Because),
        lambda key, said, r: decision.reconsider(key, uphold=False, reasons=said["reasons"], **who(r)),
        Text("原决定已撤销，恢复审查。", "The refusal is set aside; the review goes on."),
    ),
    "object": Way(
        simple(Protest),
        lambda key, said, r: objections.lodge_objection(key, **said, **who(r)),
        Text("异议已登记，企业将收到告知书。", "The objection is entered; the maker is told of it."),
        lead=Text("代公示期内来信来电的提出人登记。", "For those who object by letter or telephone while the notice runs."),
        icon="flag",
    ),
    "return": Way(
        resting,
        lambda key, said, r: review.return_(key, reasons=said["reasons"], findings=said["findings"], **who(r)),
        Text("已退回企业修改。", "It is returned to the maker."),
        lead=Text("企业修改后重新提交，从初核开始。", "The maker mends it and hands it in again; the first review begins anew."),
        icon="arrow-left",
    ),
    "uphold_rejection": Way(
        simple(Because),
        lambda key, said, r: decision.reconsider(key, uphold=True, reasons=said["reasons"], **who(r)),
        Text("已维持不予列入的决定。", "The refusal is upheld."),
        grave=Text("复议决定为本系统内的最终决定。", "This ends the procedure here."),
        icon="gavel",
    ),
    "reject": Way(
        resting,
        lambda key, said, r: decision.reject(key, reasons=said["reasons"], findings=said["findings"], **who(r)),
        Text("已决定不予列入。", "It is not listed."),
        grave=Text("企业可以申请复议，由其他人员办理。", "The maker may ask for reconsideration by another officer."),
        icon="ban",
    ),
}
"""In the order in which they take a case on."""
GRAVE = frozenset({"reject", "uphold_rejection"})
SILENT = frozenset({"consult", "opine"})
"""Of these no letter goes to the maker, so there is none to look at first."""
