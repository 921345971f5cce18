"""A filing as its maker's pages open it: found or 404, where it stands, and the way back."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from evexport.desks.kit.components import Crumb, Tag, Tone, Trail
from evexport.desks.kit.posts import DeskRequest
from evexport.kernel.text import Text
from evexport.qualification.actions.case import opened
from evexport.qualification.actions.drafting import EDITABLE
from evexport.qualification.models import Filing
from evexport.qualification.states import FILING, WITH_MAKER

YEARS = Text("年度申报", "Yearly filings")
TONES: dict[str, tuple[Tone, str]] = {
    "listed": ("yes", "circle-check"),
    "rejected": ("no", "circle-x"),
    "reconsidered": ("no", "circle-x"),
    "withdrawn": ("plain", "circle-minus"),
}


def mine(key: UUID) -> Filing:
    """The filing in the reader's scope; NotFound where it is another maker's. Inside the reader's transaction."""
    return opened(key, lock=False)


def mark(filing: Any) -> Tag:
    """Its state in one word; what waits for the maker stands out."""
    label = FILING.states[filing.state].label
    if filing.state in WITH_MAKER:
        return Tag(label, "note", "edit")
    tone, icon = TONES.get(filing.state, ("plain", "hourglass"))
    return Tag(label, tone, icon)


def editable(filing: Filing) -> bool:
    return filing.state in EDITABLE


def called(filing: Any) -> Text:
    return Text(f"{filing.year}年度出口资质申报", f"Filing for {filing.year}")


def address(filing: Filing, name: str = "filing", *more: object) -> str:
    return reverse(f"enterprise:{name}", args=[filing.pk, *more])


ELSEWHERE = {
    "service_network": lambda filing: reverse("enterprise:network-year", args=[filing.year]),
    "authorised_exporters": lambda filing: reverse("enterprise:network-rows", args=[filing.year, "exporters"]),
}
"""Sections that have pages of their own, beside the filing's."""


def section_address(filing: Filing, key: str) -> str:
    """Where a section is read and changed."""
    return ELSEWHERE[key](filing) if key in ELSEWHERE else address(filing, "filing-section", key)


def trail(filing: Filing, *here: Text) -> Trail:
    """From the list of years to the filing, and on to a page of it."""
    years = Crumb(YEARS, reverse("enterprise:filings"))
    return Trail((years, Crumb(called(filing), address(filing) if here else ""), *(Crumb(one) for one in here)))


def acts(request: DeskRequest) -> dict[str, Any]:
    """Who and when, for every deed."""
    return {"by": request.actor, "at": request.at}
