"""Who sees and changes which accounts, asked of the database: one's own house, and the administrator all."""

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from tests import factories
from tests.cast import in_nobodys_place

from evexport.accounts.access import ACCESS
from evexport.accounts.models import ApiKey, Membership, Organisation, RequestCount, User
from evexport.accounts.queries import people_of
from evexport.accounts.roles import Role
from evexport.store import DbRole, Scope, acting_as

OFFICERS = (
    "maker", "exporter", "rival", "province_officer", "ministry_officer", "miit", "gac", "samr", "examiner", "approver",
    "customs_officer", "customs_system", "analyst", "auditor",
)  # fmt: skip


def users_seen(actor):
    with acting_as(actor):
        return set(User.objects.values_list("id", flat=True))


@pytest.mark.parametrize("who", OFFICERS)
def test_nobody_but_the_administrator_lists_another_houses_people(cast, who):
    actor = getattr(cast, who)
    with acting_as(cast.administrator):
        own = set(
            Membership.objects.filter(organisation_id=actor.organisation_id, revoked_at=None).values_list("user_id", flat=True)
        )
    assert users_seen(actor) == own
    with acting_as(actor):
        assert set(Membership.objects.values_list("organisation_id", flat=True)) <= {actor.organisation_id}


def test_the_administrator_lists_everybody(cast):
    assert {cast.maker.user_id, cast.auditor.user_id, cast.approver.user_id} <= users_seen(cast.administrator)


def test_colleagues_are_listed_with_their_roles(cast):
    with acting_as(cast.examiner):
        assert [(m.user.name, m.role) for m in people_of(cast.examiner.organisation_id)] == [
            ("陈初审", "examiner"),
            ("周复审", "approver"),
        ]
        assert not people_of(cast.example_ev.id).exists()


def test_who_left_is_no_longer_a_colleague(cast):
    from evexport.accounts import actions

    user = factories.person(Role.MAKER, cast.example_ev.id)
    assert user.id in users_seen(cast.maker)
    actions.revoke_role(
        user.id,
        organisation_id=cast.example_ev.id,
        role=Role.MAKER,
        because="离职",
        by=factories.ADMIN,
        at=factories.AT,
    )
    assert user.id not in users_seen(cast.maker)


@pytest.mark.parametrize("role", [Role.MAKER, Role.EXAMINER, Role.AGENCY_OFFICER, Role.MINISTRY_OFFICER, Role.CUSTOMS_OFFICER])
def test_who_belongs_nowhere_sees_nobody(cast, role):
    with acting_as(in_nobodys_place(role)):
        assert not User.objects.exists()
        assert not Membership.objects.exists()
        assert not ApiKey.objects.exists()


def test_the_public_may_not_even_ask(cast):
    for model in (User, Membership, ApiKey):
        with acting_as(cast.public), pytest.raises(ProgrammingError, match="permission denied"):
            model.objects.exists()


def test_outside_a_scope_nothing_can_be_asked(cast):
    for model in (Organisation, User, Membership, ApiKey):
        with pytest.raises(ProgrammingError, match="permission denied"):
            model.objects.exists()


def test_everyone_knows_the_organisations_by_name(cast):
    for who in (*OFFICERS, "public"):
        with acting_as(getattr(cast, who)):
            assert Organisation.objects.filter(id=cast.rival_ev.id).exists()


@pytest.mark.parametrize("who", [*OFFICERS, "public"])
@pytest.mark.parametrize("model", [User, Membership, ApiKey])
def test_nobody_but_the_administrator_changes_an_account(cast, who, model):
    change = {"is_active": False} if model is User else {"revoked_at": factories.AT}
    with acting_as(getattr(cast, who)), pytest.raises(ProgrammingError, match="permission denied"):
        model.objects.update(**change)


@pytest.mark.parametrize("who", ["maker", "examiner", "customs_officer", "miit", "public"])
def test_nobody_renames_an_organisation(cast, who):
    with acting_as(getattr(cast, who)), pytest.raises(ProgrammingError, match="permission denied"):
        Organisation.objects.update(name_zh="改名")


def test_the_ministry_touches_enterprises_alone(cast):
    with acting_as(cast.ministry_officer):
        assert Organisation.objects.exclude(kind="enterprise").update(name_zh="改名") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Organisation.objects.create(kind="ministry", name_zh="新", name_en="New", created_at=factories.AT)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Organisation.objects.update(kind="ministry")


def test_not_even_the_administrator_rewrites_who_held_what(cast):
    for change in ({"role": "auditor"}, {"user_id": cast.rival.user_id}):
        with acting_as(cast.administrator), pytest.raises(ProgrammingError, match="permission denied"):
            Membership.objects.update(**change)
    with acting_as(cast.administrator), pytest.raises(ProgrammingError, match="permission denied"):
        ApiKey.objects.update(permissions=[])
    with acting_as(cast.administrator), pytest.raises(ProgrammingError, match="permission denied"):
        User.objects.filter(id=cast.rival.user_id).delete()


def test_the_administrator_sees_no_case_and_no_car(cast):
    from evexport.vehicles.models import ProductionRecord

    with acting_as(cast.administrator), pytest.raises(ProgrammingError, match="permission denied"):
        ProductionRecord.objects.exists()


def test_a_scope_of_another_role_does_not_reach_a_persons_own_row_by_chance(cast):
    with acting_as(Scope(DbRole.TENANT, cast.rival_ev.id)):
        assert not User.objects.filter(id=cast.maker.user_id).exists()


def test_every_table_of_accounts_is_protected():
    assert {rule.table for rule in ACCESS} == {
        model._meta.db_table for model in (Organisation, User, Membership, ApiKey, RequestCount)
    }
