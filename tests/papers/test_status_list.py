"""The published status list follows the licences: each status is seen, others are left alone, and its age is told."""

from datetime import timedelta

import jwt
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.licensing.house import NOON

from evexport.host import keys
from evexport.kernel.problems import NotFound
from evexport.licensing import actions
from evexport.papers import credentials, status_copies, status_lists, statuses
from evexport.papers.verifying import verify
from evexport.store import reading_as
from evexport.store.scopes import SYSTEM

CITED = {"citation": "DESIGN#reconsideration"}


def listed(home, at=NOON):
    """A fresh copy of list 1, read with the public keys."""
    cache.clear()
    return status_copies.opened(status_lists.published(1, at=at).text, keys.verifiers(home, keys.LICENCE))


def suspended(house, licence):
    actions.suspend(licence.number, "示例", by=house.ministry, at=NOON, **CITED)


def revoked(house, licence):
    house.revoke(licence.number, "示例", **CITED)


def replaced(house, licence):
    house.replaced(actions.amend(licence.number, {"consignee": "Example Zwei GmbH"}, by=house.clerk, at=NOON))


def returned(house, licence):
    actions.return_unused(licence.number, "示例", by=house.clerk, at=NOON)


def lost(house, licence):
    actions.report_loss(licence.number, "示例", by=house.clerk, at=NOON)


def exhausted(house, licence):
    house.use(licence, 500)


def no_clearance_left(house, licence):
    house.use(licence, 1, clearances=12)


@pytest.mark.parametrize(
    ("deed", "status"),
    [
        (suspended, "suspended"),
        (revoked, "revoked"),
        (replaced, "replaced"),
        (returned, "returned"),
        (lost, "lost"),
        (exhausted, "exhausted"),
        (no_clearance_left, "exhausted"),
    ],
)
def test_what_became_of_a_licence_is_seen_and_its_neighbour_left_alone(house, home, deed, status):
    licence, other = house.issued(), house.issued()
    ours, theirs = (credentials.make(one.number, at=NOON) for one in (licence, other))
    before = listed(home)
    assert [statuses.at(before.bits, one.status_index) for one in (ours, theirs)] == ["valid", "valid"]
    deed(house, licence)
    after = listed(home)
    assert [statuses.at(after.bits, one.status_index) for one in (ours, theirs)] == [status, "valid"]
    verdict = verify(ours.whole, keys.verifiers(home, keys.LICENCE), at=NOON, status=after)
    assert (verdict.state, verdict.holds) == (status, False)


def test_a_lifted_suspension_is_good_again(house, home):
    licence = house.issued()
    credential = credentials.make(licence.number, at=NOON)
    suspended(house, licence)
    actions.lift(licence.number, "示例", by=house.ministry, at=NOON, **CITED)
    assert statuses.at(listed(home).bits, credential.status_index) == "valid"


def test_its_own_dates_are_no_status(made, home):
    _, credential = made
    copy = listed(home, at=NOON.replace(year=2027, month=7))
    assert statuses.at(copy.bits, credential.status_index) == "valid"


def test_it_is_a_w3c_credential_that_says_when_it_was_made_and_how_long_it_serves(made, home):
    text = status_lists.published(1, at=NOON).text
    said = jwt.decode(text, options={"verify_signature": False})
    assert said["id"] == "https://licences.example/api/v1/status/1"
    assert said["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert (said["validFrom"], said["validUntil"]) == ("2026-06-15T12:00:00+08:00", "2026-06-16T12:00:00+08:00")
    subject = said["credentialSubject"]
    assert (subject["type"], subject["statusPurpose"], subject["ttl"]) == ("BitstringStatusList", "message", 300_000)
    assert len(subject["statusMessages"]) == 2 ** subject["statusSize"] == 8
    assert subject["statusMessages"][2] == {"status": "0x2", "message": "revoked"}
    assert len(statuses.decode(subject["encodedList"])) * 8 == 3 * 131_072


def test_it_is_kept_while_it_is_fresh(made, house, home):
    cache.clear()
    first = status_lists.published(1, at=NOON)
    suspended(house, made[0])
    assert status_lists.published(1, at=NOON + timedelta(minutes=4)).text == first.text
    assert first.fresh == timedelta(minutes=5)


def test_a_new_key_signs_at_once(made, home):
    first = status_lists.published(1, at=NOON).text
    fresh = keys.renew(home, keys.LICENCE)
    second = status_lists.published(1, at=NOON).text
    assert jwt.get_unverified_header(first)["kid"] != jwt.get_unverified_header(second)["kid"] == fresh.key_id


def test_any_number_of_licences_is_read_in_one_statement(house, home):
    for _ in range(3):
        licence = house.issued()
        credentials.make(licence.number, at=NOON)
        suspended(house, licence)
    with (
        reading_as(SYSTEM),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        assert len(status_lists.noted(1)) == 3
    assert len(asked) == 1


def test_a_list_in_which_nothing_stands_is_not_found(house, home):
    with pytest.raises(NotFound):
        status_lists.published(1, at=NOON)
