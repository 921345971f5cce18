"""A licence's face, a key and what they make, without a database."""

from copy import deepcopy
from datetime import datetime

from evexport.host.keys import Signer
from evexport.kernel.clock import CHINA
from evexport.papers import forms, statuses
from evexport.papers.jose import sign

SITE = "https://licences.example"
NOON = datetime(2026, 6, 15, 12, 0, tzinfo=CHINA)
PLACE = forms.Place(1, 70_000)
SIGNER = Signer.new()
KEYS = {SIGNER.key_id: SIGNER.private.public_key()}
FACE = {
    "number": "26-AA-000001", "ground": "qualified", "contract_no": "EXEV-DE-2026-007", "consignee": "Example EV Deutschland GmbH",
    "destination": "DE", "customs_district": "5300", "trade_mode": "0110", "transport_mode": "2", "payment": "2",
    "price_terms": "FOB", "batch_rule": "multi", "import_declaration_no": "", "contract_award": "", "agency_agreement": "",
    "remarks": "", "law": "sha256:0",
    "exporter": {"uscc": "91120000MADEM0RD1B", "name_zh": "示例汽车进出口有限公司", "name_en": "Example Trade"},
    "consignor": {"uscc": "91120000MADEM0RD1B", "name_zh": "示例汽车进出口有限公司", "name_en": "Example Trade"},
    "maker": {"uscc": "91440300MADEM0EX2C", "name_zh": "示例电动汽车有限公司", "name_en": "Example EV Co., Ltd."},
    "issuing_body": {"code": "AA", "name_zh": "示例许可证事务局", "name_en": "Example Licence Bureau"},
    "valid_from": "2026-06-15", "valid_until": "2027-06-15", "issued_at": "2026-06-15T12:00:00+08:00", "replaces": None,
    "lines": [
        {
            "hs_code": "8703801090", "model_code": "DMO7000BEVA1", "specification": "64 kWh, 5 seats", "unit": "003",
            "quantity": 500, "unit_price": "19800.00", "currency": "USD",
        }
    ],
}  # fmt: skip


def face(**changes):
    return {**deepcopy(FACE), **changes}


def whole(signer=SIGNER, **changes):
    return forms.whole(face(**changes), PLACE, signer, site=SITE, at=NOON)


def credential(signer=SIGNER, **changes):
    return forms.credential(face(**changes), PLACE, signer, site=SITE)


def short(signer=SIGNER, **changes):
    return forms.short(face(**changes), PLACE, signer)


def status_list(found=None, *, number=1, since="2026-06-15T10:00:00+08:00", until="2026-06-16T10:00:00+08:00", signer=SIGNER):
    """A list in which these places are not simply good."""
    address = statuses.address(SITE, number)
    subject = {"type": "BitstringStatusList", "statusPurpose": "message", "encodedList": statuses.encode(found or {})}
    claims = {
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "validFrom": since,
        "validUntil": until,
        "credentialSubject": subject,
    }
    return sign(claims, signer, kind=forms.CREDENTIAL)
