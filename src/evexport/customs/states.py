"""The transition tables of an export declaration and of an inspection: read by actions, buttons, API, diagrams and tests."""

from collections.abc import Iterable
from typing import Any

from evexport.kernel.states import Bar, State, States, Step
from evexport.kernel.text import Text


def step(  # the tables below read as rows: verb, from, to, permission, label, bars
    verb: str, sources: Iterable[str], target: str, needs: str, label: Text, *bars: Bar
) -> Step:
    return Step(verb, frozenset(sources), target, needs, label, bars)


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
        step(
            "release",
            ("held",),
            "released",
            "inspection.record",
            Text("查验合格放行", "release after inspection"),
        ),
        step("clear", ("held",), "not_required", "inspection.record", Text("查验属实放行", "find as declared")),
        step("refuse", ("held",), "refused", "inspection.record", Text("不予放行", "refuse after inspection")),
        step("cancel", ("released",), "cancelled", "declaration.cancel", Text("退关", "cancel")),
        step("cancel_part", ("released",), "released", "declaration.cancel", Text("部分退关", "cancel a part")),
        step(
            "correct",
            ("released",),
            "released",
            "declaration.correct",
            Text("更正车辆识别代号", "correct a VIN"),
            same_officer_decided,
        ),
        step(
            "return_goods",
            ("released",),
            "returned",
            "declaration.return_goods",
            Text("退运", "return after export"),
        ),
        step(
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
        step(
            "pass",
            ("ordered", "reworking"),
            "passed",
            "inspection.record",
            Text("记录合格", "record as passed"),
        ),
        step(
            "fail",
            ("ordered", "reworking"),
            "failed",
            "inspection.record",
            Text("记录不合格", "record as failed"),
        ),
        step(
            "rework",
            ("failed",),
            "reworking",
            "inspection.order",
            Text("责令整改后复验", "order rework and a new round"),
        ),
        step("give_up", ("failed",), "refused", "inspection.record", Text("不予放行", "refuse for good")),
    ),
)
