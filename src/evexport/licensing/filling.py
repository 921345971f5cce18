"""What a new application begins with: the maker's entry on the list, its models, and what was written the time before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from evexport.enterprises.models import Enterprise
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.licensing.models import Application
from evexport.qualification.models import ListedMaker
from evexport.registers.queries import issuing_bodies_for
from evexport.regulation.criteria.gate_rules import gate_rules
from evexport.regulation.law import Law

AS_BEFORE = ("trade_mode", "transport_mode", "payment", "price_terms", "batch_rule", "issuing_body")
LINE_AS_BEFORE = ("unit", "currency", "specification", "unit_price")


@dataclass(frozen=True, slots=True)
class Entry:
    """A maker on the list for which the applicant may apply: itself, or one that authorises it. Models by code."""

    maker_id: UUID
    uscc: str
    name: Text
    year: int
    models: Mapping[str, str]
    own: bool


def entries(applicant: UUID, *, on: date) -> list[Entry]:
    """The makers of this year's list and of next year's, where it stands, whose cars the applicant may export."""
    mine = Q(maker=applicant) | Q(exporters__exporter=applicant)
    rows = ListedMaker.objects.filter(mine, year__in=(on.year, on.year + 1)).distinct().prefetch_related("models")
    found = [
        Entry(
            one.maker_id,
            one.uscc,
            Text(one.name_zh, one.name_en or one.name_zh),
            one.year,
            {model.model_code: model.vehicle_name for model in one.models.all()},
            one.maker_id == applicant,
        )
        for one in rows.order_by("year", "name_zh")
    ]
    return sorted(found, key=lambda one: (one.year, not one.own))


def models_of(maker_uscc: str, applicant: UUID, *, on: date) -> dict[str, str]:
    """The models that the list names for a maker, this year's and next year's."""
    return {code: name for one in entries(applicant, on=on) if one.uscc == maker_uscc for code, name in one.models.items()}


def begun(applicant: UUID, maker_uscc: str, law: Law) -> dict[str, Any]:
    """The form filled in as far as the list and the last application for this maker tell. BadInput for any other maker."""
    entry = next((one for one in entries(applicant, on=law.day) if one.uscc == maker_uscc), None)
    if entry is None:
        raise BadInput(
            Text("该企业不在名单上，或未授权贵公司。", "This maker is not on the list, or does not authorise you."),
            remedy=Text("请从列表中选择。", "Choose one of those shown."),
            code="MAKER_NOT_LISTED",
            field="maker",
        )
    own = Enterprise.objects.get(pk=applicant)
    bodies = issuing_bodies_for(own.division, on=law.day)
    before = _before(applicant, entry.maker_id)
    starts = max(law.day, date(entry.year, 1, 1))
    line: dict[str, Any] = {"hs_code": gate_rules(law).hs_code}
    for old in (before.get("lines") or [])[:1]:
        line |= {name: old[name] for name in LINE_AS_BEFORE if name in old}
        if old.get("model_code") in entry.models:
            line["model_code"] = old["model_code"]
    if len(entry.models) == 1:
        line["model_code"] = next(iter(entry.models))
    return {
        **({"issuing_body": bodies[0].code} if bodies else {}),
        **{name: before[name] for name in AS_BEFORE if name in before},
        "ground": "qualified",
        "applicant_uscc": own.uscc,
        "consignor_uscc": own.uscc,
        "manufacturer_uscc": maker_uscc,
        "valid_from": starts.isoformat(),
        "lines": [line],
    }


def _before(applicant: UUID, maker_id: UUID) -> Mapping[str, Any]:
    """The document last handed in for this maker; empty where there is none."""
    rows = Application.objects.filter(exporter=applicant, maker=maker_id, purpose="new").exclude(submitted_at=None)
    latest = rows.order_by("-submitted_at").first()
    return latest.document if latest else {}
