"""The demonstration year from its first day to its last: two rounds, a year of licences, the border, and what remains."""

from dataclasses import dataclass
from datetime import date, timedelta

from evexport.demo.border import Border, Incidents
from evexport.demo.cast import Cast, Casting
from evexport.demo.customs_today import CustomsToday
from evexport.demo.inbox import Inbox
from evexport.demo.open_cases import OpenCases
from evexport.demo.rounds import Calendar, Round, moment
from evexport.demo.story import Story
from evexport.demo.trade import Held, Trade, first_exporter
from evexport.demo.world import DemoMaker, World
from evexport.enterprises.actions import ban
from evexport.kernel.text import Text
from evexport.licensing import actions as licences
from evexport.oversight.statistics.counting import bring_up_to_date
from evexport.qualification.actions import entries, list_changes
from evexport.registers.actions import import_rows
from evexport.vehicles.actions import Produced, record_production

BEGIN = date(2026, 1, 2)
TODAY = date(2027, 3, 3)
"""The day on which the demonstration ends and its server runs: a Wednesday."""

FIRST_ROUND = Calendar(
    year=2026, drafted=date(2026, 1, 5), submitted=date(2026, 1, 12), returned=date(2026, 1, 14), corrected=date(2026, 1, 16),
    forwarded=date(2026, 1, 19), consulted=date(2026, 1, 20), opined=date(2026, 1, 22), nominated=date(2026, 1, 23),
    objected=date(2026, 1, 26), decided=date(2026, 1, 28), published=date(2026, 2, 12),
    set={
        "opens": date(2026, 1, 4), "filing_until": date(2026, 1, 20), "forward_until": date(2026, 1, 30),
        "list_by": date(2026, 3, 31),
    },
)  # fmt: skip
SECOND_ROUND = Calendar(
    year=2027, drafted=date(2026, 8, 20), submitted=date(2026, 9, 8), returned=date(2026, 9, 14), corrected=date(2026, 9, 18),
    forwarded=date(2026, 9, 24), consulted=date(2026, 10, 9), opined=date(2026, 10, 14), nominated=date(2026, 10, 16),
    objected=date(2026, 10, 20), decided=date(2026, 10, 22), published=date(2026, 12, 10),
)  # fmt: skip
IN_FIRST_ROUND = 14
PLOTS = {
    0: "thin_service", 3: "one_outlet_short", 5: "asked", 7: "objected", 9: "no_joint_liability", 10: "objection_upheld",
    28: "rejected", 29: "withdrawn",
}  # fmt: skip
GONE = 13
"""Was listed for 2026 and did not file again: it falls off the list."""


@dataclass
class Samples:
    """What an integrator needs to try: licences in each standing, unused cars of one that has balance."""

    balance: Held
    exhausted: Held
    expired: Held
    suspended: Held
    revoked: Held
    cars: list[str]


class Year:
    """Runs the whole year; the same seed tells the same story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.world = World()

    def run(self) -> tuple[Cast, Samples]:
        say = self.story
        say.chapter("开场：登记机关、企业与登记数据", "Setting: authorities, enterprises, registers")
        self.cast = Casting(self.world, moment(BEGIN, 8)).found()
        self.trade, self.border = Trade(self.cast, say), Border(self.cast, say)
        say.line(f"{len(self.world.makers)} 家虚构生产企业、{len(self.cast.exporters)} 家出口企业 · fictitious, marked 示例")
        self._before_the_regime()
        say.chapter("2026年度名单", "The list of 2026")
        Round(FIRST_ROUND, self.world.makers[:IN_FIRST_ROUND], self.cast, say, {2: "asked"}).run()
        say.chapter("2026年：申领许可证与通关", "2026: licences and the border")
        self._exports_of_2026()
        say.chapter("2027年度名单：资质申报与审核", "The list of 2027: filing and review")
        filing = [maker for maker in self.world.makers if maker.index != GONE]
        Round(SECOND_ROUND, filing, self.cast, say, PLOTS).run()
        say.chapter("2027年：提前发证与通关", "2027: early issue and the border")
        self._exports_of_2027()
        inbox = Inbox(self.cast, say)
        inbox.nights(moment(TODAY, 9))
        say.chapter("口岸上的每一种理由", "Every reason at the border")
        samples = self._incidents()
        say.chapter("今天：各工作台上的事", "Today: what lies on the desks")
        OpenCases(self.world, self.cast, self.trade, say).leave(TODAY)
        CustomsToday(self.border, self.new, TODAY).run()
        say.chapter("通知", "Notices")
        inbox.today(moment(TODAY, 9))
        bring_up_to_date(at=moment(TODAY, 10))
        return self.cast, samples

    def _before_the_regime(self) -> None:
        """Declared on the last day without the regime: no licence is needed."""
        maker = self.world.makers[0]
        form = {
            "message_id": "demo-before", "declaration_no": "530020250000000001", "declared_on": "2025-12-31",
            "customs_district": "5300",
            "trade_mode": "0110", "transport_mode": "2", "exporter_uscc": first_exporter(maker), "destination": "DE",
            "hs_code": "8703801090", "goods_state": "new",
            "vehicles": [{"vin": maker.vins(1, year=2025)[0], "model_code": maker.models[0].code}],
        }  # fmt: skip
        self.border.declare(form, moment(BEGIN, 9), told=True)

    def _draw(self, maker: DemoMaker, starts: date, issued: date, quantity: int, *, place: int = 0, **more: object) -> Held:
        markets = list(maker.markets)
        exporters = [one.uscc for one in maker.exporters] or [maker.uscc]
        who = exporters[place % len(exporters)]
        form = self.trade.application(maker, who, starts=starts, quantity=quantity, market=markets[place % len(markets)], **more)
        return self.trade.draw(maker, who, form, moment(issued, 9, maker.index))

    def _exports_of_2026(self) -> None:
        makers = self.world.makers[:IN_FIRST_ROUND]
        issued = date(2026, 2, 24)
        self.early = {maker.index: self._draw(maker, issued, issued, 400 if maker.category == "I" else 160) for maker in makers}
        for number, (_index, held) in enumerate(sorted(self.early.items())):
            self.border.ship_all(held, date(2026, 3, 4) + timedelta(days=number), loads=4, share=0.95)
        for place, month in enumerate((5, 7), 1):
            for maker in makers[:8]:
                held = self._draw(
                    maker, date(2026, month, 12), date(2026, month, 12), 800 if maker.category == "I" else 240, place=place
                )
                self.border.ship_all(held, date(2026, month, 20), loads=6, share=0.95)
        first = makers[0]
        refused = self.trade.application(
            first, first_exporter(first), starts=date(2026, 6, 9), quantity=10, market=next(iter(first.markets))
        )
        self.trade.refuse(first, first_exporter(first), refused, moment(date(2026, 6, 9)))
        back = self.trade.application(
            first, first_exporter(first), starts=date(2026, 6, 10), quantity=10, market=next(iter(first.markets))
        )
        self.trade.send_back(first_exporter(first), back, moment(date(2026, 6, 10)))
        self.story.line(f"全年已放行 {self.border.cars} 辆 · vehicles released so far")

    def _exports_of_2027(self) -> None:
        """Next year's licences from 15 December, not valid before 1 January; then the first loads of the new year."""
        start, early = date(2027, 1, 1), date(2026, 12, 16)
        self.new: dict[int, Held] = {}
        for maker in self.world.makers:
            if maker.index in (GONE, 28, 29):
                continue
            size = {"I": 1500, "II": 420}.get(maker.category, 60)
            self.new[maker.index] = self._draw(maker, start, early, size)
        first = self.new[1]
        self.border.declare(
            self.border.form(first, first.maker.vins(1), date(2026, 12, 20)), moment(date(2026, 12, 20)), told=True
        )
        for number, (index, held) in enumerate(sorted(self.new.items())):
            loads = {"I": 8, "II": 4}.get(held.maker.category, 2)
            loads, share = (loads, 0.6) if index else (2, 0.2)
            self.border.ship_all(held, date(2027, 1, 4) + timedelta(days=number % 7), loads=loads, share=share, until=TODAY)
        self.story.line(f"累计放行 {self.border.cars} 辆 · vehicles released in all")

    def _incidents(self) -> Samples:
        """Every reason once; returns the licences and cars that integrators may try."""
        on, new, cast = date(2027, 3, 1), self.new, self.cast
        at = moment(on, 8)
        incidents = Incidents(self.border, on)
        incidents.mistakes(new[1], new[2], "0200")
        exported = new[2].maker.vins(1)[0]
        incidents.one(new[2], [exported])
        incidents.cars(new[2], new[4], exported)
        incidents.inspection(new[4])
        incidents.afterwards(new[5])
        self._standing(incidents)
        self._parties(incidents)
        first = self.world.makers[0]
        ordered = {"suspended": 30, "revoked": 30, "exhausted": 12}
        made = {name: self._draw(first, date(2027, 1, 20), date(2027, 1, 20), size) for name, size in ordered.items()}
        self.border.ship(made["exhausted"], 12, date(2027, 2, 1))
        incidents.one(made["exhausted"])
        licences.suspend(
            made["suspended"].licence.number,
            "涉嫌虚报价格，待查。",
            citation="MOFCOM-11-2008#suspension",
            by=cast.ministry,
            at=at,
        )
        incidents.one(made["suspended"])
        self._revoked(made["revoked"])
        incidents.one(made["revoked"])
        incidents.one(self.early[0])
        return Samples(new[0], made["exhausted"], self.early[0], made["suspended"], made["revoked"], first.vins(60, year=2027))

    def _revoked(self, held: Held) -> None:
        """Notice in February, the exporter's statement, and another officer's decision."""
        number, article = held.licence.number, "MOFCOM-11-2008#revocation"
        licences.propose_revocation(
            number,
            "涉嫌以虚假材料取得许可证。",
            citation=article,
            facts="所附合同经核对与买方留存文本不符，签订日期晚于申请日期。",
            by=self.cast.approver,
            at=moment(date(2027, 2, 9), 9),
        )
        licences.state_case(number, "合同为补签，买方可以证明。", by=held.exporter, at=moment(date(2027, 2, 16), 10))
        licences.revoke(
            number,
            "陈述申辩未能说明日期不符；以虚假材料取得，予以撤销。",
            citation=article,
            by=self.cast.ministry,
            at=moment(date(2027, 3, 1), 8),
        )
        self.story.line(f"{number} 经告知和陈述申辩后撤销 · is revoked after notice and statement [cyan]{article}[/]")

    def _standing(self, incidents: Incidents) -> None:
        """Licences replaced, returned, lost, used up in clearances or too small."""
        at, new = moment(incidents.day, 11), self.new
        amended = new[6]
        self.trade.amend(amended, {"transport_mode": "3"}, at)
        incidents.one(amended)
        licences.return_unused(new[7].licence.number, "合同终止，未用部分退回。", by=new[7].exporter, at=at)
        incidents.one(new[7])
        licences.report_loss(new[8].licence.number, "证书遗失，已登报声明。", by=new[8].exporter, at=at)
        incidents.one(new[8])
        single = self._draw(self.world.makers[9], date(2027, 1, 25), date(2027, 1, 25), 20, batch_rule="one")
        self.border.ship(single, 5, date(2027, 2, 3))
        incidents.one(single)
        incidents.one(new[14], new[14].maker.vins(new[14].left + 1))

    def _parties(self, incidents: Incidents) -> None:
        """What makers, exporters, models and certificates have come to by now."""
        at, cast, new = moment(incidents.day, 12), self.cast, self.new
        ministry, day = cast.ministry, incidents.day
        maker = new[15].maker_id
        entries.suspend_entry(maker, 2027, reasons="抽查不合格，暂停资质。", citation="SCF-318-2012#list", by=ministry, at=at)
        incidents.one(new[15])
        seller = new[16]
        list_changes.renounce(
            seller.maker_id, seller.licence.exporter_id, 2027, reasons="不再从事整车出口。", by=seller.exporter, at=at
        )
        incidents.one(seller)
        barred = new[17]
        ban(
            barred.licence.exporter_id, valid_from=day, until=day + timedelta(days=365), because="伪报贸易方式",
            citation="MOFCOM-11-2008#penalties",
            by=ministry, at=at,
        )  # fmt: skip
        incidents.one(barred)
        gone = new[18]
        entries.withdraw_model(gone.maker_id, gone.maker.models[0].code, 2027, reasons="产品撤出《公告》。", by=ministry, at=at)
        incidents.one(gone)
        uncertified = new[19]
        model = uncertified.maker.models[0]
        row = {
            "certificate_no": model.ccc, "manufacturer_uscc": uncertified.maker.uscc, "model_code": model.code,
            "status": "suspended",
            "status_since": day.isoformat(), "valid_from": "2025-05-02", "valid_until": "2030-05-01",
            "example": "true", "source": "示例",
        }  # fmt: skip
        import_rows("ccc", [row], by=ministry, at=at, partial=True)
        incidents.one(uncertified)
        keeper = new[3]
        built = keeper.maker.vins(1)[0]
        record_production([Produced(built, keeper.maker.models[-1].code, day)], by=cast.makers[keeper.maker.uscc], at=at)
        incidents.one(keeper, [built])
        self.story.line(
            Text(
                "名单、授权、认证与生产登记的变化当即在口岸生效",
                "Changes of lists, authorisations and certificates count at the border at once",
            ).zh
        )
