"""A sound application and what stands around it, from which each case departs."""

from copy import deepcopy
from datetime import date

from evexport.regulation.facts.application import ApplicationFacts

MODEL = "DMO7000BEVA1"
MAKER, EXPORTER, RIVAL = "91440300MADEM0EX2C", "91120000MADEM0RD1B", "91310000MADEM0XX0Z"

LINE = {
    "hs_code": "8703801090",
    "model_code": MODEL,
    "specification": "64 kWh, 5 seats",
    "unit": "003",
    "quantity": 500,
    "unit_price": "19800.00",
    "currency": "USD",
}
FORM = {
    "ground": "qualified",
    "applicant_uscc": EXPORTER,
    "consignor_uscc": EXPORTER,
    "manufacturer_uscc": MAKER,
    "issuing_body": "AA",
    "trade_mode": "0110",
    "contract_no": "EXEV-DE-2027-007",
    "consignee": "Example EV Deutschland GmbH",
    "destination": "DE",
    "customs_district": "5300",
    "transport_mode": "2",
    "payment": "2",
    "price_terms": "FOB",
    "batch_rule": "multi",
    "valid_from": "2027-01-01",
    "remarks": "",
    "lines": [LINE],
}
AROUND = {
    "entry": {
        "year": 2027,
        "state": "in_force",
        "models": [MODEL],
        "exporters": [{"uscc": EXPORTER, "valid_from": "2027-01-01", "valid_until": "2027-12-31"}],
        "capacity": 120000,
    },
    "models": {MODEL: {"announced": True, "ccc": "valid"}},
    "applicant_division": "120000",
    "issuing_body": {
        "code": "AA",
        "name_zh": "示例许可证事务局",
        "name_en": "Example Licence Bureau",
        "divisions": ["*"],
    },
    "customs_district": {"code": "5300", "name_zh": "深圳海关", "level": "district"},
    "destination": {"code": "DE", "name_zh": "德国", "name_en": "Germany"},
    "transport_mode": {"code": "2", "name_zh": "水路运输", "name_en": "water"},
    "trade_mode": {"code": "0110", "name_zh": "一般贸易"},
    "licensed_this_year": 0,
    "outlet_markets": ["DE"],
    "major_markets": ["DE"],
    "floors": {MODEL: {"price": "15000.00", "currency": "USD"}},
}


def form(*, line: dict | None = None, **changes) -> dict:
    """The sound form with what the case changes; `line` changes its only line."""
    made = {**deepcopy(FORM), **changes}
    if line:
        made["lines"] = [{**LINE, **line}]
    return made


def facts(on: date, *, application=None, line=None, around=None, starts_on: date | None = None) -> ApplicationFacts:
    """The sound facts of a day with what the case changes; a mapping in `around` is merged."""
    surroundings = deepcopy(AROUND)
    for name, value in (around or {}).items():
        sound = surroundings.get(name)
        if name == "floors" and value is None:
            surroundings[name] = {}
            continue
        surroundings[name] = {**sound, **value} if isinstance(sound, dict) and isinstance(value, dict) else value
    return ApplicationFacts.model_validate(
        {"application": form(line=line, **(application or {})), "starts_on": starts_on or on, **surroundings}
    )
