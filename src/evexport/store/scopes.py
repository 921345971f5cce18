"""In whose name a transaction reads and writes: a database role, an organisation, an authority."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class DbRole(StrEnum):
    """The acting roles, each with policies of its own."""

    TENANT = "evx_tenant"
    AUTHORITY = "evx_authority"
    AGENCY = "evx_agency"
    STAFF = "evx_staff"
    ADMIN = "evx_admin"
    CUSTOMS = "evx_customs"
    PUBLIC = "evx_public"
    SYSTEM = "evx_system"


@dataclass(frozen=True, slots=True)
class Scope:
    """Database role, organisation (`evx_org()` in SQL) and authority (`evx_authority()`: division, body or
    agency).
    """

    role: DbRole
    org: UUID | None = None
    authority: str | None = None


SYSTEM = Scope(DbRole.SYSTEM)
PUBLIC = Scope(DbRole.PUBLIC)
