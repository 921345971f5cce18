"""Licences of the demonstration: applied for, examined, approved by another person; some refused, some changed later."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.demo.cast import Cast
from evexport.demo.rounds import moment
from evexport.demo.story import Story
from evexport.demo.world import DemoMaker
from evexport.licensing import actions
from evexport.licensing.models import Licence

DISTRICTS = ("5300", "2200", "0200", "3100", "5100")
PAYMENT = "2"


@dataclass
class Held:
    """A licence of the demonstration with what a declaration under it must say."""

    licence: Licence
    maker: DemoMaker
    exporter_uscc: str
    exporter: Actor
    quantity: int
    models: tuple[int, ...]
    left: int = 0

    @property
    def maker_id(self) -> UUID:
        """Whose cars they are; every licence of the demonstration names its maker."""
        return UUID(str(self.licence.maker_id))


@dataclass
class Trade:
    """Draws licences; contract numbers run on."""

    cast: Cast
    story: Story
    contracts: int = 0
    held: list[Held] = field(default_factory=list)

    def application(
        self, maker: DemoMaker, exporter_uscc: str, *, starts: date, quantity: int, market: str, **more: Any
    ) -> dict[str, Any]:
        """An application in the shape of a licence's face."""
        self.contracts += 1
        models: tuple[int, ...] = more.pop("models", (0,))
        return {
            "ground": "qualified",
            "applicant_uscc": exporter_uscc,
            "consignor_uscc": exporter_uscc,
            "manufacturer_uscc": maker.uscc,
            "issuing_body": "AA",
            "trade_mode": "0110",
            "contract_no": f"EX{maker.index:02d}-{market}-{starts.year % 100}-{self.contracts:04d}",
            "consignee": f"Example {market} Import Ltd.",
            "destination": market,
            "customs_district": DISTRICTS[maker.index % len(DISTRICTS)],
            "transport_mode": "2",
            "payment": PAYMENT,
            "price_terms": "FOB",
            "batch_rule": "multi",
            "valid_from": starts.isoformat(),
            "remarks": "",
            "lines": [
                {
                    "hs_code": "8703801090",
                    "model_code": maker.models[place].code,
                    "specification": "64 kWh, 5 seats",
                    "unit": "003",
                    "quantity": quantity,
                    "unit_price": "19800.00",
                    "currency": "USD",
                }
                for place in models
            ],
            **more,
        }

    def draw(self, maker: DemoMaker, exporter_uscc: str, document: dict[str, Any], at: datetime) -> Held:
        """From the application to the licence within three working days, by two officers."""
        clerk = self.clerk(exporter_uscc)
        one = actions.draft(document, by=clerk, at=at)
        actions.submit(one.id, by=clerk, at=at + timedelta(minutes=20))
        held = self.issue(one.id, maker, exporter_uscc, at)
        self.held.append(held)
        return held

    def issue(self, application_id: Any, maker: DemoMaker, exporter_uscc: str, at: datetime) -> Held:
        actions.pass_first_review(
            application_id, note="已核对合同与发票，价格与同期同类合同相当。", by=self.cast.examiner, at=at + timedelta(hours=2)
        )
        licence = actions.issue(application_id, by=self.cast.approver, at=at + timedelta(hours=5))
        self.story.count["licence:issued"] += 1
        lines = list(licence.application.document["lines"])
        codes = [model.code for model in maker.models]
        places = tuple(codes.index(line["model_code"]) for line in lines)
        quantity = sum(int(line["quantity"]) for line in lines)
        return Held(licence, maker, exporter_uscc, self.clerk(exporter_uscc), quantity, places, int(lines[0]["quantity"]))

    def clerk(self, uscc: str) -> Actor:
        return self.cast.exporters.get(uscc) or self.cast.makers[uscc]

    def refuse(self, maker: DemoMaker, exporter_uscc: str, document: dict[str, Any], at: datetime) -> None:
        """An application that the examiner refuses, with the article."""
        clerk = self.clerk(exporter_uscc)
        one = actions.draft(document, by=clerk, at=at)
        actions.submit(one.id, by=clerk, at=at)
        actions.refuse(
            one.id,
            "合同与所附材料不一致。",
            citation="ISSUE-RULES-2008#materials",
            by=self.cast.examiner,
            at=at + timedelta(hours=3),
        )
        self.story.count["licence:refused"] += 1
        self.story.line(f"{maker.name.zh} 一件申请被拒 · one application is refused [cyan]ISSUE-RULES-2008#materials[/]")

    def send_back(self, exporter_uscc: str, document: dict[str, Any], at: datetime) -> None:
        """An application returned, corrected by its applicant and handed in again."""
        clerk = self.clerk(exporter_uscc)
        one = actions.draft(document, by=clerk, at=at)
        actions.submit(one.id, by=clerk, at=at)
        actions.return_(one.id, "请补充合同签订日期。", by=self.cast.examiner, at=at + timedelta(hours=1))
        actions.save(one.id, {**document, "remarks": "合同签订日期见附件"}, by=clerk, at=at + timedelta(hours=2))
        actions.submit(one.id, by=clerk, at=at + timedelta(hours=3))
        self.story.count["licence:returned"] += 1

    def amend(self, held: Held, change: dict[str, Any], at: datetime) -> Held:
        """A change is a new licence for what is left; the old one is replaced."""
        one = actions.amend(held.licence.number, change, by=held.exporter, at=at)
        actions.submit(one.id, by=held.exporter, at=at)
        new = self.issue(one.id, held.maker, held.exporter_uscc, at)
        self.story.count["licence:replaced"] += 1
        self.story.line(
            f"{held.licence.number} 更改，由 {new.licence.number} 接替 · is replaced [cyan]ISSUE-RULES-2008#amendment[/]"
        )
        return new


def first_exporter(maker: DemoMaker) -> str:
    """Who exports for a maker: its first authorised exporter, or itself in category IV."""
    return maker.exporters[0].uscc if maker.exporters else maker.uscc


__all__ = ["Held", "Trade", "first_exporter", "moment"]
