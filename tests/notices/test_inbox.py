"""Inbox and channels over HTTP: each organisation its own, and the operator how things stand but not what they say."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from tests import factories
from tests.api.conftest import Caller
from tests.customs.world import NOON, OWNER
from tests.notices.waiting import tell

from evexport.accounts.actions import issue_key
from evexport.accounts.roles import Role
from evexport.ledger.models import Entry
from evexport.notices.delivery import run
from evexport.notices.models import Delivery, Notice
from evexport.notices.service import SERVICE


@pytest.fixture
def keyed(world):
    cache.clear()

    def make(role, organisation):
        _, key = issue_key(organisation_id=organisation, role=role, label="test", by=factories.ADMIN, at=NOON - timedelta(days=1))
        return Caller(key)

    return make


@pytest.fixture
def exporter(world, keyed):
    return keyed(Role.EXPORTER, world.exporter.pk)


@pytest.fixture
def told(world):
    """Five refusals and a release, as the exporter's inbox has them."""
    small, large = world.licence(1), world.licence(100)
    for _ in range(5):
        world.decide(world.form(small, world.cars(2)))
    world.decide(world.form(large, world.cars(1)))
    tell(at=NOON)


def test_the_inbox_is_paged_latest_first_and_can_be_narrowed(told, exporter):
    first = exporter.get("notices?limit=4").json()
    rest = exporter.get(f"notices?limit=4&cursor={first['next']}").json()
    everything = [*first["items"], *rest["items"]]
    assert rest["next"] is None
    assert [one["kind"] for one in everything] == ["declaration.released", *["declaration.refused"] * 5]
    assert len({one["id"] for one in everything}) == 6
    assert [one["weight"] for one in exporter.get("notices?unread=true").json()["items"]] == ["act"] * 5
    assert len(exporter.get("notices?kind=declaration.released").json()["items"]) == 1
    assert exporter.get("notices?since=2026-06-15T13:00:00%2B08:00").json()["items"] == []


def test_a_refusal_says_what_why_and_what_to_do_in_both_languages(told, exporter):
    one = exporter.get("notices?unread=true").json()["items"][0]
    assert "余1辆" in one["happened"]["zh"]
    assert one["todo"]["en"] == "Mend what each reason names and declare again."
    assert one["due_on"] is None
    assert one["letter"] is None


def test_reading_keeps_who_was_first(told, exporter, world, keyed):
    assert exporter.get("notices/unread").json() == {"unread": 5}
    one = exporter.get("notices?unread=true").json()["items"][0]
    read = exporter.post(f"notices/{one['id']}/read", {}).json()
    assert read["read_by"] == "test"
    again = exporter.post(f"notices/{one['id']}/read", {}).json()
    assert again["read_at"] == read["read_at"]
    assert exporter.get("notices/unread").json() == {"unread": 4}
    assert exporter.post("notices/read-all", {}).json() == {"unread": 0}
    assert exporter.get("notices/unread").json() == {"unread": 0}


def test_anothers_notice_is_not_there(told, world, keyed):
    rival = keyed(Role.EXPORTER, world.rival.pk)
    one = Notice.objects.using(OWNER).first()
    assert rival.get("notices").json()["items"] == []
    assert rival.post(f"notices/{one.pk}/read", {}).status_code == 404
    rival.post("notices/read-all", {})
    assert not Notice.objects.using(OWNER).exclude(read_at=None).exists()


def test_a_webhook_from_its_opening_to_its_end(world, exporter, receiver):
    made = exporter.post("notices/webhooks", {"address": f"{receiver.base}/", "kinds": ["licence"]}).json()
    assert made["secret"].startswith("evxwh_")
    assert made["state"] == "active"
    shown = exporter.get("notices/webhooks").json()["items"]
    assert "secret" not in shown[0]
    assert exporter.post(f"notices/webhooks/{made['id']}/pause", {}).json()["state"] == "paused"
    assert exporter.post(f"notices/webhooks/{made['id']}/pause", {}).json()["code"] == "WRONG_STATE"
    assert exporter.post(f"notices/webhooks/{made['id']}/resume", {}).json()["state"] == "active"
    assert exporter.post(f"notices/webhooks/{made['id']}/rotate", {}).json()["secret"] != made["secret"]
    assert exporter.post(f"notices/webhooks/{made['id']}/revoke", {"because": "更换系统"}).json()["state"] == "revoked"
    told = Entry.objects.using(OWNER).filter(kind__startswith="channel.").order_by("id")
    assert [one.kind.partition(".")[2] for one in told] == ["opened", "paused", "resumed", "secret_exchanged", "revoked"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"address": "http://example.com/"}, "ADDRESS_INVALID"),
        ({"address": "https://127.0.0.1/"}, "ADDRESS_INTERNAL"),
        ({"address": "https://[::ffff:169.254.169.254]/"}, "ADDRESS_INTERNAL"),
        ({"address": "https://no-such-name.invalid/"}, "ADDRESS_UNKNOWN"),
        ({"address": "http://127.0.0.1:9/", "kinds": ["weather"]}, "KIND_UNKNOWN"),
    ],
)
def test_a_webhook_that_will_not_do_is_refused_with_its_field(world, exporter, body, code):
    answer = exporter.post("notices/webhooks", body)
    assert answer.status_code == 422
    assert answer.json()["code"] == code


def test_an_address_of_mail_and_its_confirmation_without_a_key(world, exporter):
    from evexport.notices import secret
    from evexport.notices.models import Channel

    made = exporter.post("notices/emails", {"address": "clerk@example.com", "language": "en"}).json()
    assert made["state"] == "unconfirmed"
    anyone = Caller()
    path = f"notices/emails/{made['id']}/confirm"
    assert anyone.post(path, {"code": "guess"}).status_code == 404
    code = secret.of_confirmation(Channel.objects.using(OWNER).get())
    assert anyone.post(path, {"code": code}).json()["state"] == "active"
    assert exporter.post("notices/emails", {"address": "clerk@example.com"}).json()["code"] == "CHANNEL_EXISTS"


def test_the_operator_sees_that_a_delivery_is_dead_and_not_what_it_says(world, exporter, keyed, receiver):
    exporter.post("notices/webhooks", {"address": f"{receiver.base}/"})
    receiver.answers["/"] = (400, {})
    world.decide(world.form(world.licence(), world.cars(1)))
    tell(at=NOON)
    Delivery.objects.using(OWNER).update(tries=SERVICE.tries - 1)
    run.carry("webhook", legal=NOON)
    operator = keyed(Role.ADMINISTRATOR, factories.organisation("operator").id)
    (dead,) = operator.get("notices/deliveries?state=dead").json()["items"]
    assert (dead["state"], dead["answer"], dead["notice"]) == ("dead", "HTTP 400", None)
    assert operator.get("notices").status_code == 403
    (own,) = exporter.get("notices/deliveries?state=dead").json()["items"]
    assert own["notice"] is not None
    rival = keyed(Role.EXPORTER, world.rival.pk)
    assert rival.get("notices/deliveries").json()["items"] == []
    assert rival.post(f"notices/deliveries/{dead['id']}/redeliver", {}).status_code == 404
    receiver.answers.clear()
    assert operator.post(f"notices/deliveries/{dead['id']}/redeliver", {}).json()["state"] == "waiting"
    run.carry("webhook", legal=NOON)
    assert len(receiver.got()) == 1


def test_the_counts_that_the_service_is_watched_by(world, exporter, receiver):
    exporter.post("notices/webhooks", {"address": f"{receiver.base}/"})
    world.decide(world.form(world.licence(), world.cars(1)))
    tell(at=NOON)
    text = Client(HTTP_HOST="localhost").get("/metrics", secure=True).content.decode()
    assert 'evexport_notices{form="webhook",state="waiting"} 1.0' in text
    assert "evexport_notices_behind_seconds" in text
