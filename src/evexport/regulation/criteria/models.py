"""Q1 and Q2: each model stands in the Announcement under the maker's exact name, with a valid certificate."""

from collections.abc import Iterator

from evexport.kernel.text import Text
from evexport.regulation.asked import Asked
from evexport.regulation.criteria.scope import NAME_MODELS, NO_MODEL
from evexport.regulation.facts.filing import Model
from evexport.regulation.facts.registers import AnnouncedModel, Certificate
from evexport.regulation.findings import Finding, criterion
from evexport.regulation.known import Known
from evexport.regulation.law import Law

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
        f"登记证实：{code}列入《公告》，企业为“{row.manufacturer_name}”。",
        f"The register confirms {code} in the Announcement under “{row.manufacturer_name}”.",
        observed=True,
    )


def _differs(row: AnnouncedModel, model: Model, known: Known) -> Text | None:
    """How an announced row differs from what is filed; None where it agrees."""
    maker = known.facts.manufacturer
    if row.manufacturer_name != maker.name_zh:
        return Text(
            f"《公告》企业名称为“{row.manufacturer_name}”，申报为“{maker.name_zh or ''}”。",
            f"The Announcement names “{row.manufacturer_name}”, the filing “{maker.name_zh or ''}”.",
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
            mend=Text("请取得有效证书后再申报该车型。", "File the model once its certificate is valid again."),
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
