"""The filings, applications and declarations of the demonstration, in the shapes that a maker's own system would send."""

from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from evexport.demo.world import CITIES, DemoExporter, DemoMaker

OUTLETS = {"I": 54, "II": 12, "III": 4, "IV": 0}
COMMON_FAULT_PARTS = 1200
VEHICLES_PER_OUTLET = 300
PLANNED_GROWTH = 1.2
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def filing(maker: DemoMaker, year: int, *, filed_on: date) -> dict[str, Any]:
    """A filing in which everything holds for the maker's category; the story then spoils what it needs spoilt."""
    planned = {market: max(10, int(count * PLANNED_GROWTH)) for market, count in maker.markets.items()}
    return {
        "year": year,
        "filed_on": filed_on.isoformat(),
        "manufacturer": manufacturer(maker),
        "claimed_category": maker.category,
        "production_capacity": capacity(maker, sum(planned.values())),
        "quality_management": {
            "standard": "IATF 16949",
            "certificate_no": f"QMS-{year - 2}-{maker.index + 1:04d}",
            "valid_until": f"{year + 1}-06-30",
        },
        "models": models(maker),
        "exports": {
            "basis": {"from": f"{year - 2}-01-01", "to": f"{year - 2}-12-31"},
            "last_year": [{"market": market, "vehicles": count} for market, count in maker.markets.items() if count],
            "planned": [{"market": market, "vehicles": count} for market, count in planned.items()],
        },
        "service_network": network(maker, year),
        "authorised_exporters": [authorisation(maker, exporter, year, n) for n, exporter in enumerate(maker.exporters, 1)],
    }


def manufacturer(maker: DemoMaker) -> dict[str, Any]:
    return {
        "uscc": maker.uscc,
        "name_zh": maker.name.zh,
        "name_en": maker.name.en,
        "division": maker.division,
        "enterprise_type": "vehicle_maker",
        "customs_code": maker.customs_code,
        "own_brand": True,
        "wmis": [maker.wmi],
    }


def capacity(maker: DemoMaker, planned: int) -> dict[str, Any]:
    a_year = max(5000, planned * 12)
    return {
        "vehicles_per_year": a_year,
        "vehicles_built_last_year": int(a_year * 0.7),
        "plants": [
            {"name": f"{maker.name.zh.removesuffix('汽车有限公司')}一厂", "division": maker.division, "vehicles_per_year": a_year}
        ],
    }


def models(maker: DemoMaker) -> list[dict[str, Any]]:
    return [
        {
            "model_code": model.code,
            "vehicle_name": model.vehicle_name,
            "trademark": maker.trademark,
            "propulsion": "electric",
            "announcement_batch": 390,
            "ccc_certificate": model.ccc,
            "ccc_status": "valid",
            "ccc_valid_until": "2030-05-01",
        }
        for model in maker.models
    ]


def network(maker: DemoMaker, year: int) -> dict[str, Any]:
    """Outlets spread over the markets in turn, and parts, response, rescue and plan for every market that has one."""
    if OUTLETS[maker.category] == 0:
        return {"outlets": [], "parts": [], "response": [], "rescue": [], "plan": []}
    markets = list(maker.markets)
    least = max(OUTLETS[maker.category], sum(maker.markets.values()) // VEHICLES_PER_OUTLET + len(markets))
    outlets = [outlet(maker, markets[n % len(markets)], n // len(markets) + 1) for n in range(least)]
    return {
        "outlets": outlets,
        "parts": [
            {"market": m, "common_fault_parts": COMMON_FAULT_PARTS, "in_stock": 300 + 10 * n} for n, m in enumerate(markets)
        ],
        "response": [{"market": m, "committed_hours": 48, "measured_p95_hours": 30 + n} for n, m in enumerate(markets)],
        "rescue": [{"market": m, "provider": "Example Assist", "round_the_clock": True} for m in markets],
        "plan": [plan_row(market, year, n) for n, market in enumerate(markets)],
    }


def outlet(maker: DemoMaker, market: str, number: int) -> dict[str, Any]:
    return {
        "market": market,
        "city": CITIES[market],
        "operator": f"{maker.name.en.removesuffix(' Co., Ltd.')} {CITIES[market]} {number}",
        "ownership": "own" if number == 1 else "dealer",
        "services": ["maintenance", "high_voltage"],
    }


def plan_row(market: str, year: int, place: int) -> dict[str, Any]:
    return {
        "market": market,
        "year": year,
        "new_outlets": 6 - min(place, 5),
        "parts_in_stock_rate": 0.3,
        "response_hours": 40,
        "rescue": "round_the_clock",
    }


def authorisation(maker: DemoMaker, exporter: DemoExporter, year: int, number: int) -> dict[str, Any]:
    return {
        "uscc": exporter.uscc,
        "name_zh": exporter.name.zh,
        "contract_no": f"AUTH-{year}-{maker.index + 1:02d}-{number}",
        "valid_from": f"{year}-01-01",
        "valid_until": f"{year}-12-31",
        "joint_liability": True,
    }


def parts_list(document: dict[str, Any], on: date) -> bytes:
    """The paper laid to a filing as evidence of its stock: a row a market. The same bytes each time."""
    paper = BytesIO()
    with xlsxwriter.Workbook(paper, {"in_memory": True}) as book:
        book.set_properties({"title": "常见故障零部件库存清单（示例）", "created": datetime.combine(on, time())})
        sheet = book.add_worksheet("库存")
        sheet.write_row(0, 0, ["市场", "应备种数", "在库种数"])
        for number, row in enumerate(document["service_network"]["parts"], 1):
            sheet.write_row(number, 0, [row["market"], row["common_fault_parts"], row["in_stock"]])
    return paper.getvalue()
