"""Putting an enterprise on record: its codes are checked, its place exists, its organisation stands alongside."""

import pytest
from tests.cast import MAKER_USCC
from tests.factories import ADMIN, AT, TODAY, credit_code, enterprise

from evexport.accounts.models import Organisation
from evexport.enterprises import actions, queries
from evexport.enterprises.models import Enterprise
from evexport.kernel.problems import BadInput, Conflict, NotAllowed
from evexport.ledger.models import Entry
from evexport.store import DbRole, Scope, acting_as


def register(**given):
    sound = {
        "uscc": credit_code(), "name_zh": "示例新车有限公司", "name_en": "Example New Cars", "division": "440300",
        "enterprise_type": "vehicle_maker",
    }  # fmt: skip
    return actions.register(**{**sound, **given}, by=ADMIN, at=AT)


def test_an_enterprise_and_its_organisation_are_one(cast):
    made = register(customs_code="4403960002")
    organisation = Organisation.objects.using("owner").get(pk=made.id)
    assert (organisation.kind, organisation.name_zh) == ("enterprise", "示例新车有限公司")
    assert made.parties == (made.id,)
    assert queries.name_on(made.id, TODAY).name_en == "Example New Cars"
    assert queries.customs_code_on(made.id, TODAY) == "4403960002"
    with acting_as(Scope(DbRole.STAFF)):
        entry = Entry.objects.get(kind="enterprise.registered", subject=f"enterprise:{made.id}")
    assert (entry.parties, entry.data["uscc"]) == ([made.id], made.uscc)


def test_an_enterprise_is_found_by_its_credit_code(cast):
    assert queries.by_uscc(MAKER_USCC) == cast.example_ev
    assert queries.by_uscc("91440300MADEM0EX2X") is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("uscc", "91440300MADEM0EX2D"),  # the check character is C
        ("uscc", "91440300madem0ex2c"),
        ("uscc", ""),
        ("division", "999999"),
        ("division", "4403"),
        ("division", "４４０３００"),
        ("customs_code", "440396000"),
        ("customs_code", "44039600011"),
        ("customs_code", "4403-60001"),
        ("enterprise_type", "bank"),
        ("name_zh", "  "),
        ("name_en", ""),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(cast, field, value, owner_connection):
    counts = "SELECT (SELECT count(*) FROM accounts_organisation), (SELECT count(*) FROM enterprises_enterprise)"
    before = owner_connection.execute(counts).fetchone()
    with pytest.raises(BadInput) as caught:
        register(**{field: value})
    assert caught.value.field == field
    assert owner_connection.execute(counts).fetchone() == before


def test_a_district_within_a_division_on_record_will_do(cast):
    assert register(division="440305").division == "440305"


def test_a_credit_code_is_on_record_once(cast):
    with pytest.raises(Conflict) as caught:
        enterprise("冒名公司", code=MAKER_USCC)
    assert caught.value.code == "ENTERPRISE_ON_RECORD"
    assert Enterprise.objects.filter(uscc=MAKER_USCC).count() == 1


@pytest.mark.parametrize("who", ["maker", "province_officer", "auditor", "examiner", "customs_officer", "public"])
def test_nobody_else_registers_enterprises(cast, who):
    with pytest.raises(NotAllowed):
        actions.register(
            uscc=credit_code(), name_zh="示例", name_en="Example", division="440300", enterprise_type="trader",
            by=getattr(cast, who), at=AT,
        )  # fmt: skip


def test_the_ministry_registers_enterprises_too(cast):
    made = actions.register(
        uscc=credit_code(), name_zh="示例部登记", name_en="By the ministry", division="310000", enterprise_type="trader",
        by=cast.ministry_officer, at=AT,
    )  # fmt: skip
    assert queries.by_uscc(made.uscc) == made
