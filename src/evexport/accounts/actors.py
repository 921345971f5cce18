"""Who acts: a user or a key in one role for one organisation, passed to every deed and never looked up inside."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from evexport.accounts.permissions import may
from evexport.accounts.roles import ROLES, Role
from evexport.kernel.problems import NotAllowed
from evexport.kernel.text import Text
from evexport.store.scopes import Scope


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody in a role. `client` names the system for customs messages: the key, else the organisation."""

    user_id: UUID | None
    organisation_id: UUID | None
    role: str
    name: str
    scope: Scope
    permissions: frozenset[str]
    client: str = ""

    @property
    def authority(self) -> str | None:
        """The division, issuing body or agency that it acts for."""
        return self.scope.authority

    @property
    def identity(self) -> UUID | None:
        """Who counts as one person where two are asked for: the user, else the key."""
        if self.user_id is not None:
            return self.user_id
        try:
            return UUID(self.client)
        except ValueError:
            return None

    def may(self, verb: str, thing: object | None = None) -> bool:
        return may(self, verb, thing)

    def must(self, verb: str, thing: object | None = None) -> None:
        """Raises NotAllowed, naming the permission, where the answer is no."""
        if not self.may(verb, thing):
            raise NotAllowed(
                Text("您无权办理此事项。", "You may not do this."),
                remedy=Text(f"请由具有“{verb}”权限的人员办理。", f"Ask someone who holds the permission {verb}."),
            )


def in_role(
    role: Role,
    *,
    user_id: UUID | None = None,
    organisation_id: UUID | None = None,
    name: str = "",
    authority: str | None = None,
    only: Iterable[str] | None = None,
    client: str = "",
) -> Actor:
    """An actor in a role; `authority` is the division, issuing body or agency that it acts for.

    `only` cuts the role's permissions down, as a key does.
    """
    row = ROLES[role]
    return Actor(
        user_id,
        organisation_id,
        role.value,
        name or row.label.en,
        Scope(row.scope, organisation_id, authority),
        row.permissions if only is None else row.permissions & frozenset(only),
        client or str(organisation_id or role),
    )


SYSTEM = in_role(Role.SYSTEM, name="evexport")
PUBLIC = in_role(Role.PUBLIC)
