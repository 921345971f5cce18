"""A licence as signed text: what it says, made once, and believed by a library that did not sign it."""

import json
import subprocess
import sys
from datetime import timedelta

import jwt
import pytest
from django.db import DatabaseError
from tests.licensing.house import NOON, OWNER

from evexport.host import keys
from evexport.ledger.models import Entry
from evexport.licensing.models import Licence
from evexport.papers import credentials, face, forms
from evexport.papers.key_set import published
from evexport.papers.models import Credential
from evexport.papers.statuses import ENTRIES
from evexport.store import acting_as
from evexport.store.scopes import SYSTEM

ON_ITS_DAYS = {"verify_nbf": False, "verify_exp": False, "verify_iat": False}  # the tests' licences have fixed days


def believed(text, home, **options):
    """What PyJWT makes of a text, with nothing but the published key set. Raises where it does not believe it."""
    known = jwt.PyJWKSet.from_dict(published(home))
    key = known[jwt.get_unverified_header(text)["kid"]]
    return jwt.decode(text, key, algorithms=["EdDSA"], options={**ON_ITS_DAYS, **options})


def test_another_library_believes_the_token_and_reads_the_whole_face(made, home):
    licence, credential = made
    claims = believed(credential.whole, home)
    said = claims["licence"]
    assert (claims["iss"], claims["sub"], claims["iat"]) == ("https://licences.example", licence.number, NOON.timestamp())
    assert said["exporter"]["name_zh"] == "示例汽车进出口有限公司"
    assert (said["contract_no"], said["destination"], said["customs_district"]) == (licence.contract_no, "DE", "5300")
    assert [(line["model_code"], line["quantity"], line["unit_price"]) for line in said["lines"]] == [
        ("DMO7000BEVA1", 500, "19800.00")
    ]
    assert said["issued_at"] == "2026-06-15T12:00:00+08:00"
    assert claims["digest"] == face.digest(said) == credential.digest
    assert jwt.get_unverified_header(credential.whole) == {"alg": "EdDSA", "kid": credential.key_id, "typ": "licence+jwt"}


def test_neither_the_check_code_nor_an_officers_name_is_passed_on(made, home):
    licence, credential = made
    for text in (credential.whole, credential.credential, credential.short):
        said = json.dumps(believed(text, home), ensure_ascii=False)
        assert licence.verification_code not in said
        assert licence.issued_by_name not in said


def test_its_days_are_the_tokens_days(made, home):
    claims = believed(made[1].whole, home)
    assert claims["nbf"] == NOON.replace(hour=0).timestamp()
    assert claims["exp"] == NOON.replace(year=2027, day=16, hour=0).timestamp()  # the last day is included


def test_past_its_last_day_the_other_library_says_so(house, home):
    licence = house.issued()
    said = {**face.face_of(read(licence)), "valid_from": "2020-01-01", "valid_until": "2021-01-01"}
    text = forms.whole(said, forms.Place(1, 1), keys.signer(home, keys.LICENCE), site="https://licences.example", at=NOON)
    with pytest.raises(jwt.ExpiredSignatureError):
        believed(text, home, verify_exp=True)


def read(licence):
    """The licence as the system reads it, outside any scope."""
    return Licence.objects.using(OWNER).get(pk=licence.pk)


def test_the_w3c_form_says_the_same(made, home):
    _, credential = made
    vc = believed(credential.credential, home)
    assert vc["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert vc["type"] == ["VerifiableCredential", "ExportLicenceCredential"]
    assert vc["credentialSubject"]["licence"] == believed(credential.whole, home)["licence"]
    assert (vc["validFrom"], vc["validUntil"]) == ("2026-06-15T00:00:00+08:00", "2027-06-15T23:59:59+08:00")
    status = vc["credentialStatus"]
    assert (status["type"], status["statusPurpose"], status["statusSize"]) == ("BitstringStatusListEntry", "message", 3)
    assert len(status["statusMessage"]) == 2 ** status["statusSize"]
    assert status["statusListIndex"] == str(credential.status_index)
    assert status["statusListCredential"] == "https://licences.example/api/v1/status/1"
    header = jwt.get_unverified_header(credential.credential)
    assert (header["typ"], header["cty"]) == ("vc+jwt", "vc")


def test_the_short_form_fits_a_qr_code(made, home):
    licence, credential = made
    assert len(credential.short) <= 264
    said = believed(credential.short, home)
    assert said.keys() == {"n", "f", "u", "h", "s"}
    assert (said["n"], said["f"], said["u"], said["s"]) == (licence.number, 20260615, 20270615, [1, credential.status_index])


def test_it_is_made_once_and_the_ledger_says_so(made):
    licence, first = made
    again = credentials.make(licence.number, at=NOON + timedelta(days=9))
    assert (again.pk, again.whole) == (first.pk, first.whole)
    with acting_as(SYSTEM):
        assert credentials.token_of(licence, at=NOON + timedelta(days=9)) == first.short
    (entry,) = Entry.objects.using(OWNER).filter(kind="credential.made")
    assert (entry.data["key"], entry.data["digest"]) == (first.key_id, first.digest)
    assert set(entry.parties) == {licence.exporter_id, licence.maker_id}


def test_the_database_refuses_to_change_it(made, owner_connection):
    with pytest.raises(Exception, match="only added to"):
        owner_connection.execute("UPDATE papers_credential SET short = 'x'")
    with pytest.raises(Exception, match="only added to"):
        owner_connection.execute("DELETE FROM papers_credential")


def test_two_licences_cannot_share_a_place(made, house):
    _, credential = made
    other = house.issued()
    with pytest.raises(DatabaseError, match="credential_place_once"):
        Credential.objects.using(OWNER).create(
            licence=other, whole="x", credential="x", short="x", digest=credential.digest, key_id="x", made_at=NOON,
            status_list=credential.status_list, status_index=credential.status_index,
        )  # fmt: skip


def test_a_place_that_is_taken_is_drawn_again_and_a_full_list_is_followed_by_the_next(house, monkeypatch):
    first = credentials.make(house.issued().number, at=NOON)
    drawn = iter([first.status_index, 77])
    monkeypatch.setattr(credentials.secrets, "randbelow", lambda _: next(drawn))
    second = credentials.make(house.issued().number, at=NOON)
    assert (second.status_list, second.status_index) == (1, 77)
    monkeypatch.setattr(credentials.secrets, "randbelow", lambda _: 77)  # chance hits taken places only
    monkeypatch.setattr(credentials, "ENTRIES", 2)
    monkeypatch.setattr(credentials, "_taken", lambda number: {0} if number == 1 else set())
    third = credentials.make(house.issued().number, at=NOON)
    assert (third.status_list, third.status_index) == (1, 1)  # the one that was left
    monkeypatch.setattr(credentials, "_taken", lambda number: {0, 1} if number == 1 else set())
    assert credentials.make(house.issued().number, at=NOON).status_list == 2


def test_places_are_spread_over_the_whole_list(house):
    """Of five places by chance, all in the first half come about once in 32 runs of five; in the first thousandth never."""
    found = [credentials.make(house.issued().number, at=NOON).status_index for _ in range(5)]
    assert len(set(found)) == 5
    assert max(found) > ENTRIES // 1000


MAKER = """
import django, sys
from datetime import datetime
django.setup()
from django.conf import settings
from evexport.host.home import Home
from evexport.papers import credentials
settings.HOME = Home(__import__("pathlib").Path(sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
print(credentials.make(sys.argv[1], at=datetime.fromisoformat(sys.argv[3])).short, flush=True)
"""


def test_processes_that_make_it_at_once_end_with_one(house, home):
    """Neither a key nor a credential stands there yet: both are made by one of four, and used by all."""
    licence = house.issued()
    words = [sys.executable, "-c", MAKER, licence.number, str(home.root), NOON.isoformat()]
    makers = [subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    for one in makers:
        assert one.stdout.readline() == "ready\n"
    for one in makers:
        one.stdin.write("go\n")
        one.stdin.flush()
    said = {one.communicate(timeout=60)[0] for one in makers}
    assert [one.returncode for one in makers] == [0] * 4
    assert said == {Credential.objects.using(OWNER).get().short + "\n"}
    assert len(keys.verifiers(home, keys.LICENCE)) == 1
    assert Entry.objects.using(OWNER).filter(kind="credential.made").count() == 1
