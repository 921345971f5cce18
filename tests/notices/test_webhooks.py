"""Webhooks against a real receiver: signed, once for each id, tried again with patience, and never in each other's way."""

import hashlib
import hmac
import time
from datetime import timedelta
from uuid import UUID

import pytest
from tests.customs.world import NOON, OWNER, tenant
from tests.notices.receiver import documented
from tests.notices.waiting import tell

from evexport.accounts.roles import Role
from evexport.kernel.clock import CHINA, Clock
from evexport.kernel.problems import Barred, Conflict
from evexport.ledger.models import Entry
from evexport.notices import actions, secret
from evexport.notices.delivery import run
from evexport.notices.delivery.claims import claim
from evexport.notices.models import Channel, Delivery, Notice
from evexport.notices.service import SERVICE


@pytest.fixture
def clerk(world):
    return tenant(world.exporter)


def hook(clerk, receiver, path="/", **more):
    channel, shown = actions.open_webhook(receiver.base + path, by=clerk, at=NOON, **more)
    receiver.secrets[path] = shown
    return channel


def release(world, number=1):
    licence = world.licence(200)
    for _ in range(number):
        world.decide(world.form(licence, world.cars(1)))
    tell(at=NOON)


def carry_all(limit=1000):
    for _ in range(limit):
        if not run.carry("webhook", legal=NOON):
            return
    raise AssertionError("it never ends")


def states():
    return list(Delivery.objects.using(OWNER).order_by("id").values_list("state", flat=True))


def make_due():
    """As if the pause were over."""
    Delivery.objects.using(OWNER).filter(state="waiting").update(next_at=Clock().now() - timedelta(seconds=1))
    Channel.objects.using(OWNER).update(rests_until=None)


def test_an_event_arrives_signed_and_says_what_the_notice_says(world, clerk, receiver, settings):
    hook(clerk, receiver)
    release(world)
    carry_all()
    (event,) = receiver.got()
    notice = Notice.objects.using(OWNER).get()
    entry = Entry.objects.using(OWNER).get(kind="declaration.released")
    assert receiver.forged == 0
    assert receiver.headers[0]["Content-Type"].startswith("application/cloudevents+json")
    assert {name: event[name] for name in ("specversion", "id", "source", "type", "subject", "time")} == {
        "specversion": "1.0", "id": str(notice.pk), "source": settings.ADDRESS, "type": "evexport.declaration.released",
        "subject": entry.subject, "time": notice.at.astimezone(CHINA).isoformat(),
    }  # fmt: skip
    assert event["data"]["notice"]["title"] == notice.text["title"]
    assert event["data"]["entry"]["data"]["quantity"] == 1
    assert states() == ["delivered"]


def test_the_documented_ten_lines_refuse_what_is_altered_old_or_anothers():
    genuine, body, now = documented(), '{"甲": 1}'.encode(), int(time.time())

    def header(moment, key="right"):
        code = hmac.new(key.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
        return f"t={moment},v1={code}"

    assert genuine(body, header(now), "right")
    assert not genuine(body + b" ", header(now), "right")
    assert not genuine(body, header(now, "wrong"), "right")
    assert not genuine(body, header(now - 301), "right")
    assert not genuine(body, header(now).replace(f"t={now}", f"t={now - 1}"), "right")


def test_while_a_secret_is_exchanged_both_sign_and_later_only_the_new_one(world, clerk, receiver):
    channel = hook(clerk, receiver)
    former = receiver.secrets["/"]
    changed, fresh = actions.rotate(channel.pk, by=clerk, at=NOON)
    assert fresh != former
    release(world)
    carry_all()
    assert receiver.forged == 0, "the former secret still verifies"
    receiver.secrets["/"] = fresh
    release(world)
    carry_all()
    assert receiver.forged == 0
    assert receiver.headers[-1]["Evexport-Signature"].count("v1=") == 2
    changed = Channel.objects.using(OWNER).get()
    assert secret.signing(changed, at=changed.former_until + timedelta(seconds=1)) == [fresh]


def test_no_secret_stands_in_the_database(world, clerk, receiver, owner_connection):
    hook(clerk, receiver)
    shown = receiver.secrets["/"].encode()
    for table in ("notices_channel", "ledger_entry"):
        rows = owner_connection.execute(f"SELECT t::text FROM {table} t").fetchall()
        assert rows
        assert not any(shown.decode()[6:] in row for (row,) in rows)


def test_a_redirect_is_not_followed(world, clerk, receiver):
    hook(clerk, receiver, "/old")
    receiver.answers["/old"] = (307, {"Location": f"{receiver.base}/new"})
    release(world)
    carry_all()
    assert receiver.got("/new") == []
    (one,) = Delivery.objects.using(OWNER).all()
    assert (one.state, one.tries, one.answer) == ("waiting", 1, "HTTP 307")


def test_what_fails_is_tried_again_later_each_time_and_given_up_in_the_end(world, clerk, receiver):
    hook(clerk, receiver)
    receiver.answers["/"] = (500, {})
    release(world)
    pauses = []
    for _ in range(SERVICE.tries):
        make_due()
        carry_all()
        one = Delivery.objects.using(OWNER).get()
        if one.state == "waiting":
            pauses.append((one.next_at - one.tried_at).total_seconds())
    assert one.state == "dead"
    assert one.tries == SERVICE.tries
    for step, pause in enumerate(pauses):
        assert 0.8 * min(5 * 2**step, 43_200) <= pause <= 1.2 * min(5 * 2**step, 43_200) + 5
    assert 1.5 < sum(pauses) / 86_400 < 3, "about two days in all"


def test_a_dead_delivery_is_sent_anew_under_the_same_id(world, clerk, receiver):
    hook(clerk, receiver)
    receiver.answers["/"] = (400, {})
    release(world)
    for _ in range(SERVICE.tries):
        make_due()
        carry_all()
    (one,) = Delivery.objects.using(OWNER).all()
    receiver.answers.clear()
    actions.send_anew(one.pk, by=clerk, at=NOON)
    carry_all()
    assert states() == ["delivered"]
    assert len(receiver.wire) == 1, "one id on the wire, however often"
    assert Entry.objects.using(OWNER).filter(kind="delivery.sent_anew").count() == 1
    with pytest.raises(Barred):
        actions.send_anew(one.pk, by=clerk, at=NOON)


def test_retry_after_is_honoured(world, clerk, receiver):
    hook(clerk, receiver)
    receiver.answers["/"] = (503, {"Retry-After": "600"})
    release(world)
    carry_all()
    (one,) = Delivery.objects.using(OWNER).all()
    assert timedelta(seconds=599) < one.next_at - one.tried_at < timedelta(seconds=601)


def test_gone_ends_the_webhook_and_its_owner_is_told(world, clerk, receiver):
    channel = hook(clerk, receiver)
    receiver.answers["/"] = (410, {})
    release(world, 3)
    carry_all()
    tell(at=NOON)
    assert Channel.objects.using(OWNER).get(pk=channel.pk).state == "revoked"
    assert states() == ["dead", "dropped", "dropped"]
    (told,) = Notice.objects.using(OWNER).filter(kind="channel.revoked")
    assert told.organisation_id == world.exporter.pk
    assert "410" in told.part("happened").zh


def test_one_dead_receiver_delays_nobody(world, clerk, receiver):
    dead = hook(clerk, receiver, "/dead")
    hook(clerk, receiver, "/well")
    receiver.answers["/dead"] = (500, {})
    release(world, 12)
    carry_all()
    assert len(receiver.got("/well")) == 12
    channel = Channel.objects.using(OWNER).get(pk=dead.pk)
    assert channel.failures == SERVICE.failures, "it rests after five in a row instead of being asked twelve times"
    assert channel.rests_until > Clock().now() + timedelta(seconds=50)
    assert len(receiver.wire) == 12 + SERVICE.failures
    receiver.answers.clear()
    make_due()
    carry_all()
    assert len(receiver.got("/dead")) == 12


def test_a_channel_in_hand_is_skipped_and_taken_up_again_when_its_lease_ends(world, clerk, receiver):
    hook(clerk, receiver)
    release(world, 2)
    now = Clock().now()
    first = claim("webhook", at=now)
    assert first is not None
    assert claim("webhook", at=now) is None, "one at a time for each channel"
    again = claim("webhook", at=now + SERVICE.lease)
    assert again is not None
    assert again.delivery.pk == first.delivery.pk
    assert again.delivery.tries == 2


def test_a_paused_webhook_holds_everything_back_and_loses_nothing(world, clerk, receiver):
    channel = hook(clerk, receiver)
    actions.pause(channel.pk, by=clerk, at=NOON)
    release(world, 3)
    carry_all()
    assert receiver.got() == []
    actions.resume(channel.pk, by=clerk, at=NOON)
    carry_all()
    assert len(receiver.got()) == 3


def test_only_the_kinds_that_were_asked_for(world, clerk, receiver):
    hook(clerk, receiver, "/licence", kinds=["licence"])
    hook(clerk, receiver, "/released", kinds=["declaration.released"])
    release(world)
    carry_all()
    assert receiver.got("/licence") == []
    assert len(receiver.got("/released")) == 1


def test_an_address_is_entered_once(world, clerk, receiver):
    channel = hook(clerk, receiver)
    with pytest.raises(Conflict):
        hook(clerk, receiver)
    actions.revoke(channel.pk, by=clerk, at=NOON)
    hook(clerk, receiver)
    told = Entry.objects.using(OWNER).filter(kind__startswith="channel.").order_by("id").values_list("kind", flat=True)
    assert list(told) == ["channel.opened", "channel.revoked", "channel.opened"]


def test_who_is_no_party_to_an_entry_is_told_and_not_shown_it(world, receiver):
    from evexport.accounts.actors import in_role
    from evexport.accounts.models import Organisation
    from evexport.kernel.ids import uuid7

    body = Organisation.objects.using(OWNER).create(
        kind="issuing_body", name_zh="示例许可证事务局", name_en="Bureau", authority_code="AA", created_at=NOON
    )
    examiner = in_role(Role.EXAMINER, user_id=uuid7(), organisation_id=UUID(str(body.pk)), authority="AA")
    hook(examiner, receiver)
    from evexport.licensing import actions as licences

    ministry = in_role(Role.MINISTRY_OFFICER, user_id=uuid7(), organisation_id=uuid7(), name="商务部")
    licences.suspend(world.licence().number, "涉嫌虚报价格。", citation="MOFCOM-11-2008#suspension", by=ministry, at=NOON)
    tell(at=NOON)
    carry_all()
    (event,) = receiver.got()
    assert event["data"]["entry"]["kind"] == "licence.suspended"
    assert event["data"]["entry"]["data"] is None
