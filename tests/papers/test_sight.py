"""Who sees a credential: whoever sees the licence; and nobody but the system makes one."""

import pytest
from django.db import DatabaseError
from tests.licensing.house import NOON

from evexport.kernel.ids import uuid7
from evexport.papers.models import Credential
from evexport.store import DbRole, Scope, acting_as
from evexport.store.scopes import PUBLIC

SEEING = ("clerk", "maker_clerk", "lin", "zhou", "ministry", "customs")
BLIND = ("rival_clerk", "gao")


@pytest.mark.parametrize("who", [*SEEING, *BLIND])
def test_who_sees_the_licence_sees_its_credential(made, house, who):
    with acting_as(getattr(house, who)):
        assert Credential.objects.count() == (1 if who in SEEING else 0)


def test_to_the_public_and_to_administrators_the_table_is_closed(made):
    for scope in (PUBLIC, Scope(DbRole.ADMIN)):
        with pytest.raises(DatabaseError, match="permission denied"), acting_as(scope):
            Credential.objects.count()


@pytest.mark.parametrize("who", SEEING)
def test_nobody_else_writes_one(made, house, who):
    licence, credential = house.issued(), made[1]
    with pytest.raises(DatabaseError, match="permission denied"), acting_as(getattr(house, who)):
        Credential(
            id=uuid7(), licence=licence, whole="x", credential="x", short="x", digest=credential.digest, key_id="x",
            status_list=1, status_index=(credential.status_index + 1) % 131_072, made_at=NOON,
        ).save(force_insert=True)  # fmt: skip
