"""Signing keys: rotated with an entry in the ledger, published, and neither in the database nor in any environment."""

import base64
import json
import os

import jwt
import psycopg
import pytest
from django.conf import settings as framework
from tests.licensing.house import NOON, OWNER

from evexport.accounts.actors import in_role
from evexport.accounts.roles import Role
from evexport.host import keys
from evexport.kernel.problems import BadInput, NotAllowed
from evexport.ledger.models import Entry
from evexport.papers import credentials, key_set, signing_keys
from evexport.papers.verifying import verify

OPERATOR = in_role(Role.ADMINISTRATOR, name="李运维")


def test_licences_signed_before_and_after_a_rotation_verify(house, home):
    before = credentials.make(house.issued().number, at=NOON)
    fresh = signing_keys.rotate(keys.LICENCE, by=OPERATOR, at=NOON)
    after = credentials.make(house.issued().number, at=NOON)
    assert before.key_id != after.key_id == fresh
    known = keys.verifiers(home, keys.LICENCE)
    for one in (before, after):
        assert verify(one.whole, known, at=NOON).holds
    published = jwt.PyJWKSet.from_dict(key_set.published(home))
    for one in (before, after):
        jwt.decode(one.whole, published[one.key_id], algorithms=["EdDSA"], options={"verify_nbf": False, "verify_iat": False})


def test_the_ledger_tells_who_rotated_which_key(house, home):
    former = keys.signer(home, keys.LICENCE).key_id
    fresh = signing_keys.rotate(keys.LICENCE, by=OPERATOR, at=NOON)
    entry = Entry.objects.using(OWNER).get(kind="signing_key.rotated")
    assert entry.data == {"purpose": "licence", "key": fresh, "former": former}
    assert (entry.actor["name"], entry.subject) == ("李运维", f"signing_key:{fresh}")


def test_without_an_entry_there_is_no_new_key(house, home, monkeypatch):
    first = keys.signer(home, keys.LICENCE).key_id

    def full(*_, **__):
        raise OSError("no space left")

    monkeypatch.setattr(signing_keys.ledger, "append", full)
    with pytest.raises(OSError, match="no space"):
        signing_keys.rotate(keys.LICENCE, by=OPERATOR, at=NOON)
    assert list(keys.verifiers(home, keys.LICENCE)) == [first]


def test_nobody_else_rotates_and_no_other_purpose_is_known(house, home):
    with pytest.raises(NotAllowed):
        signing_keys.rotate(keys.LICENCE, by=house.ministry, at=NOON)
    with pytest.raises(BadInput):
        signing_keys.rotate("master", by=OPERATOR, at=NOON)
    assert not keys.verifiers(home, keys.LICENCE)
    assert not Entry.objects.using(OWNER).filter(kind="signing_key.rotated").exists()


def test_a_key_of_the_ledger_does_not_vouch_for_a_licence(house, home, tmp_path):
    credential = credentials.make(house.issued().number, at=NOON)
    keys.signer(home, keys.LEDGER)
    told = key_set.published(home)
    assert {one["purpose"] for one in told["keys"]} == {"ledger", "licence"}
    for one in told["keys"]:
        assert one.keys() == {"kty", "crv", "x", "kid", "use", "alg", "purpose"}
        one["purpose"] = {"ledger": "licence", "licence": "ledger"}[one["purpose"]]
    path = tmp_path / "swapped.json"
    path.write_text(json.dumps(told))
    verdict = verify(credential.whole, key_set.read(path, purpose=keys.LICENCE), at=NOON)
    assert [reason.code for reason in verdict.reasons] == ["KEY_UNKNOWN"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"keys": [{}]}', '{"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "a", "x": "AA"}]}']
)
def test_a_file_that_is_no_key_set_is_bad_input(tmp_path, text):
    path = tmp_path / "jwks.json"
    path.write_text(text)
    if text == '{"keys": [{}]}':
        assert key_set.read(path, purpose=keys.LICENCE) == {}
        return
    with pytest.raises(BadInput) as told:
        key_set.read(path, purpose=keys.LICENCE)
    assert told.value.code == "KEYS_INVALID"


def test_no_private_key_stands_in_a_table_a_setting_or_the_environment(made, house, home, db_clone):
    signing_keys.rotate(keys.LICENCE, by=OPERATOR, at=NOON)
    signing_keys.rotate(keys.LEDGER, by=OPERATOR, at=NOON)
    secret = [keys.Signer.of(one.private) for one in held(home)]
    assert len(secret) == 3
    spellings = {spelling for one in secret for spelling in spelt(one)}
    tables = {}
    with psycopg.connect(db_clone.owner) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            tables[name] = "\n".join(row for (row,) in connection.execute(f'SELECT t::text FROM "{name}" t').fetchall())
    assert len(tables["papers_credential"]) > 1000  # the search looks where something stands
    assert made[1].key_id in tables["papers_credential"]
    environment = "\n".join(f"{name}={value}" for name, value in os.environ.items())
    configured = repr({name: getattr(framework, name) for name in dir(framework) if name.isupper()})
    for where in (*tables.values(), environment, configured):
        assert not {spelling for spelling in spellings if spelling in where}


def held(home):
    """Every private key of the installation."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    for path in sorted(home.keys.iterdir()):
        yield keys.Signer.of(load_pem_private_key(path.read_bytes(), password=None))


def spelt(signer):
    """A private key as it might be written: raw in hexadecimal (as a bytea prints) and base64, and the body of its PEM."""
    raw = signer.private.private_bytes_raw()
    yield raw.hex()
    yield base64.b64encode(raw).decode().rstrip("=")
    yield base64.urlsafe_b64encode(raw).decode().rstrip("=")
    yield signer.pem().decode().splitlines()[1]
