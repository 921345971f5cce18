"""The credential over HTTP: to whoever sees the licence, the same each time; keys and status lists to everyone, cacheable."""

import jwt
import pytest
from tests.customs.world import NOON

from evexport.accounts.roles import Role
from evexport.host.home import Home
from evexport.papers.models import Credential


@pytest.fixture
def licence(world, tmp_path, settings):
    settings.HOME = Home(tmp_path)
    settings.ADDRESS = "https://licences.example"
    return world.licence(10)


@pytest.fixture
def exporter(keyed, world):
    return keyed(Role.EXPORTER, world.exporter.pk)


def test_the_exporter_gets_the_licence_signed_and_anyone_can_check_it(licence, exporter, anyone):
    answer = exporter.get(f"licences/{licence.number}/credential")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/jwt")
    assert "private" in answer["Cache-Control"]
    text = answer.content.decode()
    key_set = anyone.client.get("/.well-known/jwks.json", secure=True)
    assert (key_set["Content-Type"], key_set["Cache-Control"]) == ("application/jwk-set+json", "public, max-age=300")
    key = jwt.PyJWKSet.from_dict(key_set.json())[jwt.get_unverified_header(text)["kid"]]
    said = jwt.decode(text, key, algorithms=["EdDSA"], options={"verify_nbf": False, "verify_exp": False, "verify_iat": False})
    assert said["sub"] == licence.number


def test_it_is_the_same_each_time_and_whoever_has_it_is_told_so(licence, exporter, keyed):
    path = f"licences/{licence.number}/credential"
    first, second = exporter.get(path), keyed(Role.CUSTOMS_SYSTEM).get(path)
    assert first.content == second.content
    again = exporter.client.get(f"/api/v1/{path}", secure=True, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_as_a_w3c_credential(licence, exporter):
    answer = exporter.get(f"licences/{licence.number}/credential?form=vc")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/vc+jwt")
    assert jwt.get_unverified_header(answer.content.decode())["typ"] == "vc+jwt"
    assert exporter.get(f"licences/{licence.number}/credential?form=pdf").status_code == 422


def test_a_stranger_finds_nothing_and_brings_nothing_about(licence, keyed, world, anyone):
    rival = keyed(Role.EXPORTER, world.rival.pk)
    answer = rival.get(f"licences/{licence.number}/credential")
    assert (answer.status_code, answer.json()["code"]) == (404, "LICENCE_UNKNOWN")
    assert anyone.get(f"licences/{licence.number}/credential").status_code == 401
    assert not Credential.objects.using("owner").exists()


def test_the_status_list_is_public_dated_and_kept_for_a_while(licence, exporter, anyone, settings, monkeypatch):
    exporter.get(f"licences/{licence.number}/credential")
    answer = anyone.get("status/1")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/vc+jwt")
    assert (answer["Cache-Control"], answer["Access-Control-Allow-Origin"]) == ("public, max-age=300", "*")
    assert 0 <= int(answer["Age"]) < 60
    said = jwt.decode(answer.content.decode(), options={"verify_signature": False})
    assert said["validFrom"].startswith(NOON.date().isoformat())
    again = anyone.client.get("/api/v1/status/1", secure=True, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, int(again["Age"]) >= int(answer["Age"])) == (304, True)


@pytest.mark.parametrize(("number", "status"), [("2", 404), ("0", 422), ("99999999999", 422), ("x", 422)])
def test_a_list_that_is_none_is_told_as_a_problem(licence, anyone, number, status):
    answer = anyone.get(f"status/{number}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_keys_are_only_read(licence, anyone):
    assert anyone.client.post("/.well-known/jwks.json", secure=True).status_code == 405


def test_a_rotated_key_is_used_and_published_at_once(licence, exporter, anyone, world, settings):
    """Nothing is started anew: the next answer is already under the new key."""
    from evexport.host import keys

    exporter.get(f"licences/{licence.number}/credential")
    fresh = keys.renew(settings.HOME, keys.LICENCE)
    later = exporter.get(f"licences/{world.licence(10).number}/credential").content.decode()
    assert jwt.get_unverified_header(later)["kid"] == fresh.key_id
    assert jwt.get_unverified_header(anyone.get("status/1").content.decode())["kid"] == fresh.key_id
    published = anyone.client.get("/.well-known/jwks.json", secure=True).json()["keys"]
    assert [one["kid"] for one in published][-1] == fresh.key_id
    assert len(published) == 2


def test_what_follows_the_hash_of_a_qr_code_never_reaches_the_server(licence, exporter, anyone):
    """A browser keeps the token to itself; the page that the rest of the address opens is the same as without."""
    page = anyone.client.get("/verify/", {"number": licence.number, "code": licence.verification_code}, secure=True)
    with_token = anyone.client.get(
        f"/verify/?number={licence.number}&code={licence.verification_code}#eyJ.token.signature", secure=True
    )
    assert page.status_code == with_token.status_code == 200
    assert b"eyJ.token" not in with_token.content
