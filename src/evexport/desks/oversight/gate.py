"""The gate: decisions month by month, why it refused, and inspections by risk level with their result."""

from datetime import date
from typing import Any

from django.http import HttpResponse

from evexport.customs.states import INSPECTION
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.parts import Chart, Figure, Figures
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.reasons import short
from evexport.desks.oversight import board
from evexport.desks.oversight.asked import narrowed
from evexport.kernel.text import Text
from evexport.oversight.statistics import figures
from evexport.oversight.statistics.figures import INSPECTION_STATES, Asked
from evexport.regulation.criteria.gate_rules import LEVELS
from evexport.store import browsing_as

DECISIONS = {
    "released": Text("放行", "Released"),
    "refused": Text("不予放行", "Refused"),
    "held": Text("暂扣待查", "Held for inspection"),
    "not_required": Text("无需本许可证", "No licence needed"),
}
FOLLOWED = 5
"""Reasons that are followed month by month: the most frequent."""


@post(*board.READERS)
def gate(request: DeskRequest) -> HttpResponse:
    with browsing_as(request.actor):
        codes = Codes(on=request.at.date())
        asked = narrowed(request, codes)
        decided = figures.decisions(asked.asked)
        why = figures.reasons(asked.asked)
        drawn = [monthly(decided, asked.asked), reasons(why), followed(why, asked.asked), inspections(asked.asked)]
        return board.page(
            request, Text("验放与查验", "Gate and inspections"), drawn, {"narrowed": asked, "figures": in_all(decided)}
        )


def monthly(decided: list[dict[str, Any]], asked: Asked) -> Chart:
    by_month: dict[date, dict[str, int]] = {}
    for one in decided:
        by_month.setdefault(one["month"], {})[one["decision"]] = one["n"]
    return Chart(
        "decisions-by-month",
        Text("各月决定", "Decisions by month"),
        Text(
            "报关单首次决定的结果；暂扣后另行决定的，仍计在暂扣。一份报关单号被拒后重新申报的，每次各计一次。",
            "Declarations by the decision that was first given: one held and decided again later still counts as held. A number"
            " that was refused and declared anew counts each time.",
        ),
        (Text("月份", "Month"), *DECISIONS.values()),
        [(board.month(key), [some.get(name, 0) for name in DECISIONS]) for key, some in sorted(by_month.items())],
        kind="stack",
        colours=("malachite", "cinnabar", "gamboge-line", "quiet"),
        unit=board.DECLARATIONS,
        source=board.entries("declaration.refused", asked.year),
    )


def reasons(why: list[tuple[str, int]]) -> Chart:
    return Chart(
        "refusals-by-reason",
        Text("不予放行的理由", "Why declarations were refused"),
        Text(
            "不予放行的报关单，按理由代码计；一份报关单有几项理由的，各计一次，故合计大于份数。",
            "Refused declarations by reason code; one with several reasons counts under each, so the sum exceeds their number.",
        ),
        (Text("理由", "Reason"), Text("报关单", "Declarations")),
        [(short(code), (count,)) for code, count in why],
        kind="rank",
        most=board.MOST,
        unit=board.DECLARATIONS,
    )


def followed(why: list[tuple[str, int]], asked: Asked) -> Chart:
    codes = [code for code, _ in why[:FOLLOWED]]
    months = figures.reasons_by_month(asked, codes) if codes else {}
    return Chart(
        "refusals-by-reason-and-month",
        Text("主要理由逐月", "The most frequent reasons by month"),
        Text(
            f"出现最多的{FOLLOWED}项理由，各月的报关单份数。",
            f"Declarations by month under the {FOLLOWED} most frequent reasons.",
        ),
        (Text("月份", "Month"), *(short(code) for code in codes)),
        [(board.month(key), [some.get(code, 0) for code in codes]) for key, some in months.items()],
        kind="stack",
        unit=board.DECLARATIONS,
    )


def inspections(asked: Asked) -> Chart:
    rows = {one["level"]: one for one in figures.inspections(asked)}
    states = {name: INSPECTION.states[name].label for name in INSPECTION_STATES}
    return Chart(
        "inspections-by-level",
        Text("查验（按风险等级）", "Inspections by risk level"),
        Text(
            "按决定查验时生产企业的风险等级和查验现状计；年度按决定查验的月份。不按市场筛选。",
            "By the maker's risk level when the inspection was ordered and by where it stands now; the year is that of the order."
            " A chosen market does not narrow them.",
        ),
        (Text("风险等级", "Risk level"), *states.values(), Text("不合格轮次", "Failed rounds")),
        [
            (label, [*(rows[level][f"n_{name}"] for name in states), rows[level]["n_failed_rounds"]])
            for level, label in LEVELS.items()
            if level in rows
        ],
        kind="shares",
        colours=("gamboge-line", "malachite", "cinnabar", "azurite", "quiet"),
        drawn=len(states),
        source=board.entries("inspection.recorded", asked.year),
    )


def in_all(decided: list[dict[str, Any]]) -> Figures:
    counts = {name: sum(one["n"] for one in decided if one["decision"] == name) for name in DECISIONS}
    whole = sum(counts.values())

    def share(name: str) -> Text:
        part = 100 * counts[name] / whole if whole else 0
        return Text(f"占{part:.1f}%", f"{part:.1f}% of all")

    return Figures(
        tuple(
            Figure(label, counts[name], share(name), tone="no" if name == "refused" and counts[name] else "plain")
            for name, label in DECISIONS.items()
        ),
        Text("决定", "Decisions"),
    )
