"""Where the thing of a notice is found, and its letter."""

from django.conf import settings

from evexport.notices.models import Notice

PLACES = {
    "filing": "/api/v1/filings/{0}",
    "application": "/api/v1/licence-applications/{0}",
    "licence": "/api/v1/licences/{0}",
    "listing": "/lists/{0}/",
}
ELSEWHERE = "/api/v1/notices"


def path(notice: Notice) -> str:
    """The address below this installation's; the inbox where the thing has none of its own."""
    thing, _, key = notice.subject.partition(":")
    return PLACES.get(thing, ELSEWHERE).format(key.partition(":")[0])


def link(notice: Notice) -> str:
    return f"{settings.ADDRESS}{path(notice)}"


def letter(notice: Notice) -> str | None:
    """Where its letter is had; None where it has none."""
    return f"{settings.ADDRESS}/api/v1/ledger/entries/{notice.entry_id}/letter.pdf" if notice.paper else None
