"""The published status list: built from the licences as they stand, in one query, signed, and kept for as long as it is fresh."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import F, Q, Sum

from evexport.host import keys
from evexport.host.keys import LICENCE
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.licensing.models import Status
from evexport.licensing.queries import derive
from evexport.papers import statuses
from evexport.papers.forms import CREDENTIAL
from evexport.papers.jose import sign
from evexport.papers.models import Credential
from evexport.regulation.law import Law
from evexport.store import reading_as
from evexport.store.scopes import SYSTEM


@dataclass(frozen=True, slots=True)
class StatusList:
    """A list as it was signed, when, and for how long a copy of it is fresh."""

    text: str
    built_at: datetime
    fresh: timedelta


def published(number: int, *, at: datetime) -> StatusList:
    """A status list, at most so old as the law lets it be. NotFound where no licence stands in it."""
    signer = keys.signer(settings.HOME, LICENCE)
    name = f"status-list:{number}:{signer.key_id}"  # a new key signs at once
    kept: StatusList | None = cache.get(name)
    if kept is None:
        kept = build(number, signer, at=at)
        cache.set(name, kept, timeout=kept.fresh.total_seconds())
    return kept


def build(number: int, signer: keys.Signer, *, at: datetime) -> StatusList:
    """The list of this moment, signed."""
    with reading_as(SYSTEM):
        if not Credential.objects.filter(status_list=number).exists():
            raise _unknown(number)
        found = noted(number)
    law, address = Law.on(china_day(at)), statuses.address(settings.ADDRESS, number)
    fresh = timedelta(minutes=law["papers.status.fresh_minutes"].whole)
    claims = {
        "@context": statuses.CONTEXT,
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": settings.ADDRESS,
        "validFrom": at.isoformat(timespec="seconds"),
        "validUntil": (at + timedelta(hours=law["papers.status.valid_hours"].whole)).isoformat(timespec="seconds"),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "message",
            "statusSize": statuses.SIZE,
            "statusMessages": statuses.messages(),
            "encodedList": statuses.encode(found),
            "ttl": int(fresh.total_seconds() * 1000),
        },
    }
    return StatusList(sign(claims, signer, kind=CREDENTIAL, content="vc"), at, fresh)


def noted(number: int) -> dict[int, str]:
    """Index -> status, of the licences of a list that are not simply good. Dates speak for themselves and do not count here."""
    rows = (
        Credential.objects.filter(status_list=number)
        .annotate(
            left=Sum(F("licence__balances__licensed") - F("licence__balances__used") - F("licence__balances__reserved")),
            clearances_left=F("licence__standing__clearances_allowed") - F("licence__standing__clearances_used"),
        )
        .exclude(Q(licence__standing__status=Status.ISSUED) & Q(left__gt=0) & Q(clearances_left__gt=0))
        .values_list(
            "status_index", "licence__standing__status", "licence__valid_from", "licence__valid_until", "left", "clearances_left"
        )
    )
    return {
        index: derive(status, valid_from=first, valid_until=last, left=left, clearances_left=clearances, on=first)
        for index, status, first, last, left, clearances in rows
    }


def _unknown(number: int) -> NotFound:
    return NotFound(
        Text(f"没有第{number}号状态列表。", f"There is no status list {number}."),
        remedy=Text("凭证中写明其状态列表的地址。", "A credential names the address of its list."),
        code="STATUS_LIST_UNKNOWN",
    )
