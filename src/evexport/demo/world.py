"""The demonstration's makers, exporters and markets: fictitious, made from a seed, always the same for the same seed."""

import random
from dataclasses import dataclass, field
from functools import cached_property

from evexport.codes import uscc, vin
from evexport.kernel.text import Text

SEED = 20260101

# (Chinese name, English name, division, category aimed at, vehicles exported last year). All names carry 示例 / Example.
MAKERS: tuple[tuple[str, str, str, str, int], ...] = (
    ("电动", "EV", "440300", "I", 4560),
    ("晨曦", "Dawn", "310000", "I", 9200),
    ("远航", "Voyager", "330200", "I", 7100),
    ("鲲鹏", "Roc", "440300", "I", 5400),
    ("启明", "Morning Star", "340100", "I", 3600),
    ("长风", "Long Wind", "420100", "I", 2800),
    ("青禾", "Green Shoot", "320100", "II", 1500),
    ("云岭", "Cloud Ridge", "530100", "II", 900),
    ("海岚", "Sea Mist", "370200", "II", 1250),
    ("星河", "Galaxy", "510100", "II", 760),
    ("北辰", "Polaris Light", "110000", "II", 640),
    ("江南", "Jiangnan", "320500", "II", 580),
    ("翠微", "Emerald Hill", "430100", "II", 510),
    ("朝阳", "Sunrise", "210200", "II", 470),
    ("松柏", "Evergreen", "220100", "II", 430),
    ("凌云", "Skyward", "500000", "II", 380),
    ("明珠", "Pearl", "350200", "II", 330),
    ("金桥", "Golden Bridge", "410100", "II", 260),
    ("百川", "Hundred Rivers", "330100", "III", 180),
    ("天山", "Tianshan", "650100", "III", 150),
    ("丹霞", "Red Cliff", "440300", "III", 140),
    ("草原", "Prairie", "150100", "III", 120),
    ("银杏", "Ginkgo", "440300", "III", 110),
    ("流光", "Flowing Light", "120000", "III", 90),
    ("若水", "Still Water", "440300", "III", 80),
    ("知行", "Deed", "610100", "III", 70),
    ("小满", "Ripening", "130100", "III", 60),
    ("望海", "Sea View", "440300", "III", 45),
    ("轻舟", "Light Boat", "330100", "IV", 12),
    ("初心", "First Heart", "440100", "IV", 8),
    ("逐日", "Sun Chaser", "320100", "III", 30),
    ("半夏", "Midsummer", "410100", "III", 24),
    ("疾风", "Gale", "420100", "II", 300),
    ("虚舟", "Empty Boat", "310000", "III", 100),
)

MARKETS: tuple[tuple[str, int], ...] = (
    ("DE", 18),
    ("BE", 16),
    ("GB", 14),
    ("MX", 12),
    ("TH", 11),
    ("BR", 10),
    ("AU", 9),
    ("ID", 8),
    ("AE", 7),
    ("NO", 5),
    ("IL", 5),
    ("MY", 4),
    ("ES", 4),
    ("UZ", 3),
    ("NL", 3),
)
CITIES = {
    "DE": "Berlin",
    "BE": "Antwerp",
    "GB": "Leeds",
    "MX": "Monterrey",
    "TH": "Bangkok",
    "BR": "São Paulo",
    "AU": "Sydney",
    "ID": "Jakarta",
    "AE": "Dubai",
    "NO": "Oslo",
    "IL": "Haifa",
    "MY": "Kuala Lumpur",
    "ES": "Valencia",
    "UZ": "Tashkent",
    "NL": "Utrecht",
}
WMI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class DemoModel:
    """A model as the Announcement names it, with its certificate."""

    code: str
    vehicle_name: str
    ccc: str


@dataclass(frozen=True, slots=True)
class DemoExporter:
    """An export firm that a maker names, or the maker's own trading arm."""

    name: Text
    uscc: str
    division: str


@dataclass
class DemoMaker:
    """One fictitious maker with all that its filing draws on."""

    index: int
    name: Text
    uscc: str
    division: str
    wmi: str
    customs_code: str
    category: str
    exported: int
    models: tuple[DemoModel, ...]
    exporters: tuple[DemoExporter, ...]
    markets: dict[str, int] = field(default_factory=dict)
    serial: int = 0

    @property
    def trademark(self) -> str:
        return self.name.zh.removesuffix("汽车有限公司") + "牌"

    def vins(self, count: int, *, model: int = 0, year: int = 2026) -> list[str]:
        """The next cars off the line, as VINs with a right check digit; never the same twice."""
        first, self.serial = self.serial + 1, self.serial + count
        descriptor = f"EV{self.index % 10}E{model + 1}"
        if self.wmi.endswith("9"):
            maker_code = f"{self.index:03d}"
            return [vin.make(self.wmi, descriptor, year, "D", f"{maker_code}{n:03d}") for n in range(first, first + count)]
        return [vin.make(self.wmi, descriptor, year, "D", f"{n:06d}") for n in range(first, first + count)]


class World:
    """Everybody in the demonstration."""

    def __init__(self, seed: int = SEED) -> None:
        self.random = random.Random(seed)

    @cached_property
    def makers(self) -> list[DemoMaker]:
        return [self._maker(index, *row) for index, row in enumerate(MAKERS)]

    def _maker(self, index: int, zh: str, en: str, division: str, category: str, exported: int) -> DemoMaker:
        name = Text(f"示例{zh}汽车有限公司", f"Example {en} Co., Ltd." if index == 0 else f"Example {en} Auto Co., Ltd.")
        return DemoMaker(
            index=index,
            name=name,
            uscc="91440300MADEM0EX2C" if index == 0 else uscc.make(f"91{division}MADEM{index:02d}MK"),
            division=division,
            wmi="LDM" if index == 0 else f"L{9 - index // 22}{WMI_LETTERS[index % 22]}",
            customs_code=f"{division[:4]}96{index + 1:04d}",
            category=category,
            exported=exported,
            models=self._models(index),
            exporters=self._exporters(index, zh, en, category),
            markets=self._share(exported, {"I": 6, "II": 4, "III": 2, "IV": 2}[category]),
        )

    def _models(self, index: int) -> tuple[DemoModel, ...]:
        letters = "DM" + ("O" if index == 0 else WMI_LETTERS[index % len(WMI_LETTERS)])
        kinds = ((f"7{index:02d}0", "纯电动轿车"), (f"6{index:02d}0", "纯电动多用途乘用车"))
        count = 1 if index == 0 or index % 3 == 2 else 2
        return tuple(
            DemoModel(
                f"{letters}{number if index else '7000'}BEVA{place + 1}",
                vehicle_name,
                f"20250111{index + 1:02d}{place + 1:06d}" if index else "2025011101000001",
            )
            for place, (number, vehicle_name) in enumerate(kinds[:count])
        )

    def _exporters(self, index: int, zh: str, en: str, category: str) -> tuple[DemoExporter, ...]:
        """How many exporters a maker names: within what its category allows, none in category IV."""
        if index == 0:
            return (
                DemoExporter(Text("示例汽车进出口有限公司", "Example Auto Trading Co., Ltd."), "91120000MADEM0RD1B", "120000"),
            )
        count = {"I": 2, "II": 1 + index % 2, "III": 1, "IV": 0}[category]
        division = MAKERS[index][2]
        return tuple(
            DemoExporter(
                Text(f"示例{zh}进出口第{n}有限公司", f"Example {en} Trading {n} Co., Ltd."),
                uscc.make(f"91{division}MADEX{index:02d}{n}T"),
                division,
            )
            for n in range(1, count + 1)
        )

    def _share(self, exported: int, markets: int) -> dict[str, int]:
        """Last year's exports by market: a few markets drawn by weight, the volume split among them."""
        names, weights = zip(*MARKETS, strict=True)
        chosen: list[str] = []
        while len(chosen) < markets:
            name = self.random.choices(names, weights)[0]
            if name not in chosen:
                chosen.append(name)
        if exported == 0:
            return dict.fromkeys(chosen, 0)
        parts = sorted((self.random.uniform(0.5, 1.5) for _ in chosen), reverse=True)
        shares = {market: int(exported * part / sum(parts)) for market, part in zip(chosen, parts, strict=True)}
        shares[chosen[0]] += exported - sum(shares.values())
        return shares
