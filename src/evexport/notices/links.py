"""Where the thing of a notice is found: for systems, for people, and on paper."""

from django.conf import settings

from evexport.notices.models import Notice

PLACES = {
    "filing": "/api/v1/filings/{0}",
    "application": "/api/v1/licence-applications/{0}",
    "licence": "/api/v1/licences/{0}",
    "listing": "/lists/{0}/",
}
INBOX = "/api/v1/notices"
DESK = {"zh": "/desk/", "en": "/en/desk/"}
"""A person's own desk, after signing in: what is to be done lies there."""


def link(notice: Notice) -> str:
    """For systems; the inbox where the thing has no address of its own."""
    thing, _, key = notice.subject.partition(":")
    return settings.ADDRESS + PLACES.get(thing, INBOX).format(key.partition(":")[0])


def desk(language: str) -> str:
    """For people."""
    return settings.ADDRESS + DESK[language]


def letter(notice: Notice) -> str | None:
    """Where its letter is had; None where it has none."""
    return f"{settings.ADDRESS}/api/v1/ledger/entries/{notice.entry_id}/letter.pdf" if notice.paper else None
