"""A1 and A2: how many exporters a maker authorises, and by what contract. Whoever exports is responsible."""

from collections.abc import Iterator

from evexport.codes import uscc
from evexport.kernel.text import Text, join
from evexport.regulation.asked import Asked
from evexport.regulation.criteria.category import NAMES, established, exporters_at_most
from evexport.regulation.facts.filing import AuthorisedExporter
from evexport.regulation.findings import Finding, criterion
from evexport.regulation.known import Known
from evexport.regulation.law import Law
from evexport.regulation.markets import first_day, last_day


@criterion(
    "A1",
    title=Text("授权企业数量", "Number of exporters"),
    asks=Text("授权出口经营企业不超过所属类别的限额。", "Authorised exporters stay within the category's limit."),
    cites=("SCF-318-2012#categories", "ROUND-2012#tier-1", "ROUND-2012#tier-4"),
)
def within_limit(known: Known, law: Law) -> Iterator[Finding]:
    have = len(known.facts.authorised_exporters)
    category = established(known, law)
    if category is None:
        rule = exporters_at_most("IV", law)
        yield Asked("A1", rule).lacking(
            "未申报类别，限额无从确定。",
            "Without a category the limit is unknown.",
            mend=Text("请填写申报类别。", "Claim a category."),
        )
        return
    rule, name = exporters_at_most(category, law), NAMES[category]
    asked, most = Asked("A1", rule), rule.whole
    if have > most:
        yield asked.not_met(
            f"授权{have}家，{name.zh}限{most}家。",
            f"{have} exporters are authorised; {name.en} allows {most}.",
            mend=Text(f"请减少{have - most}家。", f"Take {have - most} off."),
            observed=have,
        )
    else:
        yield asked.met(
            f"授权{have}家，{name.zh}限{most}家。",
            f"{have} authorised; {name.en} allows {most}.",
            observed=have,
        )


@criterion(
    "A2",
    title=Text("授权合同", "Authorisation contract"),
    asks=Text(
        "授权合同全年有效，并约定连带责任（谁出口、谁负责）。",
        "The contract is in force all year with joint liability: whoever exports is responsible.",
    ),
    cites=("SCF-318-2012#authorisation", "BRIEF#responsibility"),
)
def contracted(known: Known, law: Law) -> Iterator[Finding]:
    rule = law["qualification.maker.joint_liability"]
    if not known.facts.authorised_exporters:
        yield Asked("A2", rule).not_asked("未授权任何企业，自营出口。", "Nobody is authorised; the maker exports by itself.")
    for exporter in known.facts.authorised_exporters:
        yield _contract(Asked("A2", rule, subject={"exporter_uscc": exporter.uscc}), exporter, known.facts.year)


def _contract(asked: Asked, exporter: AuthorisedExporter, year: int) -> Finding:
    name = exporter.name_zh or exporter.uscc
    wrong = list(_wrong(exporter, year))
    if wrong:
        said = join(text for text, _ in wrong)
        return asked.not_met(f"{name}：{said.zh}", f"{name}: {said.en}", mend=join(mend for _, mend in wrong))
    missing = [
        text
        for value, text in (
            (exporter.contract_no, Text("合同号", "the contract number")),
            (exporter.valid_from, Text("起始日", "the first day")),
            (exporter.valid_until, Text("截止日", "the last day")),
            (exporter.joint_liability, Text("连带责任", "joint liability")),
        )
        if value in (None, "")
    ]
    if missing:
        zh, en = "、".join(text.zh for text in missing), ", ".join(text.en for text in missing)
        return asked.lacking(
            f"{name}的授权合同未写明{zh}。",
            f"The contract with {name} does not give {en}.",
            mend=Text(f"请补充{zh}。", f"Give {en}."),
        )
    return asked.met(
        f"与{name}的授权合同{exporter.contract_no}在{year}年全年有效，已约定连带责任。",
        f"Contract {exporter.contract_no} with {name} is in force throughout {year}, with joint liability.",
        observed=True,
    )


def _wrong(exporter: AuthorisedExporter, year: int) -> Iterator[tuple[Text, Text]]:
    """What bars the contract, each with its mend."""
    if uscc.check(exporter.uscc):
        yield (
            Text(
                f"统一社会信用代码{exporter.uscc}的校验位不符。",
                f"the check character of {exporter.uscc} does not hold.",
            ),
            Text("请核对代码。", "Check the code."),
        )
    first, last = first_day(year), last_day(year)
    if exporter.valid_from is not None and exporter.valid_from > first:
        yield (
            Text(
                f"合同自{exporter.valid_from}起，未覆盖{first}。",
                f"the contract begins on {exporter.valid_from}, after {first}.",
            ),
            Text(f"请使合同自{first}或更早生效。", f"Have it begin by {first}."),
        )
    if exporter.valid_until is not None and exporter.valid_until < last:
        yield (
            Text(
                f"合同于{exporter.valid_until}届满，未覆盖{last}。",
                f"the contract ends on {exporter.valid_until}, before {last}.",
            ),
            Text(f"请使合同有效至{last}。", f"Have it run through {last}."),
        )
    if exporter.joint_liability is False:
        yield (
            Text("合同未约定连带责任。", "joint liability is not signed."),
            Text("请签订质量和售后连带责任条款。", "Sign joint liability for quality and after-sales service."),
        )
