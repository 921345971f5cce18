"""Q3 to Q5: the maker's information is complete, its capacity covers its plans, its quality is managed."""

from collections.abc import Iterator

from evexport.codes import uscc
from evexport.kernel.text import Text
from evexport.regulation.asked import Asked
from evexport.regulation.findings import Finding, criterion
from evexport.regulation.known import Known
from evexport.regulation.law import Law

FIELDS = {
    "uscc": Text("统一社会信用代码", "unified social credit code"),
    "name_zh": Text("中文名称", "Chinese name"),
    "name_en": Text("英文名称", "English name"),
    "division": Text("行政区划", "division"),
    "enterprise_type": Text("企业类型", "enterprise type"),
    "customs_code": Text("海关编码", "customs code"),
    "own_brand": Text("是否自主品牌", "whether it is an own brand"),
    "wmis": Text("WMI", "WMIs"),
}


@criterion(
    "Q3",
    title=Text("基本情况", "Basic information"),
    asks=Text(
        "企业基本情况填写完整、代码无误。",
        "The enterprise's basic information is complete and its codes hold.",
    ),
    cites=("BRIEF#filing", "SCF-318-2012#filing"),
)
def informed(known: Known, law: Law) -> Iterator[Finding]:
    rule = law["qualification.maker.information"]
    maker = known.facts.manufacturer
    asked = Asked("Q3", rule, source="declared" if known.registers.wmis is None else "register")
    missing = [FIELDS[name] for name in rule.words if getattr(maker, name) in (None, "", ())]
    if not known.facts.models:
        missing.append(Text("车型", "models"))
    whole = len(rule.words) + 1
    given = {"observed": whole - len(missing), "numerator": whole - len(missing), "denominator": whole}
    if missing:
        zh, en = "、".join(text.zh for text in missing), ", ".join(text.en for text in missing)
        yield asked.not_met(f"基本情况缺少：{zh}。", f"Missing: {en}.", mend=Text(f"请补充{zh}。", f"Add: {en}."), **given)
        return
    wrong = _wrong_codes(known)
    if wrong is not None:
        yield asked.not_met(wrong.zh, wrong.en, mend=Text("请核对并更正。", "Check and correct it."), **given)
        return
    yield asked.met("企业基本情况完整。", "The basic information is complete.", **given)


def _wrong_codes(known: Known) -> Text | None:
    maker = known.facts.manufacturer
    code = maker.uscc or ""
    if uscc.check(code):
        return Text(f"统一社会信用代码{code}的校验位不符。", f"The check character of {code} does not hold.")
    if known.registers.wmis is not None:
        for wmi in maker.wmis:
            if not known.registers.wmi_serves(wmi, code, on=known.on):
                return Text(
                    f"登记中WMI {wmi}不属于该企业或其受托企业。",
                    f"By the register WMI {wmi} does not serve this maker.",
                )
    return None


@criterion(
    "Q4",
    title=Text("生产能力", "Production capacity"),
    asks=Text("年生产能力不低于计划出口量。", "Yearly capacity covers the planned exports."),
    cites=("BRIEF#filing", "SCF-318-2012#capacity"),
)
def capable(known: Known, law: Law) -> Iterator[Finding]:
    asked = Asked("Q4", law["qualification.maker.capacity_covers_plan"])
    capacity, planned = known.facts.production_capacity, known.planned
    stated = capacity.vehicles_per_year if capacity else None
    if capacity is None or stated is None:
        yield asked.lacking("未填写年生产能力。", "Yearly capacity is not given.", mend=Text("请填写生产能力。", "Give it."))
        return
    if not known.facts.exports.planned:
        yield asked.lacking(
            "未填写计划出口量。",
            "Planned exports are not given.",
            mend=Text("请填写计划。", "Give the plan."),
        )
        return
    measured = {"observed": planned, "numerator": planned, "denominator": stated}
    if planned > stated:
        yield asked.not_met(
            f"计划出口{planned}辆，超过年生产能力{stated}辆。",
            f"{planned} vehicles are planned, but capacity is {stated} a year.",
            mend=Text(
                f"请将计划减少{planned - stated}辆，或证明新增产能。",
                f"Plan {planned - stated} fewer, or show more capacity.",
            ),
            **measured,
        )
        return
    proven = sum(plant.vehicles_per_year for plant in capacity.plants)
    if capacity.plants and planned > proven:
        yield asked.lacking(
            f"所列工厂产能合计{proven}辆，低于计划出口{planned}辆。",
            f"The plants listed make {proven} a year, fewer than the {planned} planned.",
            mend=Text("请列出全部工厂的产能。", "List every plant with its capacity."),
            **measured,
        )
        return
    yield asked.met(
        f"计划出口{planned}辆，年生产能力{stated}辆。",
        f"{planned} planned, capacity {stated} a year.",
        **measured,
    )


@criterion(
    "Q5",
    title=Text("质量管理体系", "Quality management"),
    asks=Text("质量管理体系认证在当日有效。", "The quality-management certificate is valid on the day."),
    cites=("BRIEF#filing", "DESIGN#quality-standards"),
)
def quality(known: Known, law: Law) -> Iterator[Finding]:
    rule = law["qualification.maker.quality_standards"]
    asked = Asked("Q5", rule)
    held = known.facts.quality_management
    if held is None or not (held.standard and held.certificate_no and held.valid_until):
        yield asked.lacking(
            "质量管理体系认证的标准、编号或有效期未填写。",
            "Standard, number or last day of the quality-management certificate is not given.",
            mend=Text("请填写完整并附证书。", "Give all three and attach the certificate."),
        )
    elif held.standard not in rule.words:
        accepted = "、".join(rule.words)
        yield asked.not_met(
            f"标准“{held.standard}”不在认可之列（{accepted}）。",
            f"The standard “{held.standard}” is not among those accepted ({', '.join(rule.words)}).",
            mend=Text("请提交认可标准的证书。", "Hand in a certificate to an accepted standard."),
            observed=held.standard,
        )
    elif held.valid_until < known.on:
        yield asked.not_met(
            f"证书{held.certificate_no}已于{held.valid_until}到期。",
            f"Certificate {held.certificate_no} expired after {held.valid_until}.",
            mend=Text("请续证后再申报。", "Renew it, then file."),
            observed="expired",
        )
    else:
        yield asked.met(
            f"{held.standard}证书{held.certificate_no}有效，有效期至{held.valid_until}。",
            f"{held.standard} certificate {held.certificate_no} is valid through {held.valid_until}.",
            observed="valid",
        )
