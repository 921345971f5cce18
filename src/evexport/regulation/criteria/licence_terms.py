"""Gate 2, on what terms: contract, district, country, transport and trade mode, first day, batch rule."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from evexport.codes import contract
from evexport.kernel.text import Text
from evexport.regulation.criteria.licence_answer import Answer
from evexport.regulation.facts.application import ApplicationFacts, Named
from evexport.regulation.findings import Finding, criterion
from evexport.regulation.law import Law

FORM = "ISSUE-RULES-2008#form"


@criterion(
    "L10",
    title=Text("一证一合同", "One contract"),
    asks=Text("只填一份合同，合同号不超过规定字符数。", "One contract only, its number within the field's length."),
    cites=("ISSUE-RULES-2008#form",),
)
def one_contract(facts: ApplicationFacts, law: Law) -> Iterator[Finding]:
    limit = law["licence.form.contract_characters_at_most"]
    answer = Answer("L10", limit.cite)
    number = facts.application.contract_no
    measures: dict[str, Any] = {"observed": len(number), "required": limit.whole, "unit": "character"}
    if contract.CONTRACT_NO_CHARACTERS in contract.check(number) or re.search(r"[,;]", number):
        yield answer.not_met(
            "合同号只能是一个编号，不含逗号、分号或不可打印的字符。",
            "The contract number is one number without commas, semicolons or unprintable characters.",
            mend=Text("每份合同单独申请许可证。", "Apply for a licence for each contract."),
        )
    elif len(number) > limit.whole:
        yield answer.not_met(
            f"合同号为{len(number)}个字符，最多{limit.whole}个。",
            f"The contract number has {len(number)} characters; at most {limit.whole} fit.",
            mend=Text(
                f"请使用不超过{limit.whole}个字符的合同号，并与合同一致。",
                f"Use a number of at most {limit.whole} characters, the same as on the contract.",
            ),
            **measures,
        )
    else:
        yield answer.met(
            f"合同号为{len(number)}个字符，未超过{limit.whole}个。",
            f"The contract number has {len(number)} of at most {limit.whole} characters.",
            **measures,
        )


@criterion(
    "L11",
    title=Text("一证一关", "One customs district"),
    asks=Text("只填一个直属海关关区。", "One directly subordinate customs district only."),
    cites=("ISSUE-RULES-2008#form",),
)
def one_district(facts: ApplicationFacts, _law: Law) -> Iterator[Finding]:
    answer = Answer("L11", FORM)
    code, district = facts.application.customs_district, facts.customs_district
    if district is None:
        yield _one_of_the_register(answer, code, None, Text("关区", "customs district"))
    elif district.level == "district":
        yield answer.met(
            f"报关口岸为{district.name_zh}（{code}）。",
            f"The place of clearance is {code} {district.name_en or district.name_zh}.",
            source="register",
        )
    else:
        over = district.belongs_to
        yield answer.not_met(
            f"{district.name_zh}（{code}）是隶属海关，不是直属海关关区。",
            f"{code} is an office, not a directly subordinate customs district.",
            mend=Text(
                f"请填写其直属海关{over.name_zh}（{over.code}）。" if over else "请填写其所属直属海关关区。",
                f"Give its district, {over.code}." if over else "Give the district it belongs to.",
            ),
            observed=code,
            required=over.code if over else None,
            source="register",
        )


def _one_of_the_register(answer: Answer, code: str, row: Named | None, what: Text) -> Finding:
    """Exactly one code, and one that the register knows."""
    if row is not None:
        return answer.met(
            f"{what.zh}为{row.name_zh}（{code}）。",
            f"The {what.en} is {row.name_en or row.name_zh} ({code}).",
            source="register",
        )
    several = len(re.findall(r"[0-9A-Za-z]+", code)) > 1
    return answer.not_met(
        f"{what.zh}只能填一个，申请填写为“{code}”。" if several else f"登记簿中没有{what.zh}“{code}”。",
        f"One {what.en} only; the application says “{code}”." if several else f"The register has no {what.en} “{code}”.",
        mend=Text(f"请填写登记簿中的一个{what.zh}代码。", f"Give one {what.en} code of the register."),
        observed=code,
        source="register",
    )


@criterion(
    "L12",
    title=Text("一证一国", "One country"),
    asks=Text(
        "只填一个进口国（地区），不得填写欧盟等国家集团。",
        "One country or region only; no bloc such as the EU.",
    ),
    cites=("ISSUE-RULES-2008#form",),
)
def one_country(facts: ApplicationFacts, _law: Law) -> Iterator[Finding]:
    yield _one_of_the_register(
        Answer("L12", FORM),
        facts.application.destination,
        facts.destination,
        Text("进口国（地区）", "country or region"),
    )


@criterion(
    "L13",
    title=Text("一种运输方式", "One transport mode"),
    asks=Text("只填一种运输方式。", "One mode of transport only."),
    cites=("ISSUE-RULES-2008#form",),
)
def one_transport_mode(facts: ApplicationFacts, _law: Law) -> Iterator[Finding]:
    yield _one_of_the_register(
        Answer("L13", FORM),
        facts.application.transport_mode,
        facts.transport_mode,
        Text("运输方式", "transport mode"),
    )


@criterion(
    "L14",
    title=Text("一种监管方式", "One trade mode"),
    asks=Text("只填一种监管方式，且该方式需领出口许可证。", "One trade mode only, and one that needs a licence."),
    cites=("ISSUE-RULES-2008#form", "DESIGN#exempt-trade-modes"),
)
def one_trade_mode(facts: ApplicationFacts, law: Law) -> Iterator[Finding]:
    code = facts.application.trade_mode
    exempt = law["gate.exempt_trade_modes.modes"]
    finding = _one_of_the_register(Answer("L14", FORM), code, facts.trade_mode, Text("监管方式", "trade mode"))
    if facts.trade_mode is None or code not in exempt.words:
        yield finding
        return
    yield Answer("L14", exempt.cite).not_met(
        f"监管方式{code}免领出口许可证，无需申请。",
        f"Goods under trade mode {code} are exempt from the licence; none is needed.",
        mend=Text("如实际监管方式不同，请更正。", "Correct the trade mode if it is another one."),
        observed=code,
        working_value=exempt.working,
        source="register",
    )


def _early_issue_opens(facts: ApplicationFacts, law: Law) -> date:
    """The round's own date where the ministry has set one, else the law's month and day."""
    if facts.early_issue_from is not None:
        return facts.early_issue_from
    month, day = (int(part) for part in law["deadlines.round.early_issue_from"].word.split("-"))
    return date(law.day.year, month, day)


@criterion(
    "L20",
    title=Text("起始日", "First valid day"),
    asks=Text(
        "许可证自本年某日起有效；次年许可证自规定日起可提前签发，自1月1日起有效。",
        "A licence starts in the year of its issue; next year's may be issued early, valid from 1 January.",
    ),
    cites=("ISSUE-RULES-2008#early-issue", "DESIGN#early-issue-day"),
)
def first_day(facts: ApplicationFacts, law: Law) -> Iterator[Finding]:
    rule = law["deadlines.round.early_issue_from"]
    answer = Answer("L20", rule.cite)
    start, today = facts.starts_on, law.day
    opens = _early_issue_opens(facts, law)
    if start.year == today.year:
        yield answer.met(f"许可证自{start}起有效。", f"The licence will be valid from {start}.", observed=str(start))
    elif start != date(today.year + 1, 1, 1):
        yield answer.not_met(
            f"次年许可证只能自{today.year + 1}年1月1日起有效，申请填写为{start}。",
            f"A licence of next year starts on {today.year + 1}-01-01; the application says {start}.",
            mend=Text("请改为次年1月1日，或在次年申请。", "Choose 1 January, or apply next year."),
            observed=str(start),
        )
    elif today < opens:
        yield answer.not_met(
            f"次年许可证自{opens}起方可申请签发，今日为{today}。",
            f"Licences of next year open on {opens}; today is {today}.",
            mend=Text(f"请于{opens}起申请。", f"Apply from {opens} on."),
            observed=str(today),
            required=str(opens),
        )
    else:
        yield answer.met(
            f"自{opens}起可提前签发次年1月1日起有效的许可证。",
            f"From {opens} on, licences valid from 1 January may be issued.",
            observed=str(today),
            required=str(opens),
        )


@criterion(
    "L21",
    title=Text("报关批次", "Batch rule"),
    asks=Text(
        "“一批一证”报关一次；“非一批一证”在规定次数内报关。",
        "“One batch” clears once; “several batches” clears up to the permitted number of times.",
    ),
    cites=("ISSUE-RULES-2008#batches",),
)
def batch_rule(facts: ApplicationFacts, law: Law) -> Iterator[Finding]:
    several, most = law["licence.batch.several_allowed"], law["licence.batch.several_at_most"]
    answer = Answer("L21", most.cite)
    if facts.application.batch_rule == "one":
        yield answer.met("一批一证，报关一次。", "One batch: one clearance.", observed=1)
    elif several.flag:
        yield answer.met(
            f"非一批一证，有效期内最多报关{most.whole}次。",
            f"Several batches: at most {most.whole} clearances.",
            observed=most.whole,
            working_value=several.working,
        )
    else:
        yield answer.not_met(
            "该类货物实行一批一证。",
            "These goods take one licence for each batch.",
            mend=Text("请改为一批一证。", "Choose “one batch”."),
            working_value=several.working,
        )
