"""The transition table of a revocation: notice, the parties' statements, and a decision by another officer."""

from typing import Any

from evexport.kernel.states import State, States, row
from evexport.kernel.text import Text
from evexport.licensing.states.bars import not_its_exporter
from evexport.regulation.reasons import spelt


def same_officer_proposed(hearing: Any, person: Any) -> Text | None:
    """Two people for each revocation: who proposed it does not decide it."""
    if hearing.proposed_by is None or hearing.proposed_by != person.identity:
        return None
    return Text(
        "撤销由您提出，须由另一名工作人员决定（DESIGN#revocation-hearing）。",
        "You proposed the revocation; another officer decides it (DESIGN#revocation-hearing).",
    )


def may_still_answer(hearing: Any, _person: Any) -> Text | None:
    """The exporter is heard, has waived it, or has let its time run out."""
    if hearing.heard or hearing.today > hearing.answer_by:
        return None
    day = spelt(hearing.answer_by)
    return Text(
        f"出口商可在{day.zh}（含当日）前陈述申辩，其尚未陈述申辩，也未放弃（DESIGN#revocation-hearing）。",
        f"The exporter may state its case until {day.en}, that day included, and has neither done so nor waived it "
        "(DESIGN#revocation-hearing).",
    )


OPEN = ("proposed", "stated", "waived")
HEAR, REVOKE = "licence.state_case", "licence.revoke"

REVOCATION = States(
    "revocation",
    Text("撤销程序", "revocation"),
    states=(
        State("proposed", Text("已告知，待陈述申辩", "notice given, to be heard")),
        State("stated", Text("已陈述申辩", "case stated")),
        State("waived", Text("已放弃陈述申辩", "statement waived")),
        State("dropped", Text("不予撤销，程序终止", "dropped"), final=True),
        State("revoked", Text("已决定撤销", "revoked"), final=True),
    ),
    steps=(
        row("state_case", OPEN, "stated", HEAR, Text("陈述申辩", "state one's case")),
        row(
            "waive_statement",
            ("proposed", "stated"),
            "waived",
            HEAR,
            Text("放弃陈述申辩", "waive the statement"),
            not_its_exporter,
        ),
        row("revoke", OPEN, "revoked", REVOKE, Text("撤销", "revoke"), same_officer_proposed, may_still_answer),
        row("drop_revocation", OPEN, "dropped", REVOKE, Text("终止撤销程序", "drop the revocation")),
    ),
)
