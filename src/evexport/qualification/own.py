"""What a maker reads of its own filings: rounds it may file in, questions, objections, papers, what it last handed in."""

from datetime import datetime
from uuid import UUID

from evexport.accounts.models import Organisation
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.qualification.calendar import calendar_of
from evexport.qualification.models import (
    Attachment,
    Filing,
    FilingStep,
    FilingVersion,
    InformationRequest,
    ListedMaker,
    Listing,
    Objection,
    RoundCalendar,
)


def rounds_to_file(maker_id: UUID, at: datetime) -> list[RoundCalendar]:
    """The rounds in which a maker may still begin its filing, the nearest first: of this year's list and the next one's."""
    on = china_day(at)
    years = (on.year, on.year + 1)
    begun = set(
        Filing.objects.filter(maker_id=maker_id, year__in=years).exclude(state="withdrawn").values_list("year", flat=True)
    )
    over = set(Listing.objects.filter(year__in=years).values_list("year", flat=True))
    calendars = [calendar_of(year, at) for year in years if year not in begun | over]
    return [one for one in calendars if one.opens <= on <= one.filing_until]


def last_year_filed(maker_id: UUID) -> int | None:
    """The latest year for which the maker has handed a filing in."""
    versions = FilingVersion.objects.filter(filing__maker_id=maker_id).order_by("-filing__year")
    return versions.values_list("filing__year", flat=True).first()


def questions(filing_id: UUID) -> list[InformationRequest]:
    """What was asked of a maker about its filing, the latest first."""
    return list(InformationRequest.objects.filter(filing_id=filing_id).order_by("-at", "-id"))


def open_questions(filing_id: UUID) -> InformationRequest | None:
    """The request that is not answered yet."""
    return InformationRequest.objects.filter(filing_id=filing_id, answered_at=None).first()


def objections(filing_id: UUID) -> list[Objection]:
    """What was said against a candidate and how it was decided, the latest first. Who said it is not among it."""
    return list(Objection.objects.filter(filing_id=filing_id).order_by("-lodged_at", "-id"))


def papers(filing_id: UUID) -> list[Attachment]:
    """The papers laid to a filing, without their content."""
    return list(Attachment.objects.filter(filing_id=filing_id).defer("content").order_by("at", "id"))


def paper(filing_id: UUID, paper_id: UUID) -> Attachment | None:
    """One of them, whole."""
    return Attachment.objects.filter(filing_id=filing_id, pk=paper_id).first()


def latest_version(filing_id: UUID) -> FilingVersion | None:
    """What was last handed in of a filing."""
    return FilingVersion.objects.filter(filing_id=filing_id).order_by("-number").first()


def entry_of(maker_id: UUID, year: int) -> ListedMaker | None:
    """A maker's entry as it was published; None where the list has none."""
    return ListedMaker.objects.filter(maker_id=maker_id, year=year).first()


def department_of(filing: Filing) -> Text:
    """The commerce department that reviews a filing."""
    found = Organisation.objects.filter(pk=filing.department_id).first()
    return Text(found.name_zh, found.name_en or found.name_zh) if found else Text("商务主管部门", "the commerce department")


def last_reasons(filing_id: UUID) -> str:
    """Why the filing last came back to its maker, as the officer said it."""
    steps = FilingStep.objects.filter(filing_id=filing_id, verb__in=("return", "uphold_objection")).order_by("-at", "-id")
    return steps.values_list("reasons", flat=True).first() or ""
