"""What an administrator does besides opening accounts: reopens, changes contacts, rotates keys; who looks on, and last use."""

from datetime import date, timedelta

import pytest
from tests import factories
from tests.factories import ADMIN, AT, later

from evexport.accounts import actions, directory, queries
from evexport.accounts.models import Organisation
from evexport.accounts.queries import actor_for_key
from evexport.accounts.roles import Role
from evexport.kernel.problems import BadInput, Barred, NotAllowed, NotFound
from evexport.ledger.models import Entry
from evexport.store import DbRole, Scope, acting_as


def told(kind):
    with acting_as(Scope(DbRole.STAFF)):
        return Entry.objects.filter(kind=kind).order_by("id").last()


def test_a_closed_account_is_reopened_with_the_roles_it_had(cast):
    user = factories.person(Role.EXAMINER, cast.examiner.organisation_id)
    actions.close_user(user.id, because="离岗", by=ADMIN, at=AT)
    assert queries.memberships(user) == []
    actions.reopen_user(user.id, because="返岗", by=ADMIN, at=later(hours=1))
    assert [one.role for one in queries.memberships(user)] == ["examiner"]
    assert told("user.reopened").data["because"] == "返岗"
    with pytest.raises(NotFound):
        actions.reopen_user(user.id, because="返岗", by=ADMIN, at=AT)
    with pytest.raises(NotAllowed):
        actions.reopen_user(user.id, because="返岗", by=cast.auditor, at=AT)


def test_nobody_shuts_themselves_out(cast):
    mine = cast.administrator
    with pytest.raises(Barred) as caught:
        actions.close_user(mine.user_id, because="x", by=mine, at=AT)
    assert caught.value.code == "NOT_ONESELF"
    with pytest.raises(Barred):
        actions.revoke_role(
            mine.user_id, organisation_id=mine.organisation_id, role=Role.ADMINISTRATOR, because="x", by=mine, at=AT
        )


def test_a_contact_is_changed_and_what_it_was_stays_in_the_ledger(cast):
    where = cast.examiner.organisation_id
    actions.change_contact(where, " 示例路2号，电话 0755-0000 0000 ", by=ADMIN, at=AT)
    actions.change_contact(where, "示例路3号", by=ADMIN, at=AT)
    with acting_as(ADMIN):
        assert Organisation.objects.get(pk=where).contact == "示例路3号"
    entry = told("organisation.contact_changed")
    assert (entry.data["before"], entry.data["contact"]) == ("示例路2号，电话 0755-0000 0000", "示例路3号")
    with pytest.raises(BadInput) as caught:
        actions.change_contact(where, "x" * 301, by=ADMIN, at=AT)
    assert caught.value.field == "contact"
    with pytest.raises(NotAllowed):
        actions.change_contact(where, "x", by=cast.examiner, at=AT)
    with pytest.raises(NotFound):
        actions.change_contact(ADMIN.user_id, "x", by=ADMIN, at=AT)


def test_a_rotated_key_ends_with_the_one_in_its_place(cast):
    key, old = actions.issue_key(
        organisation_id=cast.customs_system.organisation_id, role=Role.CUSTOMS_SYSTEM, label="对接系统",
        permissions={"licence.read"}, by=ADMIN, at=AT,
    )  # fmt: skip
    fresh, shown = actions.rotate_key(key.id, by=ADMIN, at=later(days=100))
    assert actor_for_key(old, at=later(days=100)) is None
    actor = actor_for_key(shown, at=later(days=101))
    assert actor
    assert actor.permissions == {"licence.read"}
    assert (fresh.label, fresh.expires_at) == ("对接系统", later(days=465))
    assert told("key.rotated").data["replaces"] == key.prefix
    with pytest.raises(NotFound):
        actions.rotate_key(key.id, by=ADMIN, at=later(days=101))
    with pytest.raises(NotAllowed):
        actions.rotate_key(fresh.id, by=cast.auditor, at=later(days=101))


def test_a_key_has_a_name(cast):
    with pytest.raises(BadInput) as caught:
        actions.issue_key(organisation_id=cast.examiner.organisation_id, role=Role.EXAMINER, label=" ", by=ADMIN, at=AT)
    assert caught.value.field == "label"


def test_last_use_is_known_of_people_and_keys(cast):
    user = factories.person(Role.EXAMINER, cast.examiner.organisation_id, name="钱初审")
    key, shown = actions.issue_key(
        organisation_id=cast.examiner.organisation_id, role=Role.EXAMINER, label="审查系统", by=ADMIN, at=AT
    )
    for hours in (1, 5):
        actions.note_sign_in(user, at=later(hours=hours))
    actor_for_key(shown, at=later(days=2))
    with directory.reading(cast.auditor, "account.read"):
        (found,) = directory.with_last_use(list(directory.found(directory.people(), "钱初审")))
        assert found.last_sign_in == later(hours=5)
        assert [one.role for one in found.posts] == ["examiner"]
        assert directory.person(user.id).last_sign_in == later(hours=5)
        assert directory.key(key.id).last_used_on == date(2026, 3, 2) + timedelta(days=2)


def test_all_are_found_by_name_organisation_and_role(cast):
    with directory.reading(cast.administrator, "account.read"):
        everybody = directory.people()
        here = {one.username for one in directory.found(everybody, "示例深圳市商务局")}
        assert here
        assert {one.username for one in directory.in_role(everybody, "province_officer")} == here
        assert not directory.found(everybody, "nobody of this name")


@pytest.mark.parametrize("who", ["maker", "ministry_officer", "analyst", "examiner", "customs_officer"])
def test_others_do_not_look_into_the_directory(cast, who):
    for permission in ("account.read", "key.read"):
        with pytest.raises(NotAllowed), directory.reading(getattr(cast, who), permission):
            pass
