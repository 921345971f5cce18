"""A yearly filing in words: its sections in order, their fields' names, cards and tables to fill in, check or review."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Component
from evexport.desks.kit.parts import Answer, Summary
from evexport.kernel.text import Text
from evexport.network.columns import OWNERSHIP, RESCUE, SERVICES
from evexport.qualification.columns import NETWORK as NETWORK_TABLES
from evexport.qualification.columns import TABLES


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a filing: its key in the document, what it is called, why it is asked and by which articles, its criteria."""

    key: str
    label: Text
    why: Text
    cites: tuple[str, ...]
    criteria: tuple[str, ...]
    fields: Mapping[str, Text]
    many: bool = False


CATEGORY = "claimed_category"
"""The one section that is a single answer and no mapping."""
EXPORT_FIELDS = {"market": Text("市场", "Market"), "vehicles": Text("车辆数", "Vehicles")}
PLANT_FIELDS = {
    "name": Text("工厂", "Plant"),
    "division": Text("所在地", "Division"),
    "vehicles_per_year": Text("年产能（辆）", "Vehicles a year"),
}
SECTIONS: tuple[Section, ...] = (
    Section(
        "manufacturer",
        Text("企业基本信息", "Basic information"),
        Text(
            "名称须与《公告》完全一致；名单和许可证均使用该名称。",
            "The name must be exactly the announced one: list and licences carry it.",
        ),
        ("BRIEF#filing", "BRIEF#announcement"),
        ("Q1", "Q3"),
        {
            "uscc": Text("统一社会信用代码", "Unified social credit code"),
            "name_zh": Text("中文名称", "Chinese name"),
            "name_en": Text("英文名称", "English name"),
            "division": Text("所在地", "Division"),
            "enterprise_type": Text("企业类型", "Kind of enterprise"),
            "customs_code": Text("海关编码", "Customs registration code"),
            "own_brand": Text("自主品牌", "Own brand"),
            "wmis": Text("世界制造厂识别代号", "World manufacturer identifiers"),
        },
    ),
    Section(
        "production_capacity",
        Text("生产能力", "Production capacity"),
        Text("计划出口量须在生产能力之内。", "What is planned for export must lie within the capacity."),
        ("BRIEF#filing",),
        ("Q4",),
        {
            "vehicles_per_year": Text("年产能（辆）", "Vehicles a year"),
            "vehicles_built_last_year": Text("上年实际产量（辆）", "Vehicles built last year"),
        },
    ),
    Section(
        "quality_management",
        Text("质量管理体系", "Quality management"),
        Text("质量管理体系证书应在有效期内。", "The quality-management certificate must be valid."),
        ("BRIEF#filing",),
        ("Q5",),
        {
            "standard": Text("标准", "Standard"),
            "certificate_no": Text("证书编号", "Certificate No."),
            "valid_until": Text("有效期至", "Valid until"),
        },
    ),
    Section(
        "models",
        Text("车型", "Models"),
        Text(
            "每个车型须列入《公告》并持有有效的强制性产品认证。", "Each model must be announced and hold a valid CCC certificate."
        ),
        ("BRIEF#announcement", "BRIEF#ccc"),
        ("S1", "Q1", "Q2"),
        {
            "model_code": Text("车型代号", "Model code"),
            "vehicle_name": Text("车辆名称", "Vehicle name"),
            "trademark": Text("商标", "Trademark"),
            "propulsion": Text("动力", "Propulsion"),
            "announcement_batch": Text("公告批次", "Announcement batch"),
            "ccc_certificate": Text("CCC证书编号", "CCC certificate"),
            "ccc_status": Text("证书状态", "Status of the certificate"),
            "ccc_valid_until": Text("证书有效期至", "Certificate valid until"),
        },
        many=True,
    ),
    Section(
        "exports",
        Text("出口情况与计划", "Exports and plan"),
        Text(
            "据此确定主要出口市场，并核对服务能力与出口规模是否相称。",
            "Shows the major markets, and whether service is commensurate with volume.",
        ),
        ("BRIEF#commensurate", "BRIEF#layout"),
        ("Q4", "Q6", "Q9", "Q12"),
        EXPORT_FIELDS,
        many=True,
    ),
    Section(
        CATEGORY,
        Text("申报类别", "Category claimed"),
        Text(
            "类别决定可授权的出口经营企业数量；网点、出口量、市场和品牌条件须全部成立。",
            "The category decides how many exporters may be authorised; outlets, volume, markets and brand must all fit.",
        ),
        ("SCF-318-2012#categories",),
        ("Q6",),
        {CATEGORY: Text("申报类别", "Category claimed")},
    ),
    Section(
        "service_network",
        Text("海外售后服务网络", "Service network abroad"),
        Text(
            "网点、常见故障零部件备货、维修响应时间、24小时救援和建设规划；各项要求见“现行规则”。",
            "Outlets, parts in stock, response time, round-the-clock rescue, construction plan; the rules say how much.",
        ),
        ("BRIEF#service-network", "BRIEF#parts", "BRIEF#response", "BRIEF#rescue"),
        ("Q6", "Q7", "Q8", "Q9", "Q10", "Q11", "Q12"),
        {},
        many=True,
    ),
    Section(
        "authorised_exporters",
        Text("授权出口经营企业", "Authorised exporters"),
        Text(
            "谁出口、谁负责：授权合同应写明连带责任。", "Whoever exports is responsible: the contract must state joint liability."
        ),
        ("BRIEF#responsibility",),
        ("A1", "A2"),
        {one.name: one.label for one in TABLES["exporters"].columns},
        many=True,
    ),
)
BY_KEY = {one.key: one for one in SECTIONS}
NETWORK: dict[str, tuple[Text, Mapping[str, Text]]] = {
    name: (TABLES[name].label, {one.name: one.label for one in TABLES[name].columns}) for name in NETWORK_TABLES
}
WORDS: dict[str, Text] = {
    "vehicle_maker": Text("汽车生产企业", "Vehicle maker"),
    "modified_vehicle_maker": Text("改装车生产企业", "Maker of modified vehicles"),
    "electric": Text("纯电动", "Battery-electric"),
    "hybrid": Text("混合动力", "Hybrid"),
    "plug-in-hybrid": Text("插电式混合动力", "Plug-in hybrid"),
    "range-extended": Text("增程式", "Range-extended"),
    "combustion": Text("内燃机", "Combustion"),
    "fuel-cell": Text("燃料电池", "Fuel cell"),
    "I": Text("第一类", "Category I"),
    "II": Text("第二类", "Category II"),
    "III": Text("第三类", "Category III"),
    "IV": Text("第四类", "Category IV"),
    "valid": Text("有效", "Valid"),
    "suspended": Text("暂停", "Suspended"),
    "revoked": Text("撤销", "Revoked"),
    "cancelled": Text("注销", "Cancelled"),
    "expired": Text("过期", "Expired"),
    **OWNERSHIP,
    **SERVICES,
    **RESCUE,
}
"""Words of a document that stand for one another in both languages."""
DAYS = frozenset({"valid_from", "valid_until", "ccc_valid_until", "from", "to"})
"""Fields that hold a day."""


@dataclass(frozen=True, slots=True)
class Grid(Component):
    """Rows of one kind as a table; past `shown` rows the rest is folded into its number."""

    title: Text
    heads: Sequence[Text]
    rows: Sequence[Sequence[Any]]
    more: int = 0
    template: ClassVar[str] = "kit/grid.html"

    @property
    def labelled(self) -> list[list[tuple[Text, Any]]]:
        """Each value with its column's name, for narrow screens."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


def division(code: str, codes: Codes) -> Text | str:
    """A division by its name; by that of the city or province around it where the register does not hold it."""
    names = codes.names("division")
    known = next((names[part] for part in (code, code[:4], code[:2]) if part in names), None)
    return Text(f"{known.zh}（{code}）", f"{known.en} ({code})") if known else code


def told(name: str, value: Any, codes: Codes) -> Any:  # noqa: PLR0911 - one line a kind of value
    """One value of a filing in words."""
    if value in (None, "", [], ()):
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, list | tuple):
        parts = [told(name, one, codes) for one in value]
        texts = [one if isinstance(one, Text) else Text(str(one), str(one)) for one in parts]
        return Text("、".join(one.zh for one in texts), ", ".join(one.en for one in texts))
    if name == "market":
        return codes.text("country", str(value))
    if name == "division":
        return division(str(value), codes)
    if name == "year":
        return str(value)
    if name in DAYS and isinstance(value, str):
        return date.fromisoformat(value)
    if name == "parts_in_stock_rate":
        return f"{float(value):.0%}"
    return WORDS.get(value, value) if isinstance(value, str) else value


def grid(title: Text, fields: Mapping[str, Text], rows: Sequence[Mapping[str, Any]], codes: Codes, *, shown: int = 12) -> Grid:
    body = [[told(name, row.get(name), codes) for name in fields] for row in rows[:shown]]
    return Grid(title, list(fields.values()), body, max(0, len(rows) - shown))


def card(section: Section, document: Mapping[str, Any], codes: Codes, *, change: str = "") -> Summary:
    """A section whose answers stand one by one."""
    part = document if section.key == CATEGORY else document.get(section.key) or {}
    return Summary(
        section.label, [Answer(label, told(name, part.get(name), codes)) for name, label in section.fields.items()], change
    )


def grids(section: Section, document: Mapping[str, Any], codes: Codes, *, shown: int = 12) -> list[Grid]:
    """A section that holds rows, as its tables."""
    part = document.get(section.key)
    if section.key == "exports":
        part = part or {}
        return [
            grid(Text("上年出口", "Last year's exports"), EXPORT_FIELDS, part.get("last_year") or [], codes, shown=shown),
            grid(Text("本年度计划", "Planned"), EXPORT_FIELDS, part.get("planned") or [], codes, shown=shown),
        ]
    if section.key == "service_network":
        part = part or {}
        return [grid(title, fields, part.get(name) or [], codes, shown=shown) for name, (title, fields) in NETWORK.items()]
    return [grid(section.label, section.fields, part or [], codes, shown=shown)]


def parts(
    document: Mapping[str, Any], codes: Codes, *, change: Callable[[str], str] = lambda _key: ""
) -> list[tuple[Section, list[Component]]]:
    """The whole filing: each section with its card or its tables."""
    return [(section, shown(section, document, codes, change=change(section.key))) for section in SECTIONS]


def shown(section: Section, document: Mapping[str, Any], codes: Codes, *, change: str = "") -> list[Component]:
    """One section with its card or its tables."""
    if not section.fields or section.many:
        return list(grids(section, document, codes))
    drawn: list[Component] = [card(section, document, codes, change=change)]
    if section.key == "production_capacity" and (plants := (document.get(section.key) or {}).get("plants")):
        drawn.append(grid(Text("工厂", "Plants"), PLANT_FIELDS, plants, codes))
    return drawn
