"""A small world: a listed maker, its exporter, a rival, an issuing body, customs. Rows are laid as owner."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count

from tests.licensing import sound

from evexport.accounts.actors import Actor, in_role
from evexport.accounts.models import Organisation
from evexport.accounts.roles import Role
from evexport.enterprises.models import Enterprise
from evexport.kernel.clock import CHINA
from evexport.kernel.ids import uuid7
from evexport.ledger.models import Entry
from evexport.licensing import actions
from evexport.licensing.models import Application, Balance, Licence, LicenceStanding
from evexport.qualification.models import (
    ExporterStanding,
    Filing,
    FilingVersion,
    ListedExporter,
    ListedFacts,
    ListedMaker,
    ListedModel,
    ListEvent,
    Listing,
    MakerStanding,
)
from evexport.registers import models as registers

OWNER = "owner"
EARLIER = datetime(2025, 12, 20, 9, 0, tzinfo=CHINA)
NOON = datetime(2026, 6, 15, 12, 0, tzinfo=CHINA)  # a Monday
OTHER_MODEL = "DMO7000BEVB2"


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=CHINA)


def enterprise(uscc: str, name: str, name_en: str, division: str) -> Enterprise:
    organisation = Organisation.objects.using(OWNER).create(kind="enterprise", name_zh=name, name_en=name_en, created_at=EARLIER)
    return Enterprise.objects.using(OWNER).create(
        organisation=organisation,
        uscc=uscc,
        name_zh=name,
        name_en=name_en,
        division=division,
        enterprise_type="vehicle_maker",
        registered_at=EARLIER,
    )


def clerk(role: Role, name: str, *, of: Enterprise | None = None, authority: str | None = None) -> Actor:
    organisation = of.pk if of else uuid7()
    return in_role(role, user_id=uuid7(), organisation_id=organisation, name=name, authority=authority)


@dataclass
class House:
    """The cast. Lin examines, Zhou and Wu approve, at body AA; Gao examines at SZ, which is not Lin's."""

    maker: Enterprise = field(
        default_factory=lambda: enterprise(sound.MAKER, "示例电动汽车有限公司", "Example EV Co., Ltd.", "440300")
    )
    exporter: Enterprise = field(
        default_factory=lambda: enterprise(sound.EXPORTER, "示例汽车进出口有限公司", "Example Trade", "120000")
    )
    rival: Enterprise = field(default_factory=lambda: enterprise(sound.RIVAL, "示例对手贸易有限公司", "Example Rival", "310000"))
    capacity: int = 120_000
    contracts: count = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.clerk = clerk(Role.EXPORTER, "陈经办", of=self.exporter)
        self.maker_clerk = clerk(Role.MAKER, "何经办", of=self.maker)
        self.rival_clerk = clerk(Role.EXPORTER, "许经办", of=self.rival)
        self.lin = clerk(Role.EXAMINER, "林初审", authority="AA")
        self.zhou = clerk(Role.APPROVER, "周复审", authority="AA")
        self.wu = clerk(Role.APPROVER, "吴复审", authority="AA")
        self.gao = clerk(Role.EXAMINER, "高初审", authority="SZ")
        self.ministry = clerk(Role.MINISTRY_OFFICER, "郑司长")
        self.customs = clerk(Role.CUSTOMS_OFFICER, "关员甲")
        self._lay_registers()
        for year in (2026, 2027):
            self.list_maker(year)

    def _lay_registers(self) -> None:
        rows = [
            registers.IssuingBody(code="AA", name_zh="示例许可证事务局", name_en="Example Licence Bureau", divisions=["*"]),
            registers.IssuingBody(code="SZ", name_zh="示例深圳商务局", name_en="Example Shenzhen", divisions=["4403"]),
            registers.CustomsDistrict(code="5300", name_zh="深圳海关", district_code="5300", level="district"),
            registers.CustomsDistrict(code="5301", name_zh="皇岗海关", district_code="5300", level="office"),
            registers.Code(table="trade_mode", code="0110", name_zh="一般贸易"),
            registers.Code(table="trade_mode", code="3422", name_zh="对外承包出口"),
            registers.Code(table="transport_mode", code="2", name_zh="水路运输", name_en="water"),
            registers.Country(code="DE", alpha3="DEU", name_zh="德国", name_en="Germany"),
            registers.Country(code="FR", alpha3="FRA", name_zh="法国", name_en="France"),
        ]
        for row in rows:
            row.save(using=OWNER)
        for model in (sound.MODEL, OTHER_MODEL):
            registers.AnnouncementModel.objects.using(OWNER).create(
                model_code=model,
                vehicle_name="纯电动轿车",
                manufacturer_name=self.maker.name_zh,
                manufacturer_uscc=sound.MAKER,
                effective_from=date(2025, 1, 20),
            )
            registers.CccCertificate.objects.using(OWNER).create(
                certificate_no=f"2025011101{model[-6:]}",
                manufacturer_uscc=sound.MAKER,
                model_code=model,
                status="valid",
                status_since=date(2025, 5, 2),
                valid_from=date(2025, 5, 2),
                valid_until=date(2030, 5, 1),
            )

    def list_maker(self, year: int) -> None:
        acted = {"at": EARLIER, "by_name": "示例", "by_role": "ministry_officer"}
        listing = Listing.objects.using(OWNER).create(year=year, law="sha256:0", digest="sha256:0", diff={}, **acted)
        entry = ListedMaker.objects.using(OWNER).create(
            listing=listing,
            year=year,
            maker=self.maker,
            uscc=sound.MAKER,
            name_zh=self.maker.name_zh,
            name_en=self.maker.name_en,
            category="I",
            exporter_limit=5,
            listed_at=EARLIER,
        )
        for model in (sound.MODEL, OTHER_MODEL):
            ListedModel.objects.using(OWNER).create(listed_maker=entry, model_code=model, vehicle_name="纯电动轿车")
        spell = {"valid_from": date(year, 1, 1), "valid_until": date(year, 12, 31)}
        listed = ListedExporter.objects.using(OWNER).create(
            listed_maker=entry,
            exporter=self.exporter,
            uscc=sound.EXPORTER,
            contract_no=f"AUTH-{year}-01",
            **spell,
        )
        standing = {"maker_id": self.maker.pk, "year": year, "state": "in_force", "since": EARLIER}
        MakerStanding.objects.using(OWNER).create(entry=entry, **standing)
        ExporterStanding.objects.using(OWNER).create(entry=listed, exporter_id=self.exporter.pk, **standing, **spell)
        self._file(entry)

    def _file(self, entry: ListedMaker) -> None:
        """What the maker filed for the list."""
        filing = Filing.objects.using(OWNER).create(
            department_id=uuid7(),
            maker=self.maker,
            year=entry.year,
            state="listed",
            state_since=EARLIER,
            authority="4403",
            started_at=EARLIER,
        )
        version = FilingVersion.objects.using(OWNER).create(
            filing=filing,
            number=1,
            verb="submit",
            document={},
            digest="sha256:0",
            law="sha256:0",
            outcome="met",
            assessment={},
            by_role="maker",
            by_name="何经办",
            at=EARLIER,
        )
        ListedFacts.objects.using(OWNER).create(
            listed_maker=entry,
            version=version,
            vehicles_per_year=self.capacity,
            wmis=["LDM"],
            last_year={"DE": 2100},
            planned={"DE": 2600},
            outlets={"DE": 51},
            major_markets=["DE"],
        )

    def suspend_maker(self, year: int, when: datetime = EARLIER) -> None:
        """The ministry has suspended the maker's entry."""
        entry = ListedMaker.objects.using(OWNER).get(maker=self.maker, year=year)
        ListEvent.objects.using(OWNER).create(
            listed_maker=entry,
            kind="suspended",
            reasons="示例",
            by_role="ministry_officer",
            by_name="郑司长",
            at=when,
        )

    def decide(self, licence: Licence, status: str) -> None:
        """A licence's standing, as an action would leave it."""
        LicenceStanding.objects.using(OWNER).filter(licence=licence).update(status=status)

    def form(self, **changes) -> dict:
        """A sound form for 2026 under a contract of its own."""
        contract = f"EXEV-DE-2026-{next(self.contracts):03d}"
        return sound.form(**{"contract_no": contract, "valid_from": "2026-06-15", **deepcopy(changes)})

    def submitted(self, *, when: datetime = NOON, **changes) -> Application:
        draft = actions.draft(self.form(**changes), by=self.clerk, at=when)
        return actions.submit(draft.pk, by=self.clerk, at=when)

    def reviewed(self, *, when: datetime = NOON, **changes) -> Application:
        return self.review(self.submitted(when=when, **changes), when=when)

    def review(self, application: Application, *, when: datetime = NOON) -> Application:
        return actions.pass_first_review(application.pk, note="已核对价格资料。", by=self.lin, at=when)

    def issued(self, *, when: datetime = NOON, **changes) -> Licence:
        return actions.issue(self.reviewed(when=when, **changes).pk, by=self.zhou, at=when)

    def replaced(self, application: Application, *, when: datetime = NOON) -> Licence:
        """The licence that a change leads to: handed in, reviewed, issued."""
        actions.submit(application.pk, by=self.clerk, at=when)
        self.review(application, when=when)
        return actions.issue(application.pk, by=self.zhou, at=when)

    def revoke(self, number: str, reason: str, *, citation: str, when: datetime = NOON) -> None:
        """Notice, the exporter's waiver, and the decision by another officer, all at one moment."""
        actions.propose_revocation(number, reason, citation=citation, facts="示例", by=self.zhou, at=when)
        actions.waive_statement(number, by=self.clerk, at=when)
        actions.revoke(number, reason, citation=citation, by=self.wu, at=when)

    def use(self, licence: Licence, quantity: int, *, reserved: int = 0, clearances: int = 1) -> None:
        """What the customs gate does to a licence's numbers when it releases, or holds, a declaration."""
        balance = Balance.objects.using(OWNER).filter(licence=licence).order_by("line__position").first()
        balance.used += quantity
        balance.reserved += reserved
        balance.save(using=OWNER)
        standing = LicenceStanding.objects.using(OWNER).get(licence=licence)
        standing.clearances_used += clearances
        standing.save(using=OWNER)


def balances(licence: Licence) -> list[tuple[str, int, int, int]]:
    """(model, licensed, used, reserved) of each line, as they stand in the database."""
    rows = Balance.objects.using(OWNER).filter(licence=licence).order_by("line__position")
    return [(row.model_code, row.licensed, row.used, row.reserved) for row in rows]


def standing(licence: Licence) -> tuple[str, int, int]:
    row = LicenceStanding.objects.using(OWNER).get(licence=licence)
    return row.status, row.clearances_allowed, row.clearances_used


def told(subject: str) -> list[str]:
    """The kinds of the ledger's entries on a subject, in order."""
    return list(Entry.objects.using(OWNER).filter(subject=subject).order_by("id").values_list("kind", flat=True))
