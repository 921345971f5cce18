"""A licence as signed text: made once, when first asked for, kept, and handed out the same ever after."""

import secrets
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from evexport import ledger
from evexport.accounts.actors import SYSTEM
from evexport.host import keys
from evexport.host.keys import LICENCE
from evexport.licensing.actions.taking import parties
from evexport.licensing.models import Licence
from evexport.papers import forms
from evexport.papers.events import CredentialMade
from evexport.papers.face import digest, face_of
from evexport.papers.models import Credential
from evexport.papers.statuses import ENTRIES
from evexport.store import acting_as

DRAWS = 12  # from a list that is seven eighths full, all of them miss once in five times


def make(number: str, *, at: datetime) -> Credential:
    """The credential of a licence, in a transaction of its own."""
    with acting_as(SYSTEM):
        return of(Licence.objects.get(number=number), at=at)


def token_of(licence: Licence, *, at: datetime) -> str:
    """The short form for the QR code. Within a transaction of the system's; opens none."""
    return of(licence, at=at).short


def of(licence: Licence, *, at: datetime) -> Credential:
    """The credential of a licence, made where there is none. Within a transaction of the system's; opens none.

    Of several who make it at once, one is first; the others are given what it made.
    """
    kept, places = Credential.objects.filter(licence=licence).first(), _places()
    while kept is None:
        made = _signed(licence, next(places), at)
        Credential.objects.bulk_create([made], ignore_conflicts=True)
        kept = Credential.objects.filter(licence=licence).first()
        if kept and kept.pk == made.pk:
            _enter(licence, made, at)
    return kept


def _signed(licence: Licence, place: forms.Place, at: datetime) -> Credential:
    signer = keys.signer(settings.HOME, LICENCE)
    face, site = face_of(licence), settings.ADDRESS
    return Credential(
        licence=licence,
        whole=forms.whole(face, place, signer, site=site, at=at),
        credential=forms.credential(face, place, signer, site=site),
        short=forms.short(face, place, signer),
        digest=digest(face),
        key_id=signer.key_id,
        status_list=place.number,
        status_index=place.index,
        made_at=at,
    )


def _places() -> Iterator[forms.Place]:
    """Places by chance in the newest list; once that hits taken ones only, one of those left; then in the next list."""
    number = Credential.objects.order_by("-status_list").values_list("status_list", flat=True).first() or 1
    while True:
        for _ in range(DRAWS):
            yield forms.Place(number, secrets.randbelow(ENTRIES))
        while left := sorted(set(range(ENTRIES)) - _taken(number)):
            yield forms.Place(number, secrets.choice(left))
        number += 1


def _taken(number: int) -> set[int]:
    return set(Credential.objects.filter(status_list=number).values_list("status_index", flat=True))


def _enter(licence: Licence, made: Credential, at: datetime) -> None:
    event = CredentialMade(
        subject=f"licence:{licence.number}",
        parties=parties(licence),
        law=licence.law,
        number=licence.number,
        key=made.key_id,
        digest=made.digest,
        status_list=made.status_list,
    )
    ledger.append(event, by=SYSTEM, at=at)
