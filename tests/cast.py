"""The cast: everybody who acts, made by the product's own deeds, so that a test of who may do what reads as a sentence.

Example EV (示例电动汽车) builds cars in Shenzhen and exports through Example Trade; Rival EV in Shanghai competes with it.
"""

from dataclasses import dataclass

import pytest
from tests import factories
from tests.factories import AT, TODAY, actor, enterprise, official, organisation

from evexport.accounts import actions as accounts
from evexport.accounts import queries
from evexport.accounts.actors import PUBLIC, SYSTEM, Actor, in_role
from evexport.accounts.roles import Role
from evexport.enterprises import actions as enterprises
from evexport.enterprises.models import Enterprise

MAKER_USCC, EXPORTER_USCC = "91440300MADEM0EX2C", "91120000MADEM0RD1B"
RIVAL_USCC = "91310000MADEM0RX3B"


@dataclass(frozen=True)
class Cast:
    """Each as the actor that deeds are done as; the enterprises as they stand on record; one key as it was shown."""

    example_ev: Enterprise
    example_trade: Enterprise
    rival_ev: Enterprise
    maker: Actor
    exporter: Actor
    rival: Actor
    province_officer: Actor
    ministry_officer: Actor
    miit: Actor
    gac: Actor
    samr: Actor
    examiner: Actor
    approver: Actor
    customs_officer: Actor
    customs_system: Actor
    customs_key: str
    analyst: Actor
    auditor: Actor
    administrator: Actor
    public: Actor = PUBLIC
    system: Actor = SYSTEM

    @property
    def strangers(self) -> tuple[Actor, ...]:
        """Everybody who has nothing to do with Example EV's own affairs."""
        return (self.rival, self.exporter, self.public)


def gather() -> Cast:
    """Make them all, in an empty migrated database."""
    administrator = _administrator()
    example_ev = enterprise("示例电动汽车有限公司", code=MAKER_USCC, customs_code="4403960001")
    example_trade = enterprise("示例汽车进出口有限公司", code=EXPORTER_USCC, division="120000", enterprise_type="trader")
    rival_ev = enterprise("示例对手汽车有限公司", code=RIVAL_USCC, division="310000")
    enterprises.record_wmi(example_ev.id, wmi="LDM", holder_name=example_ev.name_zh, valid_from=TODAY, by=administrator, at=AT)
    body, customs = organisation("issuing_body", "SZ"), organisation("customs", "")
    key, shown = accounts.issue_key(
        organisation_id=customs.id,
        role=Role.CUSTOMS_SYSTEM,
        label="示例海关业务系统",
        by=administrator,
        at=AT,
    )
    found = queries.actor_for_key(shown, at=AT)
    assert found is not None, f"the key {key.prefix} opens nothing"
    return Cast(
        example_ev=example_ev,
        example_trade=example_trade,
        rival_ev=rival_ev,
        maker=actor(Role.MAKER, example_ev.id, name="王经办"),
        exporter=actor(Role.EXPORTER, example_trade.id, name="李经办"),
        rival=actor(Role.MAKER, rival_ev.id, name="赵经办"),
        province_officer=official(Role.PROVINCE_OFFICER, "4403", "示例深圳市商务局"),
        ministry_officer=official(Role.MINISTRY_OFFICER, "", "商务部（示例）"),
        miit=official(Role.AGENCY_OFFICER, "MIIT", "工业和信息化部（示例）"),
        gac=official(Role.AGENCY_OFFICER, "GAC", "海关总署（示例）"),
        samr=official(Role.AGENCY_OFFICER, "SAMR", "市场监管总局（示例）"),
        examiner=actor(Role.EXAMINER, body, name="陈初审"),
        approver=actor(Role.APPROVER, body, name="周复审"),
        customs_officer=actor(Role.CUSTOMS_OFFICER, customs, name="吴关员"),
        customs_system=found,
        customs_key=shown,
        analyst=official(Role.OVERSIGHT_ANALYST, "", "示例监管中心"),
        auditor=official(Role.AUDITOR, "", "示例审计处"),
        administrator=administrator,
    )


def _administrator() -> Actor:
    """The first administrator is opened by the system itself, all others by an administrator."""
    operator = accounts.create_organisation(
        kind="operator", name_zh="示例平台运营单位", name_en="Example operator", by=SYSTEM, at=AT
    )
    user = accounts.create_user(
        username="administrator",
        name="系统管理员",
        password=factories.PASSWORD,
        organisation_id=operator.id,
        role=Role.ADMINISTRATOR,
        by=SYSTEM,
        at=AT,
    )
    return queries.actor_for(user)


@pytest.fixture(scope="module")
def cast(db_module) -> Cast:
    """The cast in the module's own database."""
    return gather()


def in_nobodys_place(role: Role) -> Actor:
    """Somebody in a role who belongs nowhere: no organisation, no authority."""
    return in_role(role, name="无所属")
