"""A notice as a CloudEvents 1.0 document in structured mode: the same bytes at each try."""

import json
from typing import Any

from django.conf import settings

from evexport.kernel.clock import CHINA
from evexport.ledger.events import kinds
from evexport.ledger.models import Entry
from evexport.notices.catalogue import PARTS
from evexport.notices.links import letter, link
from evexport.notices.models import Notice

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


def document(notice: Notice, entry: Entry | None) -> bytes:
    """`id` is the notice's: it stays the same at each try, on each channel and when it is sent anew."""
    event = {
        "specversion": "1.0",
        "id": str(notice.pk),
        "source": settings.ADDRESS,
        "type": f"evexport.{notice.kind}",
        "subject": notice.subject,
        "time": notice.at.astimezone(CHINA).isoformat(),
        "datacontenttype": "application/json",
        "data": {"notice": shown(notice), "entry": public(notice, entry) if entry else None, "reminder": notice.data or None},
    }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def shown(notice: Notice) -> dict[str, Any]:
    """What the notice says, in both languages."""
    return {
        "kind": notice.kind,
        "weight": notice.weight,
        **{name: text.as_dict() if (text := notice.part(name)) else None for name in PARTS},
        "due_on": notice.due_on.isoformat() if notice.due_on else None,
        "link": link(notice),
        "letter": letter(notice),
    }


def public(notice: Notice, entry: Entry) -> dict[str, Any]:
    """The entry for whoever is a party to it and may read it whole; others are told that it is there. No personal fields."""
    event = kinds().get(entry.kind)
    personal = event.personal if event else frozenset()
    party = notice.organisation_id in entry.parties
    return {
        "id": str(entry.id),
        "kind": entry.kind,
        "subject": entry.subject,
        "at": entry.at.astimezone(CHINA).isoformat(),
        "law": entry.law,
        "data": {name: value for name, value in entry.data.items() if name not in personal} if party else None,
    }
