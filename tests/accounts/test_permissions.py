"""The one permission question: role, key and reach; neither a misspelt word nor a silent thing passes for an answer."""

from dataclasses import dataclass
from types import SimpleNamespace as Thing
from uuid import UUID, uuid4

import pytest

from evexport.accounts.actors import PUBLIC, SYSTEM, in_role
from evexport.accounts.kinds import Kind
from evexport.accounts.roles import PERMISSIONS, ROLES, Reach, Role
from evexport.kernel.problems import NotAllowed
from evexport.store import DbRole

MINE, THEIRS = uuid4(), uuid4()
MAKER = in_role(Role.MAKER, user_id=uuid4(), organisation_id=MINE)
SHENZHEN = in_role(Role.PROVINCE_OFFICER, user_id=uuid4(), organisation_id=uuid4(), authority="4403")
EXAMINER = in_role(Role.EXAMINER, user_id=uuid4(), organisation_id=uuid4(), authority="SZ")


@dataclass
class Filing:
    maker_id: UUID
    authority: str = "4403"


@pytest.mark.parametrize("role", list(Role))
def test_each_role_stands_in_the_table_with_a_name_in_both_languages(role):
    row = ROLES[role]
    assert row.label.zh
    assert row.label.en
    assert row.permissions, f"{role} may do nothing"


@pytest.mark.parametrize(
    ("role", "db", "kind"),
    [
        (Role.MAKER, DbRole.TENANT, Kind.ENTERPRISE),
        (Role.EXPORTER, DbRole.TENANT, Kind.ENTERPRISE),
        (Role.PROVINCE_OFFICER, DbRole.AUTHORITY, Kind.COMMERCE_DEPARTMENT),
        (Role.MINISTRY_OFFICER, DbRole.STAFF, Kind.MINISTRY),
        (Role.AGENCY_OFFICER, DbRole.AGENCY, Kind.AGENCY),
        (Role.EXAMINER, DbRole.AUTHORITY, Kind.ISSUING_BODY),
        (Role.APPROVER, DbRole.AUTHORITY, Kind.ISSUING_BODY),
        (Role.CUSTOMS_OFFICER, DbRole.CUSTOMS, Kind.CUSTOMS),
        (Role.CUSTOMS_SYSTEM, DbRole.CUSTOMS, Kind.CUSTOMS),
        (Role.OVERSIGHT_ANALYST, DbRole.STAFF, Kind.OVERSIGHT),
        (Role.AUDITOR, DbRole.STAFF, Kind.OVERSIGHT),
        (Role.ADMINISTRATOR, DbRole.ADMIN, Kind.OPERATOR),
        (Role.PUBLIC, DbRole.PUBLIC, None),
        (Role.SYSTEM, DbRole.SYSTEM, None),
    ],
)
def test_where_a_role_is_held_and_in_whose_name_it_reads(role, db, kind):
    assert (ROLES[role].scope, ROLES[role].kind) == (db, kind)


@pytest.mark.parametrize(
    ("verb", "roles"),
    [
        ("filing.submit", {Role.MAKER}),
        ("filing.forward", {Role.PROVINCE_OFFICER}),
        ("filing.publish", {Role.MINISTRY_OFFICER}),
        ("filing.opine", {Role.AGENCY_OFFICER}),
        ("application.first_review", {Role.EXAMINER}),
        ("application.second_review", {Role.APPROVER}),
        ("declaration.decide", {Role.CUSTOMS_OFFICER, Role.CUSTOMS_SYSTEM}),
        ("declaration.correct", {Role.CUSTOMS_OFFICER}),
        ("enterprise.ban", {Role.MINISTRY_OFFICER}),
        ("account.manage", {Role.ADMINISTRATOR, Role.SYSTEM}),
        ("key.manage", {Role.ADMINISTRATOR}),
        ("ledger.verify", {Role.AUDITOR}),
        ("network.record", {Role.MAKER}),
    ],
)
def test_who_holds_what(verb, roles):
    assert {role for role in Role if verb in ROLES[role].permissions} == roles


def test_an_auditor_and_the_administrator_decide_nothing():
    deeds = {
        "submit",
        "issue",
        "first_review",
        "second_review",
        "forward",
        "list",
        "reject",
        "decide",
        "ban",
        "hold",
    }
    for role in (Role.AUDITOR, Role.OVERSIGHT_ANALYST, Role.ADMINISTRATOR):
        assert not {name.split(".")[1] for name in ROLES[role].permissions} & deeds


@pytest.mark.parametrize("verb", ["filing.sumbit", "", "filing", "FILING.READ"])
def test_a_misspelt_permission_is_an_error_and_no_answer(verb):
    with pytest.raises(ValueError, match="No role holds"):
        MAKER.may(verb)


def test_a_maker_acts_on_its_own_things_alone():
    assert MAKER.may("filing.submit")
    assert MAKER.may("filing.submit", Filing(MINE))
    assert not MAKER.may("filing.submit", Filing(THEIRS))
    assert MAKER.may("licence.read", Thing(maker_id=THEIRS, exporter_id=MINE))
    assert MAKER.may("network.record", MINE)
    assert not MAKER.may("network.record", THEIRS)


def test_a_list_of_parties_counts_before_the_columns():
    assert not MAKER.may("licence.read", Thing(parties=(THEIRS,), maker_id=MINE))
    assert MAKER.may("licence.read", Thing(parties=(THEIRS, MINE)))


def test_a_department_and_an_issuing_body_handle_their_own():
    assert SHENZHEN.may("filing.forward", Filing(THEIRS, "4403"))
    assert not SHENZHEN.may("filing.forward", Filing(THEIRS, "44"))
    assert EXAMINER.may("application.first_review", Thing(issuing_body="SZ"))
    assert not EXAMINER.may("application.first_review", Thing(issuing_body="AA"))
    assert not EXAMINER.may("application.second_review", Thing(issuing_body="SZ"))


def test_who_belongs_nowhere_reaches_nothing():
    nobody = in_role(Role.MAKER)
    assert not nobody.may("filing.submit", Thing(maker_id=None))
    assert not in_role(Role.EXAMINER).may("application.first_review", Thing(issuing_body=None))


def test_the_ministry_and_customs_reach_everything_they_may():
    assert in_role(Role.MINISTRY_OFFICER).may("filing.reject", Filing(THEIRS))
    assert in_role(Role.CUSTOMS_OFFICER).may("declaration.cancel", Thing())
    assert not in_role(Role.MINISTRY_OFFICER).may("declaration.cancel", Thing())


def test_a_thing_that_does_not_say_whose_it_is_is_an_error():
    with pytest.raises(TypeError, match="neither parties nor any of organisation_id"):
        MAKER.may("filing.submit", Thing())
    with pytest.raises(TypeError, match="neither authorities nor any of authority"):
        EXAMINER.may("licence.read", Thing(maker_id=MINE))


def test_anyone_may_object_to_anothers_filing():
    assert PUBLIC.may("filing.object", Filing(THEIRS))
    assert not PUBLIC.may("filing.read", Filing(THEIRS))


def test_must_names_the_permission_in_both_languages():
    with pytest.raises(NotAllowed) as caught:
        MAKER.must("filing.publish")
    assert "filing.publish" in caught.value.remedy.zh
    assert "filing.publish" in caught.value.remedy.en


def test_every_permission_is_a_thing_and_a_verb():
    assert all(len(name.split(".")) == 2 and name.islower() for name in PERMISSIONS)


def test_only_roles_of_departments_and_enterprises_are_bounded():
    bounded = {role for role, row in ROLES.items() if row.reach is not Reach.ALL}
    assert bounded == {
        Role.MAKER,
        Role.EXPORTER,
        Role.PROVINCE_OFFICER,
        Role.EXAMINER,
        Role.APPROVER,
        Role.PUBLIC,
    }
    assert SYSTEM.may("account.manage")
