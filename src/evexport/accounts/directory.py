"""All who may sign in and all keys, for who keeps the accounts and who audits them: with their last use, never with a hash.

An auditor reads in the ministry's scope, which sees its own people only; the permission is asked first, the system then reads.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from evexport.accounts.actors import SYSTEM, Actor
from evexport.accounts.models import ApiKey, Membership, Organisation, User
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.store import reading_as

LAST_SIGN_IN = """
SELECT who.subject, (SELECT max(e.at) FROM ledger_entry e WHERE e.subject = who.subject AND e.kind = 'user.signed_in')
FROM unnest(%s::text[]) who(subject)"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, the roles they hold now, and when they last signed in."""

    user: User
    posts: tuple[Membership, ...]
    last_sign_in: datetime | None


@contextmanager
def reading(by: Actor, permission: str) -> Iterator[None]:
    """All accounts, for whoever holds the permission. Raises NotAllowed."""
    by.must(permission)
    with reading_as(SYSTEM):
        yield


def people() -> QuerySet[User]:
    """Every account by its name, the roles it holds with it."""
    held = Membership.objects.filter(revoked_at=None).select_related("organisation").order_by("granted_at", "id")
    rows = User.objects.all().defer("password").order_by("username")
    return rows.prefetch_related(Prefetch("memberships", held, to_attr="held"))


def found(rows: QuerySet[User], words: str) -> QuerySet[User]:
    """Those whose user name, name or organisation holds each of the words."""
    for word in words.split():
        there = Membership.objects.filter(
            Q(organisation__name_zh__icontains=word) | Q(organisation__name_en__icontains=word), revoked_at=None
        )
        rows = rows.filter(Q(username__icontains=word) | Q(name__icontains=word) | Q(pk__in=there.values("user_id")))
    return rows


def in_role(rows: QuerySet[User], role: str) -> QuerySet[User]:
    return rows.filter(pk__in=Membership.objects.filter(role=role, revoked_at=None).values("user_id"))


def with_last_use(users: Sequence[User]) -> list[Person]:
    """The people of a page, each with the last sign-in that the ledger names."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_SIGN_IN, [[f"user:{one.pk}" for one in users]])
        last = dict(cursor.fetchall())
    return [Person(one, tuple(getattr(one, "held", ())), last.get(f"user:{one.pk}")) for one in users]


def person(user_id: UUID) -> Person:
    """One of them. Raises NotFound."""
    rows = list(people().filter(Q(pk=user_id)))
    if not rows:
        raise NotFound(
            Text("没有此用户。", "There is no such account."),
            remedy=Text("请核对用户。", "Check the user."),
        )
    return with_last_use(rows)[0]


def keys() -> QuerySet[ApiKey]:
    """Every key, the newest first; the hashes stay behind."""
    return ApiKey.objects.select_related("organisation").defer("secret_hash").order_by("-issued_at", "-id")


def keys_found(rows: QuerySet[ApiKey], words: str) -> QuerySet[ApiKey]:
    """Those whose system, holder or prefix holds each of the words."""
    for word in words.split():
        there = Q(organisation__name_zh__icontains=word) | Q(organisation__name_en__icontains=word)
        rows = rows.filter(Q(label__icontains=word) | Q(prefix__istartswith=word.removeprefix("evx_")) | there)
    return rows


def key(key_id: UUID) -> ApiKey:
    """One of them. Raises NotFound."""
    row = keys().filter(pk=key_id).first()
    if row is None:
        raise NotFound(
            Text("没有此密钥。", "There is no such key."),
            remedy=Text("请核对密钥。", "Check the key."),
        )
    return row


def organisations() -> QuerySet[Organisation]:
    """Every organisation, authorities first."""
    return Organisation.objects.order_by("kind", "name_zh", "id")


def organisations_found(rows: QuerySet[Organisation], words: str) -> QuerySet[Organisation]:
    for word in words.split():
        rows = rows.filter(Q(name_zh__icontains=word) | Q(name_en__icontains=word) | Q(authority_code__istartswith=word))
    return rows


def organisation(organisation_id: UUID) -> Organisation:
    """One of them. Raises NotFound."""
    row = Organisation.objects.filter(pk=organisation_id).first()
    if row is None:
        raise NotFound(
            Text("没有此单位。", "There is no such organisation."),
            remedy=Text("请核对单位。", "Check the organisation."),
        )
    return row
