"""From rows to the facts of the licence criteria: the only bridge. Runs in the reader's own scope."""

from datetime import date
from typing import TypeVar

from django.db import connection, models

from evexport.enterprises import queries as enterprises
from evexport.enterprises.models import Enterprise
from evexport.kernel.clock import start_of
from evexport.licensing.models import Licence
from evexport.qualification.calendar import calendar_of
from evexport.qualification.facts import ListingFacts, listing_facts
from evexport.registers import facts as registers
from evexport.registers.models import Country, CustomsDistrict, IssuingBody, TradeMode, TransportMode
from evexport.registers.queries import standing
from evexport.regulation.facts.application import (
    ApplicationDocument,
    ApplicationFacts,
    District,
    IssuingBodyEntry,
    MakerEntry,
    ModelState,
    Named,
)
from evexport.regulation.law import Law

Row = TypeVar("Row", bound=models.Model)


def first_day(document: ApplicationDocument, law: Law, *, amends: Licence | None = None, not_before: date | None = None) -> date:
    """The first valid day of a licence issued today: the day asked for, but not before today.

    A replacement begins today too, or on the day on which the licence it replaces would have begun. `not_before`: the
    day from which the customs code holds that it is issued for.
    """
    return max(amends.valid_from if amends else document.valid_from, law.day, not_before or law.day)


def application_facts(
    document: ApplicationDocument, law: Law, *, amends: Licence | None = None, not_before: date | None = None
) -> ApplicationFacts:
    """All that the criteria may know of an application on the law's day."""
    day, starts = law.day, first_day(document, law, amends=amends, not_before=not_before)
    maker = enterprises.by_uscc(document.manufacturer_uscc) if document.manufacturer_uscc else None
    applicant = enterprises.by_uscc(document.applicant_uscc)
    listing = listing_facts(maker.pk, day, year=starts.year) if maker else None
    return ApplicationFacts(
        application=document,
        starts_on=starts,
        early_issue_from=calendar_of(day.year + 1, start_of(day)).early_issue_from,
        entry=_entry(listing),
        models=_models(document, maker, day),
        applicant_division=applicant.division if applicant else None,
        applicant_banned=applicant is not None and enterprises.bans_on(applicant.pk, day).exists(),
        issuing_body=_issuing_body(document.issuing_body, day),
        customs_district=_district(document.customs_district, day),
        destination=_named(Country, document.destination, day),
        transport_mode=_named(TransportMode, document.transport_mode, day),
        trade_mode=_named(TradeMode, document.trade_mode, day),
        licensed_this_year=counted(maker, starts.year, day, leaving_out=amends) if maker else 0,
        outlet_markets=frozenset(listing.outlets) if listing else None,
        major_markets=listing.major_markets if listing else None,
    )


def counted(maker: Enterprise, year: int, day: date, *, leaving_out: Licence | None = None) -> int:
    """Vehicles on the maker's live licences of a year, whoever exports them, whoever issued them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT licensing_counted(%s, %s, %s, %s)",
            [maker.pk, year, day, leaving_out.pk if leaving_out else None],
        )
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def _entry(listing: ListingFacts | None) -> MakerEntry | None:
    if listing is None:
        return None
    return MakerEntry.model_validate(
        {
            "year": listing.year,
            "state": listing.state,
            "models": listing.models,
            "capacity": listing.capacity,
            "exporters": [
                {
                    "uscc": one.uscc,
                    "state": one.state,
                    "valid_from": one.valid_from,
                    "valid_until": one.valid_until,
                }
                for one in listing.exporters
            ],
        }
    )


def _models(document: ApplicationDocument, maker: Enterprise | None, day: date) -> dict[str, ModelState]:
    """Each model in the Announcement under this maker, and its best certificate."""
    if maker is None:
        return {}
    codes = {line.model_code for line in document.lines}
    return {code: _model(code, maker, day) for code in sorted(codes)}


def _model(code: str, maker: Enterprise, day: date) -> ModelState:
    return ModelState(announced=registers.announced(code, maker.uscc, day), ccc=registers.ccc_state(code, maker.uscc, day))


def _issuing_body(code: str, day: date) -> IssuingBodyEntry | None:
    row = _one(IssuingBody, code, day)
    if row is None:
        return None
    return IssuingBodyEntry(code=row.code, name_zh=row.name_zh, name_en=row.name_en, divisions=tuple(row.divisions))


def _district(code: str, day: date) -> District | None:
    row = _one(CustomsDistrict, code, day)
    if row is None:
        return None
    over = _one(CustomsDistrict, row.district_code, day) if row.level != "district" else None
    return District(
        code=row.code,
        name_zh=row.name_zh,
        level="district" if row.level == "district" else "office",
        belongs_to=Named(code=over.code, name_zh=over.name_zh) if over else None,
    )


def _named(register: type[Country | TransportMode | TradeMode], code: str, day: date) -> Named | None:
    row = _one(register, code, day)
    return Named(code=row.code, name_zh=row.name_zh, name_en=row.name_en) if row else None


def _one(register: type[Row], code: str, day: date) -> Row | None:
    """The row of a code, if it stands in its register on that day."""
    rows = register._default_manager.filter(code=code)  # noqa: SLF001 - the manager that narrows to its table
    return standing(rows, on=day).first()
