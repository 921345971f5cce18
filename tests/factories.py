"""Small builders for tests: organisations, people and enterprises made by the product's own deeds, with sound values."""

from datetime import date, datetime, timedelta
from itertools import count
from uuid import UUID

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import override_settings

from evexport.accounts import actions as accounts
from evexport.accounts import queries
from evexport.accounts.actors import SYSTEM, Actor, in_role
from evexport.accounts.models import Organisation, User
from evexport.accounts.roles import ROLES, Role
from evexport.codes import uscc, vin
from evexport.enterprises import actions as enterprises
from evexport.enterprises.models import Enterprise
from evexport.kernel.clock import CHINA
from evexport.kernel.ids import uuid7
from evexport.registers.models import Division
from evexport.store import acting_as

AT = datetime(2026, 3, 2, 9, 30, tzinfo=CHINA)
TODAY = AT.date()
PASSWORD = "纯电动汽车出口-示例-2026"
ADMIN = in_role(Role.ADMINISTRATOR, user_id=uuid7(), organisation_id=uuid7(), name="管理员")
NUMBERS = count(1)


class QuickHasher(PBKDF2PasswordHasher):
    """The same algorithm in one round: what it makes, the product's own hasher reads."""

    iterations = 1


def later(**by: int) -> datetime:
    return AT + timedelta(**by)


def organisation(kind: str, code: str = "", name: str = "示例单位") -> Organisation:
    return accounts.create_organisation(kind=kind, name_zh=name, name_en="Example body", authority_code=code, by=ADMIN, at=AT)


def person(role: Role, at: Organisation | UUID, *, username: str = "", name: str = "示例人员") -> User:
    """A person in a role at an organisation, whose password is PASSWORD."""
    with override_settings(PASSWORD_HASHERS=["tests.factories.QuickHasher"]):
        return accounts.create_user(
            username=username or f"{role}.{next(NUMBERS)}", name=name, password=PASSWORD,
            organisation_id=at if isinstance(at, UUID) else at.id, role=role, by=ADMIN, at=AT,
        )  # fmt: skip


def actor(role: Role, at: Organisation | UUID, *, name: str = "示例人员") -> Actor:
    """The same person as the actor that deeds are done as."""
    return queries.actor_for(person(role, at, name=name))


def official(role: Role, code: str = "", name: str = "示例单位") -> Actor:
    """Somebody in a role at an authority of their own."""
    kind = ROLES[role].kind
    assert kind is not None, f"nobody is given the role {role}"
    return actor(role, organisation(kind, code, name), name=f"{name}工作人员")


def divisions() -> None:
    """The divisions of the example enterprises."""
    names = {"12": "天津市", "31": "上海市", "44": "广东省", "4403": "深圳市"}
    with acting_as(SYSTEM):
        Division.objects.bulk_create(
            [Division(code=code, name_zh=name, authority_zh=f"{name}商务主管部门", example=True) for code, name in names.items()],
            ignore_conflicts=True,
        )


def credit_code(division: str = "440300") -> str:
    """A credit code of a fictitious enterprise, a new one each time."""
    return uscc.make(f"91{division}MA{next(NUMBERS):07d}")


def enterprise(name: str = "示例汽车有限公司", *, code: str = "", division: str = "440300", **other: str) -> Enterprise:
    """An enterprise on record, with its organisation."""
    divisions()
    sound = {"name_en": "Example Motors Co., Ltd.", "enterprise_type": "vehicle_maker", **other}
    return enterprises.register(
        uscc=code or credit_code(division),
        name_zh=name,
        division=division,
        example=True,
        by=ADMIN,
        at=AT,
        **sound,
    )


def vins(number: int, wmi: str = "LDM") -> list[str]:
    """So many valid VINs that no other call gives."""
    return [vin.make(wmi, "EV7EB", 2026, "D", next(NUMBERS)) for _ in range(number)]


def day(text: str) -> date:
    return date.fromisoformat(text)
