"""The face of a licence as data: what it says, in one spelling, and the digest of that. Both never change once it is issued."""

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from evexport.kernel.clock import CHINA
from evexport.ledger.canonical import canonical

if TYPE_CHECKING:
    from evexport.licensing.models import Licence, LicenceLine

AS_THEY_STAND = (
    "number", "ground", "contract_no", "consignee", "destination", "customs_district", "trade_mode", "transport_mode", "payment",
    "price_terms", "batch_rule", "import_declaration_no", "contract_award", "agency_agreement", "remarks", "law",
)  # fmt: skip


def face_of(licence: "Licence") -> dict[str, Any]:
    """All that the face says. The code for the public check and the officers' names are left out: copies are passed on."""
    return {
        **{name: getattr(licence, name) for name in AS_THEY_STAND},
        "exporter": party(licence, "exporter"),
        "consignor": party(licence, "consignor"),
        "maker": party(licence, "maker") if licence.maker_uscc else None,
        "issuing_body": {
            "code": licence.issuing_body,
            "name_zh": licence.issuing_body_name_zh,
            "name_en": licence.issuing_body_name_en,
        },
        "valid_from": licence.valid_from.isoformat(),
        "valid_until": licence.valid_until.isoformat(),
        "issued_at": licence.issued_at.astimezone(CHINA).isoformat(),
        "replaces": licence.replaces.number if licence.replaces else None,
        "lines": [line_of(line) for line in licence.lines.order_by("position")],
    }


def party(licence: "Licence", whose: str) -> dict[str, str]:
    return {name: getattr(licence, f"{whose}_{name}") for name in ("uscc", "name_zh", "name_en")}


def line_of(line: "LicenceLine") -> dict[str, Any]:
    return {
        "hs_code": line.hs_code,
        "model_code": line.model_code,
        "specification": line.specification,
        "unit": line.unit,
        "quantity": line.quantity,
        "unit_price": str(line.unit_price),
        "currency": line.currency,
    }


def digest(face: Mapping[str, Any]) -> str:
    """SHA-256 over the face in canonical JSON (RFC 8785): anyone can compute it again."""
    return "sha256:" + sha256(canonical(dict(face))).hexdigest()
