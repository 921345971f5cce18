"""The ledger on the oversight desk: found by kind and subject, turned page by page, proven by its files."""

from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.ledger.world import SYSTEM, drain

from evexport.desks.oversight import blocks, entries
from evexport.host import keys
from evexport.ledger import checkpoints, pages
from evexport.ledger.models import Block, Entry
from evexport.ledger.proofs import check
from evexport.store import reading_as


@pytest.fixture
def sealed(office):
    """The told year's ledger, sealed by the installation's own key; its public keys."""
    drain(keys.signer(django_settings.HOME, keys.LEDGER))
    return keys.verifiers(django_settings.HOME, keys.LEDGER)


def some_entry():
    with reading_as(SYSTEM):
        found = Entry.objects.order_by("at", "id").first()
    assert found
    return found


@pytest.mark.parametrize("user", ["analyst", "auditor"])
@pytest.mark.parametrize(("lang", "heading"), [("", "<h1>账本</h1>"), ("/en", "<h1>Ledger</h1>")])
def test_both_read_it_in_both_languages(at_desk, user, lang, heading):
    page = at_desk(user).get(f"{lang}/oversight/ledger/")
    assert page.status_code == 200
    assert heading in page.content.decode()


def test_pages_by_place_show_every_entry_once(office):
    with reading_as(SYSTEM):
        seen, before = [], None
        while found := pages.entries(before=before, limit=100):
            seen += [one.pk for one in found]
            before = found[-1]
        assert len(seen) == len(set(seen)) == Entry.objects.count()


def test_a_kind_is_turned_by_the_moment(office):
    kind = "licence.issued"
    with reading_as(SYSTEM):
        wanted = list(Entry.objects.filter(kind=kind).order_by("-at", "-id").values_list("pk", flat=True))
        assert len(wanted) > 2
        first = pages.entries(pages.Asked(kind=kind), limit=2)
        rest = pages.entries(pages.Asked(kind=kind), before=first[-1], limit=len(wanted))
    assert [one.pk for one in (*first, *rest)] == wanted


def test_a_subject_shows_what_was_done_to_it_and_nothing_else(at_desk):
    about = some_entry().subject
    page = at_desk("auditor").get("/oversight/ledger/", {"subject": about})
    assert {one.subject for one, _, _ in page.context["rows"]} == {about}
    assert not at_desk("auditor").get("/oversight/ledger/", {"subject": "nothing:0"}).context["rows"]


def test_an_entry_is_shown_with_its_proof_to_download(at_desk, sealed):
    found = some_entry()
    client = at_desk("auditor")
    page = client.get(f"/en/oversight/entries/{found.pk}/").content.decode()
    assert "Download proof" in page
    response = client.get(f"/oversight/entries/{found.pk}/proof.json")
    proven = check(response.content.decode(), sealed)
    assert proven is not None
    assert proven.fields["subject"] == found.subject


def test_no_such_entry(at_desk):
    assert at_desk("auditor").get(f"/oversight/entries/{uuid4()}/").status_code == 404


def test_blocks_and_a_checkpoint_that_holds(at_desk, sealed):
    client = at_desk("analyst")
    assert [one.no for one, _ in client.get("/oversight/blocks/").context["rows"]][-1] >= 1
    issued = checkpoints.read(client.get("/oversight/checkpoint.json").content.decode())
    assert issued.genuine(sealed)
    with reading_as(SYSTEM):
        last = Block.objects.order_by("no").last()
    assert last
    assert issued.block == last.no


@pytest.mark.parametrize(("module", "path"), [(entries, "/oversight/ledger/"), (blocks, "/oversight/blocks/")])
def test_more_rows_ask_no_more_queries(at_desk, sealed, monkeypatch, module, path):
    counts = []
    for size in (1, 50):
        monkeypatch.setattr(module, "A_PAGE", size)
        client = at_desk("auditor")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
