"""Where the thing of a notice is found: for systems, for people, and on paper."""

from django.conf import settings

from evexport.accounts.kinds import Kind
from evexport.notices.models import Notice

PLACES = {
    "filing": "/api/v1/filings/{0}",
    "application": "/api/v1/licence-applications/{0}",
    "licence": "/api/v1/licences/{0}",
    "listing": "/lists/{0}/",
}
INBOX = "/api/v1/notices"
PAGES = {
    (Kind.ENTERPRISE, "filing"): "/enterprise/filings/{0}/",
    (Kind.ENTERPRISE, "application"): "/enterprise/applications/{0}/",
    (Kind.ENTERPRISE, "licence"): "/enterprise/licences/{0}/",
    (Kind.ISSUING_BODY, "application"): "/officer/applications/{0}/",
    (Kind.MINISTRY, "application"): "/officer/applications/{0}/",
    (Kind.CUSTOMS, "declaration"): "/customs/declarations/{0}/",
}
"""The page of a thing by whose page it is; what was published has one page for all."""
EVERYONES = {"listing": "/lists/{0}/"}
PREFIX = {"zh": "", "en": "/en"}


def link(notice: Notice) -> str:
    """For systems; the inbox where the thing has no address of its own."""
    thing, _, key = notice.subject.partition(":")
    return settings.ADDRESS + PLACES.get(thing, INBOX).format(key.partition(":")[0])


def page(notice: Notice, language: str) -> str:
    """For people: the notice in their inbox, which leads on to its matter."""
    return f"{settings.ADDRESS}{PREFIX[language]}/inbox/{notice.pk}/"


def matter(notice: Notice, language: str) -> str | None:
    """Where the organisation that was told finds the thing itself; None where it has no page of its own for it."""
    thing, _, key = notice.subject.partition(":")
    path = PAGES.get((Kind(notice.organisation.kind), thing)) or EVERYONES.get(thing)
    return PREFIX[language] + path.format(key.partition(":")[0]) if path else None


def letter(notice: Notice) -> str | None:
    """Where its letter is had; None where it has none."""
    return settings.ADDRESS + path if (path := letter_path(notice)) else None


def letter_path(notice: Notice) -> str | None:
    return f"/api/v1/ledger/entries/{notice.entry_id}/letter.pdf" if notice.paper else None
