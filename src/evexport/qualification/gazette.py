"""A list as it is printed: the canonical content that is digested, and what differs from last year's."""

from collections.abc import Iterable
from typing import Any

from evexport.qualification.changes import differences
from evexport.qualification.models import ListedMaker

Entry = dict[str, Any]
"""One maker's entry in plain words: identity, category, models and exporters, each sorted by its code."""


def entry(maker: ListedMaker) -> Entry:
    """A published entry as plain data, from its rows."""
    return {
        "uscc": maker.uscc,
        "name_zh": maker.name_zh,
        "name_en": maker.name_en,
        "division": maker.division,
        "customs_code": maker.customs_code,
        "category": maker.category,
        "exporter_limit": maker.exporter_limit,
        "law": maker.law,
        "models": sorted((_model(m) for m in maker.models.all()), key=lambda m: m["model_code"]),
        "exporters": sorted((_exporter(e) for e in maker.exporters.all()), key=lambda e: e["uscc"]),
    }


def _model(model: Any) -> Entry:
    names = ("model_code", "vehicle_name", "trademark", "ccc_certificate")
    return {name: getattr(model, name) for name in names}


def _exporter(exporter: Any) -> Entry:
    names = ("uscc", "name_zh", "name_en", "contract_no")
    dates = {name: getattr(exporter, name).isoformat() for name in ("valid_from", "valid_until")}
    return {name: getattr(exporter, name) for name in names} | dates


def diff(last_year: Iterable[Entry], this_year: Iterable[Entry]) -> dict[str, Any]:
    """Who is new, who is gone, and what changed for those who stayed. Contracts are renewed yearly: left out."""
    old = {one["uscc"]: one for one in last_year}
    new = {one["uscc"]: one for one in this_year}
    changed = [
        {"uscc": uscc, "name_zh": new[uscc]["name_zh"], "changes": changes}
        for uscc in sorted(old.keys() & new.keys())
        if (changes := [c.as_dict() for c in differences(_lasting(old[uscc]), _lasting(new[uscc]))])
    ]
    return {
        "added": [_brief(new[uscc]) for uscc in sorted(new.keys() - old.keys())],
        "removed": [_brief(old[uscc]) for uscc in sorted(old.keys() - new.keys())],
        "changed": changed,
    }


def _brief(one: Entry) -> Entry:
    return {name: one[name] for name in ("uscc", "name_zh", "category")}


def _lasting(one: Entry) -> Entry:
    exporters = [{"uscc": e["uscc"], "name_zh": e["name_zh"]} for e in one["exporters"]]
    return {k: v for k, v in one.items() if k not in ("law", "name_en")} | {"exporters": exporters}
