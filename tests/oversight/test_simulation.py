"""A draft of the law tried on a published year: nobody falls out under the law itself, a maker does under a harder draft."""

from datetime import date
from types import SimpleNamespace

import pytest
from tests.licensing import sound
from tests.licensing.house import NOON, OWNER, House
from tests.qualification import year as years

from evexport.accounts.actors import in_role
from evexport.accounts.roles import Role
from evexport.kernel.problems import NotAllowed
from evexport.oversight.simulation import simulate
from evexport.qualification.models import Filing, FilingVersion
from evexport.registers.models import WmiHolder
from evexport.regulation.law import Law, LawError

ON = date(2027, 3, 1)
PARTS = "qualification.service.parts_in_stock_at_least"
ANALYST = in_role(Role.OVERSIGHT_ANALYST, name="分析员")


@pytest.fixture
def published(db_clone):
    year = years.open_year()
    years.published(year)
    return year


def draft_of(folder, path, value, *, since="2027-01-01"):
    """A draft that gives one parameter another value from the year's first day on."""
    area, name = path.rsplit(".", 1)
    file = folder / "parameters" / f"{area.replace('.', '/')}.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(f"{name}:\n  values:\n    - from: {since}\n      value: {value}\n      cite: BRIEF#parts\n", "utf-8")
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


def test_a_softer_draft_lets_a_maker_come_in(db_clone, tmp_path):
    year = years.open_year()
    filing = years.submitted(year)
    thin(filing)
    found = simulate(draft_of(tmp_path, PARTS, "0.1"), year=years.YEAR, on=ON, by=ANALYST)
    assert [(one.uscc, one.state) for one in found.into] == [(year.code(year.maker), "submitted")]
    assert (found.out, found.otherwise, found.into[0].licences) == ([], [], ())


def thin(filing):
    """A later version of the filing in which 180 of 1200 parts are in stock: below the law's fifth, above a tenth."""
    version = FilingVersion.objects.using(OWNER).get(filing_id=filing)
    document = version.document
    for row in document["service_network"]["parts"]:
        row["in_stock"] = 180
    add_version(version.filing, document, number=2)


def add_version(filing, document, *, number):
    FilingVersion.objects.using(OWNER).create(
        filing=filing, number=number, verb="submit", document=document, digest="sha256:0", law="sha256:0",
        outcome="met", assessment={}, by_role="maker", by_name="示例", at=NOON,
    )  # fmt: skip


def test_who_falls_out_is_told_with_its_live_licences(db_clone, tmp_path):
    house = House()
    file_sound_document(house)
    first, second, over = (house.issued(line={"quantity": 500}) for _ in range(3))
    house.use(first, 120, reserved=30)
    house.decide(over, "revoked")
    found = simulate(draft_of(tmp_path, PARTS, "0.5", since="2026-01-01"), year=2026, on=date(2026, 7, 1), by=ANALYST)
    assert [(one.number, one.state, one.used, one.reserved, one.left) for one in found.out[0].licences] == [
        (first.number, "in_force", 120, 30, 350),
        (second.number, "in_force", 0, 0, 500),
    ]
    assert found.as_dict()["fall_out"][0]["vehicles"] == {"used": 120, "left": 850}


def file_sound_document(house):
    """What the listed maker of the licensing world handed in for 2026, meeting every criterion."""
    WmiHolder.objects.using(OWNER).create(
        wmi="LDM", holder_name=house.maker.name_zh, holder_uscc=house.maker.uscc, maker_uscc=house.maker.uscc,
        valid_from=date(2024, 1, 1),
    )  # fmt: skip
    people = SimpleNamespace(
        maker=SimpleNamespace(name=house.maker.name_zh),
        exporter=SimpleNamespace(name=house.exporter.name_zh),
        code=lambda one: house.maker.uscc if one.name == house.maker.name_zh else house.exporter.uscc,
    )
    document = years.document(people) | {"year": 2026, "filed_on": "2025-09-01"}
    document["models"][0]["ccc_certificate"] = "2025011101" + sound.MODEL[-6:]
    document["exports"]["basis"] = {"from": "2024-01-01", "to": "2024-12-31"}
    for row in document["service_network"]["plan"]:
        row["year"] = 2026
    for row in document["authorised_exporters"]:
        row |= {"valid_from": "2026-01-01", "valid_until": "2026-12-31"}
    add_version(Filing.objects.using(OWNER).get(maker=house.maker, year=2026), document, number=2)
