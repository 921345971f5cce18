"""From a licence as issued to what its paper says: the 21 fields with every code's registered name on the day of issue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.ledger.models import Entry
from evexport.licensing.models import Licence, LicenceLine
from evexport.papers.frame import frame, mark
from evexport.papers.sealing import Stamp
from evexport.registers.models import Code, Country, CustomsDistrict, HsCode
from evexport.registers.queries import standing

SEAL_AT: Final = (431.0, 167.0)
"""Where typst/licence.typ leaves room for the seal on page 1: points from the left and from the lower edge."""
SEAL_FOR: Final = "出口许可证专用章"
CODED = {"trade_mode": "trade_mode", "transport_mode": "transport_mode", "payment": "payment"}

Named = dict[str, str]


@dataclass(frozen=True, slots=True)
class Band:
    """What has become of a licence, as a band over its face says it."""

    name: Text
    meaning: Text
    since: date
    reason: str = ""
    citation: str = ""
    replaced_by: str = ""

    def data(self) -> dict[str, Any]:
        return {
            **self.name.as_dict(),
            "meaning": self.meaning.as_dict(),
            "since": self.since.isoformat(),
            "reason": self.reason,
            "citation": self.citation,
            "replaced_by": self.replaced_by,
        }


@dataclass(frozen=True, slots=True)
class Names:
    """The registered names that a face uses, as they stand on a day."""

    codes: dict[tuple[str, str], Named] = field(default_factory=dict)
    districts: dict[str, Named] = field(default_factory=dict)
    countries: dict[str, Named] = field(default_factory=dict)
    goods: dict[str, Named] = field(default_factory=dict)

    @classmethod
    def of(cls, licence: Licence, lines: Sequence[LicenceLine], *, on: date) -> "Names":
        wanted = {(table, getattr(licence, name)) for name, table in CODED.items()}
        wanted |= {("price_terms", licence.price_terms), *(("unit", line.unit) for line in lines)}
        tables, codes = ({one[place] for one in wanted} for place in (0, 1))
        rows = standing(Code.objects.filter(table__in=tables, code__in=codes), on=on)
        districts = standing(CustomsDistrict.objects.filter(code=licence.customs_district), on=on)
        countries = standing(Country.objects.filter(code=licence.destination), on=on)
        goods = standing(HsCode.objects.filter(code__in={line.hs_code for line in lines}), on=on)
        return cls(
            {(row.table, row.code): named(row.code, row.name_zh, row.name_en) for row in rows},
            {row.code: named(row.code, row.full_name_zh or row.name_zh) for row in districts},
            {row.code: named(row.code, row.name_zh, row.name_en) for row in countries},
            {row.code: named(row.code, row.name_zh, row.name_en) for row in goods},
        )

    def code(self, table: str, code: str) -> Named:
        """A code's names; what stands in no register is shown as it was written."""
        return self.codes.get((table, code)) or named("", code)


def named(code: str, zh: str, en: str = "") -> Named:
    return {"code": code, "zh": zh, "en": en}


def data_of(
    licence: Licence, lines: Sequence[LicenceLine], names: Names, issued: Entry, *, band: Band | None = None, token: str = ""
) -> dict[str, Any]:
    """What typst/licence.typ reads. `issued` is the ledger's entry of the issue: it keeps the clearances allowed then."""
    in_dollars = {line.currency for line in lines} == {"USD"}
    totals = totals_of(lines)
    return {
        "frame": frame(licence.number, licence.issuing_body_name_zh, licence.issuing_body_name_en),
        "mark": mark(licence.number, licence.verification_code, token=token),
        "status": band.data() if band else None,
        "face": _face(licence, names),
        "codes": [names.goods.get(code) or named(code, code) for code in dict.fromkeys(line.hs_code for line in lines)],
        "lines": [_line(line, names) for line in lines],
        "quantity": sum(line.quantity for line in lines),
        "total_unit": _unit_of_all(lines, names),
        "price_terms": names.code("price_terms", licence.price_terms)["zh"],
        "totals": totals,
        # No rate stands in the law or the registers, so other currencies are not put into dollars.
        "usd": totals[0]["amount"] if in_dollars else None,
        "remarks": [one.as_dict() for one in remarks_of(licence, clearances=issued.data["clearances"])],
    }


def stamp_of(licence: Licence) -> Stamp:
    return Stamp(licence.issuing_body_name_zh, SEAL_FOR, at=SEAL_AT)


def _face(licence: Licence, names: Names) -> dict[str, Any]:
    def party(kind: str) -> dict[str, str]:
        return {part: getattr(licence, f"{kind}_{name}") for part, name in PARTY.items()}

    return {
        "number": licence.number,
        "exporter": party("exporter"),
        "consignor": party("consignor"),
        "issuing_body": {"zh": licence.issuing_body_name_zh, "en": licence.issuing_body_name_en},
        "valid_until": licence.valid_until.isoformat(),
        "issued_on": china_day(licence.issued_at).isoformat(),
        "contract_no": licence.contract_no,
        "destination": names.countries.get(licence.destination) or named("", licence.destination),
        "district": names.districts.get(licence.customs_district) or named("", licence.customs_district),
        **{name: names.code(table, getattr(licence, name)) for name, table in CODED.items()},
    }


PARTY = {"zh": "name_zh", "en": "name_en", "uscc": "uscc"}


def _line(line: LicenceLine, names: Names) -> dict[str, Any]:
    amount = line.unit_price * line.quantity
    return {
        "position": line.position,
        "hs_code": line.hs_code,
        "model": line.model_code,
        "specification": line.specification,
        "unit": names.code("unit", line.unit),
        "quantity": line.quantity,
        "unit_price": _money(line.unit_price),
        "currency": line.currency,
        "amount": _money(amount),
        "usd": _money(amount) if line.currency == "USD" else None,
    }


def totals_of(lines: Iterable[LicenceLine]) -> list[dict[str, str]]:
    """The total of each currency, in the order in which the lines name them."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.currency] = sums.get(line.currency, Decimal(0)) + line.unit_price * line.quantity
    return [{"currency": currency, "amount": _money(amount)} for currency, amount in sums.items()]


def _unit_of_all(lines: Sequence[LicenceLine], names: Names) -> str:
    """The unit of the total; none where the lines have several."""
    units = {line.unit for line in lines}
    return names.code("unit", units.pop())["zh"] if len(units) == 1 else ""


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def remarks_of(licence: Licence, *, clearances: int) -> list[Text]:
    """Field 19: what binds the holder and has no field of its own."""
    told = [_batch(licence, clearances), _from(licence.valid_from), *_ground(licence)]
    if licence.maker_name_zh:
        english = licence.maker_name_en or licence.maker_name_zh
        told.append(Text(f"生产企业：{licence.maker_name_zh}（{licence.maker_uscc}）", f"Maker: {english}"))
    told.append(_kept("收货人", "Consignee", licence.consignee))
    if licence.agency_agreement:
        told.append(_kept("代理协议", "Agency agreement", licence.agency_agreement))
    if licence.replaces:
        old = licence.replaces.number
        told.append(Text(f"本证换发自{old}，原证不再使用。", f"Issued in place of {old}, which is no longer used."))
    if licence.remarks:
        told.append(_kept("其他", "Other", licence.remarks))
    return told


def _kept(zh: str, en: str, words: str) -> Text:
    """Words of the applicant, which stand once; the English half names them."""
    return Text(f"{zh}：{words}", en)


def _batch(licence: Licence, clearances: int) -> Text:
    if licence.batch_rule == "one":
        return Text("一批一证：有效期内一次报关使用。", "One batch: for one clearance within validity.")
    return Text(
        f"非一批一证：有效期内报关使用不超过{clearances}次。",
        f"Several batches: for at most {clearances} clearances within validity.",
    )


def _from(day: date) -> Text:
    return Text(f"自{day.year}年{day.month}月{day.day}日起有效。", f"Valid from {day.day} {day:%B %Y}.")


def _ground(licence: Licence) -> list[Text]:
    if licence.ground == "re_export":
        return [
            _kept("进口车辆复出口，进口报关单号", "Re-export of imported cars; import declaration", licence.import_declaration_no)
        ]
    if licence.ground == "project_contract":
        return [_kept("对外承包工程项下出口，中标文件", "Under a project contract; contract award", licence.contract_award)]
    return []
