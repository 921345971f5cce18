"""Signing keys: made once, closed to others, replaced without losing what they signed."""

import stat

from evexport.host import keys, secrets
from evexport.host.home import Home


def test_a_key_is_made_once_and_closed_to_others(tmp_path):
    home = Home(tmp_path)
    first = keys.signer(home, "ledger")
    assert keys.signer(home, "ledger").key_id == first.key_id
    (file,) = home.keys.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.keys.stat().st_mode) == 0o700


def test_a_renewed_key_signs_and_the_former_goes_on_verifying(tmp_path):
    home = Home(tmp_path)
    first = keys.signer(home, "ledger")
    signature = first.sign(b"issued")
    second = keys.renew(home, "ledger")
    assert keys.signer(home, "ledger").key_id == second.key_id != first.key_id
    keys.verifiers(home, "ledger")[first.key_id].verify(signature, b"issued")
    assert keys.verifiers(home, "licence") == {}


def test_a_public_key_survives_its_json_form(tmp_path):
    public = keys.signer(Home(tmp_path), "ledger").private.public_key()
    again = keys.from_jwk(keys.public_jwk(public))
    assert keys.identify(again) == keys.identify(public)


def test_the_name_of_a_key_is_its_thumbprint():
    """The example of RFC 8037, appendix A.3."""
    public = keys.from_jwk({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
    assert keys.identify(public) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"[:16]


def test_a_secret_is_whole_or_not_there(tmp_path):
    path = tmp_path / "keys" / "one.pem"
    secrets.write(path, b"first")
    secrets.write(path, b"second")
    assert path.read_bytes() == b"second"
    assert [file.name for file in path.parent.iterdir()] == ["one.pem"]
