"""The transition tables of an application and of a licence: actions, buttons, API and tests read them."""

from typing import Any

from evexport.kernel.states import State, States, row
from evexport.kernel.text import Text


def same_officer_reviewed(application: Any, person: Any) -> Text | None:
    """Two people for each licence: who passed the first review may not issue."""
    if application.first_reviewer is None or application.first_reviewer != person.user_id:
        return None
    return Text(
        "初审由您通过，复审须由另一名工作人员办理（ISSUE-RULES-2008#two-step-review）。",
        "You passed the first review; the second is another officer's (ISSUE-RULES-2008#two-step-review).",
    )


def same_officer_refused(application: Any, person: Any) -> Text | None:
    """A refusal is looked at again by somebody else."""
    if application.decided_by is None or application.decided_by != person.user_id:
        return None
    return Text(
        "不予发证的决定由您作出，复议须由另一名工作人员办理（DESIGN#reconsideration）。",
        "You took the refusal; its reconsideration is another officer's (DESIGN#reconsideration).",
    )


def vehicles_are_held(case: Any, _person: Any) -> Text | None:
    """What customs holds for an inspection counts on this licence, so it must stand until that is decided."""
    if case.reserved == 0:
        return None
    return Text(
        f"该证项下有{case.reserved}辆车在海关待查，须待海关作出决定后办理。",
        f"Customs holds {case.reserved} vehicles under this licence; wait for its decision.",
    )


def nothing_left(case: Any, _person: Any) -> Text | None:
    """A replacement takes over what is left; where nothing is left there is nothing to take over."""
    if case.left > 0 and case.clearances_left > 0:
        return None
    return Text(
        "该证已无剩余数量或剩余报关次数，不能换发；如需继续出口，请另行申请。",
        "No quantity or no clearance is left, so nothing can be carried over; apply for a new licence.",
    )


def already_over(case: Any, _person: Any) -> Text | None:
    """Change and reissue are asked for within validity; afterwards the remainder is void."""
    if case.days_left > 0:
        return None
    return Text(
        "该证已过有效期，剩余数量作废，不能换发（ISSUE-RULES-2008#amendment）。",
        "It is past its last day and the remainder void; it cannot be replaced (ISSUE-RULES-2008#amendment).",
    )


def not_its_exporter(case: Any, person: Any) -> Text | None:
    """A change and a loss are the exporter's own to ask for and to report."""
    if person.organisation_id == case.exporter_id:
        return None
    return Text("须由该证的出口商申请。", "This is for the licence's own exporter to ask for.")


OPEN = ("submitted", "information_requested", "reviewed")
APPLY, REVIEW, DECIDE = "application.submit", "application.first_review", "application.second_review"

APPLICATION = States(
    "application",
    Text("出口许可证申请", "licence application"),
    states=(
        State("draft", Text("草稿", "draft")),
        State("submitted", Text("已提交，待初审", "submitted, awaiting first review")),
        State("information_requested", Text("待补正", "further information requested")),
        State("reviewed", Text("初审通过，待复审", "passed first review, awaiting second review")),
        State("issued", Text("已发证", "issued"), final=True),
        State("returned", Text("已退回", "returned")),
        State("refused", Text("不予发证", "refused")),
        State("reconsidering", Text("复议中", "under reconsideration")),
        State("upheld", Text("复议维持不予发证", "refusal upheld"), final=True),
        State("withdrawn", Text("已撤回", "withdrawn"), final=True),
    ),
    steps=(
        row("save", ("draft",), "draft", "application.draft", Text("保存草稿", "save the draft")),
        row("save", ("returned",), "returned", "application.draft", Text("修改申请", "mend the application")),
        row("submit", ("draft", "returned"), "submitted", APPLY, Text("提交申请", "submit the application")),
        row("correct", ("submitted",), "submitted", APPLY, Text("更正申请", "correct the application")),
        row(
            "request_information",
            ("submitted",),
            "information_requested",
            "application.request",
            Text("要求补正", "request further information"),
        ),
        row(
            "answer",
            ("information_requested",),
            "submitted",
            "application.answer",
            Text("答复补正", "answer the request"),
        ),
        row("pass_first_review", ("submitted",), "reviewed", REVIEW, Text("初审通过", "pass the first review")),
        row(
            "issue",
            ("reviewed",),
            "issued",
            DECIDE,
            Text("复审发证", "issue the licence"),
            same_officer_reviewed,
        ),
        row("return", ("submitted", "reviewed"), "returned", "application.return", Text("退回", "return")),
        row("refuse", ("submitted", "reviewed"), "refused", "application.refuse", Text("不予发证", "refuse")),
        row(
            "ask_reconsideration",
            ("refused",),
            "reconsidering",
            APPLY,
            Text("申请复议", "ask for reconsideration"),
        ),
        row(
            "reopen",
            ("reconsidering",),
            "submitted",
            "application.reconsider",
            Text("撤销不予发证并重新审查", "set the refusal aside and review again"),
            same_officer_refused,
        ),
        row(
            "uphold",
            ("reconsidering",),
            "upheld",
            "application.reconsider",
            Text("维持不予发证", "uphold the refusal"),
            same_officer_refused,
        ),
        row(
            "withdraw",
            ("draft", "returned", *OPEN),
            "withdrawn",
            "application.withdraw",
            Text("撤回申请", "withdraw the application"),
        ),
    ),
)

# `not_yet_valid`, `exhausted` and `expired` are derived from dates and numbers and never stored.
LIVE = ("not_yet_valid", "in_force", "exhausted")

LICENCE = States(
    "licence",
    Text("出口许可证", "export licence"),
    states=(
        State("not_yet_valid", Text("尚未生效", "not yet valid")),
        State("in_force", Text("有效", "in force")),
        State("exhausted", Text("已用完", "exhausted")),
        State("expired", Text("已过期", "expired"), final=True),
        State("suspended", Text("已暂停", "suspended")),
        State("revoked", Text("已撤销", "revoked"), final=True),
        State("replaced", Text("已换证", "replaced"), final=True),
        State("returned", Text("已退证", "returned"), final=True),
        State("lost", Text("已挂失", "reported lost")),
    ),
    steps=(
        row(
            "amend",
            ("not_yet_valid", "in_force"),
            "in_force",
            "licence.amend",
            Text("申请更改", "ask for an amendment"),
            not_its_exporter,
            vehicles_are_held,
            nothing_left,
        ),
        row(
            "replace",
            ("not_yet_valid", "in_force", "lost"),
            "replaced",
            DECIDE,
            Text("换发新证", "replace by a new licence"),
            already_over,
            vehicles_are_held,
            nothing_left,
        ),
        row("suspend", LIVE, "suspended", "licence.suspend", Text("暂停", "suspend")),
        row("lift", ("suspended",), "in_force", "licence.lift", Text("恢复", "lift the suspension")),
        row("revoke", (*LIVE, "suspended", "lost"), "revoked", "licence.revoke", Text("撤销", "revoke")),
        row(
            "return",
            LIVE,
            "returned",
            "licence.return",
            Text("退证", "return the licence"),
            vehicles_are_held,
        ),
        row(
            "report_loss",
            LIVE,
            "lost",
            "licence.report_loss",
            Text("挂失", "report the loss"),
            not_its_exporter,
        ),
        row(
            "ask_reissue",
            ("lost",),
            "lost",
            "licence.report_loss",
            Text("申请补发", "ask for a reissue"),
            not_its_exporter,
            already_over,
            vehicles_are_held,
            nothing_left,
        ),
    ),
)
