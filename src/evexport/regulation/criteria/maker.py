"""Q1 to Q5: the maker's models stand in the registers; its information, capacity and quality management suffice."""

from collections.abc import Iterator

from evexport.codes import uscc
from evexport.kernel.text import Text
from evexport.regulation.asked import Asked
from evexport.regulation.criteria.scope import NAME_MODELS, NO_MODEL
from evexport.regulation.facts.filing import Model
from evexport.regulation.facts.registers import AnnouncedModel, Certificate
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
STATUSES = {
    "valid": Text("有效", "valid"),
    "suspended": Text("暂停", "suspended"),
    "revoked": Text("撤销", "revoked"),
    "cancelled": Text("注销", "cancelled"),
    "expired": Text("过期", "expired"),
}


@criterion(
    "Q1",
    title=Text("列入《公告》", "Announcement"),
    asks=Text(
        "车型列入工业和信息化部《公告》，企业名称与《公告》完全一致。",
        "The model stands in MIIT's Announcement under exactly the maker's name.",
    ),
    cites=("BRIEF#announcement", "SCF-318-2012#announcement"),
)
def announced(known: Known, law: Law) -> Iterator[Finding]:
    rule = law["qualification.maker.announcement_required"]
    if not known.facts.models:
        yield Asked("Q1", rule).lacking(NO_MODEL.zh, NO_MODEL.en, mend=NAME_MODELS)
    source = "declared" if known.registers.announcement is None else "register"
    for model in known.facts.models:
        asked = Asked("Q1", rule, subject={"model_code": model.model_code}, source=source)
        yield _declared_announced(asked, model) if source == "declared" else _announced(asked, model, known)


def _declared_announced(asked: Asked, model: Model) -> Finding:
    missing = [
        text
        for value, text in (
            (model.announcement_batch, Text("公告批次", "the batch")),
            (model.vehicle_name, Text("车辆名称", "the vehicle name")),
        )
        if not value
    ]
    if missing:
        zh, en = "、".join(text.zh for text in missing), " and ".join(text.en for text in missing)
        return asked.lacking(
            f"未填写{zh}，不能说明已列入《公告》。",
            f"Without {en} nothing shows that it stands in the Announcement.",
            mend=Text(f"请填写{zh}。", f"Give {en}."),
        )
    batch = model.announcement_batch
    return asked.met(
        f"申报列入《公告》第{batch}批，车辆名称“{model.vehicle_name}”。",
        f"Declared to stand in batch {batch} of the Announcement as “{model.vehicle_name}”.",
        observed=True,
    )


def _announced(asked: Asked, model: Model, known: Known) -> Finding:
    rows = known.registers.models(model.model_code)
    code, on = model.model_code, known.on
    if not rows:
        return asked.not_met(
            f"《公告》登记中没有型号{code}。",
            f"The Announcement's register has no model {code}.",
            mend=Text(
                "请核对型号，或待列入《公告》后再申报。",
                "Check the code, or file once the model is announced.",
            ),
            observed=False,
        )
    standing = [row for row in rows if row.stands_on(on)]
    if not standing:
        return asked.not_met(
            f"型号{code}在{on}未在《公告》有效期内。",
            f"On {on} the model {code} does not stand in the Announcement: withdrawn or not yet in effect.",
            mend=Text(
                "请从申报中删去该车型，或待重新列入。",
                "Take the model out of the filing, or wait until it is announced again.",
            ),
            observed=False,
        )
    wrongs = [_differs(row, model, known) for row in standing]
    if all(wrongs):
        wrong = wrongs[0]
        assert wrong is not None
        return asked.not_met(
            wrong.zh,
            wrong.en,
            mend=Text(
                "请按《公告》一字不差地填写，或先办理公告变更。",
                "Write it exactly as announced, or have the Announcement changed first.",
            ),
            observed=False,
        )
    row = standing[wrongs.index(None)]
    return asked.met(
        f"登记证实：{code}列入《公告》{f'第{row.batch}批' if row.batch else ''}，企业为“{row.manufacturer_name}”。",
        f"The register confirms {code} in the Announcement under “{row.manufacturer_name}”.",
        observed=True,
    )


def _differs(row: AnnouncedModel, model: Model, known: Known) -> Text | None:
    """How an announced row differs from what is filed; None where it agrees."""
    maker = known.facts.manufacturer
    if row.manufacturer_name != maker.name_zh:
        return Text(
            f"《公告》企业名称为“{row.manufacturer_name}”，申报为“{maker.name_zh or ''}”。",
            f"The Announcement names the maker “{row.manufacturer_name}”, the filing “{maker.name_zh or ''}”.",
        )
    if maker.uscc and row.manufacturer_uscc and row.manufacturer_uscc != maker.uscc:
        return Text(
            f"《公告》企业的统一社会信用代码为{row.manufacturer_uscc}，申报为{maker.uscc}。",
            f"The announced maker's code is {row.manufacturer_uscc}, the filing's {maker.uscc}.",
        )
    if model.vehicle_name and row.vehicle_name != model.vehicle_name:
        return Text(
            f"《公告》车辆名称为“{row.vehicle_name}”，申报为“{model.vehicle_name}”。",
            f"The announced vehicle name is “{row.vehicle_name}”, the filing's “{model.vehicle_name}”.",
        )
    return None


@criterion(
    "Q2",
    title=Text("强制性产品认证", "CCC certificate"),
    asks=Text("车型的CCC证书在当日有效。", "The model's CCC certificate is valid on the day."),
    cites=("BRIEF#ccc", "SCF-318-2012#ccc"),
)
def certified(known: Known, law: Law) -> Iterator[Finding]:
    rule = law["qualification.maker.ccc_status"]
    if not known.facts.models:
        yield Asked("Q2", rule).lacking(NO_MODEL.zh, NO_MODEL.en, mend=NAME_MODELS)
    source = "declared" if known.registers.ccc is None else "register"
    for model in known.facts.models:
        asked = Asked("Q2", rule, subject={"model_code": model.model_code}, source=source)
        yield _certified(asked, model, known)


def _certified(asked: Asked, model: Model, known: Known) -> Finding:
    number = model.ccc_certificate
    if not number:
        return asked.lacking(
            "未填写CCC证书编号。",
            "No CCC certificate number is given.",
            mend=Text("请填写证书编号。", "Give its number."),
        )
    status, until = model.ccc_status, model.ccc_valid_until
    if known.registers.ccc is not None:
        row = known.registers.certificate(number, on=known.on)
        if (wrong := _not_this(row, model, known)) is not None:
            return asked.not_met(
                wrong.zh,
                wrong.en,
                mend=Text("请核对证书编号、车型和企业。", "Check the certificate's number, model and maker."),
            )
        assert row is not None
        status, until = row.status, row.valid_until  # type: ignore[assignment]
    if status is None or until is None:
        return asked.lacking(
            f"证书{number}的状态或有效期未填写。",
            f"Status or last day of certificate {number} is not given.",
            mend=Text("请填写证书状态和有效期。", "Give its status and its last day."),
        )
    if status == "valid" and until < known.on:
        status = "expired"
    if status != asked.rule.word:
        state = STATUSES[status]
        return asked.not_met(
            f"证书{number}为“{state.zh}”（有效期至{until}），{known.on}不能采信。",
            f"Certificate {number} is {state.en} on {known.on} (last day {until}).",
            mend=Text(
                "请取得有效证书后再申报该车型。", "File the model once its certificate is valid again."
            ),
            observed=status,
        )
    return asked.met(
        f"证书{number}有效，有效期至{until}（含当日）。",
        f"Certificate {number} is valid through {until}.",
        observed=status,
    )


def _not_this(row: Certificate | None, model: Model, known: Known) -> Text | None:
    """Why the register does not know this certificate for this model and maker."""
    number, code = model.ccc_certificate, model.model_code
    if row is None or (row.valid_from is not None and row.valid_from > known.on):
        return Text(
            f"登记中没有{known.on}已生效的证书{number}。",
            f"The register has no certificate {number} in effect on {known.on}.",
        )
    if row.model_code != code:
        return Text(
            f"证书{number}属于型号{row.model_code}，不是{code}。",
            f"Certificate {number} is for model {row.model_code}, not {code}.",
        )
    if known.facts.manufacturer.uscc and row.manufacturer_uscc != known.facts.manufacturer.uscc:
        return Text(
            f"证书{number}的企业为{row.manufacturer_uscc}，不是申报企业。",
            f"Certificate {number} belongs to {row.manufacturer_uscc}, not to this maker.",
        )
    return None


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
        yield asked.not_met(
            f"基本情况缺少：{zh}。", f"Missing: {en}.", mend=Text(f"请补充{zh}。", f"Add: {en}."), **given
        )
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
        yield asked.lacking(
            "未填写年生产能力。", "Yearly capacity is not given.", mend=Text("请填写生产能力。", "Give it.")
        )
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
