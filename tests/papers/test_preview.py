"""The letter is seen before the deed is done, word for word what the deed then sends, and nothing was done."""

import pytest
from tests.licensing.house import NOON
from tests.papers.reading import entry

from evexport.kernel.problems import Barred
from evexport.ledger.models import Entry
from evexport.licensing import actions, queries
from evexport.papers.letters.compose import compose, tell
from evexport.papers.letters.preview import preview
from evexport.papers.letters.table import letter_for
from evexport.store import reading_as
from evexport.store.scopes import SYSTEM

LAW = {"citation": "MOFCOM-11-2008#suspension"}


def suspend(house, licence):
    return actions.suspend(licence.number, "涉嫌转让。", **LAW, by=house.zhou, at=NOON)


def test_it_is_the_letter_that_is_sent_but_for_its_number_and_entry(house):
    licence = house.issued()
    [seen] = preview(lambda: suspend(house, licence))
    with reading_as(house.zhou):
        assert queries.by_number(licence.number, NOON).state == "in_force", "nothing was done"
    suspend(house, licence)
    with reading_as(SYSTEM):
        found = Entry.objects.get(kind="licence.suspended")
        sent = compose(letter_for(found.kind, found.data), found, tell(found))
    own = {"number", "entry", "frame"}
    assert {k: v for k, v in seen.items() if k not in own} == {k: v for k, v in sent.items() if k not in own}
    assert seen["number"]["zh"] == "文号在作出决定时编定"


def test_what_bars_the_deed_bars_the_preview(house):
    licence = house.issued()
    suspend(house, licence)
    with pytest.raises(Barred):
        preview(lambda: suspend(house, licence))


def test_a_step_without_a_letter_shows_none(house):
    application = house.submitted()
    assert preview(lambda: actions.pass_first_review(application.pk, note="已核对。", by=house.lin, at=NOON)) == []
    assert entry("application.submitted")


def test_an_issue_is_seen_with_its_letter_and_draws_no_number(house):
    application = house.submitted()
    actions.pass_first_review(application.pk, note="已核对。", by=house.lin, at=NOON)
    [seen] = preview(lambda: actions.issue(application.pk, by=house.zhou, at=NOON))
    assert seen["title"]["zh"] == "出口许可证签发通知书"
    assert actions.issue(application.pk, by=house.zhou, at=NOON).number.endswith("000001")
