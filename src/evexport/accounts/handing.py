"""Handing cases to a colleague: which cases were chosen, and whether the colleague handles such cases at the same house."""

from collections.abc import Collection, Sequence
from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.accounts.queries import people_of
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text

MOST = 200
"""Cases handed over at once."""


def chosen(cases: Sequence[UUID]) -> list[UUID]:
    """The cases, each once, in one order for all. Raises BadInput for none or too many."""
    if not cases or len(cases) > MOST:
        raise BadInput(
            Text(f"请选择1至{MOST}件。", f"Choose 1 to {MOST} cases."),
            remedy=Text("请在列表中勾选。", "Tick them in the list."),
            code="NOTHING_CHOSEN",
            field="chosen",
        )
    return sorted(set(cases))


def name_of(user_id: UUID, *, roles: Collection[str], by: Actor) -> str:
    """The name of the actor, or of a colleague who holds one of the roles at the actor's house. Raises BadInput."""
    assert by.organisation_id is not None, "cases are handed over within a house"
    if user_id == by.user_id:
        return by.name
    for held in people_of(by.organisation_id).filter(user_id=user_id, role__in=roles):
        return held.user.name
    raise BadInput(
        Text("该人员不是本单位办理此类事项的人员。", "This person does not handle such cases at your house."),
        remedy=Text("请从列表中选择同事。", "Choose a colleague from the list."),
        code="NOT_A_COLLEAGUE",
        field="to",
    )
