"""Cases given out over HTTP: to a colleague by sign-in name, or put back; only by those whose case it is."""

import pytest
from tests import factories
from tests.api.test_applications_route import caller
from tests.licensing.house import NOON, House

from evexport.accounts.roles import Role


@pytest.fixture
def house(db_clone, settings):
    settings.DEMO_DAY = NOON.date()
    return House()


@pytest.fixture
def application(house):
    exporter = caller(Role.EXPORTER, house.exporter.pk)
    made = exporter.post("licence-applications", house.form()).json()
    assert exporter.post(f"licence-applications/{made['id']}/submit", {}).status_code == 200
    assert exporter.get(f"licence-applications/{made['id']}").json()["holder"] is None
    return exporter, f"licence-applications/{made['id']}"


@pytest.fixture
def body(house):
    organisation = factories.organisation("issuing_body", "AA").id
    factories.person(Role.EXAMINER, organisation, username="liu", name="刘初审")
    return caller(Role.EXAMINER, organisation)


def test_given_to_a_colleague_and_put_back(application, body):
    exporter, path = application
    given = body.post(f"{path}/assign", {"to": "liu"})
    assert (given.status_code, given.json()["holder"]) == (200, "刘初审"), given.content
    assert exporter.get(path).json()["holder"] is None, "the applicant need not know"
    assert body.post(f"{path}/assign", {"to": None}).json()["holder"] is None


def test_whoever_is_no_colleague_gets_nothing(application, body):
    _, path = application
    answer = body.post(f"{path}/assign", {"to": "nobody"})
    assert (answer.status_code, answer.json()["code"]) == (422, "NOT_A_COLLEAGUE")
    assert body.post(f"{path}/assign", {}).status_code == 422


def test_another_body_and_the_applicant_cannot(application):
    exporter, path = application
    other = caller(Role.EXAMINER, factories.organisation("issuing_body", "BB").id)
    assert other.post(f"{path}/assign", {"to": None}).status_code == 404
    assert exporter.post(f"{path}/assign", {"to": None}).status_code == 403
