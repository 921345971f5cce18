"""One value of the law only proposed: read as the standing value is written, everything else as it stands."""

from datetime import date
from decimal import Decimal

import pytest

from evexport.kernel.problems import BadInput
from evexport.regulation.law import Law, LawError
from evexport.regulation.proposals import PROPOSED, proposed

DAY = date(2027, 3, 3)


@pytest.mark.parametrize(
    ("path", "written", "value"),
    [
        ("qualification.service.parts_in_stock_at_least", "0.3", Decimal("0.3")),
        ("qualification.service.parts_in_stock_at_least", "30%", Decimal("0.3")),
        ("qualification.service.response_hours_at_most", "24", 24),
        ("qualification.outlets.category_i_more_than", "1,000", 1000),
        ("scope.hs_code", "8703801091", "8703801091"),
    ],
)
def test_it_is_read_in_the_kind_that_stands_there(path, written, value):
    law = proposed(DAY, path, written)
    assert law[path].value == value
    assert type(law[path].value) is type(value)
    assert [change.path for change in Law.on(DAY).diff(law)] == [path]
    assert law.reason(path) == PROPOSED


@pytest.mark.parametrize("written", ["", "many", "0.x"])
def test_what_is_no_such_value_is_told_with_an_example(written):
    with pytest.raises(BadInput) as refused:
        proposed(DAY, "qualification.service.response_hours_at_most", written)
    assert refused.value.field == "value"
    assert "48" in refused.value.remedy.zh


def test_an_unknown_place_is_told():
    with pytest.raises(LawError):
        proposed(DAY, "nowhere.at_all", "1")
