"""Q7 to Q10: parts, response, outlets and rescue in each covered or major market; no network never passes."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache

from evexport.kernel.text import Text
from evexport.regulation.asked import Asked
from evexport.regulation.facts.filing import Parts, Rescue, Response
from evexport.regulation.findings import Finding, Measure, criterion
from evexport.regulation.known import Known
from evexport.regulation.law import Law, Value
from evexport.regulation.markets import market_name

NO_MARKET = Text(
    "申报没有任何出口、计划或网点市场，无从核查。",
    "The filing names no market: neither exports nor plans nor outlets.",
)
NAME_MARKETS = Text("请填写上年出口和计划出口的市场。", "Give the markets of last year's and of planned exports.")


def put(id: str, rule: Value, known: Known, law: Law) -> Iterator[tuple[str, Asked]]:  # noqa: A002
    """The criterion put to each covered or major market; asked by its share alone, it rests on the share."""
    source = known.facts.source_of("service_network")
    share = law["qualification.markets.major_share"]
    for market in known.asked:
        also = () if market in known.covered else (share,)
        yield market, Asked(id, rule, also, {"market": market}, source)


def unnamed(id: str, rule: Value) -> Finding:  # noqa: A002
    return Asked(id, rule).lacking(NO_MARKET.zh, NO_MARKET.en, mend=NAME_MARKETS)


def missing(asked: Asked, market: str, known: Known, what: Text) -> Finding:
    """No row: a gap to fill where there is an outlet, a failure where a major market has none."""
    name = market_name(market)
    mend = Text(f"请填写{name.zh}的{what.zh}。", f"Give {what.en} for {name.en}.")
    if market in known.covered:
        return asked.lacking(f"{name.zh}未填写{what.zh}。", f"For {name.en} {what.en} is not given.", mend=mend)
    return asked.not_met(
        f"主要市场{name.zh}没有网点，也没有{what.zh}。",
        f"The major market {name.en} has no outlet and no {what.en}.",
        mend=Text(f"请在{name.zh}设立网点并填写{what.zh}。", f"Open an outlet in {name.en} and give {what.en}."),
    )


@criterion(
    "Q7",
    title=Text("零部件库存", "Parts in stock"),
    asks=Text("常见故障零部件库存率不低于规定比例。", "Parts for common faults are in stock at the required rate."),
    cites=("BRIEF#parts",),
)
def parts(known: Known, law: Law) -> Iterator[Finding]:
    rule = law["qualification.service.parts_in_stock_at_least"]
    rows = {row.market: row for row in known.facts.service_network.parts}
    what = Text("零部件库存", "parts stock")
    yield from _each("Q7", rule, known, law, rows=rows, what=what, judge=_parts)


@cache
def in_percent(rate: Decimal) -> str:
    """A rate as people say it: 20%, 12.5%."""
    return f"{(rate * 100).normalize():f}%"


def _parts(asked: Asked, row: Parts, name: Text) -> Finding:
    stocked, needed = row.in_stock, row.common_fault_parts
    if not needed:
        return asked.lacking(
            f"{name.zh}的常见故障零部件清单为空。",
            f"The list of common-fault parts for {name.en} is empty.",
            mend=Text("请列明常见故障零部件。", "List the parts for common faults."),
            numerator=stocked,
            denominator=needed,
        )
    rate, bound = Fraction(stocked, needed), Fraction(asked.rule.number)
    percent = in_percent(asked.rule.number)
    measured: dict[str, Measure] = {"observed": rate, "numerator": stocked, "denominator": needed}
    short = -(-bound.numerator * needed // bound.denominator) - stocked
    if short > 0:
        return asked.not_met(
            f"{name.zh}在库{stocked}种，共{needed}种，低于{percent}。",
            f"{name.en} stocks {stocked} of {needed} part numbers, below {percent}.",
            mend=Text(f"请再备{short}种零部件。", f"Stock {short} more part number{'s' if short != 1 else ''}."),
            **measured,
        )
    return asked.met(
        f"{name.zh}在库{stocked}种，共{needed}种，不低于{percent}。",
        f"{name.en} stocks {stocked} of {needed} part numbers, not below {percent}.",
        **measured,
    )


@criterion(
    "Q8",
    title=Text("维修响应时间", "Response time"),
    asks=Text(
        "维修响应时间不超过规定小时数；实测值优先于承诺值。",
        "Response is within the required hours; measured wins over committed.",
    ),
    cites=("BRIEF#response",),
)
def response(known: Known, law: Law) -> Iterator[Finding]:
    rule = law["qualification.service.response_hours_at_most"]
    rows = {
        row.market: row
        for row in known.facts.service_network.response
        if row.measured_p95_hours is not None or row.committed_hours is not None
    }
    yield from _each("Q8", rule, known, law, rows=rows, what=Text("响应时间", "response time"), judge=_response)


def _response(asked: Asked, row: Response, name: Text) -> Finding:
    measured = row.measured_p95_hours is not None
    hours = row.measured_p95_hours if row.measured_p95_hours is not None else row.committed_hours
    assert hours is not None
    kind = Text("实测第95百分位", "measured, 95th percentile") if measured else Text("承诺", "committed")
    bound = asked.rule.number
    if hours > bound:
        return asked.not_met(
            f"{name.zh}响应时间{hours}小时（{kind.zh}），超过{bound}小时。",
            f"{name.en} answers in {hours} h ({kind.en}), over {bound} h.",
            mend=Text(f"请缩短{hours - bound}小时。", f"Shorten it by {hours - bound} h."),
            observed=hours,
        )
    return asked.met(
        f"{name.zh}响应时间{hours}小时（{kind.zh}），不超过{bound}小时。",
        f"{name.en} answers in {hours} h ({kind.en}), not over {bound} h.",
        observed=hours,
    )


@criterion(
    "Q9",
    title=Text("主要市场网点", "Outlets in major markets"),
    asks=Text("每个主要市场均有网点。", "Each major market has an outlet."),
    cites=("BRIEF#layout", "DESIGN#major-markets", "DESIGN#counted-outlets"),
)
def layout(known: Known, law: Law) -> Iterator[Finding]:
    rule, share = (
        law["qualification.service.outlet_in_major_market_at_least"],
        law["qualification.markets.major_share"],
    )
    if not known.major:
        yield unnamed("Q9", rule)
    source = known.facts.source_of("service_network")
    for market, major in known.major.items():
        asked = Asked("Q9", rule, (share,), {"market": market}, source)
        name, have, bound = market_name(market), known.covered.get(market, 0), rule.whole
        tie_zh = f"与{'、'.join(major.tied)}数量相同，按代码先后取。" if major.tied else ""
        tie_en = f" Equal to {', '.join(major.tied)}: taken in the order of the codes." if major.tied else ""
        of_zh = f"（{major.total}辆中的{major.vehicles}辆）"
        of_en = f"({major.vehicles} of {major.total} vehicles)"
        if have < bound:
            yield asked.not_met(
                f"主要市场{name.zh}{of_zh}没有提供维修的网点。{tie_zh}",
                f"The major market {name.en} {of_en} has no outlet that offers maintenance.{tie_en}",
                mend=Text(f"请在{name.zh}设立网点。", f"Open an outlet in {name.en}."),
                observed=have,
            )
        else:
            yield asked.met(
                f"主要市场{name.zh}{of_zh}有网点{have}个。{tie_zh}",
                f"The major market {name.en} {of_en} has {have} outlet{'s' if have != 1 else ''}.{tie_en}",
                observed=have,
            )


@criterion(
    "Q10",
    title=Text("24小时紧急救援", "24-hour rescue"),
    asks=Text("提供24小时紧急救援。", "Emergency rescue is provided round the clock."),
    cites=("BRIEF#rescue",),
)
def rescue(known: Known, law: Law) -> Iterator[Finding]:
    rule = law["qualification.service.rescue"]
    rows = {row.market: row for row in known.facts.service_network.rescue if row.round_the_clock is not None}
    yield from _each("Q10", rule, known, law, rows=rows, what=Text("紧急救援", "emergency rescue"), judge=_rescue)


def _rescue(asked: Asked, row: Rescue, name: Text) -> Finding:
    provider = f"（{row.provider}）" if row.provider else ""
    provider_en = f" by {row.provider}" if row.provider else ""
    if not row.round_the_clock:
        return asked.not_met(
            f"{name.zh}的紧急救援{provider}不是24小时。",
            f"Emergency rescue in {name.en}{provider_en} is not round the clock.",
            mend=Text(f"请在{name.zh}落实24小时救援。", f"Arrange rescue round the clock in {name.en}."),
            observed=False,
        )
    return asked.met(
        f"{name.zh}提供24小时紧急救援{provider}。",
        f"Emergency rescue in {name.en}{provider_en} is round the clock.",
        observed=True,
    )


def _each(
    id: str,  # noqa: A002
    rule: Value,
    known: Known,
    law: Law,
    *,
    rows: Mapping[str, object],
    what: Text,
    judge: Callable[..., Finding],
) -> Iterator[Finding]:
    """The criterion put to each covered or major market, with the row given for it."""
    if not known.asked:
        yield unnamed(id, rule)
    for market, asked in put(id, rule, known, law):
        row = rows.get(market)
        yield missing(asked, market, known, what) if row is None else judge(asked, row, market_name(market))
