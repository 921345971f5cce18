"""Gate 2, what and how many: code, quantity, capacity, service at the destination, price."""

from collections.abc import Iterator

from evexport.kernel.text import Text
from evexport.regulation.criteria.licence_answer import Answer
from evexport.regulation.criteria.licence_parties import without_qualification
from evexport.regulation.facts.application import ApplicationFacts, Line
from evexport.regulation.findings import Finding, criterion
from evexport.regulation.law import Law


@criterion(
    "L15",
    title=Text("商品编号", "Customs code"),
    asks=Text(
        "每一行的商品编号在许可证起始日属本许可证管理范围。",
        "Each line's customs code is under this licence regime on the licence's first day.",
    ),
    cites=("ANN-54-2025#scope",),
)
def codes_controlled(facts: ApplicationFacts, law: Law) -> Iterator[Finding]:
    controlled = law.parameter("scope.hs_code").on(facts.starts_on)
    assert controlled is not None  # its first value is older than any licence
    for code in dict.fromkeys(line.hs_code for line in facts.application.lines):
        answer = Answer("L15", controlled.cite, {"hs_code": code})
        if code == controlled.value:
            yield answer.met(f"商品编号{code}属管理范围。", f"Code {code} is under this regime.", observed=code)
        else:
            yield answer.not_met(
                f"商品编号{code}不属本许可证管理范围。",
                f"Code {code} is not under this licence regime.",
                mend=Text(
                    f"请填写{controlled.value}，或按该编号适用的规定办理。",
                    f"Give {controlled.value}, or follow the regime of that code.",
                ),
                observed=code,
                required=controlled.value,
            )


@criterion(
    "L16",
    title=Text("数量", "Quantity"),
    asks=Text("每一行以辆为单位，数量为正整数。", "Each line counts whole vehicles, and more than none."),
    cites=("ISSUE-RULES-2008#form",),
)
def quantity_positive(facts: ApplicationFacts, law: Law) -> Iterator[Finding]:
    unit = law["licence.form.unit"]
    for line in facts.application.lines:
        answer = Answer("L16", unit.cite, {"model_code": line.model_code})
        if line.unit != unit.word:
            yield answer.not_met(
                f"车型{line.model_code}的计量单位为“{line.unit}”，应为辆（{unit.word}）。",
                f"Model {line.model_code} is counted in “{line.unit}”; the unit must be {unit.word}.",
                mend=Text(f"请将计量单位改为{unit.word}。", f"Change the unit to {unit.word}."),
                observed=line.unit,
                required=unit.word,
            )
        elif line.quantity < 1:
            yield answer.not_met(
                f"车型{line.model_code}的数量为{line.quantity}辆，至少为1辆。",
                f"Model {line.model_code}: {line.quantity} vehicles; at least 1 is needed.",
                mend=Text("请填写数量，或删去该行。", "Give the quantity, or take the line off."),
                observed=line.quantity,
                required=1,
                unit="vehicle",
            )
        else:
            yield answer.met(
                f"车型{line.model_code}：{line.quantity}辆。",
                f"Model {line.model_code}: {line.quantity} vehicles.",
                observed=line.quantity,
                required=1,
                unit="vehicle",
            )


@criterion(
    "L17",
    title=Text("产能", "Capacity"),
    asks=Text(
        "该生产企业本年度有效许可证的数量与本次申请之和不超过其申报产能。",
        "With this application, the maker's live licences of the year stay within its declared capacity.",
    ),
    cites=("SCF-318-2012#capacity",),
)
def within_capacity(facts: ApplicationFacts, _law: Law) -> Iterator[Finding]:
    answer = Answer("L17", "SCF-318-2012#capacity")
    entry, asked, year = facts.entry, facts.application.quantity, facts.starts_on.year
    if facts.application.ground != "qualified":
        yield without_qualification(answer, facts)
        return
    if entry is None or entry.capacity is None:
        yield answer.lacking(
            f"没有该生产企业{year}年的产能数据。",
            f"The maker's capacity for {year} is not on record.",
            mend=Text("请在资质申报中补充产能。", "State the capacity in the qualification filing."),
            source="list",
        )
        return
    total, capacity = facts.licensed_this_year + asked, entry.capacity
    if total <= capacity:
        yield answer.met(
            f"{year}年已发{facts.licensed_this_year}辆，本次{asked}辆，合计{total}辆，未超过产能{capacity}辆。",
            f"{year}: {facts.licensed_this_year} licensed and {asked} asked make {total} of {capacity}.",
            observed=total,
            required=capacity,
            unit="vehicle",
            source="list",
        )
    else:
        free = max(capacity - facts.licensed_this_year, 0)
        yield answer.not_met(
            f"{year}年已发{facts.licensed_this_year}辆，本次{asked}辆，合计{total}辆，超过产能{capacity}辆"
            f"（超出{total - capacity}辆）。",
            f"{year}: {facts.licensed_this_year} licensed and {asked} asked make {total}, "
            f"{total - capacity} over the capacity of {capacity}.",
            mend=Text(
                f"请将数量减至{free}辆以内，或先退回未使用的许可证。",
                f"Ask for at most {free}, or return unused licences first.",
            ),
            observed=total,
            required=capacity,
            unit="vehicle",
            source="list",
        )


@criterion(
    "L18",
    title=Text("目的市场售后服务", "Service at the destination"),
    asks=Text(
        "主要出口市场须有海外售后服务网点；其他市场没有网点的，提示审查。",
        "A major market needs an after-sales outlet; elsewhere its absence is a flag for the reviewer.",
    ),
    cites=("BRIEF#layout",),
)
def outlet_at_destination(facts: ApplicationFacts, law: Law) -> Iterator[Finding]:
    market = facts.application.destination
    answer = Answer("L18", law["licence.outlet.required_in_major_markets"].cite, {"market": market})
    working = law["licence.outlet.required_in_major_markets"].working
    mend = Text(
        f"请先在{market}设立售后服务网点并登记。",
        f"Open an after-sales outlet in {market} and record it first.",
    )
    if facts.application.ground != "qualified":
        yield without_qualification(answer, facts)
    elif facts.outlet_markets is not None and market in facts.outlet_markets:
        yield answer.met(f"{market}有售后服务网点。", f"The maker has an outlet in {market}.", source="network")
    elif (
        facts.outlet_markets is not None
        and facts.major_markets is not None
        and market in facts.major_markets
        and law["licence.outlet.required_in_major_markets"].flag
    ):
        yield answer.not_met(
            f"{market}是主要出口市场，但没有售后服务网点。",
            f"{market} is a major market and has no after-sales outlet.",
            mend=mend,
            working_value=working,
            source="network",
        )
    else:
        yield answer.lacking(
            f"{market}没有登记的售后服务网点，请说明该批车辆如何提供售后服务。",
            f"No outlet is recorded in {market}; say how these cars will be served.",
            mend=mend,
            working_value=working,
            source="network",
        )


@criterion(
    "L19",
    title=Text("价格预警", "Price against the early-warning floor"),
    asks=Text(
        "单价低于价格预警线的，提示审查；没有价格数据的，需补充证明。",
        "A price under the early-warning floor is a flag; without price data it needs evidence.",
    ),
    cites=("DESIGN#price-early-warning",),
)
def price_over_floor(facts: ApplicationFacts, law: Law) -> Iterator[Finding]:
    basis, asked = law["licence.price.basis"], facts.application.price_terms
    for line in facts.application.lines:
        answer = Answer("L19", basis.cite, {"model_code": line.model_code})
        floor = facts.floors.get(line.model_code)
        if floor is None:
            yield _no_price_data(
                answer,
                line,
                f"没有车型{line.model_code}的价格数据",
                f"There is no price data for {line.model_code}",
            )
        elif asked != basis.word or line.currency != floor.currency:
            yield _no_price_data(
                answer,
                line,
                f"单价为{asked} {line.currency}，预警线为{basis.word} {floor.currency}，不能比较",
                f"The price is {asked} {line.currency}, the floor {basis.word} {floor.currency}: no comparison",
            )
        elif line.unit_price < floor.price:
            yield answer.lacking(
                f"单价{line.unit_price}低于预警线{floor.price} {floor.currency}。",
                f"The unit price {line.unit_price} is under the floor of {floor.price} {floor.currency}.",
                mend=Text("请说明价格构成并附证明。", "Explain the price and give evidence."),
                observed=line.unit_price,
                required=floor.price,
                unit=floor.currency,
                source="prices",
            )
        else:
            yield answer.met(
                f"单价{line.unit_price}不低于预警线{floor.price} {floor.currency}。",
                f"The unit price {line.unit_price} is not under the floor of {floor.price} {floor.currency}.",
                observed=line.unit_price,
                required=floor.price,
                unit=floor.currency,
                source="prices",
            )


def _no_price_data(answer: Answer, line: Line, zh: str, en: str) -> Finding:
    return answer.lacking(
        f"{zh}。",
        f"{en}.",
        mend=Text("审查人员应核对价格资料。", "The reviewer looks at the price papers."),
        observed=line.unit_price,
        unit=line.currency,
        source="prices",
    )
