"""Gate 2, who: the maker, the exporter, the models and the issuing body of a licence application."""

from collections.abc import Iterator

from evexport.kernel.text import Text
from evexport.regulation.criteria.licence_answer import Answer
from evexport.regulation.facts.application import ApplicationFacts, ExporterEntry
from evexport.regulation.findings import Finding, criterion
from evexport.regulation.law import Law

GROUNDS = {
    "qualified": Text("具备出口资质", "qualified maker"),
    "re_export": Text("进口汽车复出口", "re-export of imported cars"),
    "project_contract": Text("对外承包工程", "project contracting"),
}
NOT_QUALIFIED_ZH = "本申请依据“{0}”提出，不要求出口资质。"
NOT_QUALIFIED_EN = "The ground is “{0}”, for which no qualification is asked."


def without_qualification(answer: Answer, facts: ApplicationFacts) -> Finding:
    ground = GROUNDS[facts.application.ground]
    return answer.not_asked(NOT_QUALIFIED_ZH.format(ground.zh), NOT_QUALIFIED_EN.format(ground.en))


def _exporter(facts: ApplicationFacts) -> ExporterEntry | None:
    if facts.entry is None:
        return None
    uscc = facts.application.applicant_uscc
    return next((exporter for exporter in facts.entry.exporters if exporter.uscc == uscc), None)


@criterion(
    "L1",
    title=Text("申请人资格", "Standing of the applicant"),
    asks=Text(
        "申请人须为有效起始日所属年度名单上的生产企业，或其在名单上的授权出口经营企业。",
        "The applicant is the listed maker or its authorised exporter in the year of the first valid day.",
    ),
    cites=("SCF-318-2012#authorised-exporters",),
)
def applicant_stands(facts: ApplicationFacts, _law: Law) -> Iterator[Finding]:
    answer = Answer("L1", "SCF-318-2012#authorised-exporters")
    form, entry, year = facts.application, facts.entry, facts.starts_on.year
    if form.ground != "qualified":
        yield without_qualification(answer, facts)
        return
    mend = Text(
        f"请由{year}年名单上的生产企业或其授权出口经营企业申请。",
        f"Let the maker on the {year} list, or one of its authorised exporters, apply.",
    )
    if entry is None:
        yield answer.not_met(
            f"生产企业不在{year}年名单上。",
            f"The maker is not on the list of {year}.",
            mend=mend,
            source="list",
        )
    elif form.applicant_uscc == form.manufacturer_uscc:
        yield answer.met(
            f"申请人即{year}年名单上的生产企业。",
            f"The applicant is the maker on the list of {year}.",
            source="list",
        )
    elif (exporter := _exporter(facts)) is None or exporter.state == "removed":
        yield answer.not_met(
            f"申请人不是该生产企业{year}年的授权出口经营企业。",
            f"The applicant is not an authorised exporter of this maker in {year}.",
            mend=mend,
            source="list",
        )
    else:
        yield _authorisation(answer, facts, exporter)


def _authorisation(answer: Answer, facts: ApplicationFacts, exporter: ExporterEntry) -> Finding:
    """The exporter stands on the list: is its authorisation in force on the first valid day?"""
    day = facts.starts_on
    if exporter.state == "suspended":
        return answer.not_met(
            "申请人的出口授权已被暂停。",
            "The applicant's authorisation is suspended.",
            mend=Text("暂停解除后再申请。", "Apply once the suspension is lifted."),
            source="list",
        )
    if not exporter.valid_from <= day <= exporter.valid_until:
        return answer.not_met(
            f"授权合同有效期为{exporter.valid_from}至{exporter.valid_until}，不含{day}。",
            f"The authorisation runs {exporter.valid_from} to {exporter.valid_until}; {day} lies outside.",
            mend=Text(
                "请选择授权期内的起始日，或由生产企业补办授权。",
                "Choose a first day within it, or let the maker extend it.",
            ),
            observed=str(day),
            source="list",
        )
    return answer.met(
        f"申请人是该生产企业在{day.year}年名单上的授权出口经营企业。",
        f"The applicant is an authorised exporter of this maker on the list of {day.year}.",
        source="list",
    )


ENTRY_STATES = {
    "suspended": Text("暂停", "suspended"),
    "cancelled": Text("取消", "cancelled"),
    "lapsed": Text("失效", "lapsed"),
}


@criterion(
    "L2",
    title=Text("名单条目有效", "List entry in force"),
    asks=Text("生产企业的名单条目未被暂停、取消或失效。", "The maker's entry is not suspended, cancelled or lapsed."),
    cites=("SCF-318-2012#list",),
)
def entry_in_force(facts: ApplicationFacts, _law: Law) -> Iterator[Finding]:
    answer = Answer("L2", "SCF-318-2012#list")
    year = facts.starts_on.year
    if facts.application.ground != "qualified":
        yield without_qualification(answer, facts)
    elif facts.entry is None:
        yield answer.not_met(
            f"{year}年名单上没有该生产企业的条目。",
            f"The list of {year} has no entry of this maker.",
            mend=Text("请先取得该年度出口资质。", "Obtain the qualification of that year first."),
            source="list",
        )
    elif state := ENTRY_STATES.get(facts.entry.state):
        yield answer.not_met(
            f"该生产企业{year}年的名单条目已{state.zh}。",
            f"The maker's entry of {year} is {state.en}.",
            mend=Text("条目恢复有效后再申请。", "Apply once the entry is in force again."),
            observed=facts.entry.state,
            source="list",
        )
    else:
        yield answer.met(f"该生产企业{year}年的名单条目有效。", f"The maker's entry of {year} is in force.", source="list")


def _models(facts: ApplicationFacts) -> list[str]:
    return list(dict.fromkeys(line.model_code for line in facts.application.lines))


@criterion(
    "L3",
    title=Text("车型在名单上", "Models on the list"),
    asks=Text("申请出口的每一车型均列于该生产企业的名单条目。", "Each model stands in the maker's list entry."),
    cites=("SCF-318-2012#list",),
)
def models_listed(facts: ApplicationFacts, _law: Law) -> Iterator[Finding]:
    listed = facts.entry.models if facts.entry else frozenset[str]()
    for model in _models(facts):
        answer = Answer("L3", "SCF-318-2012#list", {"model_code": model})
        if facts.application.ground != "qualified":
            yield without_qualification(answer, facts)
        elif model in listed:
            yield answer.met(f"车型{model}在名单上。", f"Model {model} is on the list.", source="list")
        else:
            yield answer.not_met(
                f"车型{model}不在该生产企业的名单条目中。",
                f"Model {model} does not stand in the maker's list entry.",
                mend=Text("请删去该车型，或待其列入名单后申请。", "Take the model off, or apply once it is listed."),
                source="list",
            )


@criterion(
    "L4",
    title=Text("车型在公告中", "Models in the Announcement"),
    asks=Text(
        "每一车型当日在工信部公告中，且属该生产企业。",
        "Each model stands in the Announcement today, under this maker.",
    ),
    cites=("SCF-318-2012#announcement",),
)
def models_announced(facts: ApplicationFacts, _law: Law) -> Iterator[Finding]:
    for model in _models(facts):
        answer = Answer("L4", "SCF-318-2012#announcement", {"model_code": model})
        state = facts.models.get(model)
        if facts.application.ground == "re_export":
            yield without_qualification(answer, facts)
        elif state is not None and state.announced:
            yield answer.met(
                f"车型{model}在该生产企业的公告中。",
                f"Model {model} stands in the Announcement under this maker.",
                source="announcement",
            )
        else:
            yield answer.not_met(
                f"当日公告中没有该生产企业的车型{model}。",
                f"Model {model} does not stand in the Announcement under this maker today.",
                mend=Text(
                    "请核对车型代码，或待公告生效后申请。",
                    "Check the model code, or apply once the Announcement covers it.",
                ),
                source="announcement",
            )


CCC_STATES = {
    "valid": Text("有效", "valid"),
    "suspended": Text("暂停", "suspended"),
    "revoked": Text("撤销", "revoked"),
    "cancelled": Text("注销", "cancelled"),
    "expired": Text("过期", "expired"),
    "none": Text("未取得", "not found"),
}


@criterion(
    "L5",
    title=Text("强制性产品认证有效", "CCC certificate valid"),
    asks=Text("每一车型当日持有有效的强制性产品认证证书。", "Each model holds a CCC certificate valid today."),
    cites=("SCF-318-2012#ccc",),
)
def models_certified(facts: ApplicationFacts, _law: Law) -> Iterator[Finding]:
    for model in _models(facts):
        answer = Answer("L5", "SCF-318-2012#ccc", {"model_code": model})
        if facts.application.ground == "re_export":
            yield without_qualification(answer, facts)
            continue
        ccc = facts.models[model].ccc if model in facts.models else "none"
        state = CCC_STATES[ccc]
        if ccc == "valid":
            yield answer.met(
                f"车型{model}的CCC证书当日有效。",
                f"The CCC certificate of {model} is valid today.",
                source="ccc",
            )
        else:
            yield answer.not_met(
                f"车型{model}的CCC证书状态为“{state.zh}”。",
                f"The CCC certificate of model {model} is {state.en}.",
                mend=Text("请先恢复或取得有效证书。", "Restore or obtain a valid certificate first."),
                observed=ccc,
                required="valid",
                source="ccc",
            )


@criterion(
    "L6",
    title=Text("发证机构有权签发", "Competent issuing body"),
    asks=Text(
        "所选发证机构受理申请人所在地区的申请。",
        "The issuing body is competent for the applicant's division.",
    ),
    cites=("MOFCOM-11-2008#issuing-bodies",),
)
def body_competent(facts: ApplicationFacts, _law: Law) -> Iterator[Finding]:
    answer = Answer("L6", "MOFCOM-11-2008#issuing-bodies")
    code, body, division = facts.application.issuing_body, facts.issuing_body, facts.applicant_division
    if body is None:
        yield answer.not_met(
            f"登记簿中没有发证机构{code}。",
            f"The register has no issuing body {code}.",
            mend=Text("请选择登记簿中的发证机构。", "Choose an issuing body of the register."),
            source="register",
        )
    elif division is None:
        yield answer.lacking(
            "未登记申请人所在地区，无法确定发证机构。",
            "The applicant's division is not on record, so competence cannot be told.",
            mend=Text("请登记企业所在地区代码。", "Record the enterprise's division."),
            source="register",
        )
    elif any(prefix == "*" or division.startswith(prefix) for prefix in body.divisions):
        yield answer.met(
            f"{body.name_zh}受理地区{division}的申请。",
            f"{body.name_en or body.name_zh} is competent for division {division}.",
            source="register",
        )
    else:
        yield answer.not_met(
            f"{body.name_zh}不受理地区{division}的申请。",
            f"{body.name_en or body.name_zh} is not competent for division {division}.",
            mend=Text(
                "请选择受理申请人所在地区的发证机构。",
                "Choose the issuing body that is competent for the applicant's division.",
            ),
            observed=division,
            required=", ".join(body.divisions),
            source="register",
        )
