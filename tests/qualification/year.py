"""The people and papers of these tests: a maker in Shenzhen, its rival in Shanghai, their departments and exporters."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from evexport.accounts.actors import Actor, in_role
from evexport.accounts.models import Organisation
from evexport.accounts.roles import Role
from evexport.codes import uscc
from evexport.enterprises import actions as enterprises
from evexport.kernel.clock import CHINA
from evexport.qualification.actions import consultation, drafting, publication, review, submission
from evexport.registers.models import AnnouncementModel, CccCertificate, Division, WmiHolder
from evexport.store import acting_as

YEAR = 2027
NETWORK = ("DE", "AU")


def at(day: int, month: int = 9, hour: int = 10, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=CHINA)


FOUNDED = at(1, 1, year=2026)
REGISTRAR = in_role(Role.MINISTRY_OFFICER, user_id=uuid4(), name="登记人员")
SYSTEM = in_role(Role.SYSTEM, name="evexport")


@dataclass(frozen=True)
class Year:
    """Everybody who acts in a round, each as an actor."""

    maker: Actor
    rival: Actor
    exporter: Actor
    second_exporter: Actor
    shenzhen: Actor
    guangdong: Actor
    shanghai: Actor
    ministry: Actor
    second_ministry: Actor
    miit: Actor
    gac: Actor
    samr: Actor
    public: Actor
    codes: dict[UUID, str]

    @property
    def agencies(self) -> tuple[Actor, ...]:
        return (self.miit, self.gac, self.samr)

    def code(self, actor: Actor) -> str:
        assert actor.organisation_id is not None
        return self.codes[actor.organisation_id]


def officer(role: Role, kind: str, name: str, code: str = "") -> Actor:
    with acting_as(SYSTEM):
        made = Organisation.objects.create(kind=kind, name_zh=name, name_en=name, authority_code=code, created_at=FOUNDED)
    return in_role(role, user_id=uuid4(), organisation_id=made.id, name=name, authority=code or None)


def enterprise(role: Role, name: str, body: str, division: str) -> tuple[Actor, str]:
    code = uscc.make(f"91{division}{body}")
    made = enterprises.register(
        uscc=code, name_zh=name, name_en=f"{body} Co., Ltd.", division=division, enterprise_type="vehicle_maker",
        customs_code=f"{division[:4]}960001", example=True, by=REGISTRAR, at=FOUNDED,
    )  # fmt: skip
    return in_role(role, user_id=uuid4(), organisation_id=made.id, name=name), code


def open_year() -> Year:
    """Organisations, registers, and makers with models that stand in them."""
    divisions()
    ministry = officer(Role.MINISTRY_OFFICER, "ministry", "商务部")
    maker, maker_code = enterprise(Role.MAKER, "示例电动汽车有限公司", "MADEM0EX2", "440300")
    rival, rival_code = enterprise(Role.MAKER, "示例新能源汽车有限公司", "MADEM0RW3", "310000")
    exporter, first_code = enterprise(Role.EXPORTER, "示例汽车进出口有限公司", "MADEM0RD1", "120000")
    second, second_code = enterprise(Role.EXPORTER, "示例国际贸易有限公司", "MADEM0RD4", "440300")
    for code, model, wmi in ((maker_code, "DMO7000BEVA1", "LDM"), (rival_code, "DMR7000BEVB1", "LDR")):
        name = "示例电动汽车有限公司" if code == maker_code else "示例新能源汽车有限公司"
        register_model(code, name, model, wmi)
    return Year(
        maker=maker,
        rival=rival,
        exporter=exporter,
        second_exporter=second,
        shenzhen=officer(Role.PROVINCE_OFFICER, "commerce_department", "示例深圳商务局", "4403"),
        guangdong=officer(Role.PROVINCE_OFFICER, "commerce_department", "示例广东商务厅", "44"),
        shanghai=officer(Role.PROVINCE_OFFICER, "commerce_department", "示例上海商务委", "31"),
        ministry=ministry,
        second_ministry=in_role(
            Role.MINISTRY_OFFICER, user_id=uuid4(), organisation_id=ministry.organisation_id, name="商务部二"
        ),
        miit=officer(Role.AGENCY_OFFICER, "agency", "示例工业和信息化部", "MIIT"),
        gac=officer(Role.AGENCY_OFFICER, "agency", "示例海关总署", "GAC"),
        samr=officer(Role.AGENCY_OFFICER, "agency", "示例市场监管总局", "SAMR"),
        public=in_role(Role.PUBLIC),
        codes={
            maker.organisation_id: maker_code,
            rival.organisation_id: rival_code,
            exporter.organisation_id: first_code,
            second.organisation_id: second_code,
        },
    )


def divisions() -> None:
    names = {"12": "天津市", "31": "上海市", "44": "广东省", "4403": "深圳市"}
    with acting_as(SYSTEM):
        for code, name in names.items():
            Division.objects.create(code=code, name_zh=name, authority_zh=f"{name}商务主管部门", example=True)


def register_model(code: str, name: str, model: str, wmi: str) -> None:
    """One model in the Announcement with its CCC certificate, and the maker's WMI."""
    whose = {"manufacturer_uscc": code, "model_code": model, "example": True}
    with acting_as(SYSTEM):
        AnnouncementModel.objects.create(
            vehicle_name="纯电动轿车", trademark="示例牌", manufacturer_name=name, batch="390",
            effective_from=date(2025, 1, 20), **whose,
        )  # fmt: skip
        CccCertificate.objects.create(
            certificate_no=certificate(model), status="valid", status_since=date(2025, 5, 2),
            valid_from=date(2025, 5, 2), valid_until=date(2030, 5, 1), **whose,
        )  # fmt: skip
        WmiHolder.objects.create(
            wmi=wmi,
            holder_name=name,
            holder_uscc=code,
            maker_uscc=code,
            valid_from=date(2024, 1, 1),
            example=True,
        )


def certificate(model: str) -> str:
    return "2025011101" + ("000001" if model == "DMO7000BEVA1" else "000002")


def document(year: Year, *, whose: str = "maker", exporters: tuple[str, ...] = ("exporter",)) -> dict:
    """A Category II filing that meets every criterion: two markets, three outlets, 400 vehicles a year."""
    maker = getattr(year, whose)
    own = whose == "maker"
    model = "DMO7000BEVA1" if own else "DMR7000BEVB1"
    every = [{"market": market} for market in NETWORK]
    return {
        "year": YEAR,
        "manufacturer": {
            "uscc": year.code(maker),
            "name_zh": maker.name,
            "name_en": "MADEM0EX2 Co., Ltd." if own else "MADEM0RW3 Co., Ltd.",
            "division": "440300" if own else "310000",
            "enterprise_type": "vehicle_maker",
            "customs_code": "4403960001" if own else "3100960001",
            "own_brand": True,
            "wmis": ["LDM" if own else "LDR"],
        },
        "claimed_category": "II",
        "production_capacity": {
            "vehicles_per_year": 10000,
            "vehicles_built_last_year": 5000,
            "plants": [{"name": "一厂", "division": "440300" if own else "310000", "vehicles_per_year": 10000}],
        },
        "quality_management": {"standard": "IATF 16949", "certificate_no": "QMS-2025-0001", "valid_until": "2028-06-30"},
        "models": [
            {
                "model_code": model,
                "vehicle_name": "纯电动轿车",
                "trademark": "示例牌",
                "propulsion": "electric",
                "announcement_batch": 390,
                "ccc_certificate": certificate(model),
                "ccc_status": "valid",
                "ccc_valid_until": "2030-05-01",
            }
        ],
        "exports": {
            "basis": {"from": "2025-01-01", "to": "2025-12-31"},
            "last_year": [{"market": "DE", "vehicles": 300}, {"market": "AU", "vehicles": 100}],
            "planned": [{"market": "DE", "vehicles": 360}, {"market": "AU", "vehicles": 140}],
        },
        "service_network": {
            "outlets": [
                {"market": market, "city": city, "operator": "Example EV", "ownership": "own", "services": ["maintenance"]}
                for market, city in (("DE", "Berlin"), ("DE", "Hamburg"), ("AU", "Sydney"))
            ],
            "parts": [{**one, "common_fault_parts": 1200, "in_stock": 300} for one in every],
            "response": [{**one, "committed_hours": 36} for one in every],
            "rescue": [{**one, "provider": "Example Assist", "round_the_clock": True} for one in every],
            "plan": [
                {**one, "year": YEAR, "new_outlets": 1, "parts_in_stock_rate": 0.3, "response_hours": 36,
                 "rescue": "round_the_clock"}
                for one in every
            ],
        },
        "authorised_exporters": [
            {
                "uscc": year.code(getattr(year, name)),
                "name_zh": getattr(year, name).name,
                "contract_no": f"AUTH-2027-0{number}",
                "valid_from": "2027-01-01",
                "valid_until": "2027-12-31",
                "joint_liability": True,
            }
            for number, name in enumerate(exporters, 1)
        ],
    }  # fmt: skip


def started(year: Year, *, whose: str = "maker", list_year: int = YEAR, **more) -> UUID:
    """A filing with its whole document in the draft."""
    maker = getattr(year, whose)
    filing = drafting.start_draft(maker.organisation_id, list_year, by=maker, at=at(20, 8))
    sections = deepcopy(document(year, whose=whose, **more)) | {"year": list_year}
    drafting.save_draft(filing.id, sections, revision=filing.revision, by=maker, at=at(21, 8))
    return filing.id


def submitted(year: Year, *, whose: str = "maker", **more) -> UUID:
    filing = started(year, whose=whose, **more)
    submission.submit(filing, by=getattr(year, whose), at=at(1))
    return filing


def forwarded(year: Year, *, whose: str = "maker", **more) -> UUID:
    filing = submitted(year, whose=whose, **more)
    review.forward(filing, by=year.shenzhen if whose == "maker" else year.shanghai, at=at(8))
    return filing


def consulted(year: Year, *, whose: str = "maker", **more) -> UUID:
    """In consultation, with all three opinions given."""
    filing = forwarded(year, whose=whose, **more)
    consultation.start_consultation(filing, by=year.ministry, at=at(10))
    for agency in year.agencies:
        consultation.give_opinion(filing, stance="agree", by=agency, at=at(14))
    return filing


def candidate(year: Year, *, whose: str = "maker", **more) -> UUID:
    """In public notice since 15 September 2026, for five working days: through Monday the 21st, Sunday the 20th being worked."""
    filing = consulted(year, whose=whose, **more)
    consultation.nominate(filing, by=year.ministry, at=at(15))
    return filing


def published(year: Year, **more) -> UUID:
    """Listed for 2027; returns the filing."""
    filing = candidate(year, **more)
    publication.publish_list(YEAR, by=year.ministry, at=at(1, 12))
    return filing
