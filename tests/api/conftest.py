"""A caller with a key, on the day of the customs tests' world."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from tests import factories
from tests.customs.world import EXPORTER_USCC, NOON, World

from evexport.accounts.actions import issue_key
from evexport.accounts.roles import Role
from evexport.customs.gate import pool


class Caller:
    """Speaks JSON with a key, or without."""

    def __init__(self, key=None):
        self.client = Client(HTTP_HOST="localhost", headers={"Authorization": f"Bearer {key}"} if key else {})

    def get(self, path):
        return self.client.get(f"/api/v1/{path}", secure=True)

    def post(self, path, body):
        return self.client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json", secure=True)


@pytest.fixture
def world(db_clone, settings):
    settings.DEMO_DAY = NOON.date()
    yield World()
    pool.close()


@pytest.fixture
def keyed(world):
    """(role, organisation's kind or id, code) -> a caller in that role."""

    def make(role: Role, whose="customs", code=""):
        organisation = whose if not isinstance(whose, str) else factories.organisation(whose, code).id
        _, key = issue_key(organisation_id=organisation, role=role, label="test", by=factories.ADMIN, at=NOON - timedelta(days=1))
        return Caller(key)

    return make


@pytest.fixture
def customs(keyed):
    return keyed(Role.CUSTOMS_SYSTEM)


@pytest.fixture
def anyone():
    return Caller()


def declaration(world, licence, cars=None, **changes):
    """A sound declaration as JSON sends it."""
    serial = next(world.numbers)
    sound = {
        "message_id": f"m-{serial}", "declaration_no": f"53012026{serial:010d}", "declared_on": "2026-06-15",
        "customs_district": "5301", "trade_mode": "0110", "transport_mode": "2", "exporter_uscc": EXPORTER_USCC,
        "licence_no": licence.number, "contract_no": "EXEV-DE-2026-007", "destination": "DE", "hs_code": "8703801090",
        "goods_state": "new",
        "vehicles": [{"vin": vin, "model_code": "DMO7000BEVA1"} for vin in (cars or world.cars())],
    }  # fmt: skip
    return {**sound, **changes}
