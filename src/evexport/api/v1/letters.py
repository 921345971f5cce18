"""What an authority writes: receipts, letters, proofs, the gazette of a list, the certificate of an authorisation."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from evexport.accounts import throttle
from evexport.api.keys import caller
from evexport.api.v1 import described
from evexport.kernel.text import Text
from evexport.papers import answers
from evexport.papers.authorisation import certificate_of
from evexport.papers.gazette import gazette_of
from evexport.papers.handing_out import original, sealed_now
from evexport.papers.inclusion import proof_of
from evexport.papers.letters.making import letter_of, receipt_of
from evexport.store.moment import now

router = Router(tags=["papers"])
MANY = throttle.Limit(
    "certificate", 30, timedelta(minutes=1), Text("证明文件请求过于频繁。", "Too many certificates asked for from your address.")
)
Year = Annotated[int, Path(ge=2012, le=2100)]
Code = Annotated[str, Path(pattern=r"^[0-9A-Z]{18}$")]


@router.get("/filings/{filing_id}/receipt.pdf", openapi_extra=described.PAPER)
def read_receipt(request: HttpRequest, filing_id: UUID) -> HttpResponse:
    """The receipt of what was last handed in of a filing."""
    by, at = caller(request), now()
    by.must("letter.read")
    draft = receipt_of(filing_id, by=by)
    return answers.kept_paper(request, original(draft, at=at), draft.name)


@router.get("/ledger/entries/{entry_id}/letter.pdf", openapi_extra=described.PAPER)
def read_letter(request: HttpRequest, entry_id: UUID, maker: str = "") -> HttpResponse:
    """The letter of an entry that the caller may see. `maker`: to which maker an entry on a whole list is told."""
    by, at = caller(request), now()
    by.must("letter.read")
    draft = letter_of(entry_id, by=by, maker=maker)
    return answers.kept_paper(request, original(draft, at=at), draft.name)


@router.get("/ledger/entries/{entry_id}/proof.pdf", openapi_extra=described.PAPER)
def read_proof_on_paper(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The inclusion proof of an entry on paper, the proof itself attached for programs: what signs it is the ledger's key."""
    by = caller(request)
    by.must("ledger.read")
    draft = proof_of(entry_id, by=by)
    return answers.pdf(request, draft.unsealed, draft.mark, draft.name)


@router.get("/lists/{year}/gazette.pdf", auth=None, openapi_extra=described.PAPER)
def read_gazette(request: HttpRequest, year: Year) -> HttpResponse:
    """The gazette of a year's list as it was published, with its canonical content attached."""
    draft = gazette_of(year)
    return answers.kept_paper(request, original(draft, at=now()), draft.name, kept=answers.PUBLIC)


@router.get("/lists/{year}/makers/{uscc}/exporters/{exporter_uscc}/certificate.pdf", auth=None, openapi_extra=described.PAPER)
def read_certificate(request: HttpRequest, year: Year, uscc: Code, exporter_uscc: Code) -> HttpResponse:
    """That an exporter is authorised by a maker in a year, as it stands today."""
    at = now()
    throttle.count(MANY, throttle.client(request))
    draft = certificate_of(year, uscc, exporter_uscc, at=at)
    return answers.pdf(request, lambda: sealed_now(draft, at=at), draft.mark, draft.name, kept=answers.PUBLIC)
