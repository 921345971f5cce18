"""The transition table of a licence application."""

from evexport.kernel.states import State, States, row
from evexport.kernel.text import Text
from evexport.licensing.states.bars import not_the_applicant, same_officer_refused, same_officer_reviewed

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
        row("save", ("draft",), "draft", "application.draft", Text("保存草稿", "save the draft"), not_the_applicant),
        row("save", ("returned",), "returned", "application.draft", Text("修改申请", "mend the application"), not_the_applicant),
        row("submit", ("draft", "returned"), "submitted", APPLY, Text("提交申请", "submit the application"), not_the_applicant),
        row("correct", ("submitted",), "submitted", APPLY, Text("更正申请", "correct the application"), not_the_applicant),
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
            not_the_applicant,
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
            not_the_applicant,
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
            not_the_applicant,
        ),
    ),
)
