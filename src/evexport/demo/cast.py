"""The people of the demonstration: authorities, makers, exporters, their clerks and systems, with accounts to sign in."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from evexport.accounts.actions import create_organisation, create_user, issue_key
from evexport.accounts.actors import SYSTEM, Actor, in_role
from evexport.accounts.roles import Role
from evexport.demo.world import DemoMaker, World
from evexport.enterprises import actions as enterprises
from evexport.kernel.ids import uuid7
from evexport.registers.actions import import_rows, load_shipped

PASSWORD = "Example-licence-2027"  # noqa: S105 - a demonstration's, printed on the terminal
ADMINISTRATOR = in_role(Role.ADMINISTRATOR, user_id=uuid7(), name="示例管理员")
REGISTRAR = in_role(Role.MINISTRY_OFFICER, user_id=uuid7(), name="示例登记员")


@dataclass(frozen=True, slots=True)
class Account:
    """An account as var/demo.json names it."""

    role: str
    user: str
    organisation: str


@dataclass
class Cast:
    """Every actor by name, and what signs in."""

    ministry: Actor
    second_ministry: Actor
    agencies: tuple[Actor, ...]
    examiner: Actor
    approver: Actor
    customs: Actor
    second_customs: Actor
    system: Actor
    departments: dict[str, Actor]
    makers: dict[str, Actor]
    exporters: dict[str, Actor]
    accounts: list[Account] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    def department(self, division: str) -> Actor:
        """The commerce department that reviews a division's makers: its city's own, else the province's."""
        return self.departments.get(division[:4]) or self.departments[division[:2]]


CONTACT = "示例市示例路1号，电话 000-0000 0000，office@example.org"
IN_ENGLISH = {
    "commerce_department": "Example Commerce Department", "ministry": "Example Ministry of Commerce", "agency": "Example Agency",
    "issuing_body": "Example Licence Bureau", "customs": "Example Customs", "oversight": "Example Oversight Department",
    "operator": "Example System Operator",
}  # fmt: skip
OWN_DEPARTMENTS = ("2102", "3302", "3502", "3702", "4403")
AGENCIES = {"MIIT": "示例工业和信息化部", "GAC": "示例海关总署", "SAMR": "示例市场监管总局"}


class Casting:
    """Founds the organisations and registers the enterprises, all through the public actions."""

    def __init__(self, world: World, at: datetime) -> None:
        self.world, self.at = world, at
        self.accounts: list[Account] = []
        self.keys: dict[str, str] = {}

    def found(self) -> Cast:
        load_shipped(by=SYSTEM, at=self.at)
        body = [
            {
                "code": "AA",
                "name_zh": "示例许可证事务局",
                "name_en": "Example Licence Bureau",
                "divisions": "*",
                "example": "true",
            }
        ]
        import_rows("issuing_bodies", body, by=SYSTEM, at=self.at, partial=True)
        self._register_cars()
        departments = {
            code: self.officer(Role.PROVINCE_OFFICER, "commerce_department", f"示例商务主管部门{code}", code)
            for code in sorted({self._department(maker) for maker in self.world.makers})
        }
        self.account("shenzhen", departments["4403"])
        ministry = self.officer(Role.MINISTRY_OFFICER, "ministry", "示例商务部")
        bureau = self.organisation("issuing_body", "示例许可证事务局", "AA")
        customs = self.organisation("customs", "示例海关")
        oversight = self.organisation("oversight", "示例监管部门")
        agencies = tuple(self.officer(Role.AGENCY_OFFICER, "agency", name, code) for code, name in AGENCIES.items())
        cast = Cast(
            ministry=ministry,
            second_ministry=self.clerk(Role.MINISTRY_OFFICER, ministry.organisation_id, "郑复议"),
            agencies=agencies,
            examiner=self.clerk(Role.EXAMINER, bureau, "林初审", authority="AA"),
            approver=self.clerk(Role.APPROVER, bureau, "周复审", authority="AA"),
            customs=self.clerk(Role.CUSTOMS_OFFICER, customs, "关员甲"),
            second_customs=self.clerk(Role.CUSTOMS_OFFICER, customs, "关员乙"),
            system=self.clerk(Role.CUSTOMS_SYSTEM, customs, "示例海关业务系统"),
            departments=departments,
            makers={},
            exporters={},
            accounts=self.accounts,
            keys=self.keys,
        )
        for maker in self.world.makers:
            self._register(maker, cast)
        self._sign_in(cast, oversight, self.organisation("operator", "示例系统运行单位"))
        return cast

    def _register_cars(self) -> None:
        """The makers' models, certificates and WMIs as fictitious rows of the public registers."""
        announced, certified, wmis = [], [], []
        for maker in self.world.makers:
            whose = {"manufacturer_uscc": maker.uscc, "example": "true", "source": "示例"}
            wmis.append(
                {"wmi": maker.wmi, "holder_name": maker.name.zh, "holder_uscc": maker.uscc, "maker_uscc": maker.uscc,
                 "valid_from": "2024-01-01", "example": "true", "source": "示例"}
            )  # fmt: skip
            for model in maker.models:
                announced.append(
                    {"model_code": model.code, "vehicle_name": model.vehicle_name, "trademark": maker.trademark,
                     "manufacturer_name": maker.name.zh, "batch": "390", "effective_from": "2025-01-20", **whose}
                )  # fmt: skip
                certified.append(
                    {"certificate_no": model.ccc, "model_code": model.code, "status": "valid", "status_since": "2025-05-02",
                     "valid_from": "2025-05-02", "valid_until": "2030-05-01", **whose}
                )  # fmt: skip
        for kind, rows in (("announcement", announced), ("ccc", certified), ("wmi", wmis)):
            import_rows(kind, rows, by=SYSTEM, at=self.at, partial=True)

    def _department(self, maker: DemoMaker) -> str:
        return maker.division[:4] if maker.division[:4] in OWN_DEPARTMENTS else maker.division[:2]

    def organisation(self, kind: str, name: str, code: str = "") -> UUID:
        made = create_organisation(
            kind=kind, name_zh=name, name_en=f"{IN_ENGLISH[kind]} {code}".strip(), authority_code=code, contact=CONTACT,
            by=ADMINISTRATOR, at=self.at,
        )  # fmt: skip
        return made.id

    def officer(self, role: Role, kind: str, name: str, code: str = "") -> Actor:
        return self.clerk(role, self.organisation(kind, name, code), f"{name}工作人员", authority=code or None)

    @staticmethod
    def clerk(role: Role, organisation: UUID | None, name: str, *, authority: str | None = None) -> Actor:
        return in_role(role, user_id=uuid7(), organisation_id=organisation, name=name, authority=authority)

    def account(self, user: str, actor: Actor) -> Account:
        """An account with which a person can sign in as this actor's role."""
        assert actor.organisation_id is not None
        create_user(
            username=user, name=actor.name, password=PASSWORD, organisation_id=actor.organisation_id, role=Role(actor.role),
            by=ADMINISTRATOR, at=self.at,
        )  # fmt: skip
        made = Account(actor.role, user, actor.name)
        self.accounts.append(made)
        return made

    def key(self, name: str, actor: Actor) -> None:
        assert actor.organisation_id is not None
        far = self.at.replace(year=self.at.year + 10)
        _, secret = issue_key(
            organisation_id=actor.organisation_id,
            role=Role(actor.role),
            label=f"示例 {name}",
            expires_at=far,
            by=ADMINISTRATOR,
            at=self.at,
        )
        self.keys[name] = secret

    def _register(self, maker: DemoMaker, cast: Cast) -> None:
        made = enterprises.register(
            uscc=maker.uscc, name_zh=maker.name.zh, name_en=maker.name.en, division=maker.division,
            enterprise_type="vehicle_maker", customs_code=maker.customs_code, example=True, by=REGISTRAR, at=self.at,
        )  # fmt: skip
        enterprises.record_wmi(
            made.id, wmi=maker.wmi, holder_name=maker.name.zh, valid_from=self.at.date(), by=REGISTRAR, at=self.at
        )
        cast.makers[maker.uscc] = self.clerk(Role.MAKER, made.id, f"{maker.name.zh}经办人")
        for number, exporter in enumerate(maker.exporters, 1):
            trader = enterprises.register(
                uscc=exporter.uscc, name_zh=exporter.name.zh, name_en=exporter.name.en, division=exporter.division,
                enterprise_type="trader", customs_code=f"{exporter.division[:4]}9{number}{maker.index:04d}", example=True,
                by=REGISTRAR, at=self.at,
            )  # fmt: skip
            cast.exporters[exporter.uscc] = self.clerk(Role.EXPORTER, trader.id, f"{exporter.name.zh}经办人")

    def _sign_in(self, cast: Cast, oversight: UUID, operator: UUID) -> None:
        """Accounts and keys for one of each role."""
        first = self.world.makers[0]
        people = {
            "maker": cast.makers[first.uscc],
            "exporter": cast.exporters[first.exporters[0].uscc],
            "ministry": cast.ministry,
            "miit": cast.agencies[0],
            "examiner": cast.examiner,
            "approver": cast.approver,
            "customs": cast.customs,
            "analyst": self.clerk(Role.OVERSIGHT_ANALYST, oversight, "示例分析员"),
            "auditor": self.clerk(Role.AUDITOR, oversight, "示例审计员"),
            "administrator": self.clerk(Role.ADMINISTRATOR, operator, "示例管理员"),
        }
        for user, actor in people.items():
            self.account(user, actor)
        rival = self.world.makers[1]
        systems = {
            **people,
            "shenzhen": cast.departments["4403"],
            "customs_system": cast.system,
            "rival_maker": cast.makers[rival.uscc],
        }
        for name, actor in systems.items():
            self.key(name, actor)
