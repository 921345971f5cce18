"""A licence checked offline: genuine ones are told apart from altered, forged, confused and outdated ones."""

import base64
import json
from datetime import datetime, timedelta

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.papers import signed
from tests.papers.signed import FACE, KEYS, NOON, PLACE, SIGNER, SITE

from evexport.host.keys import Signer
from evexport.kernel.clock import CHINA
from evexport.kernel.problems import BadInput
from evexport.papers import forms, status_copies, statuses
from evexport.papers.jose import sign
from evexport.papers.verifying import verify

FORMS = {"jws": signed.whole(), "vc": signed.credential(), "qr": signed.short()}
BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def check(text, *, at=NOON, found=None, **times):
    copy = status_copies.opened(signed.status_list(found, **times), KEYS) if found is not None else None
    return verify(text, KEYS, at=at, status=copy)


def codes(verdict):
    return [reason.code for reason in verdict.reasons]


@pytest.mark.parametrize("form", FORMS)
def test_a_genuine_licence_holds_in_each_form(form):
    verdict = check(FORMS[form])
    assert (verdict.form, verdict.genuine, verdict.holds, verdict.state) == (form, True, True, "in_force")
    assert (verdict.said.number, verdict.key_id) == ("26-AA-000001", SIGNER.key_id)
    assert (verdict.said.list_number, verdict.said.index) == (PLACE.number, PLACE.index)
    assert verdict.said.face == (None if form == "qr" else FACE)


def test_the_text_of_a_qr_code_is_taken_with_its_address():
    verdict = check(f"{SITE}/verify/?number=26-AA-000001&code=ABCD#{signed.short()}\n")
    assert (verdict.form, verdict.holds) == ("qr", True)
    assert codes(check(f"{SITE}/verify/?number=26-AA-000009&code=ABCD#{signed.short()}")) == ["ADDRESS_DIFFERS"]


def pyjwt_believes(text):
    try:
        key = jwt.PyJWK.from_dict({**jwk(), "kid": SIGNER.key_id})
        return jwt.decode(
            text, key, algorithms=["EdDSA"], options={"verify_nbf": False, "verify_exp": False, "verify_iat": False}
        )
    except jwt.PyJWTError:
        return None


def jwk():
    raw = SIGNER.private.public_key().public_bytes_raw()
    return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "x": base64.urlsafe_b64encode(raw).decode().rstrip("=")}


def signature(text):
    return base64.urlsafe_b64decode(text.rpartition(".")[2] + "==")


@settings(max_examples=300, deadline=None, database=None)
@given(data=st.data())
@pytest.mark.parametrize("form", FORMS)
def test_one_character_changed_anywhere_and_nobody_believes_it(form, data):
    """The last character has bits that stand for nothing: ours refuses them too, PyJWT reads the same signature."""
    text = FORMS[form]
    position = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from([one for one in BASE64URL + ".=/+ é\0" if one != text[position]]))
    altered = text[:position] + other + text[position + 1 :]
    assert refused(altered)
    if other in BASE64URL and (position < len(text) - 1 or signature(altered) != signature(text)):
        assert pyjwt_believes(altered) is None


@pytest.mark.parametrize("form", FORMS)
def test_every_position_changed_in_turn(form):
    text = FORMS[form]
    for position, was in enumerate(text):
        other = BASE64URL[(BASE64URL.find(was) + 32) % 64]
        altered = text[:position] + other + text[position + 1 :]
        assert refused(altered), position
        assert pyjwt_believes(altered) is None, position


def refused(text):
    """Not shown to be genuine, or no signed licence at all."""
    try:
        return not check(text).genuine
    except BadInput:
        return True


def assembled(header, payload, last=b""):
    parts = (json.dumps(header).encode(), json.dumps(payload).encode(), last)
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def test_none_is_no_algorithm():
    claims = jwt.decode(signed.whole(), options={"verify_signature": False})
    header = {"alg": "none", "kid": SIGNER.key_id, "typ": "licence+jwt"}
    assert codes(check(assembled(header, claims))) == ["ALGORITHM_REFUSED"]


@pytest.mark.parametrize("secret", ["pem", "raw", "jwk"])
def test_the_public_key_is_no_shared_secret(secret):
    """The old trick: an HMAC under the public key, which a careless verifier takes for the key of the algorithm named."""
    import hmac
    from hashlib import sha256

    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = SIGNER.private.public_key()
    shared = {
        "pem": public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "raw": public.public_bytes_raw(),
        "jwk": jwk()["x"].encode(),
    }[secret]
    claims = jwt.decode(signed.whole(), options={"verify_signature": False})
    start = assembled({"alg": "HS256", "kid": SIGNER.key_id, "typ": "licence+jwt"}, claims).rpartition(".")[0]
    mac = base64.urlsafe_b64encode(hmac.digest(shared, start.encode(), sha256)).decode().rstrip("=")
    assert codes(check(f"{start}.{mac}")) == ["ALGORITHM_REFUSED"]


def test_a_forgers_own_key_is_unknown_and_under_our_name_does_not_fit():
    forger = Signer.new()
    assert codes(check(signed.whole(signer=forger))) == ["KEY_UNKNOWN"]
    assert codes(check(signed.whole(signer=Signer(SIGNER.key_id, forger.private)))) == ["SIGNATURE_INVALID"]


def test_a_forgers_key_name_is_not_shown():
    text = signed.whole(signer=Signer("\x1b[2J", SIGNER.private))
    verdict = check(text)
    assert (codes(verdict), verdict.key_id) == (["KEY_UNKNOWN"], "")


@pytest.mark.parametrize(
    "more", [{"crit": ["b64"], "b64": False}, {"jku": "https://forger.example"}, {"jwk": {}}, {"zip": "DEF"}]
)
def test_a_header_that_asks_for_more_is_refused(more):
    header = {"alg": "EdDSA", "kid": SIGNER.key_id, "typ": "licence+jwt", **more}
    start = assembled(header, {}).rpartition(".")[0]
    mac = base64.urlsafe_b64encode(SIGNER.sign(start.encode())).decode().rstrip("=")
    assert codes(check(f"{start}.{mac}")) == ["FORM_INVALID"]


def test_one_kind_of_signed_text_does_not_pass_for_another():
    """A status list, a short form under another name, and a text of an unknown kind are no licences."""
    claims = jwt.decode(signed.short(), options={"verify_signature": False})
    for text in (signed.status_list(), sign(claims, SIGNER, kind="licence+jwt"), sign(claims, SIGNER, kind="letter")):
        assert codes(check(text)) == ["FORM_INVALID"]


def test_a_face_that_does_not_fit_its_digest_is_refused():
    claims = jwt.decode(signed.whole(), options={"verify_signature": False})
    claims["licence"]["lines"][0]["quantity"] = 5000
    assert codes(check(sign(claims, SIGNER, kind=forms.WHOLE))) == ["DIGEST_DIFFERS"]


@pytest.mark.parametrize("text", ["", "26-AA-000001", "https://licences.example/verify/?number=26-AA-000001", "a.b", "{}"])
def test_what_is_no_signed_text_is_bad_input(text):
    with pytest.raises(BadInput):
        check(text)


def day(text, hour=12):
    return datetime.fromisoformat(text).replace(hour=hour, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (day("2026-06-14", 23), "not_yet_valid"),
        (day("2026-06-15", 0), "in_force"),
        (day("2027-06-15", 23), "in_force"),
        (day("2027-06-16", 0), "expired"),
    ],
)
def test_first_and_last_day_count(at, state):
    verdict = check(signed.whole(), at=at)
    assert (verdict.state, verdict.holds) == (state, state == "in_force")
    assert codes(verdict) == ([] if state == "in_force" else [f"LICENCE_{state.upper()}"])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("status", statuses.STATUSES[1:7])
def test_each_status_is_seen_through_the_list(form, status):
    verdict = check(FORMS[form], found={PLACE.index: status})
    assert (verdict.genuine, verdict.holds, verdict.state) == (True, False, status)
    assert codes(verdict) == [f"LICENCE_{status.upper()}"]
    assert (verdict.seen.status, verdict.seen.age, verdict.seen.current) == (status, timedelta(hours=2), True)


def test_neighbours_in_the_list_are_not_disturbed():
    around = {PLACE.index - 1: "revoked", PLACE.index + 1: "exhausted", 0: "lost", statuses.ENTRIES - 1: "replaced"}
    verdict = check(signed.whole(), found=around)
    assert (verdict.holds, verdict.seen.status) == (True, "valid")


@settings(max_examples=60, deadline=None, database=None)
@given(st.dictionaries(st.integers(0, statuses.ENTRIES - 1), st.sampled_from(statuses.STATUSES), max_size=40))
def test_a_list_gives_back_what_was_put_in(found):
    bits = statuses.decode(statuses.encode(found))
    assert {index: statuses.at(bits, index) for index in found} == found
    rest = {0, 1, 65_535, statuses.ENTRIES - 1} - found.keys()
    assert {statuses.at(bits, index) for index in rest} <= {"valid"}


def test_an_old_list_vouches_for_nothing_but_what_it_says_against_a_licence_counts():
    late = NOON + timedelta(days=3)
    verdict = check(signed.whole(), at=late, found={})
    assert (verdict.holds, verdict.seen.current, verdict.as_dict()["status"]["checked"]) == (True, False, False)
    assert verdict.seen.age == timedelta(days=3, hours=2)
    assert codes(check(signed.whole(), at=late, found={PLACE.index: "revoked"})) == ["LICENCE_REVOKED"]


def test_without_a_list_the_status_is_told_to_be_unchecked():
    told = check(signed.whole()).as_dict()["status"]
    assert told == {
        "checked": False, "status": None, "as_of": None, "age_seconds": None, "list": 1, "index": PLACE.index,
        "address": "https://licences.example/api/v1/status/1",
    }  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_another_list_than_the_one_named_is_bad_input(form):
    with pytest.raises(BadInput, match="This is status list 2; the licence stands in 1"):
        check(FORMS[form], found={}, number=2)


def test_a_forged_list_is_bad_input():
    for text in (signed.status_list(signer=Signer.new()), signed.status_list()[:-9] + "AAAAAAAAA", signed.whole(), "list"):
        with pytest.raises(BadInput) as told:
            status_copies.opened(text, KEYS)
        assert told.value.code == "STATUS_LIST_INVALID"
