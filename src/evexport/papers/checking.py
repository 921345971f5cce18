"""Checks a sealed PDF without any network: unaltered or not, by whom, when, and whose root it leads to.

found = check_pdf(content, roots=[root])
found.state, found.sealed_by, found.trusted
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Literal

from asn1crypto.cms import ContentInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from evexport.kernel.text import Text

# What is wrong with a file is told in the answer, not in a log.
for noisy in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(noisy).setLevel(logging.CRITICAL)

State = Literal["valid", "altered", "unsigned", "unreadable"]
"""`valid`: nothing that the seal covers differs from what was sealed; whether the sealer is trusted stands apart."""

WORDS: dict[State, Text] = {
    "valid": Text("内容与签章时一致。", "Unaltered since it was sealed."),
    "altered": Text("文件已被改动，或签章无效。", "The file was altered, or its seal is no good."),
    "unsigned": Text("文件没有电子签章。", "The file carries no seal."),
    "unreadable": Text("文件不是可读的PDF。", "The file is no readable PDF."),
}


@dataclass(frozen=True, slots=True)
class PdfCheck:
    """What a sealed PDF says of itself. `sealed_at` is the sealer's own word unless `timestamp` bears it out."""

    state: State
    sealed_by: str = ""
    fingerprint: str = ""
    reason: str = ""
    sealed_at: datetime | None = None
    timestamp: datetime | None = None
    timestamped_by: str = ""
    timestamp_trusted: bool = False
    trusted: bool = False
    root: str = ""

    @property
    def message(self) -> Text:
        return WORDS[self.state]

    @property
    def good(self) -> bool:
        """Unaltered, and sealed by one who is trusted."""
        return self.state == "valid" and self.trusted


def check_pdf(content: bytes, *, roots: Iterable[x509.Certificate]) -> PdfCheck:
    """What is to be said of a PDF by one who trusts `roots`. Never raises for what the file holds."""
    try:
        found = PdfFileReader(BytesIO(content)).embedded_regular_signatures
    except Exception:  # noqa: BLE001 - whatever a hostile file makes of the reader, it is no readable PDF
        return PdfCheck("altered" if b"/ByteRange" in content else "unreadable")
    if not found:
        return PdfCheck("unsigned")
    try:
        return _checked(found[0], list(roots))
    except Exception:  # noqa: BLE001 - a damaged signature breaks the reader in as many ways as there are bytes
        return PdfCheck("altered")


def _checked(seal: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> PdfCheck:
    claimed = seal.self_reported_timestamp
    status = _status(seal, roots, moment=claimed)
    stamped = status.timestamp_validity
    if stamped is not None:  # what counts is the day that somebody else bears witness to
        status = _status(seal, roots, moment=stamped.timestamp)
        stamped = status.timestamp_validity
    if not (status.intact and status.valid and _nothing_beside(seal) and (stamped is None or (stamped.intact and stamped.valid))):
        return PdfCheck("altered")
    return PdfCheck(
        "valid",
        sealed_by=_name(status.signing_cert),
        fingerprint=status.signing_cert.sha256.hex(),
        reason=str(seal.sig_object.get("/Reason", "")),
        sealed_at=claimed,
        timestamp=stamped.timestamp if stamped else None,
        timestamped_by=_name(stamped.signing_cert) if stamped else "",
        timestamp_trusted=bool(stamped and stamped.trusted),
        trusted=status.trusted,
        root=_root(status),
    )


def _status(seal: EmbeddedPdfSignature, roots: list[x509.Certificate], *, moment: datetime | None) -> PdfSignatureStatus:
    """The library's verdict, certificates judged as of `moment`; no network, so no list of revoked certificates."""
    trusted = [Certificate.load(one.public_bytes(Encoding.DER)) for one in roots]
    context = ValidationContext(trust_roots=trusted, moment=moment, allow_fetching=False)
    return validate_pdf_signature(seal, context, skip_diff=True)


def _nothing_beside(seal: EmbeddedPdfSignature) -> bool:
    """The seal covers the file from its first byte to its last, forbids every change, and its own gap holds zeros only."""
    if (
        seal.evaluate_signature_coverage() is not SignatureCoverageLevel.ENTIRE_FILE
        or seal.docmdp_level is not MDPPerm.NO_CHANGES
    ):
        return False
    whole = seal.pkcs7_content
    return not any(whole[len(ContentInfo.load(whole).dump()) :])


def _root(status: PdfSignatureStatus) -> str:
    path = status.validation_path
    return _name(path.first) if path and isinstance(path.first, Certificate) else ""


def _name(certificate: Certificate) -> str:
    """A certificate's common name, and its organisation in brackets."""
    parts = certificate.subject.native
    common, organisation = parts.get("common_name", ""), parts.get("organization_name", "")
    return f"{common} ({organisation})" if common and organisation else common or organisation
