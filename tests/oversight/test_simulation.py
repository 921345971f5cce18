"""A draft of the law tried on a published year: nobody falls out under the law itself, a maker does under a harder draft."""

from datetime import date

import pytest
from tests.qualification import year as years

from evexport.accounts.actors import in_role
from evexport.accounts.roles import Role
from evexport.kernel.problems import NotAllowed
from evexport.oversight.simulation import simulate
from evexport.regulation.law import Law, LawError

ON = date(2027, 3, 1)
PARTS = "qualification.service.parts_in_stock_at_least"
ANALYST = in_role(Role.OVERSIGHT_ANALYST, name="分析员")


@pytest.fixture
def published(db_clone):
    year = years.open_year()
    years.published(year)
    return year


def draft_of(folder, path, value):
    """A draft that gives one parameter another value from the year's first day on."""
    area, name = path.rsplit(".", 1)
    file = folder / "parameters" / f"{area.replace('.', '/')}.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(f"{name}:\n  values:\n    - from: 2027-01-01\n      value: {value}\n      cite: BRIEF#parts\n", "utf-8")
    return folder


def test_the_law_itself_changes_nothing(published, tmp_path):
    draft = draft_of(tmp_path, PARTS, Law.on(ON)[PARTS].value)
    found = simulate(draft, year=years.YEAR, on=ON, by=ANALYST)
    assert (found.filings, found.effects) == (1, ())


def test_a_higher_parts_rate_makes_the_maker_fall_out(published, tmp_path):
    found = simulate(draft_of(tmp_path, PARTS, "0.5"), year=years.YEAR, on=ON, by=ANALYST)
    assert [one.name for one in found.out] == ["示例电动汽车有限公司"]
    changed = [one for one in found.out[0].compared.changes if one.said.id == "Q7"]
    assert [(one.said.subject["market"], one.worse) for one in changed] == [("DE", True), ("AU", True)]
    assert changed[0].said.citation == "BRIEF#parts"
    assert found.as_dict()["fall_out"][0]["after"]["outcome"] == "not_met"
    assert found.law != found.draft


def test_a_draft_that_does_not_load_names_its_line(published, tmp_path):
    file = tmp_path / "parameters" / "nowhere.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("unknown:\n  values:\n    - from: 2027-01-01\n      value: 1\n      cite: BRIEF#parts\n", "utf-8")
    with pytest.raises(LawError) as refused:
        simulate(tmp_path, year=years.YEAR, on=ON, by=ANALYST)
    assert refused.value.place.startswith("parameters/nowhere.yaml:")


def test_a_maker_may_not_try_the_law_on_others(published, tmp_path):
    with pytest.raises(NotAllowed):
        simulate(tmp_path, year=years.YEAR, on=ON, by=published.maker)
