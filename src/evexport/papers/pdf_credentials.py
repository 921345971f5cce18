"""A licence's PDF checked offline: unaltered and sealed by whom, and what the signed licence says that is attached to it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.papers.checking import PdfCheck, check_pdf
from evexport.papers.jose import Keys
from evexport.papers.status_copies import Copy
from evexport.papers.verdicts import DO_NOT_RELY, Reason, Verdict
from evexport.papers.verifying import no_licence, verify

ATTACHED: Final = "licence.jws"


def verify_pdf(
    content: bytes, keys: Keys, *, roots: Iterable[x509.Certificate], at: datetime, status: Copy | None = None
) -> Verdict:
    """The verdict on a PDF by one who trusts `roots`: the face printed is vouched for by the seal, the data by their signature.

    Raises BadInput where it is no PDF, or one without a licence.
    """
    found = check_pdf(content, roots=roots)
    if found.state == "unreadable":
        raise no_licence()
    if reason := _why_not(found):
        return Verdict("pdf", at, (reason,))
    text = attached(content)
    if text is None:
        raise no_licence()
    return replace(verify(text, keys, at=at, status=status), form="pdf", sealed_by=found.sealed_by)


def _why_not(found: PdfCheck) -> Reason | None:
    """Why the print is not to be believed, whatever is attached to it."""
    if found.state != "valid":
        return Reason(f"PDF_{found.state.upper()}", found.message, DO_NOT_RELY)
    if not found.trusted:
        message = Text(
            f"文件由“{found.sealed_by}”签章，但其根证书不在所信任之列。",
            f"It was sealed by {found.sealed_by}, whose root is not among those trusted.",
        )
        remedy = Text(
            "请从发证机关网站取得根证书，并以 --roots 给出；仍不符的，请勿采信。",
            "Fetch the root certificate from the authority's site and give it by --roots; if it fails again, do not rely on it.",
        )
        return Reason("PDF_SEALER_UNKNOWN", message, remedy)
    return None


def attached(content: bytes) -> str | None:
    """The signed licence among a PDF's attachments; None where there is none."""
    for reference in PdfFileReader(BytesIO(content)).root.get("/AF", ()):
        one = reference.get_object()
        if one.get("/UF", one.get("/F")) == ATTACHED:
            return str(one["/EF"]["/F"].get_object().data.decode("ascii"))
    return None


def read_roots(path: Path) -> list[x509.Certificate]:
    """The certificates of a PEM file. Raises BadInput."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError):
        raise BadInput(
            Text(f"“{path}”中没有PEM格式的证书。", f"{path} holds no certificate in PEM form."),
            remedy=Text("请从发证机关网站取得根证书。", "Fetch the root certificate from the issuing authority's site."),
            code="ROOTS_INVALID",
            field="--roots",
        ) from None
