"""The registers' rows that the gate's tests stand on: offices, models, certificates, the inspection catalogue."""

from datetime import date

from evexport.registers.models import (
    AnnouncementModel,
    CccCertificate,
    CustomsDistrict,
    InspectionCatalogueEntry,
)

OWNER = "owner"
MAKER_USCC = "91440300MADEM0EX2C"
SOURCED = {"source": "示例", "confidence": "example", "example": True}


def lay(*models: str) -> None:
    """Two districts with offices; each model announced and certified; a catalogue of 2026 that does not ask."""
    for code, district in (
        ("5300", "5300"),
        ("5301", "5300"),
        ("5304", "5300"),
        ("2200", "2200"),
        ("2248", "2200"),
    ):
        level = "district" if code == district else "office"
        CustomsDistrict.objects.using(OWNER).update_or_create(
            code=code, defaults={"name_zh": code, "district_code": district, "level": level, **SOURCED}
        )
    for number, model in enumerate(models, 1):
        AnnouncementModel.objects.using(OWNER).create(
            model_code=model,
            vehicle_name="纯电动轿车",
            manufacturer_name="示例电动汽车有限公司",
            manufacturer_uscc=MAKER_USCC,
            effective_from=date(2025, 1, 1),
            **SOURCED,
        )
        CccCertificate.objects.using(OWNER).create(
            certificate_no=f"202501110100{number:04d}",
            manufacturer_uscc=MAKER_USCC,
            model_code=model,
            status="valid",
            status_since=date(2025, 1, 1),
            valid_from=date(2025, 1, 1),
            valid_until=date(2029, 12, 31),
            **SOURCED,
        )
    InspectionCatalogueEntry.objects.using(OWNER).create(year=2026, hs_code="8703801090", required=False, **SOURCED)


def withdraw(model: str, day: date) -> None:
    AnnouncementModel.objects.using(OWNER).filter(model_code=model).update(withdrawn_on=day)


def certify(model: str, status: str) -> None:
    CccCertificate.objects.using(OWNER).filter(model_code=model).update(status=status)


def require_inspection(year: int, *, required: bool = True) -> None:
    InspectionCatalogueEntry.objects.using(OWNER).filter(year=year).update(required=required)
