"""Keys for systems: shown once, kept as a hash, cut to their scopes, expiring, revocable, found one at a time."""

from hashlib import sha256

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from tests.factories import ADMIN, AT, later

from evexport.accounts import actions, secret
from evexport.accounts.models import ApiKey
from evexport.accounts.queries import actor_for_key, keys_of
from evexport.accounts.roles import ROLES, Role
from evexport.kernel.problems import BadInput, NotAllowed, NotFound
from evexport.ledger.models import Entry
from evexport.store import DbRole, Scope, acting_as

READS = frozenset({"declaration.read", "licence.read"})


@pytest.fixture
def issue(cast):
    def issued(**given):
        sound = {
            "organisation_id": cast.customs_system.organisation_id,
            "role": Role.CUSTOMS_SYSTEM,
            "label": "对接系统",
        }
        return actions.issue_key(**{**sound, **given}, by=ADMIN, at=AT)

    return issued


def test_a_key_opens_its_role_cut_down_to_its_permissions(cast, issue):
    key, shown = issue(permissions=READS)
    actor = actor_for_key(shown, at=AT)
    assert (actor.role, actor.permissions, actor.user_id) == (Role.CUSTOMS_SYSTEM, READS, None)
    assert (actor.organisation_id, actor.client) == (cast.customs_system.organisation_id, str(key.id))
    assert actor.scope.role is DbRole.CUSTOMS
    assert not actor.may("declaration.decide")


def test_a_key_without_a_list_holds_what_its_role_holds(cast):
    assert cast.customs_system.permissions == ROLES[Role.CUSTOMS_SYSTEM].permissions


def test_a_key_never_holds_more_than_its_role(issue):
    with pytest.raises(BadInput) as caught:
        issue(permissions={"declaration.read", "licence.revoke"})
    assert caught.value.field == "permissions"
    assert "licence.revoke" in caught.value.message.en


def test_a_permission_taken_from_the_role_is_gone_from_its_keys(issue, owner_connection):
    key, shown = issue(permissions=READS)
    owner_connection.execute("UPDATE accounts_apikey SET permissions = permissions || '{account.manage}' WHERE id = %s", [key.id])
    assert actor_for_key(shown, at=AT).permissions == READS


def test_an_enterprises_key_acts_for_that_enterprise(cast):
    _, shown = actions.issue_key(
        organisation_id=cast.example_ev.id,
        role=Role.MAKER,
        label="ERP",
        permissions={"filing.read"},
        by=ADMIN,
        at=AT,
    )
    actor = actor_for_key(shown, at=AT)
    assert actor.scope == Scope(DbRole.TENANT, cast.example_ev.id)
    assert actor.may("filing.read", cast.example_ev.id)
    assert not actor.may("filing.read", cast.rival_ev.id)


def test_a_key_is_issued_where_its_role_belongs(cast, issue):
    with pytest.raises(BadInput) as caught:
        issue(organisation_id=cast.example_ev.id)
    assert caught.value.code == "ROLE_NOT_HELD_THERE"


def test_the_secret_is_nowhere_but_with_its_holder(issue, owner_connection):
    key, shown = issue()
    _, hidden = secret.read(shown)
    (row,) = owner_connection.execute("SELECT to_jsonb(k)::text, secret_hash FROM accounts_apikey k WHERE id = %s", [key.id])
    assert hidden not in row[0]
    assert bytes(row[1]) == sha256(hidden.encode()).digest()
    with acting_as(Scope(DbRole.STAFF)):
        entry = Entry.objects.get(kind="key.issued", subject=f"key:{key.id}")
    assert hidden not in str(entry.data)
    assert entry.data["prefix"] == key.prefix


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda key: key[:-1] + ("a" if key[-1] != "a" else "b"),
        lambda key: key.replace("evx_", "xve_", 1),
        lambda key: key.rsplit("_", 1)[0],
        lambda key: key.upper(),
        lambda key: key + "_",
        lambda _: "evx_000000000000_" + "0" * 43,
        lambda _: "",
        lambda _: "evx_",
        lambda _: "evx_'; DROP TABLE accounts_apikey; --_x",
        lambda _: "evx_\x00_\x00",
    ],
)
def test_anything_but_the_key_itself_opens_nothing(issue, spoilt):
    _, shown = issue()
    assert actor_for_key(spoilt(shown), at=AT) is None
    assert actor_for_key(shown, at=AT) is not None


def test_a_key_opens_to_the_moment_before_it_expires(issue):
    _, shown = issue(expires_at=later(hours=1))
    assert actor_for_key(shown, at=later(minutes=59, seconds=59)) is not None
    assert actor_for_key(shown, at=later(hours=1)) is None


@pytest.mark.parametrize("ends", [AT, later(seconds=-1)])
def test_a_key_expires_after_it_is_issued(issue, ends):
    with pytest.raises(BadInput) as caught:
        issue(expires_at=ends)
    assert caught.value.field == "expires_at"


def test_a_revoked_key_opens_nothing_and_is_revoked_once(issue):
    key, shown = issue()
    actions.revoke_key(key.id, because="泄露", by=ADMIN, at=later(minutes=1))
    assert actor_for_key(shown, at=later(minutes=2)) is None
    with pytest.raises(NotFound):
        actions.revoke_key(key.id, because="再次", by=ADMIN, at=later(minutes=3))


def test_the_day_of_use_is_noted_and_only_moves_forward(cast, issue):
    key, shown = issue()
    for at, day in ((later(days=3), 5), (later(days=1), 5), (later(days=4), 6)):
        actor_for_key(shown, at=at)
        with acting_as(ADMIN):
            assert ApiKey.objects.get(id=key.id).last_used_on.day == day


@pytest.mark.parametrize("who", ["maker", "ministry_officer", "customs_officer", "auditor"])
def test_nobody_but_the_administrator_issues_or_revokes_keys(cast, issue, who):
    by, (key, _) = getattr(cast, who), issue()
    with pytest.raises(NotAllowed):
        actions.issue_key(organisation_id=by.organisation_id, role=Role(by.role), label="x", by=by, at=AT)
    with pytest.raises(NotAllowed):
        actions.revoke_key(key.id, because="x", by=by, at=AT)


def test_an_organisation_sees_its_own_keys_and_no_others(cast, issue):
    key, _ = issue()
    with acting_as(cast.customs_officer):
        assert key in keys_of(cast.customs_officer.organisation_id)
    with acting_as(cast.maker):
        assert not keys_of(cast.customs_officer.organisation_id).exists()


def test_outside_a_scope_keys_are_asked_for_one_at_a_time(cast):
    with pytest.raises(ProgrammingError, match="permission denied"):
        list(ApiKey.objects.all())
    with (
        acting_as(cast.maker),
        pytest.raises(ProgrammingError, match="permission denied"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM accounts_key_by_prefix('x')")
