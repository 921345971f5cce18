"""Gate 2, on what papers: no ban on the exporter, the consignor's agreement, what each ground must show."""

from collections.abc import Iterator

from evexport.kernel.text import Text
from evexport.regulation.criteria.licence_answer import Answer
from evexport.regulation.facts.application import ApplicationFacts
from evexport.regulation.findings import Finding, criterion
from evexport.regulation.law import Law


@criterion(
    "L7",
    title=Text("未被禁止出口", "Exporter not banned"),
    asks=Text("申请人未被处以禁止出口。", "The applicant is not banned from exporting."),
    cites=("DESIGN#exporter-ban",),
)
def exporter_not_banned(facts: ApplicationFacts, _law: Law) -> Iterator[Finding]:
    answer = Answer("L7", "DESIGN#exporter-ban")
    if facts.applicant_banned:
        yield answer.not_met(
            "申请人当日处于禁止出口期内。",
            "The applicant is banned from exporting today.",
            mend=Text("禁止期满或解除后再申请。", "Apply once the ban has ended or is lifted."),
            source="register",
        )
    else:
        yield answer.met("申请人未被禁止出口。", "No ban stands against the applicant.", source="register")


@criterion(
    "L8",
    title=Text("发货人", "Consignor"),
    asks=Text(
        "发货人与出口商不一致的，须有代理协议。",
        "A consignor other than the exporter needs an agency agreement.",
    ),
    cites=("ISSUE-RULES-2008#materials",),
)
def consignor_covered(facts: ApplicationFacts, _law: Law) -> Iterator[Finding]:
    answer = Answer("L8", "ISSUE-RULES-2008#materials")
    form = facts.application
    if form.consignor_uscc == form.applicant_uscc:
        yield answer.met("发货人与出口商一致。", "The consignor is the exporter.")
    elif form.agency_agreement:
        yield answer.met(
            f"发货人与出口商不一致，已提供代理协议{form.agency_agreement}。",
            f"The consignor differs from the exporter; agency agreement {form.agency_agreement} is given.",
        )
    else:
        yield answer.not_met(
            "发货人与出口商不一致，未提供代理协议。",
            "The consignor differs from the exporter and no agency agreement is given.",
            mend=Text(
                "请填写代理协议编号，或改由出口商发货。",
                "Give the agreement's number, or let the exporter consign.",
            ),
        )


@criterion(
    "L9",
    title=Text("申请依据的文件", "Papers of the ground"),
    asks=Text(
        "复出口须有进口报关单号；对外承包工程须有中标或合同授予文件并使用规定的监管方式。",
        "Re-export needs the import declaration number; a project the award and its own trade mode.",
    ),
    cites=("DESIGN#grounds-without-qualification",),
)
def papers_of_the_ground(facts: ApplicationFacts, law: Law) -> Iterator[Finding]:
    answer = Answer("L9", "DESIGN#grounds-without-qualification")
    form = facts.application
    if form.ground == "qualified":
        yield answer.not_asked("以出口资质申请，无需另附文件。", "The ground is the qualification; no further paper is asked.")
    elif form.ground == "re_export":
        yield _import_declaration(answer, form.import_declaration_no)
    else:
        yield _contract_award(answer, facts, law)


def _import_declaration(answer: Answer, number: str) -> Finding:
    if number:
        return answer.met(f"已提供进口报关单号{number}。", f"Import declaration {number} is given.")
    return answer.not_met(
        "进口汽车复出口未提供进口报关单号。",
        "A re-export of imported cars gives no import declaration number.",
        mend=Text("请填写原进口报关单号。", "Give the number of the import declaration."),
    )


def _contract_award(answer: Answer, facts: ApplicationFacts, law: Law) -> Finding:
    form = facts.application
    mode = law["licence.grounds.project_contract_trade_mode"].word
    if not form.contract_award:
        return answer.not_met(
            "对外承包工程未提供中标或合同授予文件编号。",
            "A project contract gives no reference of its award.",
            mend=Text("请填写中标或合同授予文件编号。", "Give the reference of the contract award."),
        )
    if form.trade_mode != mode:
        return answer.not_met(
            f"对外承包工程应使用监管方式{mode}，申请填写为{form.trade_mode}。",
            f"Project contracting goes under trade mode {mode}; the application says {form.trade_mode}.",
            mend=Text(f"请将监管方式改为{mode}。", f"Change the trade mode to {mode}."),
            observed=form.trade_mode,
            required=mode,
        )
    return answer.met(
        f"已提供中标或合同授予文件{form.contract_award}，监管方式为{mode}。",
        f"Award {form.contract_award} is given, under trade mode {mode}.",
    )
