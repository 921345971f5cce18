"""Two answers to one filing compared: what got worse, what got better, what is asked no more."""

from evexport.kernel.text import Text
from evexport.oversight.comparison import compare
from evexport.regulation.assess import Assessment
from evexport.regulation.findings import Finding, Outcome, overall


def answer(*findings, category="II", limit=2):
    return Assessment(overall(findings), category, limit, "sha256:0", findings)


def finding(outcome, *, id="Q7", market="DE"):  # noqa: A002 - as the finding calls it
    return Finding(id, Outcome(outcome), Text("句", "said"), "BRIEF#parts", subject={"market": market})


def changes(before, after):
    return [(one.said.id, one.said.subject["market"], one.worse) for one in compare(before, after).changes]


def test_the_same_answer_is_no_change():
    assert compare(answer(finding("met")), answer(finding("met"))).same


def test_from_not_met_to_evidence_asked_is_better_and_the_reverse_is_worse():
    failed, asked = answer(finding("not_met")), answer(finding("needs_evidence"))
    assert changes(failed, asked) == [("Q7", "DE", False)]
    assert changes(asked, failed) == [("Q7", "DE", True)]


def test_subjects_are_matched_one_by_one():
    before = answer(finding("met"), finding("met", market="AU"))
    after = answer(finding("met"), finding("not_met", market="AU"))
    assert changes(before, after) == [("Q7", "AU", True)]
    assert compare(before, after).falls_out
    assert compare(after, before).comes_in


def test_what_is_asked_anew_or_no_more_is_a_change():
    one, two = answer(finding("met")), answer(finding("met"), finding("not_met", id="Q8"))
    assert changes(one, two) == [("Q8", "DE", True)]
    assert changes(two, one) == [("Q8", "DE", False)]


def test_asking_for_evidence_is_neither_falling_out_nor_the_same():
    found = compare(answer(finding("met")), answer(finding("needs_evidence")))
    assert (found.falls_out, found.comes_in, found.same) == (False, False, False)


def test_another_category_or_limit_is_a_change_though_every_finding_stays():
    assert not compare(answer(finding("met"), category="I", limit=5), answer(finding("met"))).same
