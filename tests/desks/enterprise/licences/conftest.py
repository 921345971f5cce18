"""The signed-in exporter of the demonstration: its scope, its session, the officers of its issuing body, licences at need."""

from itertools import count

import pytest

from evexport.accounts.actors import in_role
from evexport.accounts.models import User
from evexport.accounts.queries import memberships
from evexport.accounts.roles import Role
from evexport.licensing import actions, changes, wallet
from evexport.store import acting_as
from evexport.store.moment import now
from evexport.store.scopes import DbRole, Scope

NUMBERS = count(1)


def actor(user, role):
    held = memberships(User.objects.by_name(user))[0]
    return in_role(
        role,
        user_id=held.user_id,
        organisation_id=held.organisation_id,
        name=held.user.name,
        authority=held.organisation.authority_code or None,
    )


@pytest.fixture
def mine(office):
    return Scope(DbRole.TENANT, memberships(User.objects.by_name("exporter"))[0].organisation_id)


@pytest.fixture
def exporter(at_desk):
    return at_desk("exporter")


@pytest.fixture
def officers(exporter):
    return {user: actor(user, Role(user)) for user in ("examiner", "approver")}


@pytest.fixture
def clerk(exporter):
    return actor("exporter", Role.EXPORTER)


@pytest.fixture
def sound(mine):
    """`sound()`: a document that meets every criterion, for a contract of its own."""
    with acting_as(mine):
        face = next(
            one for one in wallet.worth(wallet.held(mine.org), "in_force", on=now().date()) if one.exporter_id == mine.org
        )
        lines = [{**line, "quantity": 2} for line in changes.lines_of(face)]
        document = {**changes.document_of(face), "lines": lines, "valid_from": now().date().isoformat()}

    def make(**more):
        return {**document, "contract_no": f"EX-T-{next(NUMBERS):04d}", **more}

    return make


@pytest.fixture
def fresh(sound, clerk, officers):
    """`fresh()`: the number of a licence just issued to the exporter."""

    def issue():
        one = actions.draft(sound(), by=clerk, at=now())
        actions.submit(one.pk, by=clerk, at=now())
        actions.pass_first_review(one.pk, note="已核对合同与发票。", by=officers["examiner"], at=now())
        return actions.issue(one.pk, by=officers["approver"], at=now()).number

    return issue
