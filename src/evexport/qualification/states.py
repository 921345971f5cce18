"""The transition table of a filing, from the draft to the list or the final refusal."""

from typing import Any

from evexport.kernel.states import State, States, row
from evexport.kernel.text import Text

WITH_DEPARTMENT = ("submitted", "corrected")
"""States in which the commerce department of the maker's division holds the filing."""

WITH_MINISTRY = ("forwarded", "in_consultation", "candidate", "objected", "in_reconsideration")
"""States in which the ministry holds the filing."""

WITH_MAKER = ("draft", "further_information", "returned", "correction_ordered")
"""States in which the maker holds the filing: the authority's clock does not run."""

UNDECIDED = tuple(s for s in (*WITH_DEPARTMENT, *WITH_MINISTRY, *WITH_MAKER) if s != "draft")
"""States of a case that waits for its decision: each holds up the list. A draft is no case yet."""

HANDED_ON = ("forward", "uphold_objection", "ask_reconsideration", "overturn_rejection")
"""Verbs with which a case passes to other people: whoever handled it no longer does."""

DECIDABLE = ("forwarded", "in_consultation", "candidate", "objected")


def in_other_hands(filing: Any, actor: Any) -> Text | None:
    """A department returns what it holds itself; what was forwarded is the ministry's to return."""
    holder = "province_officer" if filing.state in WITH_DEPARTMENT else "ministry_officer"
    if actor.role == holder:
        return None
    return Text(
        "该申报目前不在贵部门办理环节。",
        "The filing is not with your department at this stage.",
    )


def lies_with(filing: Any, role: str) -> bool:
    """Does the case lie at the desk of this role, or wait there for its maker?"""
    waiting = filing.state in WITH_MAKER and filing.state not in {"draft", "correction_ordered"}
    return filing.state in (WITH_MINISTRY if role == "ministry_officer" else WITH_DEPARTMENT) or (
        waiting and role == "province_officer"
    )


def rejected_by_the_same(filing: Any, actor: Any) -> Text | None:
    """A refusal is looked at again by another officer than the one who refused."""
    if filing.rejected_by != actor.user_id:
        return None
    return Text(
        "复议应由作出不予列入决定以外的人员办理。",
        "A reconsideration is decided by an officer other than the one who rejected the filing.",
    )


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
        row(
            "submit",
            ("draft", "returned"),
            "submitted",
            "filing.submit",
            Text("提交申报", "submit the filing"),
        ),
        row(
            "request_information",
            ("submitted",),
            "further_information",
            "filing.request",
            Text("要求补正", "ask for further information"),
        ),
        row(
            "answer",
            ("further_information",),
            "submitted",
            "filing.answer",
            Text("答复补正", "answer the questions"),
        ),
        row(
            "return",
            (*WITH_DEPARTMENT, "forwarded", "in_consultation", "candidate"),
            "returned",
            "filing.return",
            Text("退回修改", "return to the maker"),
            in_other_hands,
        ),
        row(
            "forward",
            WITH_DEPARTMENT,
            "forwarded",
            "filing.forward",
            Text("通过初核并上报", "pass first review and forward"),
        ),
        row(
            "consult",
            ("forwarded",),
            "in_consultation",
            "filing.consult",
            Text("启动部门会商", "start the consultation"),
        ),
        row(
            "opine",
            ("in_consultation",),
            "in_consultation",
            "filing.opine",
            Text("反馈会商意见", "give an opinion"),
        ),
        row(
            "opine",
            ("candidate",),
            "candidate",
            "filing.opine",
            Text("逾期反馈会商意见", "give a late opinion"),
        ),
        row(
            "nominate",
            ("in_consultation",),
            "candidate",
            "filing.nominate",
            Text("列为候选并公示", "nominate and give public notice"),
        ),
        row(
            "object",
            ("candidate", "objected"),
            "objected",
            "filing.object",
            Text("提出异议", "lodge an objection"),
        ),
        row(
            "dismiss_objection",
            ("objected",),
            "candidate",
            "filing.decide_objection",
            Text("异议不成立", "dismiss the objection"),
        ),
        row(
            "dismiss_one_objection",
            ("objected",),
            "objected",
            "filing.decide_objection",
            Text("该项异议不成立（尚有其他异议）", "dismiss this objection, others being open"),
        ),
        row(
            "uphold_objection",
            ("objected",),
            "correction_ordered",
            "filing.decide_objection",
            Text("异议成立，责令更正", "uphold the objection and order a correction"),
        ),
        row(
            "correct",
            ("correction_ordered",),
            "corrected",
            "filing.correct",
            Text("提交更正", "hand in the correction"),
        ),
        row("list", ("candidate",), "listed", "filing.list", Text("列入名单", "enter on the list")),
        row(
            "reject",
            (*DECIDABLE, "further_information", "returned", "correction_ordered"),
            "rejected",
            "filing.reject",
            Text("不予列入", "reject"),
        ),
        row(
            "ask_reconsideration",
            ("rejected",),
            "in_reconsideration",
            "filing.submit",
            Text("申请复议", "ask for reconsideration"),
        ),
        row(
            "uphold_rejection",
            ("in_reconsideration",),
            "reconsidered",
            "filing.reconsider",
            Text("维持不予列入", "uphold the rejection"),
            rejected_by_the_same,
        ),
        row(
            "overturn_rejection",
            ("in_reconsideration",),
            "forwarded",
            "filing.reconsider",
            Text("撤销不予列入决定", "overturn the rejection"),
            rejected_by_the_same,
        ),
        row(
            "withdraw",
            (*tuple(s for s in UNDECIDED if s != "in_reconsideration"), "draft"),
            "withdrawn",
            "filing.withdraw",
            Text("撤回申报", "withdraw the filing"),
        ),
    ],
)
