"""An application as a case: found for its readers, with its questions and what has happened to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from evexport.accounts.roles import ROLES
from evexport.kernel.text import Text
from evexport.ledger.events import label
from evexport.ledger.models import Entry
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


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry of the ledger in the words of a timeline."""

    entry: UUID
    kind: str
    what: Text
    at: datetime
    who: str
    role: Text | None
    said: str
    law: str


def history(subject: str) -> list[Happened]:
    """What the ledger tells of a subject, the latest first, as far as the reader may read it."""
    rows = Entry.objects.filter(subject=subject).order_by("-at", "-id")[:200]
    return [happened(row) for row in rows]


def happened(entry: Entry) -> Happened:
    role = ROLES.get(entry.actor.get("role", ""))
    return Happened(
        entry.pk,
        entry.kind,
        label(entry.kind),
        entry.at,
        entry.actor.get("name") or "",
        role.label if role else None,
        str(entry.data.get("reason") or entry.data.get("note") or entry.data.get("question") or entry.data.get("reasons") or ""),
        entry.law or "",
    )
