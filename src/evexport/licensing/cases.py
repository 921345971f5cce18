"""An application as a case: found for its readers, with the questions asked about it."""

from typing import TYPE_CHECKING
from uuid import UUID

from evexport.licensing.actions.taking import unknown_application
from evexport.licensing.models import Application, ApplicationVersion, InformationRequest, Licence

if TYPE_CHECKING:
    from django.db.models import QuerySet


def application(key: UUID) -> Application:
    """One application with its parties, in the reader's scope; NotFound where it is not theirs to see."""
    found = Application.objects.select_related("exporter", "maker", "amends").filter(pk=key).first()
    if found is None:
        raise unknown_application()
    return found


def questions(one: Application) -> "QuerySet[InformationRequest]":
    """What was asked, the latest first."""
    return InformationRequest.objects.filter(application=one).order_by("-asked_at")


def of_applicant() -> "QuerySet[Application]":
    """Every application that the reader's firm may see, its own drafts too, the latest first."""
    rows = Application.objects.select_related("exporter", "maker", "amends").defer("findings")
    return rows.order_by("-opened_at", "-pk")


def versions(one: Application) -> "QuerySet[ApplicationVersion]":
    """What was handed in, the latest first."""
    return ApplicationVersion.objects.filter(application=one).defer("findings").order_by("-revision")


def issued(one: Application) -> Licence | None:
    """The licence that an application led to."""
    return Licence.objects.filter(application=one).first()
