"""The transition tables of an export declaration and of an inspection: read by actions, buttons, API, diagrams and tests."""

from typing import Any

from evexport.kernel.states import State, States, row
from evexport.kernel.text import Text


def same_officer_decided(declaration: Any, person: Any) -> Text | None:
    """A correction is a second officer's: not of the one who had the declaration decided."""
    if declaration.decided_by is None or declaration.decided_by != person.user_id:
        return None
    return Text(
        "该报关单由您办理验放，更正须由另一名关员办理（DESIGN#second-officer）。",
        "You had this declaration decided; its correction is another officer's (DESIGN#second-officer).",
    )


DECLARATION = States(
    "declaration",
    Text("出口报关单", "export declaration"),
    states=(
        State("released", Text("已放行", "released")),
        State("held", Text("暂扣待查", "held for inspection")),
        State("refused", Text("不予放行", "refused"), final=True),
        State("not_required", Text("无需本许可证", "no licence of this regime needed"), final=True),
        State("cancelled", Text("已退关", "cancelled"), final=True),
        State("returned", Text("已退运", "returned after export"), final=True),
    ),
    steps=(
        row(
            "release",
            ("held",),
            "released",
            "inspection.record",
            Text("查验合格放行", "release after inspection"),
        ),
        row("clear", ("held",), "not_required", "inspection.record", Text("查验属实放行", "find as declared")),
        row("refuse", ("held",), "refused", "inspection.record", Text("不予放行", "refuse after inspection")),
        row("cancel", ("released",), "cancelled", "declaration.cancel", Text("退关", "cancel")),
        row("cancel_part", ("released",), "released", "declaration.cancel", Text("部分退关", "cancel a part")),
        row(
            "correct",
            ("released",),
            "released",
            "declaration.correct",
            Text("更正车辆识别代号", "correct a VIN"),
            same_officer_decided,
        ),
        row(
            "return_goods",
            ("released",),
            "returned",
            "declaration.return_goods",
            Text("退运", "return after export"),
        ),
        row(
            "return_part",
            ("released",),
            "released",
            "declaration.return_goods",
            Text("部分退运", "return a part after export"),
        ),
    ),
)

INSPECTION = States(
    "inspection",
    Text("查验", "inspection"),
    states=(
        State("ordered", Text("待查验", "ordered")),
        State("passed", Text("合格", "passed"), final=True),
        State("failed", Text("不合格", "failed")),
        State("reworking", Text("整改中", "under rework")),
        State("refused", Text("整改不成，不予放行", "refused for good"), final=True),
    ),
    steps=(
        row(
            "pass",
            ("ordered", "reworking"),
            "passed",
            "inspection.record",
            Text("记录合格", "record as passed"),
        ),
        row(
            "fail",
            ("ordered", "reworking"),
            "failed",
            "inspection.record",
            Text("记录不合格", "record as failed"),
        ),
        row(
            "rework",
            ("failed",),
            "reworking",
            "inspection.order",
            Text("责令整改后复验", "order rework and a new round"),
        ),
        row("give_up", ("failed",), "refused", "inspection.record", Text("不予放行", "refuse for good")),
    ),
)
