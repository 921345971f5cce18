"""The licensing house with a port beside it: licences issued by the real deeds, declared at the real gate."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count

from tests.licensing import sound
from tests.licensing.house import EARLIER, NOON, OWNER, House

from evexport.accounts.actors import Actor, in_role
from evexport.accounts.roles import Role
from evexport.codes import vin as vins
from evexport.customs import gate
from evexport.enterprises.models import EnterpriseWmi
from evexport.kernel.clock import china_day
from evexport.kernel.ids import uuid7
from evexport.licensing.models import Licence
from evexport.registers.models import InspectionCatalogueEntry
from evexport.regulation.facts.declaration import Declaration, parse

CODE = "8703801090"


@dataclass
class Port(House):
    """The house, its maker's identifier on record, a catalogue that asks for no inspection, customs' system."""

    numbers: count = field(default_factory=lambda: count(1))
    serials: count = field(default_factory=lambda: count(1))
    system: Actor = field(default_factory=lambda: in_role(Role.CUSTOMS_SYSTEM, organisation_id=uuid7(), name="示例海关业务系统"))

    def __post_init__(self) -> None:
        super().__post_init__()
        EnterpriseWmi.objects.using(OWNER).create(
            maker=self.maker, wmi="LDM", holder_name=self.maker.name_zh, valid_from=date(2020, 1, 1), recorded_at=EARLIER
        )
        InspectionCatalogueEntry.objects.using(OWNER).create(year=2026, hs_code=CODE, required=False)

    def cars(self, number: int = 2) -> list[str]:
        return [vins.make("LDM", "EV7EB", 2026, "D", next(self.serials)) for _ in range(number)]

    def declaration(self, licence: Licence, cars: list[str] | None = None, *, at: datetime = NOON, **changes) -> Declaration:
        """A sound declaration under a licence, of today unless the case says otherwise."""
        serial = next(self.numbers)
        return parse(
            {
                "message_id": f"m-{serial}",
                "declaration_no": f"53012026{serial:010d}",
                "declared_on": china_day(at).isoformat(),
                "customs_district": "5301",
                "trade_mode": licence.trade_mode,
                "transport_mode": licence.transport_mode,
                "exporter_uscc": licence.exporter_uscc,
                "licence_no": licence.number,
                "contract_no": licence.contract_no,
                "destination": licence.destination,
                "hs_code": CODE,
                "goods_state": "new",
                "vehicles": [{"vin": vin, "model_code": sound.MODEL} for vin in (cars or self.cars())],
                **changes,
            }
        )

    def declare(self, licence: Licence, *, at: datetime = NOON, **changes) -> list[str]:
        """Declare two cars now: the decision, and the codes of its reasons."""
        decision = gate.decide(self.declaration(licence, at=at, **changes), client=self.system, at=at)
        return [decision.decision, *(reason["code"] for reason in decision.reasons)]
