"""From an entry on a licence application or a licence to what its letter tells."""

from typing import Any
from uuid import UUID

from evexport.accounts.models import Organisation
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.ledger.models import Entry
from evexport.licensing.models import Application, ApplicationVersion, Licence
from evexport.licensing.states import LICENCE
from evexport.papers.letters import told
from evexport.papers.letters.told import Office, Row, Told
from evexport.qualification import deadlines
from evexport.registers.models import Country, IssuingBody
from evexport.regulation.findings import Outcome

PURPOSES = {
    "new": Text("新领", "new licence"),
    "amendment": Text("更改换证", "amendment"),
    "reissue": Text("遗失补发", "reissue after loss"),
    "code_change": Text("商品编号调整换证", "change of the customs code"),
}
GROUNDS = {
    "qualified": Text("名单企业出口", "listed maker or its authorised exporter"),
    "re_export": Text("进口汽车复出口", "re-export of imported cars"),
    "project_contract": Text("对外承包工程", "project contracting"),
}
DECISIONS = {"suspended": Text("暂停", "suspension"), "revoked": Text("撤销", "revocation")}
HEARD = {
    "stated": Text("出口商已陈述申辩", "the exporter stated its case"),
    "waived": Text("出口商放弃陈述申辩", "the exporter waived its statement"),
    "silent": Text("出口商逾期未陈述申辩", "the exporter let its time run out"),
}
UNFIT = (Outcome.NOT_MET, Outcome.NEEDS_EVIDENCE)


def of_application(entry: Entry) -> Told:
    """What is told of an entry whose subject is `application:<id>`."""
    application = Application.objects.select_related("exporter", "maker").get(pk=UUID(entry.subject.partition(":")[2]))
    day, data = china_day(entry.at), entry.data
    keeper = body(data["issuing_body"])
    exporter = told.party(application.exporter, day)
    return Told(
        values={
            "exporter": exporter.name,
            "day": deadlines.in_words(day),
            "due_on": told.day_of(data["due_on"]) if "due_on" in data else Text("另行通知之日", "a day to be told"),
            "field_asked": data.get("field_asked") or "–",
        },
        maker=told.party(application.maker, day) if application.maker else None,
        exporters=(exporter,),
        keeper=keeper,
        appeal_to=keeper.name,
        days=told.appeal_days(entry.at),
        reference=Text(f"许可证申请 {application.pk}", f"licence application {application.pk}"),
        rows=tuple(_asked_for(application, entry, keeper)),
        findings=_findings(application, entry),
        questions=_questions(data),
        reasons=data.get("reason", ""),
        cites=_cited(data),
        authority=data["issuing_body"],
    )


def of_licence(entry: Entry) -> Told:
    """What is told of an entry whose subject is `licence:<number>`. Names are those on the face."""
    licence = Licence.objects.get(number=entry.subject.partition(":")[2])
    data, day = entry.data, china_day(entry.at)
    keeper = Office(told.in_both(licence.issuing_body_name_zh, licence.issuing_body_name_en), body(licence.issuing_body).contact)
    exporter = told.Party(told.in_both(licence.exporter_name_zh, licence.exporter_name_en), licence.exporter_uscc)
    maker = (
        told.Party(told.in_both(licence.maker_name_zh, licence.maker_name_en), licence.maker_uscc) if licence.maker_id else None
    )
    return Told(
        values={
            "number": licence.number,
            "exporter": exporter.name,
            "day": deadlines.in_words(day),
            "left": f"{data.get('left', 0):,}",
            "valid_from": deadlines.in_words(licence.valid_from),
            "valid_until": deadlines.in_words(licence.valid_until),
            "replaces": data.get("replaces") or "–",
            "answer_by": told.day_of(data["answer_by"]) if "answer_by" in data else "–",
            "decision": DECISIONS.get(data.get("decision", ""), Text("所作", "decision")),
            "stands_as": LICENCE.states[data["stands_as"]].label if "stands_as" in data else "–",
        },
        maker=maker,
        exporters=(exporter,),
        keeper=keeper,
        appeal_to=keeper.name,
        days=told.appeal_days(entry.at),
        reference=Text(f"出口许可证 {licence.number}", f"export licence {licence.number}"),
        rows=tuple(_face(licence, exporter, maker, data)),
        reasons=data.get("reason", ""),
        cites=_cited(data),
        authority=licence.issuing_body,
    )


def body(code: str) -> Office:
    """An issuing body: its organisation with its contact, else what the register calls it."""
    organisation = Organisation.objects.filter(kind=Organisation.Kind.ISSUING_BODY, authority_code=code).first()
    row = IssuingBody.objects.filter(pk=code).first()
    contact = organisation.contact if organisation else ""
    if row is not None:
        return Office(told.in_both(row.name_zh, row.name_en), contact)
    if organisation is not None:
        return Office(told.in_both(organisation.name_zh, organisation.name_en), contact)
    return Office(Text(f"发证机构{code}", f"issuing body {code}"))


def _cited(data: dict[str, Any]) -> tuple[str, ...]:
    return (data["citation"],) if data.get("citation") else ()


def _questions(data: dict[str, Any]) -> tuple[dict[str, str], ...]:
    if "question" not in data:
        return ()
    return ({"field": data["field_asked"], "question": data["question"], "due": ""},)


def _findings(application: Application, entry: Entry) -> tuple[dict[str, Any], ...]:
    """What the version under review did not meet or left open."""
    versions = ApplicationVersion.objects.filter(application=application, submitted_at__lte=entry.at)
    version = versions.order_by("-revision").first()
    return tuple(one for one in version.findings if one["outcome"] in UNFIT) if version else ()


def country(code: str) -> Text:
    row = Country.objects.filter(pk=code).first()
    return told.in_both(row.name_zh, row.name_en) if row else Text(code, code)


def _asked_for(application: Application, entry: Entry, keeper: Office) -> list[Row]:
    data = entry.data
    if "revision" not in data:
        return []
    rows: list[Row] = [
        (Text("申请编号", "Application reference"), str(application.pk)),
        (Text("提交版本", "Version"), Text(f"第{data['revision']}版", f"No. {data['revision']}")),
        (Text("申请事项", "Asked for"), PURPOSES.get(data["purpose"], Text(data["purpose"], data["purpose"]))),
        (Text("申请依据", "Ground"), GROUNDS.get(data["ground"], Text(data["ground"], data["ground"]))),
        (Text("数量", "Quantity"), Text(f"{data['quantity']:,}辆", f"{data['quantity']:,} vehicles")),
        (Text("进口国（地区）", "Country or region of purchase"), country(data["destination"])),
        (Text("发证机构", "Issuing body"), keeper.name),
    ]
    if data["needs_evidence"]:
        listed = data["needs_evidence"]
        rows.append((Text("需核实证明的事项", "Evidence to be looked at"), Text("、".join(listed), ", ".join(listed))))
    return rows


def _face(licence: Licence, exporter: told.Party, maker: told.Party | None, data: dict[str, Any]) -> list[Row]:
    rows: list[Row] = [
        (Text("许可证号", "Licence No."), licence.number),
        (Text("出口商", "Exporter"), Text(f"{exporter.name.zh}（{exporter.uscc}）", f"{exporter.name.en} ({exporter.uscc})")),
    ]
    if maker:
        rows.append((Text("生产企业", "Maker"), Text(f"{maker.name.zh}（{maker.uscc}）", f"{maker.name.en} ({maker.uscc})")))
    spell = (deadlines.in_words(licence.valid_from), deadlines.in_words(licence.valid_until))
    rows += [
        (Text("合同号", "Contract No."), licence.contract_no),
        (Text("进口国（地区）", "Country or region of purchase"), country(licence.destination)),
        (Text("有效期", "Validity"), Text(f"{spell[0].zh}至{spell[1].zh}", f"{spell[0].en} – {spell[1].en}")),
    ]
    if "lines" in data:
        total = sum(line["quantity"] for line in data["lines"])
        each = [f"{line['model_code']} × {line['quantity']:,}" for line in data["lines"]]
        rows.append((Text("数量", "Quantity"), Text(f"{total:,}辆：{'、'.join(each)}", f"{total:,}: {', '.join(each)}")))
        rows.append((Text("可报关次数", "Clearances"), str(data["clearances"])))
    else:
        rows.append((Text("剩余数量", "Left"), Text(f"{data['left']:,}辆", f"{data['left']:,} vehicles")))
    return [*rows, *_of_a_hearing(data)]


def _of_a_hearing(data: dict[str, Any]) -> list[Row]:
    """What a notice of revocation, a statement and a revocation say beside the face."""
    rows: list[Row] = []
    if "facts" in data:
        rows.append((Text("认定的事实", "Facts found"), data["facts"]))
    if "answer_by" in data:
        rows.append((Text("陈述申辩截止日", "To be answered by"), told.day_of(data["answer_by"])))
    if "statement" in data:
        rows.append((Text("陈述申辩内容", "Statement"), data["statement"]))
    if "heard" in data:
        rows.append((Text("听取陈述申辩", "Hearing"), HEARD[data["heard"]]))
    return rows
