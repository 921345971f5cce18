"""Keys, organisations and undelivered notices on the administrator's desk."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from evexport.accounts.actors import in_role
from evexport.accounts.models import ApiKey, Organisation
from evexport.accounts.queries import actor_for_key
from evexport.accounts.roles import Role
from evexport.demo.year import TODAY
from evexport.desks.administration import keys
from evexport.kernel.clock import CHINA
from evexport.notices.models import Channel, Delivery
from evexport.store import acting_as, reading_as
from evexport.store.scopes import SYSTEM

AT = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=CHINA)
SHOWN = re.compile(r'<p class="give"><code>(.+?)</code>')


@pytest.mark.parametrize("user", ["administrator", "auditor"])
@pytest.mark.parametrize("lang", ["", "/en"])
def test_keys_are_listed_with_the_day_of_their_last_use(at_desk, office, user, lang):
    actor_for_key(office.record["api_keys"]["analyst"], at=AT)
    page = at_desk(user).get(f"{lang}/administration/keys/?q=analyst")
    (_, cells), *_ = page.context["body"]
    assert cells[4].value == TODAY
    assert cells[3].value.label.en == "live"


def test_a_key_is_issued_with_what_was_ticked_and_opens_that(at_desk):
    with reading_as(SYSTEM):
        body = Organisation.objects.get(kind="issuing_body")
    client = at_desk("administrator")
    address = f"/en/administration/organisations/{body.pk}/key/examiner/"
    assert client.get(address).status_code == 200
    said = {"label": "审查系统", "permissions": ["application.read"], "until": "2027-12-31"}
    whole = SHOWN.search(client.post(address, said).content.decode())[1]
    actor = actor_for_key(whole, at=AT)
    assert actor
    assert actor.permissions == {"application.read"}
    past = client.post(address, {**said, "until": "2026-12-31"})
    assert past.status_code == 422
    assert client.post(address, {**said, "permissions": []}).status_code == 422
    assert client.get(f"/administration/organisations/{body.pk}/key/maker/").status_code == 404


def test_a_key_is_rotated_and_withdrawn(at_desk, office):
    client, old = at_desk("administrator"), office.record["api_keys"]["examiner"]
    with reading_as(SYSTEM):
        key = ApiKey.objects.get(prefix=old.split("_")[1])
    assert "The old key ends at once" in client.get(f"/en/administration/keys/{key.pk}/rotate/").content.decode()
    whole = SHOWN.search(client.post(f"/administration/keys/{key.pk}/rotate/").content.decode())[1]
    assert actor_for_key(old, at=AT) is None
    assert actor_for_key(whole, at=AT)
    with reading_as(SYSTEM):
        fresh = ApiKey.objects.get(prefix=whole.split("_")[1])
    client.post(f"/administration/keys/{fresh.pk}/withdraw/", {"because": "停用"})
    assert actor_for_key(whole, at=AT) is None
    page = client.get(f"/en/administration/keys/{fresh.pk}/").content.decode()
    assert "Withdrawn" in page
    assert "Rotate the key" not in page


def test_how_a_key_stands():
    key = ApiKey(expires_at=AT + timedelta(days=40))
    assert keys.standing(key, AT) == "live"
    assert keys.standing(key, AT + timedelta(days=10)) == "ending"
    assert keys.standing(key, AT + timedelta(days=40)) == "expired"
    key.revoked_at = AT
    assert keys.standing(key, AT) == "withdrawn"


def test_keys_by_state(at_desk):
    client = at_desk("auditor")
    for state in keys.TAGS:
        found = client.get("/administration/keys/", {"state": state}).context["body"]
        assert {cells[3].value for _, cells in found} <= {keys.TAGS[state]}


def test_a_contact_is_changed_where_letters_take_it_from(at_desk):
    with reading_as(SYSTEM):
        body = Organisation.objects.get(kind="issuing_body")
    client = at_desk("administrator")
    page = client.post(f"/administration/organisations/{body.pk}/contact/", {"contact": "示例路9号"}, follow=True)
    assert "示例路9号" in page.content.decode()
    assert client.post(f"/administration/organisations/{body.pk}/contact/", {"contact": "x" * 301}).status_code == 422


def test_an_authority_is_put_on_record(at_desk):
    client = at_desk("administrator")
    said = {"kind": "issuing_body", "name_zh": "示例第二许可证局", "name_en": "Second Example Bureau", "authority_code": "ZZ"}
    page = client.post("/en/administration/organisations/new/", said, follow=True).content.decode()
    assert "Second Example Bureau" in page
    again = client.post("/en/administration/organisations/new/", said)
    assert again.status_code == 422
    assert "Another organisation acts under the code" in again.content.decode()


def test_organisations_are_found(at_desk):
    client = at_desk("administrator")
    found = client.get("/administration/organisations/", {"kind": "agency"}).context["body"]
    assert {cells[2].value for _, cells in found} == {"MIIT", "GAC", "SAMR"}
    assert len(client.get("/administration/organisations/", {"q": "示例海关总署"}).context["body"]) == 1


@pytest.fixture
def dead(office):
    """A delivery that was given up, on a channel of the issuing body's: no name resolves where tests run, so rows are laid."""
    now = timezone.now()
    with reading_as(SYSTEM):
        body = Organisation.objects.get(kind="issuing_body", authority_code="AA")
        channel = Channel.objects.filter(organisation_id=body.pk).first()
    if channel is None:
        with acting_as(in_role(Role.EXAMINER, organisation_id=body.pk, authority="AA")):
            channel = Channel.objects.create(
                organisation_id=body.pk, form="webhook", address="https://example.org/hook", state="active", state_since=now,
                opened_at=now,
            )  # fmt: skip
    with acting_as(SYSTEM):
        return Delivery.objects.create(
            channel=channel, organisation_id=body.pk, state="dead", tries=9, next_at=now, tried_at=now, answer="HTTP 503"
        )


@pytest.mark.parametrize(("lang", "words"), [("", "未送达的通知"), ("/en", "Undelivered notices")])
def test_what_was_given_up_is_sent_anew(at_desk, dead, lang, words):
    client = at_desk("administrator")
    page = client.get(f"{lang}/administration/deliveries/")
    assert words in page.content.decode()
    assert str(dead.pk) in [key for key, _ in page.context["body"]]
    done = client.post(f"{lang}/administration/deliveries/send/", {"chosen": [str(dead.pk), "nonsense"]}, follow=True)
    told = done.content.decode()
    assert ("1件已重新排队发送" if not lang else "1 wait to be sent anew") in told
    assert ("1件未能" if not lang else "1 could not") in told
    with reading_as(SYSTEM):
        assert Delivery.objects.get(pk=dead.pk).state == "waiting"


def test_nothing_ticked_is_said(at_desk):
    page = at_desk("administrator").post("/administration/deliveries/send/", follow=True)
    assert "请先勾选" in page.content.decode()
