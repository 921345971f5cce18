"""Putting an enterprise on record, with its organisation."""

from datetime import datetime

from evexport import ledger
from evexport.accounts.actions import add_organisation
from evexport.accounts.actors import Actor
from evexport.codes import uscc as codes
from evexport.enterprises import events
from evexport.enterprises.actions.parts import bad, check_customs_code, check_name
from evexport.enterprises.models import CustomsCodeHistory, Enterprise, EnterpriseType, NameHistory
from evexport.kernel.clock import china_day
from evexport.kernel.problems import Conflict
from evexport.kernel.text import Text
from evexport.registers.models import Division
from evexport.store import acting_as


def register(
    *, uscc: str, name_zh: str, name_en: str, division: str, enterprise_type: str, customs_code: str = "",
    example: bool = False, by: Actor, at: datetime,
) -> Enterprise:  # fmt: skip
    """Put an enterprise on record under its credit code.

    `division` is its GB/T 2260 code of six digits, of a division on record or within one; `enterprise_type` one of
    EnterpriseType. Raises BadInput, or Conflict where the credit code is on record.
    """
    by.must("enterprise.register")
    with acting_as(by):
        registrable(
            uscc=uscc, name_zh=name_zh, name_en=name_en, division=division, enterprise_type=enterprise_type,
            customs_code=customs_code,
        )  # fmt: skip
        organisation = add_organisation(kind="enterprise", name_zh=name_zh, name_en=name_en, at=at)
        enterprise = Enterprise.objects.create(
            organisation=organisation, uscc=uscc, name_zh=name_zh, name_en=name_en, division=division,
            enterprise_type=enterprise_type, customs_code=customs_code, example=example, registered_at=at,
        )  # fmt: skip
        _begin_history(enterprise, at)
        event = events.Registered(
            subject=f"enterprise:{enterprise.id}", parties=(enterprise.id,), uscc=uscc, name_zh=name_zh,
            name_en=name_en, division=division,
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return enterprise


def registrable(*, uscc: str, name_zh: str, name_en: str, division: str, enterprise_type: str, customs_code: str = "") -> None:
    """Raises what putting it on record would raise, in the reader's scope; nothing is kept."""
    _check(uscc, division, enterprise_type)
    check_name(name_zh, name_en)
    if customs_code:
        check_customs_code(customs_code)
    _check_place(uscc, division)


def _begin_history(enterprise: Enterprise, at: datetime) -> None:
    day = china_day(at)
    NameHistory.objects.create(
        enterprise=enterprise, name_zh=enterprise.name_zh, name_en=enterprise.name_en, valid_from=day,
        because="registered", recorded_at=at,
    )  # fmt: skip
    if enterprise.customs_code:
        CustomsCodeHistory.objects.create(
            enterprise=enterprise, customs_code=enterprise.customs_code, valid_from=day, recorded_at=at
        )


def _check(uscc: str, division: str, enterprise_type: str) -> None:
    if codes.check(uscc):
        raise bad(
            "uscc",
            Text(
                f"统一社会信用代码“{uscc}”校验不通过。",
                f"{uscc!r} is not a valid unified social credit code (GB 32100).",
            ),
        )
    if len(division) != 6 or not (division.isascii() and division.isdigit()):
        raise bad("division", Text("行政区划代码应为六位数字。", "A division code has six digits."))
    if enterprise_type not in EnterpriseType.values:
        types = ", ".join(EnterpriseType.values)
        raise bad(
            "enterprise_type",
            Text(
                f"没有“{enterprise_type}”这一企业类型。",
                f"There is no type of enterprise {enterprise_type!r}.",
            ),
            Text(f"可用类型：{types}。", f"Choose one of: {types}."),
        )


def _check_place(uscc: str, division: str) -> None:
    if Enterprise.objects.filter(uscc=uscc).exists():
        raise Conflict(
            Text(f"统一社会信用代码{uscc}已登记。", f"The credit code {uscc} is on record already."),
            remedy=Text("请使用已登记的企业。", "Use the enterprise on record."),
            code="ENTERPRISE_ON_RECORD",
            field="uscc",
        )
    # The register may hold a province or a city without each of its districts.
    if not Division.objects.filter(code__in=(division, division[:4], division[:2])).exists():
        raise bad("division", Text(f"没有行政区划“{division}”。", f"There is no division {division}."))
