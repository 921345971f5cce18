"""Q11: a service-network construction plan is submitted for each major market and meets what is asked."""

from collections.abc import Iterator

from evexport.kernel.text import Text, join
from evexport.regulation.asked import Asked
from evexport.regulation.criteria.service import unnamed
from evexport.regulation.facts.filing import PlanRow
from evexport.regulation.findings import Finding, criterion
from evexport.regulation.known import Known
from evexport.regulation.law import Law
from evexport.regulation.markets import market_name


@criterion(
    "Q11",
    title=Text("服务网络建设方案", "Construction plan"),
    asks=Text(
        "各主要市场（按上年和按计划）均有建设方案，且方案本身达到库存、响应和救援要求。",
        "Each major market, by last year and by plan, has a plan that meets parts, response and rescue.",
    ),
    cites=("BRIEF#service-network", "BRIEF#parts", "BRIEF#response", "BRIEF#rescue"),
)
def plan(known: Known, law: Law) -> Iterator[Finding]:
    rule = law["qualification.service.plan_required"]
    if not known.planned_for:
        yield unnamed("Q11", rule)
    year = known.facts.year
    rows = {row.market: row for row in known.facts.service_network.plan if row.year == year}
    share = law["qualification.markets.major_share"]
    source = known.facts.source_of("service_network")
    for market in known.planned_for:
        asked = Asked("Q11", rule, (share,), {"market": market}, source)
        row, name = rows.get(market), market_name(market)
        if row is None:
            yield asked.not_met(
                f"没有{name.zh}{year}年的建设方案。",
                f"There is no plan for {name.en} in {year}.",
                mend=Text(f"请提交{name.zh}{year}年的建设方案。", f"Submit a plan for {name.en} in {year}."),
                observed=False,
            )
        else:
            yield _judge(asked, row, name, law)


def _judge(asked: Asked, row: PlanRow, name: Text, law: Law) -> Finding:
    unsaid = [
        text
        for value, text in (
            (row.parts_in_stock_rate, Text("库存率", "the parts rate")),
            (row.response_hours, Text("响应时间", "the response time")),
            (row.rescue, Text("紧急救援", "emergency rescue")),
        )
        if value is None
    ]
    wrong = list(_wrong(row, law))
    if wrong:
        said = join(text for text, _ in wrong)
        return asked.not_met(
            f"{name.zh}的方案未达标：{said.zh}",
            f"The plan for {name.en} falls short: {said.en}",
            mend=join(mend for _, mend in wrong),
            observed=False,
        )
    if unsaid:
        zh, en = "、".join(text.zh for text in unsaid), ", ".join(text.en for text in unsaid)
        return asked.lacking(
            f"{name.zh}的方案未写明{zh}。",
            f"The plan for {name.en} does not say {en}.",
            mend=Text(f"请在方案中写明{zh}。", f"State {en} in the plan."),
        )
    return asked.met(
        f"{name.zh}的方案达到库存、响应和救援要求。",
        f"The plan for {name.en} meets parts, response and rescue.",
        observed=True,
    )


def _wrong(row: PlanRow, law: Law) -> Iterator[tuple[Text, Text]]:
    """What of a plan falls short, each with its mend."""
    rate = law["qualification.service.parts_in_stock_at_least"].number
    hours = law["qualification.service.response_hours_at_most"].number
    rescue = law["qualification.service.rescue"].word
    if row.parts_in_stock_rate is not None and row.parts_in_stock_rate < rate:
        yield (
            Text(
                f"库存率{row.parts_in_stock_rate}低于{rate}。",
                f"a parts rate of {row.parts_in_stock_rate}, below {rate}.",
            ),
            Text(f"请将库存率提高到{rate}。", f"Plan a parts rate of {rate}."),
        )
    if row.response_hours is not None and row.response_hours > hours:
        yield (
            Text(
                f"响应时间{row.response_hours}小时超过{hours}小时。",
                f"a response of {row.response_hours} h, over {hours} h.",
            ),
            Text(f"请将响应时间缩短到{hours}小时。", f"Plan a response within {hours} h."),
        )
    if row.rescue is not None and row.rescue != rescue:
        yield (
            Text(f"紧急救援为“{row.rescue}”，不是24小时。", f"rescue is “{row.rescue}”, not round the clock."),
            Text("请规划24小时救援。", "Plan rescue round the clock."),
        )
