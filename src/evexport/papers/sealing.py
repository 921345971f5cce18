"""Seals a PDF (PAdES B-B, with a timestamp B-T): a certifying signature that allows no change, with a visible mark where asked.

seal(pdf, Stamp("示例深圳商务局", "出口许可证专用章", at=(396, 240)), reason="签发出口许可证 · Licence issued", at=at)
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pkcs11 import PKCS11Error
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import StaticStampStyle

from evexport.papers import stamp as stamps
from evexport.papers.keys import SealUnavailable, forget_token, key_in_use
from evexport.papers.timestamping import authority

FIELD = "Seal"
MIDDLE = AxisAlignment.ALIGN_MID
# Bytes kept free for the signature: its chain needs 3 kB at the most, a timestamp with its own chain 8 kB.
ROOM, ROOM_FOR_A_TIMESTAMP = 8_192, 24_576


@dataclass(frozen=True, slots=True)
class Stamp:
    """The visible seal: the authority's name, what the seal is for, where (left, bottom, in points), on which page from 0 on."""

    name: str
    purpose: str
    at: tuple[float, float]
    page: int = 0


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed PDF and the certificate that sealed it (SHA-256 of its DER form)."""

    content: bytes
    fingerprint: str


def seal(pdf: bytes, stamp: Stamp | None, *, reason: str, at: datetime) -> Sealed:
    """The PDF with a certifying signature dated `at`. Raises SealUnavailable where key, token or timestamp fail."""
    used = key_in_use(at=at)
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        name=stamp.name if stamp else None,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
    )
    try:
        timestamper = authority()
        field = _field(stamp, reason)
        signer = PdfSigner(meta, used.signer, timestamper=timestamper, stamp_style=_style(stamp), new_field_spec=field)
        room = ROOM_FOR_A_TIMESTAMP if timestamper else ROOM
        with used.one_at_a_time:
            return Sealed(asyncio.run(_signed(signer, pdf, at, room)), used.fingerprint)
    except PKCS11Error as why:
        forget_token()  # it may have been taken out, or started anew: the next paper opens it again
        raise SealUnavailable(why) from why
    except (OSError, ValueError, SigningError) as why:
        raise SealUnavailable(why) from why


async def _signed(signer: PdfSigner, pdf: bytes, at: datetime, room: int) -> bytes:
    """The library's own steps, with the moment of sealing given rather than looked up."""
    session = signer.init_signing_session(IncrementalPdfFileWriter(BytesIO(pdf)))
    session.system_time = at
    prepared = session.prepare_tbs_document(None, bytes_reserved=room)
    digest, output = prepared.digest_tbs_document()
    await prepared.perform_signature(
        document_digest=digest.document_digest, pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=at)
    )
    assert isinstance(output, BytesIO)
    return output.getvalue()


def _field(stamp: Stamp | None, reason: str) -> SigFieldSpec:
    if stamp is None:
        return SigFieldSpec(FIELD, readable_field_name=reason)
    left, bottom = stamp.at
    box = (round(left), round(bottom), round(left + stamps.SIDE), round(bottom + stamps.SIDE))
    return SigFieldSpec(FIELD, on_page=stamp.page, box=box, readable_field_name=f"{stamp.name} {stamp.purpose} · {reason}")


def _style(stamp: Stamp | None) -> StaticStampStyle | None:
    if stamp is None:
        return None
    side = round(stamps.SIDE)
    return StaticStampStyle(
        border_width=0,
        background=RawContent(stamps.drawing(stamp.name, stamp.purpose), box=BoxConstraints(width=side, height=side)),
        background_layout=SimpleBoxLayoutRule(x_align=MIDDLE, y_align=MIDDLE, margins=Margins(0, 0, 0, 0)),
        background_opacity=1.0,
    )
