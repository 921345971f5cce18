"""From the ledger to inboxes: each entry is told once to each whom it concerns, whatever is interrupted or done twice."""

import threading
from collections import Counter
from datetime import date

import pytest
from tests.database import close_thread
from tests.notices.waiting import tell
from tests.qualification.year import YEAR, at, forwarded, open_year, submitted

from evexport.ledger.models import Entry, Place
from evexport.notices import writing
from evexport.notices.models import Notice
from evexport.qualification.actions import consultation, publication, review

NOW = at(1, 12)


@pytest.fixture
def year(db_clone):
    return open_year()


def told(actor, kind=None):
    rows = Notice.objects.using("owner").filter(organisation_id=actor.organisation_id).order_by("id")
    return list(rows if kind is None else rows.filter(kind=kind))


def test_a_filing_handed_in_is_told_to_its_department_and_its_maker_and_to_nobody_else(year):
    submitted(year)
    tell(at=NOW)
    (to_department,), (to_maker,) = told(year.shenzhen, "filing.submitted"), told(year.maker, "filing.submitted")
    assert to_department.weight == "act"
    assert to_maker.weight == "know"
    assert to_department.title.zh == f"待初核：示例电动汽车有限公司{YEAR}年度申报"
    assert to_department.due_on == date(2026, 9, 30)
    assert "2026年9月30日" in to_department.part("todo").zh
    assert "30 September 2026" in to_department.part("todo").en
    for other in (year.rival, year.exporter, year.shanghai, year.ministry, year.miit):
        assert told(other) == []


def test_a_return_tells_why_and_by_when(year):
    filing = submitted(year)
    review.return_(filing, reasons="零部件储备不足。", by=year.shenzhen, at=at(8))
    tell(at=NOW)
    (one,) = told(year.maker, "filing.returned")
    assert one.part("happened").zh == "申报被退回修改。理由：零部件储备不足。"
    assert one.paper
    assert one.due_on == date(2026, 9, 30)


def test_the_whole_round_reaches_everybody_who_has_a_part_in_it(year):
    filing = forwarded(year)
    consultation.start_consultation(filing, by=year.ministry, at=at(10))
    for agency in year.agencies:
        consultation.give_opinion(filing, stance="agree", by=agency, at=at(14))
    consultation.nominate(filing, reasons="符合条件。", by=year.ministry, at=at(16))
    publication.publish_list(YEAR, by=year.ministry, at=at(10, 12))
    tell(at=NOW)
    assert [one.template for one in told(year.maker)] == [
        "filing.submitted:received", "filing.forwarded:passed", "filing.consultation_started:told", "filing.nominated:candidate",
        "list.published:listed",
    ]  # fmt: skip
    assert [one.template for one in told(year.miit)] == ["filing.consultation_started:opine"]
    assert [one.kind for one in told(year.exporter)] == ["list.published"]
    assert Counter(one.kind for one in told(year.ministry)) == {"filing.forwarded": 1, "filing.opinion_given": 3}
    assert told(year.rival) == []


def test_the_same_entries_read_twice_are_told_once(year):
    forwarded(year)
    tell(at=NOW)
    before = Notice.objects.using("owner").count()
    assert before > 0
    assert tell(at=NOW) == 0
    Place.objects.using("owner").filter(reader=writing.READER).update(epoch=0, xid=0)
    assert tell(at=NOW) == Entry.objects.using("owner").count()
    assert Notice.objects.using("owner").count() == before


def test_what_fails_half_way_leaves_neither_notice_nor_a_moved_cursor(year, monkeypatch):
    forwarded(year)

    def fails(*_args, **_named):
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(writing, "move", fails)
        with pytest.raises(RuntimeError):
            tell(at=NOW)
    assert not Notice.objects.using("owner").exists()
    tell(at=NOW)
    assert told(year.maker, "filing.submitted")


def test_two_writers_at_once_tell_everything_once(year):
    forwarded(year)
    entries = Entry.objects.using("owner").count()
    read = []

    def work():
        try:
            read.extend(writing.write(at=NOW, limit=3) for _ in range(entries))
        finally:
            close_thread()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    tell(at=NOW)
    assert sum(read) <= entries
    rows = Notice.objects.using("owner").values_list("entry_id", "organisation_id", "template")
    assert len(rows) == len(set(rows)) == 4
