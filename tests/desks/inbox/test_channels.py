"""How one is told: addresses entered, confirmed elsewhere, held back and ended; a secret shown once; what was given up sent anew."""

import re

import pytest

from evexport.accounts.models import User
from evexport.accounts.queries import memberships
from evexport.kernel.clock import Clock
from evexport.notices import secret
from evexport.notices.models import Channel, Delivery, Notice
from evexport.store import acting_as
from evexport.store.scopes import SYSTEM, DbRole, Scope

WEBHOOK = "http://127.0.0.1:9/notices"


@pytest.fixture
def mine(office, settings):
    settings.PLAIN_HTTP = True  # as a demonstration does, so that this machine counts as a receiver
    return Scope(DbRole.TENANT, memberships(User.objects.by_name("exporter"))[0].organisation_id)


@pytest.fixture
def client(at_desk, mine):
    return at_desk("exporter")


@pytest.fixture
def webhook(client, mine):
    """A webhook of the exporter's, opened once for the module."""
    with acting_as(mine):
        found = Channel.objects.filter(organisation_id=mine.org, form="webhook").exclude(state="revoked").first()
    if found is None:
        client.post("/inbox/channels/webhook/", {"address": WEBHOOK, "kinds": ["licence"]})
        with acting_as(mine):
            found = Channel.objects.get(organisation_id=mine.org, form="webhook", state="active")
    return found


def standing(mine, key):
    with acting_as(mine):
        return Channel.objects.get(pk=key)


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("path", ["channels/", "channels/email/", "channels/webhook/", "deliveries/"])
def test_each_page_opens(client, lang, path):
    assert client.get(f"{lang}/inbox/{path}").status_code == 200


def test_a_mail_address_waits_to_be_confirmed(client, mine):
    assert client.post("/inbox/channels/email/", {"address": "desk@example.com", "language": "en"}).status_code == 302
    with acting_as(mine):
        made = Channel.objects.get(organisation_id=mine.org, address="desk@example.com")
    assert (made.state, made.language, made.kinds) == ("unconfirmed", "en", [])
    html = client.get("/en/inbox/channels/").content.decode()
    assert "desk@example.com" in html
    assert "Waiting to be confirmed" in html
    assert f"/en/inbox/channels/{made.pk}/rotate/" not in html, "mail has no secret"


def test_the_same_address_again_is_told_at_its_field(client):
    body = {"address": "twice@example.com", "language": "zh"}
    client.post("/inbox/channels/email/", body)
    again = client.post("/inbox/channels/email/", body)
    assert again.status_code == 422
    assert 'id="id_address_error"' in again.content.decode()


@pytest.mark.parametrize("address", ["", "http://10.0.0.1/x", "https://user:word@example.com/", "ftp://example.com"])
def test_where_nothing_may_be_sent_is_told_at_its_field(client, address):
    answer = client.post("/en/inbox/channels/webhook/", {"address": address})
    assert answer.status_code == 422
    assert 'id="id_address_error"' in answer.content.decode()


def test_a_secret_is_shown_once(client, mine):
    answer = client.post("/inbox/channels/webhook/", {"address": "http://127.0.0.1:9/once", "kinds": ["licence"]})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    shown = re.search(r"evxwh_[\w-]+", answer.content.decode())[0]
    with acting_as(mine):
        made = Channel.objects.get(organisation_id=mine.org, address="http://127.0.0.1:9/once")
    assert shown == secret.of_webhook(made)
    assert made.kinds == ["licence"]
    assert "evxwh_" not in client.get("/inbox/channels/").content.decode()


def test_an_exchanged_secret_is_another(client, mine, webhook):
    before = secret.of_webhook(webhook)
    answer = client.post(f"/inbox/channels/{webhook.pk}/rotate/")
    shown = re.search(r"evxwh_[\w-]+", answer.content.decode())[0]
    assert shown not in {before, ""}
    assert standing(mine, webhook.pk).rotation == webhook.rotation + 1


def test_held_back_and_sent_again(client, mine, webhook):
    for verb, state in (("pause", "paused"), ("resume", "active")):
        assert client.get(f"/en/inbox/channels/{webhook.pk}/{verb}/").status_code == 200
        assert client.post(f"/inbox/channels/{webhook.pk}/{verb}/").status_code == 302
        assert standing(mine, webhook.pk).state == state
    assert client.get(f"/inbox/channels/{webhook.pk}/resume/").status_code == 409


def test_ended_for_good(client, mine, webhook):
    assert "不能恢复" in client.get(f"/inbox/channels/{webhook.pk}/revoke/").content.decode()
    assert client.post(f"/inbox/channels/{webhook.pk}/revoke/", {"because": "系统停用"}).status_code == 302
    assert standing(mine, webhook.pk).state == "revoked"
    assert "系统停用" in client.get("/inbox/channels/").content.decode()


def test_what_was_given_up_is_sent_anew(client, mine, webhook):
    with acting_as(SYSTEM):
        notice = Notice.objects.filter(organisation_id=mine.org).first()
        dead = Delivery.objects.create(
            notice=notice,
            channel=webhook,
            organisation_id=mine.org,
            state="dead",
            tries=17,
            next_at=Clock().now(),
            answer="HTTP 500",
        )
    html = client.get("/en/inbox/deliveries/?state=dead").content.decode()
    assert "HTTP 500" in html
    assert f"/en/inbox/deliveries/{dead.pk}/again/" in html
    assert client.get(f"/inbox/deliveries/{dead.pk}/again/").status_code == 200
    assert client.post(f"/inbox/deliveries/{dead.pk}/again/").status_code == 302
    with acting_as(mine):
        assert Delivery.objects.get(pk=dead.pk).state == "waiting"
    assert client.post(f"/inbox/deliveries/{dead.pk}/again/").status_code == 422, "only what was given up"


def test_anothers_channels_and_deliveries_are_not_there(at_desk, client, webhook):
    stranger = at_desk("maker")
    assert stranger.get(f"/inbox/channels/{webhook.pk}/pause/").status_code == 404
    assert stranger.post(f"/inbox/channels/{webhook.pk}/rotate/").status_code == 404
    assert client.get(f"/inbox/channels/{webhook.pk}/shout/").status_code == 404
    assert str(webhook.address) not in stranger.get("/inbox/channels/").content.decode()
