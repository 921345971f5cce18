"""What last year's filing would bring into this one, section by section, and the network as it is recorded today."""

from datetime import datetime
from typing import Any

from evexport.kernel.clock import china_day
from evexport.qualification import facts
from evexport.qualification.draft import Document, prefill
from evexport.qualification.models import Filing


def last(filing: Filing, at: datetime) -> Document:
    """As a new draft would be prefilled; empty where the maker never filed before. Inside the reader's transaction."""
    earlier = facts.earlier_document(filing.maker_id, before=filing.year)
    return filled(filing, earlier, at) if earlier is not None else {}


def network(filing: Filing, at: datetime) -> dict[str, Any]:
    """The filing's service network brought up to what is recorded today; what has no record stays as it was filed."""
    part: dict[str, Any] = filled(filing, filing.document, at)["service_network"]
    return part


def filled(filing: Filing, start: Document, at: datetime) -> Document:
    rows = facts.network(filing.maker_id, on=china_day(at), year=filing.year)
    return prefill(start, identity=facts.identity(filing.maker), year=filing.year, network=rows)
