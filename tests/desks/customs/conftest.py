"""The customs desk in the told year: what lies on it, and a declaration of the sample licence to enter."""

from datetime import date
from itertools import count as counting
from uuid import UUID

import pytest

from evexport.customs.gate import pool
from evexport.customs.models import Declaration
from evexport.demo.year import TODAY

OWNER = "owner"
#: No two forms of one run bear the same number, and none bears one that the told year has.
SERIALS = counting(900_000_000_001)


@pytest.fixture(scope="module", autouse=True)
def gate_closed(office):
    """The gate's pool leads to the module's database and ends with it."""
    yield
    pool.close()


@pytest.fixture
def customs(at_desk):
    return at_desk("customs")


@pytest.fixture(scope="module")
def cars(office):
    """Unused cars of the sample licence, one after the other."""
    return iter(office.samples["unused_vins"])


@pytest.fixture
def sample(office):
    return office.samples["licences"]["with_balance"]


@pytest.fixture
def filled(sample, cars):
    """A sound form of one car, with what a test changes."""

    def fill(count=1, **changes):
        serial = str(next(SERIALS))
        face = {
            name: sample[name]
            for name in (
                "contract_no",
                "exporter_uscc",
                "customs_district",
                "trade_mode",
                "transport_mode",
                "destination",
                "hs_code",
                "model_code",
            )
        }
        sound = {
            **face,
            "nonce": serial,
            "declaration_no": f"5300{serial}",
            "declared_on": TODAY.isoformat(),
            "licence_no": sample["number"],
            "goods_state": "new",
            "cars": "\n".join(next(cars) for _ in range(count)),
            "decide": "",
        }
        return {name: value for name, value in {**sound, **changes}.items() if value is not None}

    return fill


@pytest.fixture
def declared(customs, filled):
    """A declaration decided by hand: its row."""

    def declare(count=1, **changes):
        form = filled(count, **changes)
        response = customs.post("/customs/gate/declare/", form)
        assert response.status_code == 302, response.content.decode()
        return Declaration.objects.using(OWNER).get(pk=UUID(response.headers["Location"].split("/")[4]))

    return declare


def stored(**found):
    """Declarations as the database has them, the latest first."""
    return Declaration.objects.using(OWNER).filter(**found).order_by("-pk")


def text(response):
    return response.content.decode()


__all__ = ["OWNER", "TODAY", "date", "stored", "text"]
