"""An issuing body with two people, and another body."""

from dataclasses import dataclass

import pytest
from tests import factories
from tests.factories import actor, organisation
from tests.work import world

from evexport.accounts.actors import Actor
from evexport.accounts.roles import Role


@dataclass(frozen=True)
class Bodies:
    zhou: Actor
    wu: Actor
    lin: Actor
    stranger: Actor


@pytest.fixture
def bodies(db_clone) -> Bodies:
    world.FOLLOWED.clear()
    body = organisation("issuing_body", "AA")
    return Bodies(
        actor(Role.APPROVER, body, name="周复审"),
        actor(Role.APPROVER, body, name="吴复审"),
        actor(Role.EXAMINER, body, name="林初审"),
        factories.official(Role.APPROVER, "SZ"),
    )
