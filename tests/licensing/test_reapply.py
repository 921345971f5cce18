"""A licence is not extended; it is applied for again, from its own face, with what must change said."""

from datetime import date

import pytest
from tests.licensing import sound
from tests.licensing.house import OTHER_MODEL, OWNER, House, at, told

from evexport.kernel.problems import BadInput, Barred, NotAllowed, NotFound
from evexport.licensing import actions
from evexport.registers.models import AnnouncementModel

LATER, AFTER = at(date(2026, 9, 1)), at(date(2027, 6, 16))
TWO_LINES = [{**sound.LINE, "quantity": 500}, {**sound.LINE, "model_code": OTHER_MODEL, "quantity": 80}]


@pytest.fixture
def house(db_clone) -> House:
    return House()


@pytest.fixture
def licence(house):
    made = house.issued(lines=TWO_LINES)
    house.use(made, 120)
    return made


def reapply(house, licence, when=AFTER, **options):
    return actions.reapply(licence.number, by=options.pop("by", house.clerk), at=when, **options)


def quantities(application) -> dict[str, int]:
    return {line["model_code"]: line["quantity"] for line in application.document["lines"]}


@pytest.mark.parametrize("when", [LATER, AFTER], ids=["in force", "expired"])
@pytest.mark.parametrize("who", ["clerk", "maker_clerk", "zhou", "ministry"])
def test_an_extension_is_refused_with_the_reason_and_the_way(house, licence, when, who):
    with pytest.raises(Barred) as refused:
        actions.extend(licence.number, by=getattr(house, who), at=when)
    problem = refused.value
    assert (problem.status, problem.code, problem.citation) == (409, "EXTENSION_NOT_POSSIBLE", "BRIEF#validity")
    assert f"POST /api/v1/licences/{licence.number}/reapply" in problem.remedy.zh
    assert f"POST /api/v1/licences/{licence.number}/reapply" in problem.remedy.en
    assert "2027年6月15日" in problem.message.zh
    assert told(f"licence:{licence.number}") == ["licence.issued"]


def test_a_rival_learns_nothing_by_asking_for_an_extension(house, licence):
    with pytest.raises(NotFound):
        actions.extend(licence.number, by=house.rival_clerk, at=LATER)


def test_the_face_is_the_draft_with_what_is_left_and_a_fresh_first_day(house, licence):
    application, flags = reapply(house, licence)
    document = application.document
    assert (application.purpose, application.amends_id, application.state) == ("new", None, "draft")
    assert quantities(application) == {sound.MODEL: 380, OTHER_MODEL: 80}
    assert (document["contract_no"], document["destination"]) == (licence.contract_no, "DE")
    assert document["valid_from"] == "2027-06-16"
    assert [(flag.field, flag.must_change) for flag in flags] == [("valid_from", False), ("lines", False)]
    assert actions.submit(application.pk, by=house.clerk, at=AFTER).state == "submitted"


def test_quantities_may_be_asked_for(house, licence):
    assert quantities(reapply(house, licence, quantities={OTHER_MODEL: 200})[0]) == {OTHER_MODEL: 200}
    with pytest.raises(BadInput) as refused:
        reapply(house, licence, quantities={"NONE": 1})
    assert refused.value.code == "MODEL_NOT_ON_LICENCE"


def test_a_used_up_licence_is_applied_for_in_its_old_numbers(house):
    licence = house.issued(line={"quantity": 5})
    house.use(licence, 5)
    application, _ = reapply(house, licence, LATER)
    assert quantities(application) == {sound.MODEL: 5}


def test_what_must_change_is_flagged_first(house, licence):
    AnnouncementModel.objects.using(OWNER).filter(model_code=OTHER_MODEL).update(withdrawn_on=date(2027, 5, 1))
    _, flags = reapply(house, licence)
    first = flags[0]
    assert (first.field, first.must_change) == ("lines", True)
    assert OTHER_MODEL in first.said.en
    assert first.remedy.zh


def test_the_remainder_of_a_licence_that_stands_is_pointed_out(house, licence):
    _, flags = reapply(house, licence, LATER)
    assert "still has 460" in flags[-1].said.en


def test_a_licence_that_ended_by_decision_or_loss_is_not_reapplied_for(house, licence):
    actions.suspend(licence.number, "核查中。", citation="MOFCOM-11-2008#suspension", by=house.zhou, at=LATER)
    with pytest.raises(Barred) as barred:
        reapply(house, licence, LATER)
    assert barred.value.code == "WRONG_STATE"


@pytest.mark.parametrize("who", ["maker_clerk", "rival_clerk", "zhou", "customs"])
def test_only_its_exporter_applies_again(house, licence, who):
    with pytest.raises((Barred, NotAllowed, NotFound)):
        reapply(house, licence, by=getattr(house, who))
