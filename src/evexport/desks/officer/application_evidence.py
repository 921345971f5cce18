"""What a finding on a licence application was judged by: fields of the form, and what list and registers said on the day."""

from collections.abc import Callable, Mapping
from typing import Any

from evexport.desks.kit.application import line_told, told
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Component
from evexport.desks.kit.parts import Answer, Summary
from evexport.desks.kit.values import written
from evexport.kernel.text import Text, join
from evexport.licensing.wording import FIELDS, LINE_FIELDS
from evexport.regulation.facts.application import ApplicationFacts, Named

PARTIES = ("ground", "applicant_uscc", "manufacturer_uscc")
FORM: dict[str, tuple[str, ...]] = {
    "L1": (*PARTIES, "valid_from"),
    "L2": ("ground", "manufacturer_uscc", "valid_from"),
    "L3": ("ground", "manufacturer_uscc"),
    "L4": ("ground", "manufacturer_uscc"),
    "L5": ("ground", "manufacturer_uscc"),
    "L6": ("applicant_uscc", "issuing_body"),
    "L7": ("applicant_uscc",),
    "L8": ("applicant_uscc", "consignor_uscc", "agency_agreement"),
    "L9": ("ground", "import_declaration_no", "contract_award", "trade_mode"),
    "L10": ("contract_no",),
    "L11": ("customs_district",),
    "L12": ("destination",),
    "L13": ("transport_mode",),
    "L14": ("trade_mode",),
    "L15": ("valid_from",),
    "L17": ("ground", "manufacturer_uscc", "valid_from"),
    "L18": ("ground", "destination", "manufacturer_uscc"),
    "L19": ("destination", "price_terms"),
    "L20": ("valid_from",),
    "L21": ("batch_rule",),
}
"""The fields of the form that each criterion reads, the one to ask about not always first."""
LINE: dict[str, tuple[str, ...]] = {
    "L3": ("model_code",),
    "L4": ("model_code",),
    "L5": ("model_code",),
    "L15": ("hs_code",),
    "L16": ("model_code", "unit", "quantity"),
    "L17": ("model_code", "quantity"),
    "L19": ("model_code", "unit_price", "currency"),
}
"""What it reads of each line of goods."""
ASKED = {"L1": "applicant_uscc", "L6": "issuing_body", "L8": "consignor_uscc", "L9": "ground", "L18": "destination"}
CCC = {
    "valid": Text("有效", "valid"),
    "suspended": Text("暂停", "suspended"),
    "revoked": Text("撤销", "revoked"),
    "cancelled": Text("注销", "cancelled"),
    "expired": Text("过期", "expired"),
    "none": Text("没有", "none"),
}
ON_THE_LIST = {
    "in_force": Text("有效", "in force"),
    "suspended": Text("暂停", "suspended"),
    "cancelled": Text("撤销", "cancelled"),
    "lapsed": Text("失效", "lapsed"),
    "removed": Text("移除", "removed"),
}
Known = Callable[[ApplicationFacts, Mapping[str, Any]], list[Answer]]


def field(finding: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """The field to ask about: the line of the finding's subject, or what the criterion turns on."""
    names, about = LINE.get(finding["id"], ()), finding.get("subject") or {}
    for number, line in enumerate(document.get("lines") or [], 1):
        if names and _of(about, line):
            return f"lines.{number}.{names[-1]}"
    return ASKED.get(finding["id"], FORM[finding["id"]][-1])


def evidence(
    finding: Mapping[str, Any], document: Mapping[str, Any], known: ApplicationFacts, codes: Codes, names: Mapping[str, Text]
) -> list[Component]:
    """Cards: the fields of the form, the lines of the finding's subject, what list and registers said."""
    made: list[Component] = []
    if fields := FORM.get(finding["id"], ()):
        answers = [Answer(FIELDS[name], told(name, document.get(name), codes, names)) for name in fields]
        made.append(Summary(Text("申请表", "The form"), answers))
    for number, line in enumerate(document.get("lines") or [], 1):
        if finding["id"] in LINE and _of(finding.get("subject") or {}, line):
            answers = [Answer(LINE_FIELDS[name], line_told(name, line, codes)) for name in LINE[finding["id"]]]
            made.append(Summary(Text(f"商品第{number}行", f"Goods, line {number}"), answers))
    if finding["id"] in AROUND:
        made.append(Summary(Text("名录与登记", "List and registers"), AROUND[finding["id"]](known, finding.get("subject") or {})))
    return made


def about_it(finding: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """The form with the one line that the finding speaks of, so that no other line's model is looked up for its page."""
    lines = document.get("lines") or []
    about = finding.get("subject") or {}
    return {**document, "lines": ([line for line in lines if _of(about, line)] or lines)[:1]}


def _of(about: Mapping[str, Any], line: Mapping[str, Any]) -> bool:
    """Whether a line speaks of what the criterion was asked of; a market is of the whole application."""
    return all(line.get(name, value) == value for name, value in about.items())


def _entry(known: ApplicationFacts, _about: Mapping[str, Any]) -> list[Answer]:
    one = known.entry
    if one is None:
        return [Answer(Text("列入年度名单", "On the yearly list"), NO)]
    return [
        Answer(Text("名单年度", "Year of the list"), str(one.year)),
        Answer(Text("名录状态", "Entry"), ON_THE_LIST[one.state]),
    ]


def _exporter(known: ApplicationFacts, about: Mapping[str, Any]) -> list[Answer]:
    rows = [one for one in known.entry.exporters if one.uscc == known.application.applicant_uscc] if known.entry else []
    made = _entry(known, about)
    if known.application.applicant_uscc == known.application.manufacturer_uscc:
        return made
    label = Text("授权", "Authorisation")
    made.extend(
        Answer(
            label,
            join(
                [
                    ON_THE_LIST[one.state],
                    Text(f"（{one.valid_from}至{one.valid_until}）", f"({one.valid_from} to {one.valid_until})"),
                ]
            ),
        )
        for one in rows
    )
    return made if rows else [*made, Answer(label, NO)]


def _listed(known: ApplicationFacts, about: Mapping[str, Any]) -> list[Answer]:
    on = known.entry is not None and about.get("model_code") in known.entry.models
    return [*_entry(known, about), Answer(Text("车型列入名单", "Model on the entry"), written(on, ""))]


def _announced(known: ApplicationFacts, about: Mapping[str, Any]) -> list[Answer]:
    one = known.models.get(str(about.get("model_code")))
    return [Answer(Text("列入《公告》", "In the Announcement"), written(one.announced, "") if one else None)]


def _certified(known: ApplicationFacts, about: Mapping[str, Any]) -> list[Answer]:
    one = known.models.get(str(about.get("model_code")))
    return [Answer(Text("CCC证书", "CCC certificate"), CCC[one.ccc] if one else None)]


def _body(known: ApplicationFacts, _about: Mapping[str, Any]) -> list[Answer]:
    body = known.issuing_body
    over = None if body is None else (Text("全国", "all") if "*" in body.divisions else "、".join(body.divisions))
    return [
        Answer(Text("申请人行政区划", "Division of the applicant"), known.applicant_division),
        Answer(Text("发证机构管辖区划", "Divisions of the issuing body"), over),
    ]


def _banned(known: ApplicationFacts, _about: Mapping[str, Any]) -> list[Answer]:
    return [Answer(Text("被禁止出口", "Banned from export"), written(known.applicant_banned, ""))]


def _in_register(which: Callable[[ApplicationFacts], Named | None]) -> Known:
    def row(known: ApplicationFacts, _about: Mapping[str, Any]) -> list[Answer]:
        one = which(known)
        said = Text(f"{one.name_zh}（{one.code}）", f"{one.name_en or one.name_zh} ({one.code})") if one else NO
        return [Answer(Text("代码表", "Code register"), said)]

    return row


def _capacity(known: ApplicationFacts, about: Mapping[str, Any]) -> list[Answer]:
    return [*_entry(known, about), Answer(Text("年产能", "Capacity a year"), known.entry.capacity if known.entry else None)]


def _outlets(known: ApplicationFacts, _about: Mapping[str, Any]) -> list[Answer]:
    there = known.application.destination
    return [
        Answer(
            Text("目的地有网点", "An outlet at the destination"),
            written(there in known.outlet_markets, "") if known.outlet_markets is not None else None,
        ),
        Answer(
            Text("主要市场", "A major market"),
            written(there in known.major_markets, "") if known.major_markets is not None else None,
        ),
    ]


def _first_day(known: ApplicationFacts, _about: Mapping[str, Any]) -> list[Answer]:
    return [
        Answer(Text("许可证起始日", "First day of the licence"), known.starts_on),
        Answer(Text("提前发证起始日", "Early issue from"), known.early_issue_from),
    ]


NO = Text("否", "no")
AROUND: dict[str, Known] = {
    "L1": _exporter,
    "L2": _entry,
    "L3": _listed,
    "L4": _announced,
    "L5": _certified,
    "L6": _body,
    "L7": _banned,
    "L11": _in_register(lambda known: known.customs_district),
    "L12": _in_register(lambda known: known.destination),
    "L13": _in_register(lambda known: known.transport_mode),
    "L14": _in_register(lambda known: known.trade_mode),
    "L17": _capacity,
    "L18": _outlets,
    "L20": _first_day,
}
"""What was known beyond the form, by criterion."""
