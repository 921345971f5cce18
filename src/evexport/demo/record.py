"""Writes var/demo.json: address, day, accounts, keys and samples for whoever wants to try the demonstration."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from evexport.demo.cast import PASSWORD, Cast
from evexport.demo.trade import Held
from evexport.demo.year import TODAY, Samples


def described(held: Held) -> dict[str, Any]:
    one = held.licence
    return {
        "number": one.number,
        "verification_code": one.verification_code,
        "exporter_uscc": held.exporter_uscc,
        "contract_no": one.contract_no,
        "destination": one.destination,
        "customs_district": one.customs_district,
        "trade_mode": one.trade_mode,
        "transport_mode": one.transport_mode,
        "hs_code": "8703801090",
        "model_code": held.maker.models[held.models[0]].code,
        "valid_from": one.valid_from.isoformat(),
        "valid_until": one.valid_until.isoformat(),
    }


def contents(cast: Cast, samples: Samples, *, published: int, today: date = TODAY) -> dict[str, Any]:
    """Everything but the address, which is known once the server has its port."""
    maker = samples.balance.maker
    exporter = maker.exporters[0]
    return {
        "today": today.isoformat(),
        "published_year": published,
        "accounts": [{**asdict(one), "password": PASSWORD, "second_factor": None} for one in cast.accounts],
        "api_keys": cast.keys,
        "samples": {
            "maker": {"uscc": maker.uscc, "name_zh": maker.name.zh, "name_en": maker.name.en},
            "exporter": {"uscc": exporter.uscc, "name_zh": exporter.name.zh, "name_en": exporter.name.en},
            "licences": {
                "with_balance": described(samples.balance),
                "exhausted": described(samples.exhausted),
                "expired": described(samples.expired),
                "suspended": described(samples.suspended),
                "revoked": described(samples.revoked),
            },
            "unused_vins": samples.cars,
        },
    }


def write(path: Path, record: dict[str, Any], *, base_url: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"base_url": base_url, **record}, ensure_ascii=False, indent=2) + "\n", "utf-8")
