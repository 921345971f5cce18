"""Originals made in the background: of what was issued in bulk, of what was issued singly, once each, whatever is out of order."""

import time

import pytest
from tests.licensing.house import NOON, OWNER, House
from tests.licensing.many import reviewed, staffed

from evexport.accounts.actors import SYSTEM
from evexport.ledger.reading import Cursor, after
from evexport.licensing import actions
from evexport.papers import making
from evexport.papers.issuing import ISSUE, issue_all
from evexport.papers.keys import SealUnavailable
from evexport.papers.making import behind, make_originals
from evexport.papers.models import Paper
from evexport.papers.originals import original_of
from evexport.store import reading_as
from evexport.work.models import Work, WorkItem
from evexport.work.running import run_lane

UNPRINTABLE = "Example EV \U0001f697"


@pytest.fixture
def house(db_clone, home) -> House:
    return staffed(House())


def papers() -> list[str]:
    rows = Paper.objects.using(OWNER).filter(kind="licence").order_by("subject")
    return [subject.removeprefix("licence:") for subject in rows.values_list("subject", flat=True)]


def numbers(*serials) -> list[str]:
    return [f"26-AA-{serial:06d}" for serial in serials]


def run(work) -> Work:
    while run_lane(work.pk, 0, now=lambda: NOON):
        pass
    return Work.objects.using(OWNER).get(pk=work.pk)


def finished(number: int) -> None:
    """Readers go below the oldest open transaction of the server, which may be another test's."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with reading_as(SYSTEM):
            if len(after(Cursor(), kinds=making.ISSUED)) == number:
                return
        time.sleep(0.02)
    raise AssertionError("the entries are not finished")


def make(number: int, **options) -> bool:
    """A batch, once so many issues stand in the ledger."""
    finished(number)
    return make_originals(now=lambda: NOON, **options)


def test_bulk_issue_ends_with_the_signed_originals(house):
    for _ in range(3):
        reviewed(house)
    work = run(issue_all(None, request="r-1", by=house.zhou, at=NOON))
    assert (work.state, work.done) == ("done", 3)
    assert papers() == numbers(1, 2, 3)
    content = bytes(Paper.objects.using(OWNER).get(subject="licence:26-AA-000002").content)
    assert content.startswith(b"%PDF-")
    assert b"/ETSI.CAdES.detached" in content


def test_a_paper_that_cannot_be_made_leaves_its_licence_issued_and_says_why(house):
    draft = actions.draft(house.form(consignee=UNPRINTABLE), by=house.clerk, at=NOON)
    house.review(actions.submit(draft.pk, by=house.clerk, at=NOON))
    reviewed(house)
    work = run(issue_all(None, request="r-1", by=house.zhou, at=NOON))
    assert (work.state, work.done, work.failed) == ("done", 1, 1)
    item = WorkItem.objects.using(OWNER).get(work=work, state="failed")
    assert (item.result, item.problem["code"]) == ({"number": "26-AA-000001"}, "GLYPH_MISSING")
    assert papers() == numbers(2)


def test_a_worker_that_died_between_licence_and_paper_leaves_the_paper_to_the_next(house, monkeypatch):
    reviewed(house)
    work = issue_all(None, request="r-1", by=house.zhou, at=NOON)

    def die(_item, _at):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("evexport.work.running.kind_of", lambda _name: type(ISSUE)(ISSUE.name, ISSUE.label, ISSUE.do, die))
        with pytest.raises(KeyboardInterrupt):
            run(work)
    assert WorkItem.objects.using(OWNER).get(work=work).state == "begun"
    assert papers() == []
    assert run(work).state == "done"
    assert papers() == numbers(1)


def test_what_is_issued_singly_gets_its_original_in_batches(house):
    for _ in range(3):
        house.issued()
    original_of("26-AA-000002", at=NOON)
    assert make(3, batch=2)
    assert papers() == numbers(1, 2)
    assert not make(3, batch=2)
    assert papers() == numbers(1, 2, 3)
    assert not make(3, batch=2)


def test_the_lag_is_the_age_of_the_oldest_that_waits(house):
    assert behind(at=NOON).total_seconds() == 0
    house.issued()
    finished(1)
    later = NOON.replace(minute=10)
    assert behind(at=later).total_seconds() == 600
    make(1)
    assert behind(at=later).total_seconds() == 0


def test_one_that_cannot_be_made_does_not_hold_up_the_others(house):
    house.issued(consignee=UNPRINTABLE)
    house.issued()
    make(2)
    assert papers() == numbers(2)
    assert behind(at=NOON.replace(minute=10)).total_seconds() == 0


def test_while_the_seal_is_out_of_order_they_wait_and_follow_later(house, monkeypatch):
    for _ in range(2):
        house.issued()

    def out_of_order(number, *, at):
        if number == "26-AA-000002":
            raise SealUnavailable(OSError("no token"))
        return original_of(number, at=at)

    with monkeypatch.context() as broken:
        broken.setattr(making, "original_of", out_of_order)
        assert not make(2)
    assert papers() == numbers(1)
    make(2)
    assert papers() == numbers(1, 2)


def test_the_lag_is_among_the_metrics(house, client, settings):
    settings.DEMO_DAY = NOON.date()
    house.issued()
    shown = client.get("/metrics", headers={"Host": "localhost"}, secure=True).content.decode()
    assert "evexport_papers_behind_seconds" in shown
