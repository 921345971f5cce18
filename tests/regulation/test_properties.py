"""What must hold of every filing: more never harms, order never matters, nothing is vacuous."""

import copy
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.regulation.filing_cases import base

from evexport.regulation.assess import assess
from evexport.regulation.facts.filing import FilingFacts, MarketVolume
from evexport.regulation.findings import Outcome, shown
from evexport.regulation.law import Law
from evexport.regulation.markets import fewest

LAW = Law.on(date(2026, 9, 8))
MARKETS = ["DE", "AU", "TH", "BR", "AE", "NO", "CH", "MX"]
BETTER = {Outcome.NOT_MET: 0, Outcome.NEEDS_EVIDENCE: 1, Outcome.MET: 2}
volumes = st.dictionaries(st.sampled_from(MARKETS), st.integers(0, 3000), max_size=8)


@st.composite
def filings(draw):
    filing = copy.deepcopy(base("sound"))
    filing["claimed_category"] = draw(st.sampled_from(["I", "II", "III", "IV"]))
    filing["manufacturer"]["own_brand"] = draw(st.sampled_from([True, False, None]))
    for name in ("last_year", "planned"):
        filing["exports"][name] = [{"market": m, "vehicles": n} for m, n in draw(volumes).items()]
    network = filing["service_network"]
    network["outlets"] = [
        {
            "market": m,
            "services": draw(st.sampled_from([["maintenance"], ["sales"]])),
            "count": draw(st.integers(0, 30)),
        }
        for m in draw(st.lists(st.sampled_from(MARKETS), max_size=6))
    ]
    for name in ("parts", "response", "rescue", "plan"):
        network[name] = (
            draw(st.lists(st.sampled_from(network[name]), unique_by=lambda row: row["market"])) if network[name] else []
        )
    return filing


def findings(filing):
    return assess(FilingFacts.model_validate(filing), LAW).findings


def outcome(filing, criterion, market=None):
    return next(f.outcome for f in findings(filing) if f.id == criterion and (market is None or f.subject["market"] == market))


@given(filings(), st.sampled_from(MARKETS), st.integers(1, 60))
def test_more_outlets_never_harm_the_category_nor_the_capability(filing, market, count):
    more = copy.deepcopy(filing)
    more["service_network"]["outlets"].append({"market": market, "services": ["maintenance"], "count": count})
    assert BETTER[outcome(more, "Q6")] >= BETTER[outcome(filing, "Q6")]
    if outcome(filing, "Q12") is Outcome.MET:
        assert outcome(more, "Q12") is Outcome.MET


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_parts_pass_exactly_from_a_fifth_on(parts, stocked):
    stocked = min(parts, stocked)
    filing = copy.deepcopy(base("sound"))
    filing["service_network"]["parts"][0].update(common_fault_parts=parts, in_stock=stocked)
    finding = next(f for f in findings(filing) if f.id == "Q7" and f.subject["market"] == "DE")
    assert (finding.outcome is Outcome.MET) == (stocked * 5 >= parts)
    assert (finding.as_dict()["observed"] >= 0.2) == (stocked * 5 >= parts)
    if finding.outcome is Outcome.NOT_MET:
        needed = int(finding.remedy.en.split()[1])
        assert (stocked + needed) * 5 >= parts > (stocked + needed - 1) * 5


@given(st.decimals(0, 200, places=2))
def test_hours_pass_exactly_up_to_the_bound(hours):
    filing = copy.deepcopy(base("sound"))
    filing["service_network"]["response"][0]["measured_p95_hours"] = hours
    assert (outcome(filing, "Q8", "DE") is Outcome.MET) == (hours <= 48)


@given(filings(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(filing, random):
    other = copy.deepcopy(filing)
    for rows in (
        *(other["exports"][n] for n in ("last_year", "planned")),
        *(other["service_network"][n] for n in other["service_network"]),
    ):
        random.shuffle(rows)

    def said(one):
        return sorted((f.id, f.outcome.value, sorted(f.subject.items()), f.sentence.en) for f in findings(one))

    assert said(filing) == said(other)


@given(filings())
def test_nothing_is_passed_by_having_nothing(filing):
    filing["service_network"] = {}
    found = findings(filing)
    for criterion in ("Q7", "Q8", "Q9", "Q10", "Q11"):
        assert {f.outcome for f in found if f.id == criterion} <= {Outcome.NOT_MET, Outcome.NEEDS_EVIDENCE}


@given(filings())
def test_each_criterion_is_answered_once_a_subject_and_says_what_mends_it(filing):
    found = findings(filing)
    asked = [(f.id, *sorted(f.subject.items())) for f in found]
    assert len(asked) == len(set(asked))
    assert {f.id for f in found} == {"S1", *(f"Q{n}" for n in range(1, 13)), "A1", "A2"}
    for finding in found:
        assert finding.sentence.zh
        if finding.outcome in (Outcome.NOT_MET, Outcome.NEEDS_EVIDENCE):
            assert finding.remedy.en != "Nothing to do."


@given(st.dictionaries(st.sampled_from(MARKETS), st.integers(0, 50)))
def test_major_markets_are_the_fewest_that_reach_the_share(by_market):
    share = Decimal("0.80")
    rows = [MarketVolume(market=m, vehicles=n) for m, n in by_market.items()]
    taken = fewest(rows, share)
    total, made = sum(by_market.values()), sum(one.vehicles for one in taken)
    assert made >= share * total
    if taken:
        assert made - min(one.vehicles for one in taken) < share * total
        left = [n for m, n in by_market.items() if m not in {one.market for one in taken}]
        assert max(left, default=0) <= min(one.vehicles for one in taken)
        assert set(taken[-1].tied) <= set(by_market)


@given(st.fractions(0, 1, max_denominator=10**8), st.decimals(0, 1, places=3))
def test_what_is_shown_stands_on_the_same_side_of_the_bound(value, bound):
    number = shown(value, against=bound)
    exact = Fraction(bound)
    assert (number > float(bound)) == (value > exact)
    assert (number < float(bound)) == (value < exact)
