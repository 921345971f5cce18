"""A licence's face as the template reads it, without any database."""

from datetime import UTC, datetime
from typing import Any

from evexport.papers.frame import frame, mark

AT = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
NUMBER = "26-SZ-000123"
LABELS = [
    "出口商", "发货人", "出口许可证号", "出口许可证有效截止日期", "贸易方式", "合同号", "报关口岸", "进口国（地区）", "付款方式",
    "运输方式", "商品名称及编码", "规格、等级", "单位", "数量", "单价", "总值", "总值折美元", "总计", "备注", "发证机关签章", "发证日期",
]  # fmt: skip


def named(code: str, zh: str, en: str = "") -> dict[str, str]:
    return {"code": code, "zh": zh, "en": en}


def line(position: int, **changes: Any) -> dict[str, Any]:
    sound = {
        "position": position, "hs_code": "8703801090", "model": f"DMO7000BEVA{position}", "specification": "五座，续航520 km",
        "unit": named("003", "辆", "vehicle"), "quantity": 120, "unit_price": "18500.00", "currency": "USD",
        "amount": "2220000.00", "usd": "2220000.00",
    }  # fmt: skip
    return {**sound, **changes}


def face(*, lines: int = 1, **changes: Any) -> dict[str, Any]:
    """`changes` are of the whole; what begins with a field of the face is put there by the test itself."""
    exporter = {"zh": "示例汽车进出口有限公司", "en": "Example Trade Co., Ltd.", "uscc": "91120000MADEM0RD1B"}
    total = f"{2220000 * lines}.00"
    sound = {
        "frame": frame(NUMBER, "示例深圳商务局", "Example Shenzhen Bureau"),
        "mark": mark(NUMBER, "ABCD2345EFGH"),
        "status": None,
        "face": {
            "number": NUMBER,
            "exporter": exporter,
            "consignor": exporter,
            "issuing_body": {"zh": "示例深圳商务局", "en": "Example Shenzhen Bureau"},
            "valid_until": "2027-06-15",
            "issued_on": "2026-06-15",
            "contract_no": "EXEV-DE-2026-007",
            "trade_mode": named("0110", "一般贸易", "General trade"),
            "transport_mode": named("2", "水路运输", "water"),
            "payment": named("2", "电汇 (T/T)", "Telegraphic transfer (T/T)"),
            "destination": named("DE", "德国", "Germany"),
            "district": named("5300", "深圳海关"),
        },
        "codes": [named("8703801090", "仅装有驱动电动机的载人车辆", "Passenger vehicles with only an electric motor")],
        "lines": [line(position) for position in range(1, lines + 1)],
        "quantity": 120 * lines,
        "total_unit": "辆",
        "price_terms": "FOB",
        "totals": [{"currency": "USD", "amount": total}],
        "usd": total,
        "remarks": [{"zh": "非一批一证：有效期内报关使用不超过12次。", "en": "Several batches: at most 12 clearances."}],
    }
    return {**sound, **changes}
