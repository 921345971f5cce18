"""The licence's sealed paper over HTTP: to whoever sees the licence, as it stands or as issued, the same bytes each time."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from tests import factories
from tests.api.conftest import Caller
from tests.licensing.house import NOON, House

from evexport.accounts.actions import issue_key
from evexport.accounts.roles import Role
from evexport.host import certificates
from evexport.host.home import Home
from evexport.licensing.actions import life
from evexport.papers.checking import check_pdf
from evexport.papers.models import Paper


@pytest.fixture
def house(db_clone, settings, tmp_path):
    settings.DEMO_DAY, settings.HOME = NOON.date(), Home(tmp_path)
    cache.clear()
    return House()


def keyed(role, organisation):
    _, key = issue_key(organisation_id=organisation, role=role, label="test", by=factories.ADMIN, at=NOON - timedelta(days=1))
    return Caller(key)


@pytest.fixture
def exporter(house):
    return keyed(Role.EXPORTER, house.exporter.pk)


def test_the_exporter_has_it_sealed_with_a_name_and_a_mark(house, exporter, settings):
    number = house.issued().number
    answer = exporter.get(f"licences/{number}/document.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert f'filename="{number}.pdf"' in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-cache"
    assert check_pdf(answer.content, roots=certificates.roots(settings.HOME)).good


def test_it_is_the_same_each_time_and_whoever_has_it_is_told_so(house, exporter):
    path = f"licences/{house.issued().number}/document.pdf"
    first, second = exporter.get(path), keyed(Role.CUSTOMS_SYSTEM, factories.organisation("customs").id).get(path)
    assert first.content == second.content
    again = exporter.client.get(f"/api/v1/{path}", secure=True, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_once_suspended_the_present_one_says_so_and_the_original_is_still_to_be_had(house, exporter):
    number = house.issued().number
    before = exporter.get(f"licences/{number}/document.pdf")
    life.suspend(number, "示例", citation="MOFCOM-11-2008#suspension", by=house.ministry, at=NOON)
    after = exporter.get(f"licences/{number}/document.pdf")
    assert after["ETag"] != before["ETag"]
    assert exporter.get(f"licences/{number}/document.pdf?rendition=original").content == before.content
    assert exporter.get(f"licences/{number}/document.pdf?rendition=draft").status_code == 422


def test_the_maker_sees_it_and_a_stranger_finds_nothing_and_brings_nothing_about(house):
    path = f"licences/{house.issued().number}/document.pdf"
    rival = keyed(Role.EXPORTER, house.rival.pk).get(path)
    assert (rival.status_code, rival.json()["code"]) == (404, "LICENCE_UNKNOWN")
    assert Caller().get(path).status_code == 401
    assert not Paper.objects.using("owner").exists()
    assert keyed(Role.MAKER, house.maker.pk).get(path).status_code == 200


def test_without_a_key_to_seal_with_nothing_is_handed_out(house, exporter, settings):
    settings.SEAL_CERTIFICATE = settings.SEAL_KEY = "nowhere.pem"
    answer = exporter.get(f"licences/{house.issued().number}/document.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer.json()["code"] == "SEAL_UNAVAILABLE"
    assert "nowhere" not in answer.content.decode()
    assert not Paper.objects.using("owner").exists()
