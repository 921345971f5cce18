"""From the database's answer to the facts of the gate's criteria: the only bridge between them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from evexport.kernel.text import Text
from evexport.regulation.facts.declaration import (
    Declaration,
    GateFacts,
    LicenceFacts,
    LineFacts,
    ModelFacts,
    VehicleFacts,
)

PENDING = Text(
    "另一份报关单项下待查，尚未作出决定。",
    "another declaration with this car is held for inspection and not yet decided.",
)


def gate_facts(declaration: Declaration, row: Mapping[str, Any], *, own: bool = False) -> GateFacts:
    """The facts of a declaration from `customs_gate_facts`. `own`: it holds a reservation of its own, which is set aside."""
    catalogue = row["catalogue"] or {}
    return GateFacts(
        declaration=declaration,
        licence=_licence(declaration, row, own=own) if row["licence"] else None,
        district=row["district"],
        list_year=row["list_year"],
        listing=row["listing"] or "none",
        authorisation=row["authorisation"] or "none",
        banned_since=_day(row["banned_since"]),
        wmis=frozenset(row["wmis"] or ()),
        without_check_digit=frozenset(row["without_check_digit"] or ()),
        vehicles=_vehicles(row),
        models={code: _model(entry) for code, entry in (row["models"] or {}).items()},
        catalogue_year=catalogue.get("year"),
        catalogue_requires=bool(catalogue.get("required")),
        risk=row["risk"] or "routine",
    )


def _licence(declaration: Declaration, row: Mapping[str, Any], *, own: bool) -> LicenceFacts:
    face, standing = row["licence"], row["standing"]
    kept = declaration.by_model if own else {}
    return LicenceFacts(
        **{
            name: face[name]
            for name in (
                "number",
                "ground",
                "exporter_uscc",
                "contract_no",
                "destination",
                "customs_district",
                "trade_mode",
                "transport_mode",
            )
        },
        valid_from=date.fromisoformat(face["valid_from"]),
        valid_until=date.fromisoformat(face["valid_until"]),
        status=standing["status"],
        successor=row["successor"],
        clearances_allowed=standing["clearances_allowed"],
        clearances_used=standing["clearances_used"] - own,
        lines=tuple(
            LineFacts(
                line["hs_code"],
                line["model_code"],
                line["licensed"],
                line["used"],
                line["reserved"] - (kept.get(line["model_code"], 0) if line["hs_code"] == declaration.hs_code else 0),
            )
            for line in row["lines"] or ()
        ),
    )


def _vehicles(row: Mapping[str, Any]) -> dict[str, VehicleFacts]:
    known: dict[str, dict[str, Any]] = {}
    for built in row["built"] or ():
        about = {"built_as": built["model_code"], "built_on": _day(built["built_on"])}
        known.setdefault(built["vin"], {}).update(about)
    for taken in row["taken"] or ():
        day = _day(taken["since"])
        about = {"held_since": day, "held_because": PENDING} if taken["pending"] else {"exported_on": day}
        known.setdefault(taken["vin"], {}).update(about)
    for hold in row["holds"] or ():
        about = {"held_since": _day(hold["since"]), "held_because": Text(hold["zh"], hold["en"])}
        known.setdefault(hold["vin"], {}).update(about)
    return {vin: VehicleFacts(**about) for vin, about in known.items()}


def _model(entry: Mapping[str, Any]) -> ModelFacts:
    return ModelFacts(
        announced=entry["announced"],
        withdrawn_on=_day(entry["withdrawn_on"]),
        vehicle_name=entry["vehicle_name"],
        ccc=entry["ccc"] or "none",
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
