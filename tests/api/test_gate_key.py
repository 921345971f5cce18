"""Who holds a key is remembered at the gate; that it still holds is asked for with each deed."""

from datetime import timedelta

import pytest
from tests import factories
from tests.api.conftest import Caller, declaration
from tests.customs.world import NOON, OWNER

from evexport.accounts.actions import issue_key, revoke_key
from evexport.accounts.models import ApiKey
from evexport.accounts.roles import Role
from evexport.api.v1.gate import HOLDERS
from evexport.customs.models import Declaration, Message

ONE, MANY = "customs/declarations", "customs/declarations/batch"


@pytest.fixture
def key(world):
    """A key that the gate has come to know, and its holder's caller."""
    organisation = factories.organisation("customs").id
    made, shown = issue_key(
        organisation_id=organisation, role=Role.CUSTOMS_SYSTEM, label="test", by=factories.ADMIN, at=NOON - timedelta(days=1)
    )
    caller = Caller(shown)
    assert caller.post(ONE, declaration(world, world.licence(10))).json()["decision"] == "released"
    return made, caller


def revoked(key):
    revoke_key(key.id, because="泄露。", by=factories.ADMIN, at=NOON)


def expired(key):
    ApiKey.objects.using(OWNER).filter(pk=key.id).update(expires_at=NOON - timedelta(hours=18))


SENT = {
    "that is sound": {},
    "with a reason against it": {"destination": "FR"},
    "that its own content refuses": {"vehicles": [{"vin": "LDM", "model_code": "DMO7000BEVA1"}]},
    "without a licence": {"licence_no": None},
}


@pytest.mark.parametrize("ended", [revoked, expired])
@pytest.mark.parametrize("changes", SENT.values(), ids=SENT)
def test_a_key_that_ended_since_opens_nothing(world, key, ended, changes):
    made, caller = key
    licence = world.licence(10)
    ended(made)
    answer = caller.post(ONE, declaration(world, licence, **changes))
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert (Declaration.objects.using(OWNER).count(), Message.objects.using(OWNER).count()) == (1, 1)
    assert world.balance(licence) == (10, 0, 0)


@pytest.mark.parametrize("ended", [revoked, expired])
def test_nor_does_it_open_what_it_sent_before(world, key, ended):
    made, caller = key
    form = declaration(world, world.licence(10))
    assert caller.post(ONE, form).status_code == 200
    ended(made)
    assert [caller.post(ONE, form).status_code for _ in range(2)] == [401, 401]
    assert caller.post(MANY, [form]).status_code == 401


def test_another_key_is_another_client(world, key):
    _, caller = key
    form = declaration(world, world.licence(10))
    caller.post(ONE, form)
    organisation = factories.organisation("customs", "5301").id
    _, shown = issue_key(organisation_id=organisation, role=Role.CUSTOMS_SYSTEM, label="other", by=factories.ADMIN, at=NOON)
    assert Caller(shown).post(ONE, form).json()["code"] == "DECLARATION_DECIDED"


def test_a_wrong_secret_with_a_known_prefix_opens_nothing(world, key):
    _, caller = key
    spoilt = caller.client.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")[:-1]
    assert Caller(spoilt).post(ONE, declaration(world, world.licence(10))).status_code == 401


def test_the_use_of_a_remembered_key_is_noted_on_the_next_day_too(world, key, settings):
    made, caller = key
    assert ApiKey.objects.using(OWNER).get(pk=made.id).last_used_on == NOON.date()
    settings.DEMO_DAY = NOON.date() + timedelta(days=1)
    assert caller.post(ONE, declaration(world, world.licence(10))).status_code == 200
    assert ApiKey.objects.using(OWNER).get(pk=made.id).last_used_on == settings.DEMO_DAY


def test_what_is_remembered_has_an_end(world, monkeypatch):
    monkeypatch.setattr(HOLDERS, "most", 2)
    organisation = factories.organisation("customs").id
    for n in range(5):
        _, shown = issue_key(
            organisation_id=organisation,
            role=Role.CUSTOMS_SYSTEM,
            label=f"key {n}",
            by=factories.ADMIN,
            at=NOON - timedelta(days=1),
        )
        assert Caller(shown).post(ONE, declaration(world, world.licence(10))).status_code == 200
        assert len(HOLDERS._found) <= 2
