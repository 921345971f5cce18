"""The transition tables of the yearly gate: a filing, a list entry, an authorisation, a listed model, a proposed change."""

from typing import Any

from evexport.kernel.states import State, States, Step
from evexport.kernel.text import Text

ROUNDS_OF_AUTHORITY = ("submitted", "corrected")
"""States in which the commerce department of the maker's division holds the filing."""

WITH_MINISTRY = ("forwarded", "in_consultation", "candidate", "objected", "in_reconsideration")
"""States in which the ministry holds the filing."""

WITH_MAKER = ("draft", "further_information", "returned", "correction_ordered")
"""States in which the maker holds the filing: the authority's clock does not run."""

UNDECIDED = tuple(s for s in (*ROUNDS_OF_AUTHORITY, *WITH_MINISTRY, *WITH_MAKER) if s != "draft")
"""States of a case that still waits for its decision: each of them holds up the list. A draft is no case yet."""

DECIDABLE = ("forwarded", "in_consultation", "candidate", "objected")


def in_other_hands(filing: Any, actor: Any) -> Text | None:
    """A department returns what it holds itself; what was forwarded is the ministry's to return."""
    holder = "province_officer" if filing.state in ROUNDS_OF_AUTHORITY else "ministry_officer"
    if actor.role == holder:
        return None
    return Text(
        "该申报目前不在贵部门办理环节。",
        "The filing is not with your department at this stage.",
    )


def rejected_by_the_same(filing: Any, actor: Any) -> Text | None:
    """A refusal is looked at again by another officer than the one who refused."""
    if filing.rejected_by != actor.user_id:
        return None
    return Text(
        "复议应由作出不予列入决定以外的人员办理。",
        "A reconsideration is decided by an officer other than the one who rejected the filing.",
    )


def _step(
    verb: str, sources: tuple[str, ...], target: str, needs: str, zh: str, en: str, **more: Any
) -> Step:
    return Step(verb, frozenset(sources), target, needs, Text(zh, en), **more)


FILING = States(
    "filing",
    Text("申报", "filing"),
    states=[
        State("draft", Text("草稿", "draft")),
        State("submitted", Text("已提交，初核中", "submitted, in first review")),
        State("further_information", Text("待补正（停止计时）", "further information asked (clock stopped)")),
        State("returned", Text("已退回修改", "returned to be mended")),
        State("forwarded", Text("已上报", "forwarded to the ministry")),
        State("in_consultation", Text("部门会商中", "in consultation")),
        State("candidate", Text("公示中", "candidate, in public notice")),
        State("objected", Text("公示异议处理中", "objected to")),
        State("correction_ordered", Text("异议成立，待更正", "correction ordered")),
        State("corrected", Text("已更正，二次初核中", "corrected, in second review")),
        State("listed", Text("已列入名单", "listed"), final=True),
        State("rejected", Text("不予列入", "rejected")),
        State("in_reconsideration", Text("复议中", "in reconsideration")),
        State("reconsidered", Text("复议维持不予列入", "reconsidered, rejection upheld"), final=True),
        State("withdrawn", Text("已撤回", "withdrawn"), final=True),
    ],
    steps=[
        _step("submit", ("draft", "returned"), "submitted", "filing.submit", "提交申报", "submit the filing"),
        _step(
            "request_information", ("submitted",), "further_information", "filing.request",
            "要求补正", "ask for further information",
        ),
        _step(
            "answer", ("further_information",), "submitted", "filing.answer",
            "答复补正", "answer the questions",
        ),
        _step(
            "return", (*ROUNDS_OF_AUTHORITY, "forwarded", "in_consultation", "candidate"), "returned", "filing.return",
            "退回修改", "return to the maker", barred_by=(in_other_hands,),
        ),
        _step("forward", ROUNDS_OF_AUTHORITY, "forwarded", "filing.forward", "通过初核并上报", "pass first review and forward"),
        _step("consult", ("forwarded",), "in_consultation", "filing.consult", "启动部门会商", "start the consultation"),
        _step("opine", ("in_consultation",), "in_consultation", "filing.opine", "反馈会商意见", "give an opinion"),
        _step("opine", ("candidate",), "candidate", "filing.opine", "逾期反馈会商意见", "give a late opinion"),
        _step("nominate", ("in_consultation",), "candidate", "filing.nominate", "列为候选并公示", "nominate and give public notice"),
        _step("object", ("candidate", "objected"), "objected", "filing.object", "提出异议", "lodge an objection"),
        _step(
            "dismiss_objection", ("objected",), "candidate", "filing.decide_objection",
            "异议不成立", "dismiss the objection",
        ),
        _step(
            "dismiss_one_objection", ("objected",), "objected", "filing.decide_objection",
            "该项异议不成立（尚有其他异议）", "dismiss this objection, others being open",
        ),
        _step(
            "uphold_objection", ("objected",), "correction_ordered", "filing.decide_objection",
            "异议成立，责令更正", "uphold the objection and order a correction",
        ),
        _step("correct", ("correction_ordered",), "corrected", "filing.submit", "提交更正", "hand in the correction"),
        _step("list", ("candidate",), "listed", "filing.list", "列入名单", "enter on the list"),
        _step(
            "reject", (*DECIDABLE, "further_information", "returned", "correction_ordered"), "rejected", "filing.reject",
            "不予列入", "reject",
        ),
        _step(
            "ask_reconsideration", ("rejected",), "in_reconsideration", "filing.submit",
            "申请复议", "ask for reconsideration",
        ),
        _step(
            "uphold_rejection", ("in_reconsideration",), "reconsidered", "filing.reconsider",
            "维持不予列入", "uphold the rejection", barred_by=(rejected_by_the_same,),
        ),
        _step(
            "overturn_rejection", ("in_reconsideration",), "forwarded", "filing.reconsider",
            "撤销不予列入决定", "overturn the rejection", barred_by=(rejected_by_the_same,),
        ),
        _step(
            "withdraw", tuple(s for s in UNDECIDED if s != "in_reconsideration") + ("draft",), "withdrawn", "filing.withdraw",
            "撤回申报", "withdraw the filing",
        ),
    ],
)  # fmt: skip

ENTRY = States(
    "list entry",
    Text("名单条目", "list entry"),
    states=[
        State("in_force", Text("有效", "in force")),
        State("suspended", Text("暂停", "suspended")),
        State("cancelled", Text("取消", "cancelled"), final=True),
        State("lapsed", Text("失效", "lapsed"), final=True),
    ],
    steps=[
        _step("suspend", ("in_force",), "suspended", "list.suspend", "暂停出口资质", "suspend the entry"),
        _step("lift", ("suspended",), "in_force", "list.lift", "恢复出口资质", "lift the suspension"),
        _step("cancel", ("in_force", "suspended"), "cancelled", "list.cancel", "取消出口资质", "cancel the entry"),
        _step("lapse", ("in_force", "suspended"), "lapsed", "list.cancel", "登记失效", "record that the entry lapsed"),
    ],
)  # fmt: skip

AUTHORISATION = States(
    "authorisation",
    Text("出口授权", "authorisation"),
    states=[
        State("in_force", Text("有效", "in force")),
        State("suspended", Text("暂停", "suspended")),
        State("removed", Text("已撤销授权", "removed"), final=True),
    ],
    steps=[
        _step("suspend", ("in_force",), "suspended", "list.suspend", "暂停该出口企业资格", "suspend the authorisation"),
        _step("lift", ("suspended",), "in_force", "list.lift", "恢复该出口企业资格", "lift the suspension"),
        _step(
            "remove", ("in_force", "suspended"), "removed", "list.consent_removal",
            "经被授权企业同意撤销授权", "remove with the exporter's consent",
        ),
    ],
)  # fmt: skip

LISTED_MODEL = States(
    "listed model",
    Text("名单车型", "listed model"),
    states=[
        State("in_force", Text("有效", "in force")),
        State("withdrawn", Text("已撤出名单", "withdrawn"), final=True),
    ],
    steps=[_step("withdraw", ("in_force",), "withdrawn", "list.cancel", "撤出该车型", "withdraw the model")],
)

CHANGE = States(
    "proposed change",
    Text("名单变更事项", "proposed change"),
    states=[
        State("proposed", Text("待对方确认", "proposed")),
        State("effective", Text("已生效", "effective"), final=True),
        State("declined", Text("未获同意", "declined"), final=True),
        State("dropped", Text("已撤回", "taken back"), final=True),
    ],
    steps=[
        _step("consent", ("proposed",), "effective", "list.consent_removal", "书面同意撤销授权", "consent to the removal"),
        _step("decline", ("proposed",), "declined", "list.consent_removal", "不同意撤销授权", "decline the removal"),
        _step("record_rename", ("proposed",), "effective", "list.rename", "核准更名", "record the new name"),
        _step("refuse_rename", ("proposed",), "declined", "list.rename", "不予更名", "refuse the new name"),
        _step("drop", ("proposed",), "dropped", "filing.withdraw", "撤回变更事项", "take the proposal back"),
    ],
)  # fmt: skip
