"""An application as a case: found for its readers, with the questions asked about it."""

from typing import TYPE_CHECKING
from uuid import UUID

from evexport.licensing.actions.taking import unknown_application
from evexport.licensing.models import Application, InformationRequest

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
