"""A licence application in words: its fields' names in the order of the face, and cards of answers for reading or checking."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from evexport.desks.kit.codes import Codes, Register
from evexport.desks.kit.parts import Answer, Summary
from evexport.kernel.text import Text
from evexport.licensing.wording import FIELDS, LINE_FIELDS

GROUNDS = {
    "qualified": Text("列入年度名单", "On the yearly list"),
    "re_export": Text("进口汽车复出口", "Re-export of imported cars"),
    "project_contract": Text("对外承包工程", "Project contract abroad"),
}
BATCHES = {
    "one": Text("一批一证", "One clearance"),
    "multi": Text("非一批一证", "Several clearances"),
}
PURPOSES = {
    "new": Text("新领", "New"),
    "amendment": Text("更改", "Amendment"),
    "reissue": Text("遗失补发", "Reissue after loss"),
    "code_change": Text("商品编号调整换证", "Change of the customs code"),
}
CODED: dict[str, Register] = {
    "destination": "country",
    "customs_district": "customs_district",
    "trade_mode": "trade_mode",
    "transport_mode": "transport_mode",
    "payment": "payment",
    "price_terms": "price_terms",
    "issuing_body": "issuing_body",
}
CARDS: tuple[tuple[str, Text, tuple[str, ...]], ...] = (
    ("parties", Text("当事人", "Parties"), ("ground", "applicant_uscc", "consignor_uscc", "manufacturer_uscc", "issuing_body")),
    (
        "contract",
        Text("合同与运输", "Contract and transport"),
        ("contract_no", "consignee", "destination", "customs_district", "transport_mode", "trade_mode", "payment", "price_terms"),
    ),
    ("validity", Text("有效期与批次", "Validity and clearances"), ("valid_from", "batch_rule", "remarks")),
)
GROUND_CARD = (
    "papers",
    Text("依据材料", "Papers of the ground"),
    ("agency_agreement", "import_declaration_no", "contract_award"),
)


def field_name(field: str) -> Text:
    """What a field is called, `lines.2.unit_price` too."""
    head, *rest = field.split(".")
    if head == "lines" and len(rest) == 2 and rest[1] in LINE_FIELDS:
        one = LINE_FIELDS[rest[1]]
        return Text(f"商品第{rest[0]}行{one.zh}", f"Goods line {rest[0]}: {one.en}")
    return FIELDS.get(head, Text(field, field))


def cards(
    document: Mapping[str, Any],
    codes: Codes,
    names: Mapping[str, Text],
    *,
    change: Callable[[str], str] = lambda _section: "",
) -> list[Summary]:
    """The document as cards. `names` gives enterprises by credit code; `change` the page where a card is changed."""
    rows = [*CARDS, *([GROUND_CARD] if any(document.get(name) for name in GROUND_CARD[2]) else [])]
    made = [
        Summary(
            title, [Answer(FIELDS[name], told(name, document.get(name), codes, names)) for name in fields], change=change(section)
        )
        for section, title, fields in rows
    ]
    for number, line in enumerate(document.get("lines") or [], 1):
        title = Text(f"商品第{number}行", f"Goods, line {number}")
        made.append(
            Summary(
                title,
                [Answer(label, line_told(name, line, codes)) for name, label in LINE_FIELDS.items()],
                change=change("lines"),
            )
        )
    return made


def told(name: str, value: Any, codes: Codes, names: Mapping[str, Text]) -> Text | str | None:
    """One answer in words."""
    if value in (None, ""):
        return None
    if name in CODED:
        return codes.text(CODED[name], str(value))
    if name == "ground":
        return GROUNDS.get(value, str(value))
    if name == "batch_rule":
        return BATCHES.get(value, str(value))
    if name.endswith("_uscc"):
        known = names.get(str(value))
        return Text(f"{known.zh}（{value}）", f"{known.en} ({value})") if known else str(value)
    return str(value)


def line_told(name: str, line: Mapping[str, Any], codes: Codes) -> Text | str | int | None:
    value = line.get(name)
    if name == "unit":
        return codes.text("unit", value)
    if name == "currency":
        return codes.text("currency", value)
    if name == "hs_code":
        return codes.text("hs_code", value)
    return value


def totals(document: Mapping[str, Any]) -> tuple[int, dict[str, Decimal]]:
    """Vehicles over all lines, and the amount by currency, as far as the lines say them."""
    vehicles, amounts = 0, dict[str, Decimal]()
    for line in document.get("lines") or []:
        try:
            count, price = int(line.get("quantity") or 0), Decimal(str(line.get("unit_price") or 0))
        except (ValueError, InvalidOperation):
            continue
        vehicles += count
        currency = str(line.get("currency") or "")
        amounts[currency] = amounts.get(currency, Decimal(0)) + count * price
    return vehicles, amounts
