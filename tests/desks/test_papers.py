"""Papers from the desks: the same as by program, for whoever may read them."""

import pytest

from evexport.ledger.models import Entry
from evexport.store import reading_as
from evexport.store.scopes import SYSTEM


@pytest.fixture
def refusal(office):
    with reading_as(SYSTEM):
        return Entry.objects.filter(kind="application.refused").order_by("-at").first()


def test_the_body_reads_the_letter_it_sent(at_desk, refusal):
    answer = at_desk("examiner").get(f"/papers/letters/{refusal.pk}.pdf")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert b"".join(answer).startswith(b"%PDF") if answer.streaming else answer.content.startswith(b"%PDF")


def test_the_timeline_leads_to_each_letter(at_desk, refusal):
    case = refusal.subject.removeprefix("application:")
    html = at_desk("examiner").get(f"/officer/applications/{case}/").content.decode()
    assert f"/papers/letters/{refusal.pk}.pdf" in html


@pytest.mark.parametrize(("user", "status"), [("shenzhen", 404), ("customs", 403), ("auditor", 200)])
def test_it_is_for_nobody_else(at_desk, refusal, user, status):
    assert at_desk(user).get(f"/papers/letters/{refusal.pk}.pdf").status_code == status


@pytest.mark.parametrize("rendition", ["", "?rendition=original"])
def test_a_licence_is_read_as_a_paper(at_desk, office, rendition):
    number = office.samples["licences"]["suspended"]["number"]
    assert at_desk("approver").get(f"/papers/licences/{number}.pdf{rendition}").status_code == 200


def test_anothers_licence_is_not_found(at_desk, office):
    assert at_desk("approver").get("/papers/licences/27-ZZ-000001.pdf").status_code == 404
