"""A small world for the gate's tests: a listed maker and its exporter, a model, licences, cars. Rows are laid as the owner."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from uuid import UUID

from tests.customs import registers

from evexport.accounts.actors import Actor, in_role
from evexport.accounts.models import Organisation
from evexport.accounts.roles import Role
from evexport.codes import vin as vins
from evexport.customs import gate
from evexport.enterprises.models import Ban, Enterprise, EnterpriseWmi
from evexport.kernel.clock import CHINA
from evexport.kernel.ids import uuid7
from evexport.licensing.models import Application, Balance, Licence, LicenceLine, LicenceStanding
from evexport.qualification.models import (
    ExporterStanding,
    ListedExporter,
    ListedMaker,
    Listing,
    MakerStanding,
)
from evexport.regulation.facts.declaration import parse

OWNER = "owner"
NOON = datetime(2026, 6, 15, 12, 0, tzinfo=CHINA)
MODEL, OTHER_MODEL = "DMO7000BEVA1", "DMO7000BEVB2"
MAKER_USCC, EXPORTER_USCC, RIVAL_USCC = "91440300MADEM0EX2C", "91120000MADEM0RD1B", "91310000MADEM0XX0Z"


def enterprise(uscc: str, name: str) -> Enterprise:
    organisation = Organisation.objects.using(OWNER).create(kind="enterprise", name_zh=name, name_en=name, created_at=NOON)
    return Enterprise.objects.using(OWNER).create(
        organisation=organisation,
        uscc=uscc,
        name_zh=name,
        name_en=name,
        division="440300",
        enterprise_type="vehicle_maker",
        registered_at=NOON,
    )


@dataclass
class World:
    """The cast: Example EV makes, Example Trade exports, Rival has nothing to do with either."""

    maker: Enterprise = field(default_factory=lambda: enterprise(MAKER_USCC, "示例电动汽车有限公司"))
    exporter: Enterprise = field(default_factory=lambda: enterprise(EXPORTER_USCC, "示例汽车进出口有限公司"))
    rival: Enterprise = field(default_factory=lambda: enterprise(RIVAL_USCC, "示例对手贸易有限公司"))
    serials: count = field(default_factory=lambda: count(1))
    numbers: count = field(default_factory=lambda: count(1))
    system: Actor = field(default_factory=lambda: in_role(Role.CUSTOMS_SYSTEM, organisation_id=uuid7(), name="示例海关业务系统"))
    officer: Actor = field(
        default_factory=lambda: in_role(Role.CUSTOMS_OFFICER, user_id=uuid7(), organisation_id=uuid7(), name="关员甲")
    )
    colleague: Actor = field(
        default_factory=lambda: in_role(Role.CUSTOMS_OFFICER, user_id=uuid7(), organisation_id=uuid7(), name="关员乙")
    )

    def __post_init__(self) -> None:
        registers.lay(MODEL, OTHER_MODEL)
        EnterpriseWmi.objects.using(OWNER).create(
            maker=self.maker,
            wmi="LDM",
            holder_name=self.maker.name_zh,
            valid_from=date(2020, 1, 1),
            recorded_at=NOON,
        )
        for year in (2026, 2027):
            self.list_maker(year)

    def list_maker(self, year: int) -> None:
        """The maker and its exporter on a year's list, standing as publication leaves them."""
        acted = {"at": NOON, "by_name": "示例"}
        listing = Listing.objects.using(OWNER).create(year=year, law="sha256:0", digest="sha256:0", diff={}, **acted)
        entry = ListedMaker.objects.using(OWNER).create(
            listing=listing,
            year=year,
            maker=self.maker,
            uscc=MAKER_USCC,
            name_zh=self.maker.name_zh,
            name_en=self.maker.name_en,
            category="I",
            exporter_limit=5,
            listed_at=NOON,
        )
        spell = {"valid_from": date(year, 1, 1), "valid_until": date(year, 12, 31)}
        authorised = ListedExporter.objects.using(OWNER).create(
            listed_maker=entry,
            exporter=self.exporter,
            uscc=EXPORTER_USCC,
            contract_no=f"AUTH-{year}-01",
            **spell,
        )
        standing = {"maker_id": self.maker.pk, "year": year, "state": "in_force", "since": NOON}
        MakerStanding.objects.using(OWNER).create(entry=entry, **standing)
        ExporterStanding.objects.using(OWNER).create(entry=authorised, exporter_id=self.exporter.pk, **standing, **spell)

    def licence(self, quantity: int = 10, *, models: tuple[str, ...] = (MODEL,), allowed: int = 12, **face) -> Licence:
        """A licence as issued, `quantity` cars of each model."""
        number = face.pop("number", f"26-AA-{next(self.numbers):06d}")
        status = face.pop("status", "issued")
        application = Application.objects.using(OWNER).create(exporter=self.exporter, maker=self.maker, opened_at=NOON)
        sound = {
            "verification_code": "0",
            "ground": "qualified",
            "exporter": self.exporter,
            "exporter_uscc": EXPORTER_USCC,
            "consignor_uscc": EXPORTER_USCC,
            "maker": self.maker,
            "maker_uscc": MAKER_USCC,
            "contract_no": "EXEV-DE-2026-007",
            "destination": "DE",
            "customs_district": "5300",
            "trade_mode": "0110",
            "transport_mode": "2",
            "batch_rule": "multi",
            "valid_from": date(2026, 3, 15),
            "valid_until": date(2027, 3, 15),
            "issuing_body": "AA",
            "issued_at": NOON,
        }
        licence = Licence.objects.using(OWNER).create(number=number, application=application, **{**sound, **face})
        LicenceStanding.objects.using(OWNER).create(licence=licence, status=status, since=NOON, clearances_allowed=allowed)
        for position, model in enumerate(models, 1):
            line = LicenceLine.objects.using(OWNER).create(
                licence=licence,
                position=position,
                hs_code="8703801090",
                model_code=model,
                unit="003",
                quantity=quantity,
                unit_price="19800.00",
                currency="USD",
            )
            Balance.objects.using(OWNER).create(
                line=line, licence=licence, hs_code="8703801090", model_code=model, licensed=quantity
            )
        return licence

    def cars(self, number: int = 2) -> list[str]:
        return [vins.make("LDM", "EV7EB", 2026, "D", next(self.serials)) for _ in range(number)]

    def form(self, licence: Licence | None, cars=None, *, model: str = MODEL, **changes):
        """A sound declaration of these cars under this licence, with what the test changes."""
        cars = self.cars() if cars is None else cars
        serial = next(self.numbers)
        sound = {
            "message_id": f"m-{serial}",
            "declaration_no": f"53012026{serial:010d}",
            "declared_on": "2026-06-15",
            "customs_district": "5301",
            "trade_mode": "0110",
            "transport_mode": "2",
            "exporter_uscc": EXPORTER_USCC,
            "licence_no": licence.number if licence else None,
            "contract_no": "EXEV-DE-2026-007",
            "destination": "DE",
            "hs_code": "8703801090",
            "goods_state": "new",
            "vehicles": [{"vin": vin, "model_code": model} for vin in cars],
        }
        return parse({**sound, **changes})

    def decide(self, form, *, at: datetime = NOON, **options):
        return gate.decide(form, client=options.pop("client", self.system), at=at, **options)

    def balance(self, licence: Licence, model: str = MODEL) -> tuple[int, int, int]:
        """Licensed, used, reserved."""
        row = Balance.objects.using(OWNER).get(licence=licence, model_code=model)
        return row.licensed, row.used, row.reserved

    def clearances(self, licence: Licence) -> int:
        return LicenceStanding.objects.using(OWNER).get(pk=licence.pk).clearances_used

    def end(self, licence: Licence, status: str) -> None:
        LicenceStanding.objects.using(OWNER).filter(pk=licence.pk).update(status=status)

    def ban(self, since: date = date(2026, 6, 1)) -> None:
        Ban.objects.using(OWNER).create(
            enterprise=self.exporter,
            valid_from=since,
            until=since + timedelta(days=365),
            because="示例",
            citation="DESIGN#exporter-ban",
            imposed_at=NOON,
        )


def tenant(organisation: Enterprise) -> Actor:
    return in_role(Role.EXPORTER, user_id=uuid7(), organisation_id=UUID(str(organisation.pk)), name="经办人")
