"""What differs between two documents, the one way of digesting them, and what a new draft takes over."""

from evexport.qualification import draft
from evexport.qualification.changes import differences, digest


def paths(before, after):
    return {change.path: (change.before, change.after) for change in differences(before, after)}


def test_rows_are_named_by_what_they_are_not_by_their_place():
    before = {"parts": [{"market": "BR", "in_stock": 239}, {"market": "DE", "in_stock": 410}]}
    after = {"parts": [{"market": "DE", "in_stock": 410}, {"market": "BR", "in_stock": 240}]}
    assert paths(before, after) == {"parts[BR].in_stock": (239, 240)}


def test_a_row_that_came_and_one_that_went():
    before = {"models": [{"model_code": "A"}]}
    after = {"models": [{"model_code": "B"}]}
    assert paths(before, after) == {
        "models[A]": ({"model_code": "A"}, None),
        "models[B]": (None, {"model_code": "B"}),
    }


def test_two_outlets_of_the_same_name_are_two():
    one = {"market": "DE", "city": "Berlin", "operator": "X"}
    assert paths({"outlets": [one]}, {"outlets": [one, one]}) == {"outlets[DE Berlin X (2)]": (None, one)}


def test_nothing_differs_where_only_the_order_of_fields_does():
    assert not differences({"a": 1, "b": [1, 2]}, {"b": [1, 2], "a": 1})


def test_the_digest_knows_order_of_rows_but_not_of_fields():
    assert digest({"a": 1, "b": "中"}) == digest({"b": "中", "a": 1})
    assert digest([1, 2]) != digest([2, 1])
    assert digest({}).startswith("sha256:")


def test_the_networks_own_rows_win_over_last_years_and_gaps_are_filled_from_it():
    last = {
        "claimed_category": "II",
        "filed_on": "2025-09-08",
        "service_network": {"outlets": [{"market": "DE"}], "plan": [{"market": "DE", "year": 2026}]},
        "authorised_exporters": [{"uscc": "X", "name_zh": "示例", "contract_no": "OLD"}],
    }
    rows = {"outlets": [{"market": "AU"}], "plan": []}
    new = draft.prefill(last, identity={"uscc": "M"}, year=2027, network=rows)
    assert new["service_network"]["outlets"] == [{"market": "AU"}]
    assert new["service_network"]["plan"] == [{"market": "DE", "year": 2027}]
    assert new["authorised_exporters"] == [{"uscc": "X", "name_zh": "示例"}]
    assert new["exports"]["basis"] == {"from": "2025-01-01", "to": "2025-12-31"}
    assert "filed_on" not in new
    assert last["authorised_exporters"][0]["contract_no"] == "OLD"
