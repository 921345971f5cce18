"""Organisations, people, roles, passwords: opened and closed by the administrator, each deed in the ledger."""

import pytest
from tests import factories
from tests.factories import ADMIN, AT, PASSWORD, later

from evexport.accounts import actions, queries
from evexport.accounts.models import User
from evexport.accounts.roles import Role
from evexport.kernel.problems import BadInput, Conflict, NotAllowed, NotFound
from evexport.ledger.models import Entry
from evexport.store import DbRole, Scope, acting_as

FRESH = "另一个足够长的密码-2026"


def told(kind, subject):
    with acting_as(Scope(DbRole.STAFF)):
        return Entry.objects.filter(kind=kind, subject=subject).order_by("id").last()


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("agency", "MEE"),
        ("issuing_body", "A"),
        ("commerce_department", "4"),
        ("enterprise", "44"),
        ("customs", "5"),
    ],
)
def test_an_authority_is_known_by_a_code_of_its_kind(cast, kind, code):
    with pytest.raises(BadInput) as caught:
        factories.organisation(kind, code)
    assert caught.value.field == "authority_code"


def test_two_organisations_never_act_under_one_code(cast):
    with pytest.raises(Conflict) as caught:
        factories.organisation("issuing_body", "SZ")
    assert caught.value.code == "AUTHORITY_TAKEN"


@pytest.mark.parametrize(("names", "field"), [((" ", "x"), "name_zh"), (("示例", ""), "name_en")])
def test_an_organisation_has_a_name_in_both_languages(cast, names, field):
    with pytest.raises(BadInput) as caught:
        actions.create_organisation(kind="ministry", name_zh=names[0], name_en=names[1], by=ADMIN, at=AT)
    assert caught.value.field == field


@pytest.mark.parametrize("who", ["maker", "ministry_officer", "auditor", "customs_officer", "approver", "customs_system"])
def test_nobody_but_the_administrator_opens_accounts(cast, who):
    by = getattr(cast, who)
    with pytest.raises(NotAllowed):
        actions.create_organisation(kind="ministry", name_zh="示例", name_en="Example", by=by, at=AT)
    with pytest.raises(NotAllowed):
        actions.grant_role(by.user_id or ADMIN.user_id, organisation_id=by.organisation_id, role=Role.MAKER, by=by, at=AT)
    with pytest.raises(NotAllowed):
        actions.reset_password(cast.maker.user_id, FRESH, by=by, at=AT)


def test_a_person_is_told_of_in_the_ledger_without_the_password(cast):
    user = factories.person(Role.MAKER, cast.rival_ev.id, username="Rival.Two", name="钱经办")
    entry = told("user.created", f"user:{user.id}")
    assert entry.data == {"username": "rival.two", "name": "钱经办", "role": "maker"}
    assert entry.parties == [cast.rival_ev.id]
    assert entry.actor["name"] == "管理员"


@pytest.mark.parametrize("username", ["王经办", "", "a b", "-a", "a" * 61])
def test_a_user_name_is_of_plain_characters(cast, username):
    with pytest.raises(BadInput) as caught:
        actions.create_user(
            username=username, name="某人", password=PASSWORD, organisation_id=cast.rival_ev.id, role=Role.MAKER,
            by=ADMIN, at=AT,
        )  # fmt: skip
    assert caught.value.field == "username"


def test_a_user_name_is_one_persons_in_any_case(cast):
    factories.person(Role.MAKER, cast.rival_ev.id, username="only.one")
    with pytest.raises(Conflict) as caught:
        factories.person(Role.MAKER, cast.rival_ev.id, username="Only.One")
    assert caught.value.code == "USERNAME_TAKEN"


@pytest.mark.parametrize(("password", "zh"), [("short-one-9", "过短"), ("password1234", "常见"), ("wang.jingban2", "相似")])
def test_a_weak_password_is_refused_in_both_languages_and_nobody_is_opened(cast, password, zh):
    with pytest.raises(BadInput) as caught:
        actions.create_user(
            username="wang.jingban", name="某人", password=password, organisation_id=cast.rival_ev.id,
            role=Role.MAKER, by=ADMIN, at=AT,
        )  # fmt: skip
    assert caught.value.code == "WEAK_PASSWORD"
    assert zh in caught.value.message.zh
    assert caught.value.message.en.isascii()
    assert User.objects.by_name("wang.jingban") is None


@pytest.mark.parametrize(
    ("role", "kind", "code"),
    [
        (Role.MAKER, "issuing_body", "Q1"),
        (Role.APPROVER, "enterprise", ""),
        (Role.ADMINISTRATOR, "ministry", ""),
        (Role.CUSTOMS_SYSTEM, "customs", "5300"),
        (Role.SYSTEM, "operator", ""),
        (Role.PUBLIC, "enterprise", ""),
    ],
)
def test_a_role_is_given_where_it_belongs_and_machine_roles_to_nobody(cast, role, kind, code):
    with pytest.raises(BadInput) as caught:
        factories.person(role, factories.organisation(kind, code))
    assert caught.value.code == "ROLE_NOT_HELD_THERE"


def test_a_person_may_hold_two_roles_and_acts_in_the_one_chosen(cast):
    body = cast.examiner.organisation_id
    user = factories.person(Role.EXAMINER, body)
    actions.grant_role(user.id, organisation_id=body, role=Role.APPROVER, by=ADMIN, at=later(days=1))
    assert queries.actor_for(user).role == Role.EXAMINER
    assert queries.actor_for(user, role=Role.APPROVER).may("application.second_review")
    assert queries.actor_for(user, organisation_id=body).authority == "SZ"


def test_granting_a_role_held_already_changes_and_tells_nothing(cast):
    user = factories.person(Role.MAKER, cast.rival_ev.id)
    again = actions.grant_role(user.id, organisation_id=cast.rival_ev.id, role=Role.MAKER, by=ADMIN, at=later(days=1))
    assert again.granted_at == AT
    assert told("role.granted", f"user:{user.id}") is None


def test_a_role_taken_back_is_gone_at_once_and_stays_on_record(cast, owner_connection):
    user = factories.person(Role.MAKER, cast.rival_ev.id)
    actions.revoke_role(user.id, organisation_id=cast.rival_ev.id, role=Role.MAKER, because="调岗", by=ADMIN, at=later(days=2))
    with pytest.raises(NotAllowed) as caught:
        queries.actor_for(user)
    assert caught.value.code == "NO_ROLE"
    assert told("role.revoked", f"user:{user.id}").data == {"role": "maker", "because": "调岗"}
    kept = owner_connection.execute("SELECT revoked_at FROM accounts_membership WHERE user_id = %s", [user.id])
    assert kept.fetchall() == [(later(days=2),)]
    with pytest.raises(NotFound):
        actions.revoke_role(user.id, organisation_id=cast.rival_ev.id, role=Role.MAKER, because="再次", by=ADMIN, at=AT)


def test_nobody_acts_for_an_organisation_they_do_not_belong_to(cast):
    user = factories.person(Role.MAKER, cast.rival_ev.id)
    with pytest.raises(NotAllowed):
        queries.actor_for(user, organisation_id=cast.example_ev.id)


def test_a_person_changes_their_own_password_with_the_old_one(cast):
    user = factories.person(Role.MAKER, cast.rival_ev.id)
    with pytest.raises(BadInput) as caught:
        actions.change_password(user, old="not this one at all", new=FRESH, at=AT)
    assert caught.value.code == "WRONG_PASSWORD"
    actions.change_password(user, old=PASSWORD, new=FRESH, at=AT)
    stored = User.objects.by_id(user.id)
    assert stored.check_password(FRESH)
    assert told("user.password_changed", f"user:{user.id}").actor["user"] == str(user.id)


def test_of_two_changes_at_once_the_second_is_refused(cast):
    user = factories.person(Role.MAKER, cast.rival_ev.id)
    first, second = User.objects.by_id(user.id), User.objects.by_id(user.id)
    actions.change_password(first, old=PASSWORD, new=FRESH, at=AT)
    with pytest.raises(Conflict) as caught:
        actions.change_password(second, old=PASSWORD, new="第三个足够长的密码-2026", at=AT)
    assert caught.value.code == "PASSWORD_CHANGED"
    assert User.objects.by_id(user.id).check_password(FRESH)


def test_the_administrator_sets_a_lost_password_anew(cast):
    user = factories.person(Role.MAKER, cast.rival_ev.id)
    actions.reset_password(user.id, FRESH, by=ADMIN, at=AT)
    assert User.objects.by_id(user.id).check_password(FRESH)
    with pytest.raises(NotFound):
        actions.reset_password(factories.uuid7(), FRESH, by=ADMIN, at=AT)
