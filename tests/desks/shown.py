"""What the public pages have to show in these tests: a year's list with its events, a licence in each state, registers."""

from datetime import date, datetime

from evexport.accounts.models import Membership, Organisation, User
from evexport.codes import uscc
from evexport.enterprises.models import Enterprise
from evexport.kernel.clock import CHINA
from evexport.licensing.models import Application, Balance, Licence, LicenceLine, LicenceStanding
from evexport.qualification.models import (
    ExporterStanding,
    ListedExporter,
    ListedMaker,
    ListedModel,
    ListEvent,
    Listing,
    MakerStanding,
    ModelStanding,
)
from evexport.registers.models import AnnouncementModel, CustomsDistrict, TradeMode, WmiHolder

OWNER = "owner"
YEAR = 2026
TODAY = date(2026, 12, 18)
PUBLISHED = datetime(2025, 12, 19, 10, 0, tzinfo=CHINA)
SUSPENDED_AT = datetime(2026, 8, 3, 9, 0, tzinfo=CHINA)
NAMES = (
    ("电动", "EV"), ("晨曦", "Dawn"), ("远航", "Voyager"), ("鲲鹏", "Roc"), ("启明", "Morning Star"),
    ("长风", "Long Wind"), ("青禾", "Green Shoot"), ("云岭", "Cloud Ridge"), ("海川", "Sea and River"), ("金石", "Bronze"),
    ("北辰", "Pole Star"), ("南浦", "South Bank"), ("东篱", "East Hedge"), ("西岭", "West Ridge"), ("中原", "Midland"),
    ("赤羽", "Red Feather"), ("白鹿", "White Deer"), ("墨石", "Ink Stone"), ("紫云", "Purple Cloud"), ("银河", "Milky Way"),
    ("松涛", "Pine Wind"), ("竹溪", "Bamboo Creek"), ("兰亭", "Orchid"), ("梅岭", "Plum Ridge"), ("江汉", "Jianghan"),
    ("湖光", "Lakelight"), ("天山", "Heaven Peak"),
)  # fmt: skip
LIMITS = {"I": 5, "II": 3, "III": 1}
FIRST_MAKER = uscc.make("91440300MADEM0001")
FIRST_EXPORTER = uscc.make("91120000MADEM1001")
CODE = "K7M2QX"
PASSWORD = "a long enough password"


def enterprise(code: str, name_zh: str, name_en: str) -> Enterprise:
    organisation = Organisation.objects.using(OWNER).create(
        kind="enterprise", name_zh=name_zh, name_en=name_en, created_at=PUBLISHED
    )
    return Enterprise.objects.using(OWNER).create(
        organisation=organisation,
        uscc=code,
        name_zh=name_zh,
        name_en=name_en,
        division=code[2:8],
        enterprise_type="vehicle_maker",
        registered_at=PUBLISHED,
    )


def lay() -> None:
    """Everything, as the owner."""
    entries = [_entry(number, *names) for number, names in enumerate(NAMES, start=1)]
    _suspend(entries[2])
    licence(entries[0], "26-AA-000001")
    licence(entries[0], "26-AA-000002", status="replaced")
    licence(entries[0], "26-AA-000003", status="revoked")
    licence(entries[0], "26-AA-000004", valid_until=date(2026, 12, 17))
    _registers()
    _person()


def _listing() -> Listing:
    diff = {
        "added": [{"uscc": FIRST_MAKER, "name_zh": "示例电动汽车有限公司", "category": "I"}],
        "removed": [{"uscc": uscc.make("91310000MADEM0099"), "name_zh": "示例故园汽车有限公司", "category": "III"}],
        "changed": [
            {
                "uscc": uscc.make("91310000MADEM0002"),
                "name_zh": "示例晨曦汽车有限公司",
                "changes": [
                    {"path": "category", "before": "II", "after": "I"},
                    {
                        "path": "exporters[X]",
                        "before": None,
                        "after": {"uscc": "X", "name_zh": "示例远洋贸易有限公司"},
                    },
                ],
            }
        ],
    }
    found, _ = Listing.objects.using(OWNER).get_or_create(
        year=YEAR,
        defaults={
            "law": "sha256:0",
            "digest": "sha256:" + "5" * 64,
            "diff": diff,
            "at": PUBLISHED,
            "by_name": "示例",
        },
    )
    return found


def _entry(number: int, zh: str, en: str) -> ListedMaker:
    province = "440300" if number == 1 else "310000"
    code = uscc.make(f"91{province}MADEM{number:04d}")
    maker = enterprise(code, f"示例{zh}汽车有限公司", f"Example {en} Auto Co., Ltd.")
    category = "I" if number <= 8 else "II" if number <= 18 else "III"
    entry = ListedMaker.objects.using(OWNER).create(
        listing=_listing(), year=YEAR, maker=maker, uscc=code, name_zh=maker.name_zh, name_en=maker.name_en,
        division=province, category=category, exporter_limit=LIMITS[category], listed_at=PUBLISHED,
    )  # fmt: skip
    standing = {"maker_id": maker.pk, "year": YEAR, "state": "in_force", "since": PUBLISHED}
    MakerStanding.objects.using(OWNER).create(entry=entry, **standing)
    for model in range(1, 2 + number % 3):
        _model(entry, f"DM{number % 10}70{model}0BEVA{model}", standing)
    if number <= 18:
        _exporter(entry, number, standing)
    return entry


def _model(entry: ListedMaker, code: str, standing: dict[str, object]) -> None:
    listed = ListedModel.objects.using(OWNER).create(
        listed_maker=entry, model_code=code, vehicle_name="纯电动轿车", trademark="示例牌"
    )
    ModelStanding.objects.using(OWNER).create(entry=listed, model_code=code, **standing)


def _exporter(entry: ListedMaker, number: int, standing: dict[str, object]) -> None:
    code = uscc.make(f"91120000MADEM1{number:03d}")
    exporter = enterprise(code, f"示例第{number}汽车进出口有限公司", f"Example Trading No. {number} Co., Ltd.")
    spell = {"valid_from": date(YEAR, 1, 1), "valid_until": date(YEAR, 12, 31)}
    listed = ListedExporter.objects.using(OWNER).create(
        listed_maker=entry, exporter=exporter, uscc=code, name_zh=exporter.name_zh, name_en=exporter.name_en,
        contract_no=f"AUTH-{YEAR}-{number:02d}", **spell,
    )  # fmt: skip
    ExporterStanding.objects.using(OWNER).create(entry=listed, exporter_id=exporter.pk, **standing, **spell)


def _suspend(entry: ListedMaker) -> None:
    ListEvent.objects.using(OWNER).create(
        listed_maker=entry, kind="suspended", reasons="示例：备货率低于要求，限期整改。",
        citation="SCF-318-2012#service", at=SUSPENDED_AT, by_name="示例",
    )  # fmt: skip
    MakerStanding.objects.using(OWNER).filter(entry=entry).update(state="suspended", since=SUSPENDED_AT)


def licence(entry: ListedMaker, number: str, *, status: str = "issued", valid_until: date = date(2027, 3, 15)) -> Licence:
    """A licence of ten cars under that number."""
    exporter = ListedExporter.objects.using(OWNER).get(uscc=FIRST_EXPORTER)
    party = exporter.exporter
    application = Application.objects.using(OWNER).create(exporter=party, maker=entry.maker, opened_at=PUBLISHED)
    made = Licence.objects.using(OWNER).create(
        number=number, verification_code=CODE, application=application, ground="qualified", exporter=party,
        exporter_uscc=FIRST_EXPORTER, consignor_uscc=FIRST_EXPORTER, maker=entry.maker, maker_uscc=entry.uscc,
        contract_no="EXEV-DE-2026-007", destination="DE", customs_district="5300", trade_mode="0110",
        transport_mode="2", batch_rule="multi", valid_from=date(2026, 3, 15), valid_until=valid_until,
        issuing_body="AA", issued_at=PUBLISHED,
    )  # fmt: skip
    LicenceStanding.objects.using(OWNER).create(licence=made, status=status, since=PUBLISHED, clearances_allowed=12)
    line = LicenceLine.objects.using(OWNER).create(
        licence=made, position=1, hs_code="8703801090", model_code="DM17010BEVA1", unit="003", quantity=10,
        unit_price="19800.00", currency="USD",
    )  # fmt: skip
    Balance.objects.using(OWNER).create(line=line, licence=made, hs_code="8703801090", model_code="DM17010BEVA1", licensed=10)
    return made


def _registers() -> None:
    real = {"source": "public register, 2026-09", "confidence": "high"}
    made_up = {"source": "示例", "confidence": "example", "example": True}
    AnnouncementModel.objects.using(OWNER).create(
        model_code="FV70010AABEV", vehicle_name="纯电动轿车", trademark="奥迪(AUDI)牌",
        manufacturer_name="一汽-大众汽车有限公司", **real,
    )  # fmt: skip
    AnnouncementModel.objects.using(OWNER).create(
        model_code="DM17010BEVA1", vehicle_name="纯电动轿车", trademark="示例牌",
        manufacturer_name="示例电动汽车有限公司", manufacturer_uscc=FIRST_MAKER, batch=390, **made_up,
    )  # fmt: skip
    WmiHolder.objects.using(OWNER).create(
        wmi="LRW", holder_name="特斯拉（上海）有限公司", holder_name_en="Tesla (Shanghai) Co., Ltd.", **real
    )
    CustomsDistrict.objects.using(OWNER).create(code="5300", name_zh="深圳海关", district_code="5300", level="district", **real)
    CustomsDistrict.objects.using(OWNER).create(code="5301", name_zh="皇岗海关", district_code="5300", level="office", **real)
    TradeMode.objects.using(OWNER).create(table="trade_mode", code="0110", name_zh="一般贸易", **real)


def _person() -> None:
    """A clerk of the first maker's exporter."""
    user = User(username="exporter", name="示例经办人", created_at=PUBLISHED)
    user.set_password(PASSWORD)
    user.save(using=OWNER)
    organisation = Enterprise.objects.using(OWNER).get(uscc=FIRST_EXPORTER).organisation
    Membership.objects.using(OWNER).create(user=user, organisation=organisation, role="exporter", granted_at=PUBLISHED)
