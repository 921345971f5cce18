"""The transition table of a licence after its issue."""

from typing import Any

from evexport.kernel.states import State, States, row
from evexport.kernel.text import Text
from evexport.licensing.states.application import DECIDE
from evexport.licensing.states.bars import (
    already_over,
    asked_already,
    not_asked,
    not_its_exporter,
    nothing_left,
    revocation_under_way,
    same_officer_decided,
    too_late_to_ask,
    vehicles_are_held,
)
from evexport.licensing.states.revocation import REVOCATION

# `not_yet_valid`, `exhausted` and `expired` are derived from dates and numbers and never stored.
LIVE = ("not_yet_valid", "in_force", "exhausted")

REVOCABLE = (*LIVE, "suspended", "lost")
CONTESTED = ("suspended", "revoked")


def as_the_hearing_allows(case: Any, person: Any) -> Text | None:
    """No revocation without a notice, and none before its own table allows it."""
    step = REVOCATION.step("revoke", case.hearing.state) if case.hearing else None
    if step is None:
        return Text(
            "撤销前须先告知当事人并听取陈述申辩（DESIGN#revocation-hearing）。情况紧急的，可先暂停该证。",
            "Give notice of the revocation first and hear the holder (DESIGN#revocation-hearing). If it cannot wait, suspend.",
        )
    return REVOCATION.bar(step, case.hearing, person)


LICENCE = States(
    "licence",
    Text("出口许可证", "export licence"),
    states=(
        State("not_yet_valid", Text("尚未生效", "not yet valid")),
        State("in_force", Text("有效", "in force")),
        State("exhausted", Text("已用完", "exhausted")),
        State("expired", Text("已过期", "expired")),
        State("suspended", Text("已暂停", "suspended")),
        State("revoked", Text("已撤销", "revoked")),
        State("replaced", Text("已换证", "replaced"), final=True),
        State("returned", Text("已退证", "returned")),
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
            revocation_under_way,
            vehicles_are_held,
            nothing_left,
        ),
        row(
            "replace",
            ("not_yet_valid", "in_force", "lost"),
            "replaced",
            DECIDE,
            Text("换发新证", "replace by a new licence"),
            revocation_under_way,
            already_over,
            vehicles_are_held,
            nothing_left,
        ),
        row("suspend", LIVE, "suspended", "licence.suspend", Text("暂停", "suspend")),
        row("lift", ("suspended",), "in_force", "licence.lift", Text("恢复", "lift the suspension")),
        # A proposal changes nothing about the licence; meanwhile it may be suspended.
        *(
            row(
                "propose_revocation",
                (state,),
                state,
                "licence.revoke",
                Text("拟撤销并告知", "propose the revocation, giving notice"),
                revocation_under_way,
            )
            for state in REVOCABLE
        ),
        row("revoke", REVOCABLE, "revoked", "licence.revoke", Text("撤销", "revoke"), as_the_hearing_allows),
        *(
            row(
                "ask_reconsideration",
                (state,),
                state,
                "licence.ask_reconsideration",
                Text("申请复议", "ask for reconsideration"),
                not_its_exporter,
                asked_already,
                too_late_to_ask,
            )
            for state in CONTESTED
        ),
        *(
            row(
                "uphold",
                (state,),
                state,
                "licence.reconsider",
                Text("复议维持原决定", "uphold the decision"),
                not_asked,
                same_officer_decided,
            )
            for state in CONTESTED
        ),
        # It stands again as its dates and balance say; a loss that was reported stays reported.
        row(
            "set_aside",
            CONTESTED,
            "in_force",
            "licence.reconsider",
            Text("复议撤销原决定", "set the decision aside"),
            not_asked,
            same_officer_decided,
        ),
        row(
            "return",
            LIVE,
            "returned",
            "licence.return",
            Text("退证", "return the licence"),
            revocation_under_way,
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
            revocation_under_way,
            already_over,
            vehicles_are_held,
            nothing_left,
        ),
        # The code of what it covers has changed: another licence on the new one, opened by the issuing body.
        *(
            row(
                "change_code",
                (state,),
                state,
                "licence.change_code",
                Text("因商品编号调整换证", "carry over to a changed customs code"),
                already_over,
                revocation_under_way,
                vehicles_are_held,
                nothing_left,
            )
            for state in ("not_yet_valid", "in_force", "lost")
        ),
        # Applying again leaves the licence as it is.
        *(
            row(
                "reapply",
                (state,),
                state,
                "application.draft",
                Text("重新申领", "apply again"),
                not_its_exporter,
            )
            for state in ("in_force", "exhausted", "expired", "returned")
        ),
    ),
)
