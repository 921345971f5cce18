"""A change of a customs code on the officers' desk: whom it strikes, whether it is known, and carrying all over as long work."""

import pytest
from tests.licensing.new_code import DRAFT

from evexport.registers.models import HsCode
from evexport.regulation import law, rulebook

ASKED = "old=8703801090&new=8703801091&since=2027-01-01"


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("user", ["examiner", "approver", "ministry"])
def test_it_asks_which_code_becomes_which(at_desk, lang, user):
    html = at_desk(user).get(f"{lang}/officer/code-changes/").content.decode()
    assert 'value="8703801090"' in html
    assert 'value="2028-01-01"' in html


def test_the_licences_it_strikes_are_listed_and_a_rumour_carries_nothing_over(at_desk, office):
    client = at_desk("approver")
    struck = client.get(f"/officer/code-changes/?{ASKED}&export=csv").content.decode("utf-8-sig")
    assert office.samples["licences"]["with_balance"]["number"] in struck
    assert office.samples["licences"]["exhausted"]["number"] not in struck
    html = client.get(f"/officer/code-changes/?{ASKED}").content.decode()
    assert "现在只能查看，不能换证" in html
    assert "carry-over" not in html


@pytest.mark.parametrize(
    ("query", "field"),
    [("old=1&new=8703801091&since=2027-01-01", "old"), ("old=8703801090&new=8703801091&since=soon", "since")],
)
def test_what_is_no_code_or_day_is_told_at_its_field(at_desk, query, field):
    html = at_desk("approver").get(f"/officer/code-changes/?{query}").content.decode()
    assert f'id="id_{field}_error"' in html


def test_the_list_leaves_as_a_file(at_desk):
    answer = at_desk("ministry").get(f"/officer/code-changes/?{ASKED}&export=csv")
    assert answer.content.decode("utf-8-sig").count("\n") > 25


def test_a_known_change_is_carried_over_with_progress(at_desk, office, monkeypatch):
    book = rulebook.overlay(law.shipped(), DRAFT)
    monkeypatch.setattr(law, "_shipped_on", lambda day: law.Law(book, day))
    HsCode.objects.using("owner").create(
        code="8703801091", name_zh="示例", name_en="Example", regime="bev-passenger-2026", valid_from="2027-01-01"
    )
    assert "carry-over" not in at_desk("examiner").get(f"/officer/code-changes/?{ASKED}").content.decode()
    client = at_desk("approver")
    assert "carry-over" in client.get(f"/officer/code-changes/?{ASKED}").content.decode()
    asked = {"old": "8703801090", "new": "8703801091", "since": "2027-01-01", "request": "desk-test"}
    done = client.post("/officer/code-changes/carry-over/", asked, follow=True)
    assert "<progress" in done.content.decode()
    again = client.post("/officer/code-changes/carry-over/", asked)
    assert again.headers["Location"] == done.redirect_chain[-1][0], "the same request is the same work"


def test_carrying_over_a_rumour_is_told(at_desk):
    asked = {"old": "8703801090", "new": "8703801099", "since": "2027-01-01", "request": "rumour"}
    html = at_desk("approver").post("/officer/code-changes/carry-over/", asked, follow=True).content.decode()
    assert "flash-wrong" in html
