"""The registers that can be imported: for each its table, its columns and what makes two rows the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models as orm

from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.registers import models
from evexport.registers.imports import cells
from evexport.registers.imports.cells import Reader

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register file: its heading (also the field's name), how its cells are read."""

    name: str
    reader: Reader
    required: bool = False


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong between the cells of one row: the column to mend, and how."""

    column: str
    message: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Kind:
    """One register.

    `key` names the columns that make two rows the same. `belongs_to`, where given, names those by which a
    missing row counts as withdrawn: a certificate's older statuses stay when the file holds its newest alone.
    `episodes`: a row that comes back after it was withdrawn is a new row, so that the days between stay
    visible; `begins` names its first day. `fixed` values are the same in every row; `check`
    looks at a row as a whole.
    """

    name: str
    label: Text
    model: type[orm.Model]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    belongs_to: tuple[str, ...] = ()
    begins: str | None = None
    episodes: bool = False
    fixed: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[Values], RowFault | None] | None = None

    @property
    def required(self) -> list[str]:
        return [column.name for column in self.columns if column.required]


def _needed(name: str, reader: Reader) -> Column:
    return Column(name, reader, required=True)


def _name(name: str, longest: int = 120) -> Column:
    return _needed(name, cells.text(longest))


_PROVENANCE = (
    Column("source", cells.text(300)),
    Column("confidence", cells.one_of(models.Confidence.values)),
    Column("example", cells.YES_NO),
)
_WITHDRAWN = Column("withdrawn_on", cells.DAY)


def _ends_after_it_begins(first: str, last: str) -> Callable[[Values], RowFault | None]:
    def check(row: Values) -> RowFault | None:
        begin, end = row.get(first), row.get(last)
        if begin is None or end is None or end >= begin:
            return None
        return RowFault(
            last,
            Text(f"{end}早于起始日期{begin}。", f"{end} lies before {begin}, the day it begins."),
            Text("请更正其中一个日期。", "Correct one of the two dates."),
        )

    return check


def _district_over_itself(row: Values) -> RowFault | None:
    if row["level"] == "office" or row["district_code"] == row["code"]:
        return None
    return RowFault(
        "district_code",
        Text("直属海关应隶属于自身。", "A directly subordinate district stands over itself."),
        Text("请填写该关区自己的代码。", "Write the district's own code."),
    )


def _codes(name: str, zh: str, en: str) -> Kind:
    return Kind(
        name,
        Text(zh, en),
        models.Code,
        (
            _name("code", 10),
            _name("name_zh"),
            Column("name_en", cells.text(120)),
            Column("note", cells.text(120)),
            *_PROVENANCE,
        ),
        key=("code",),
        fixed={"table": name},
    )


_ANNOUNCEMENT = Kind(
    "announcement",
    Text("道路机动车辆生产企业及产品公告", "MIIT Announcement of vehicle makers and products"),
    models.AnnouncementModel,
    (
        _name("model_code", 40),
        _name("vehicle_name"),
        Column("trademark", cells.text(120)),
        _name("manufacturer_name", 200),
        Column("manufacturer_uscc", cells.USCC),
        Column("batch", cells.WHOLE),
        Column("vehicle_class", cells.text(40)),
        Column("effective_from", cells.DAY),
        _WITHDRAWN,
        *_PROVENANCE,
    ),
    key=("model_code", "manufacturer_name", "manufacturer_uscc"),
    begins="effective_from",
    episodes=True,
    check=_ends_after_it_begins("effective_from", "withdrawn_on"),
)
_CCC = Kind(
    "ccc",
    Text("强制性产品认证证书", "CCC certificates"),
    models.CccCertificate,
    (
        _name("certificate_no", 40),
        _needed("manufacturer_uscc", cells.USCC),
        _name("model_code", 40),
        _needed("status", cells.one_of(models.CccCertificate.Status.values)),
        _needed("status_since", cells.DAY),
        _needed("valid_from", cells.DAY),
        _needed("valid_until", cells.DAY),
        _WITHDRAWN,
        *_PROVENANCE,
    ),
    key=("certificate_no", "model_code", "status_since"),
    belongs_to=("certificate_no", "model_code"),
    episodes=True,
    check=_ends_after_it_begins("valid_from", "valid_until"),
)
_WMI = Kind(
    "wmi",
    Text("世界制造厂识别代号", "World manufacturer identifiers"),
    models.WmiHolder,
    (
        _needed("wmi", cells.WMI),
        _name("holder_name", 200),
        Column("holder_name_en", cells.text(200)),
        Column("holder_uscc", cells.USCC),
        Column("maker_uscc", cells.USCC),
        Column("valid_from", cells.DAY),
        Column("note", cells.text(200)),
        _WITHDRAWN,
        *_PROVENANCE,
    ),
    key=("wmi", "holder_name", "maker_uscc"),
    begins="valid_from",
    episodes=True,
    check=_ends_after_it_begins("valid_from", "withdrawn_on"),
)
_DISTRICT = Kind(
    "customs_district",
    Text("关区", "Customs districts and offices"),
    models.CustomsDistrict,
    (
        _needed("code", cells.OFFICE),
        _name("name_zh", 80),
        Column("full_name_zh", cells.text(120)),
        _needed("level", cells.one_of(models.CustomsDistrict.Level.values)),
        _needed("district_code", cells.OFFICE),
        Column("vehicle_export_port", cells.YES_NO),
        *_PROVENANCE,
    ),
    key=("code",),
    check=_district_over_itself,
)
_COUNTRY = Kind(
    "country",
    Text("国家和地区", "Countries and regions"),
    models.Country,
    (
        _needed("code", cells.coded("[A-Z]{2}", Text("请填写两位字母代码。", "Write the two-letter code."))),
        _needed("alpha3", cells.coded("[A-Z]{3}", Text("请填写三位字母代码。", "Write the three-letter code."))),
        _name("name_zh", 80),
        _name("name_en", 80),
        *_PROVENANCE,
    ),
    key=("code",),
)
_DIVISION = Kind(
    "division",
    Text("行政区划与商务主管部门", "Divisions and their commerce departments"),
    models.Division,
    (_needed("code", cells.DIVISION), _name("name_zh", 80), _name("authority_zh"), *_PROVENANCE),
    key=("code",),
)
_ISSUING_BODY = Kind(
    "issuing_bodies",
    Text("发证机构", "Issuing bodies"),
    models.IssuingBody,
    (
        _needed("code", cells.coded("[A-Z0-9]{2}", Text("请填写两位代码。", "Write two capitals or digits."))),
        _name("name_zh"),
        _name("name_en"),
        _needed("divisions", cells.PREFIXES),
        *_PROVENANCE,
    ),
    key=("code",),
)
_HS_CODE = Kind(
    "hs_code",
    Text("商品编号", "Customs codes of goods"),
    models.HsCode,
    (
        _needed("code", cells.HS_CODE),
        _name("name_zh", 200),
        _name("name_en", 200),
        Column("regime", cells.text(40)),
        Column("valid_from", cells.DAY),
        Column("working", cells.YES_NO),
        *_PROVENANCE,
    ),
    key=("code",),
)
_CATALOGUE = Kind(
    "inspection_catalogue",
    Text("法定检验商品目录", "Catalogue of commodities subject to compulsory inspection"),
    models.InspectionCatalogueEntry,
    (
        _needed("year", cells.YEAR),
        _needed("hs_code", cells.HS_CODE),
        _needed("required", cells.YES_NO),
        Column("working", cells.YES_NO),
        *_PROVENANCE,
    ),
    key=("year", "hs_code"),
)

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        _ANNOUNCEMENT,
        _CCC,
        _WMI,
        _DISTRICT,
        _COUNTRY,
        _DIVISION,
        _ISSUING_BODY,
        _HS_CODE,
        _CATALOGUE,
        _codes("trade_mode", "监管方式", "Trade modes"),
        _codes("transport_mode", "运输方式", "Modes of transport"),
        _codes("unit", "计量单位", "Units of quantity"),
        _codes("currency", "币制", "Currencies"),
        _codes("payment", "结汇方式", "Ways of payment"),
        _codes("price_terms", "成交方式", "Price terms"),
        _codes("duty_mode", "征减免税方式", "Ways of levying duty"),
        _codes("duty_nature", "征免性质", "Natures of duty and exemption"),
        _codes("supervision", "监管证件代码", "Codes of supervising documents"),
    )
}


def kind_named(name: str) -> Kind:
    """The register of that name (hyphens count as underscores), or NotFound naming those there are."""
    found = KINDS.get(name.replace("-", "_"))
    if found is None:
        listed = ", ".join(KINDS)
        raise NotFound(
            Text(f"没有名为“{name}”的登记。", f"There is no register called {name}."),
            remedy=Text(f"可用的有：{listed}。", f"There are: {listed}."),
            code="REGISTER_UNKNOWN",
        )
    return found
