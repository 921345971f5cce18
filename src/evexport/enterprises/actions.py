"""Registering enterprises and what changes about them: names, customs codes, WMIs, bans. Nothing past is overwritten."""

import re
from datetime import date, datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts.actions import add_organisation
from evexport.accounts.actors import Actor
from evexport.codes import uscc as codes
from evexport.enterprises import events
from evexport.enterprises.models import Ban, CustomsCodeHistory, Enterprise, EnterpriseWmi, NameHistory
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput, Conflict, NotFound
from evexport.kernel.text import Text
from evexport.registers.models import Division
from evexport.store import acting_as

CUSTOMS_CODE = re.compile(r"[0-9A-Z]{10}\Z")
WMI = re.compile(r"[A-HJ-NPR-Z0-9]{3}([A-HJ-NPR-Z0-9]{3})?\Z")


def register(
    *, uscc: str, name_zh: str, name_en: str, division: str, enterprise_type: str, customs_code: str = "",
    example: bool = False, by: Actor, at: datetime,
) -> Enterprise:  # fmt: skip
    """Put an enterprise on record with its organisation. `division` is its GB/T 2260 code of six digits."""
    by.must("enterprise.register")
    _check_identity(uscc, division, customs_code)
    day = china_day(at)
    with acting_as(by):
        if Enterprise.objects.filter(uscc=uscc).exists():
            raise Conflict(
                Text(f"统一社会信用代码{uscc}已登记。", f"The credit code {uscc} is on record already."),
                remedy=Text("请使用已登记的企业。", "Use the enterprise on record."),
                code="ENTERPRISE_ON_RECORD",
                field="uscc",
            )
        if not Division.objects.filter(code__in=(division, division[:4], division[:2])).exists():
            raise _bad("division", Text(f"没有行政区划“{division}”。", f"There is no division {division}."))
        organisation = add_organisation(kind="enterprise", name_zh=name_zh, name_en=name_en, at=at)
        enterprise = Enterprise.objects.create(
            organisation=organisation, uscc=uscc, name_zh=name_zh, name_en=name_en, division=division,
            enterprise_type=enterprise_type, customs_code=customs_code, example=example, registered_at=at,
        )  # fmt: skip
        NameHistory.objects.create(
            enterprise=enterprise, name_zh=name_zh, name_en=name_en, valid_from=day, because="registered", recorded_at=at
        )
        if customs_code:
            CustomsCodeHistory.objects.create(enterprise=enterprise, customs_code=customs_code, valid_from=day, recorded_at=at)
        event = events.Registered(
            subject=f"enterprise:{enterprise.id}", parties=(enterprise.id,), uscc=uscc, name_zh=name_zh, name_en=name_en,
            division=division,
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return enterprise


def rename(
    enterprise_id: UUID, *, name_zh: str, name_en: str, valid_from: date, because: str, by: Actor, at: datetime
) -> Enterprise:
    """A new name from a day on. Licences keep the name they were issued under."""
    by.must("enterprise.rename")
    with acting_as(by):
        enterprise = _locked(enterprise_id)
        before = enterprise.name_zh
        NameHistory.objects.create(
            enterprise=enterprise, name_zh=name_zh, name_en=name_en, valid_from=valid_from, because=because, recorded_at=at
        )
        enterprise.name_zh, enterprise.name_en = name_zh, name_en
        enterprise.save(update_fields=["name_zh", "name_en"])
        event = events.Renamed(
            subject=f"enterprise:{enterprise.id}", parties=(enterprise.id,), before=before, after=name_zh,
            valid_from=valid_from.isoformat(), because=because,
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return enterprise


def change_customs_code(enterprise_id: UUID, *, customs_code: str, valid_from: date, by: Actor, at: datetime) -> Enterprise:
    by.must("enterprise.register")
    _check_customs_code(customs_code)
    with acting_as(by):
        enterprise = _locked(enterprise_id)
        before, enterprise.customs_code = enterprise.customs_code, customs_code
        CustomsCodeHistory.objects.create(
            enterprise=enterprise, customs_code=customs_code, valid_from=valid_from, recorded_at=at
        )
        enterprise.save(update_fields=["customs_code"])
        event = events.CustomsCodeChanged(
            subject=f"enterprise:{enterprise.id}", parties=(enterprise.id,), before=before, after=customs_code,
            valid_from=valid_from.isoformat(),
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return enterprise


def record_wmi(maker_id: UUID, *, wmi: str, holder_name: str, valid_from: date, by: Actor, at: datetime) -> EnterpriseWmi:
    """A WMI under which this maker's cars are built: its own or a contract manufacturer's (three or six characters)."""
    by.must("enterprise.register")
    if not WMI.match(wmi):
        raise _bad("wmi", Text(f"“{wmi}”不是世界制造厂识别代号。", f"{wmi!r} is not a WMI of three, or three and three, characters."))
    with acting_as(by):
        maker = _locked(maker_id)
        row = EnterpriseWmi.objects.create(
            maker=maker, wmi=wmi, holder_name=holder_name, valid_from=valid_from, recorded_at=at
        )
        event = events.WmiRecorded(
            subject=f"enterprise:{maker.id}", parties=(maker.id,), wmi=wmi, holder_name=holder_name,
            valid_from=valid_from.isoformat(),
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return row


def ban(
    enterprise_id: UUID, *, valid_from: date, until: date, because: str, citation: str, by: Actor, at: datetime
) -> Ban:
    """Bar an exporter for a time, under the article that allows it."""
    by.must("enterprise.ban")
    if until <= valid_from:
        raise _bad("until", Text("截止日须晚于起始日。", "The ban must end after it begins."))
    with acting_as(by):
        enterprise = _locked(enterprise_id)
        row = Ban.objects.create(
            enterprise=enterprise, valid_from=valid_from, until=until, because=because, citation=citation, imposed_at=at
        )
        event = events.Banned(
            subject=f"enterprise:{enterprise.id}", parties=(enterprise.id,), valid_from=valid_from.isoformat(),
            until=until.isoformat(), because=because, citation=citation,
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return row


def lift_ban(ban_id: UUID, *, because: str, by: Actor, at: datetime) -> Ban:
    by.must("enterprise.ban")
    with acting_as(by):
        row = Ban.objects.select_for_update().filter(pk=ban_id, lifted_at=None).first()
        if row is None:
            raise NotFound(Text("没有此有效禁令。", "There is no such ban in force."), remedy=Text("请核对禁令。", "Check the ban."))
        row.lifted_at, row.lifted_because = at, because
        row.save(update_fields=["lifted_at", "lifted_because"])
        event = events.BanLifted(subject=f"enterprise:{row.enterprise_id}", parties=(row.enterprise_id,), because=because)
        ledger.append(event, by=by, at=at)
    return row


def _check_identity(uscc: str, division: str, customs_code: str) -> None:
    if codes.check(uscc):
        raise _bad("uscc", Text(f"统一社会信用代码“{uscc}”校验不通过。", f"{uscc!r} is not a valid unified social credit code (GB 32100)."))
    if len(division) != 6 or not division.isdigit():
        raise _bad("division", Text("行政区划代码应为六位数字。", "A division code has six digits."))
    if customs_code:
        _check_customs_code(customs_code)


def _check_customs_code(customs_code: str) -> None:
    if not CUSTOMS_CODE.match(customs_code):
        raise _bad("customs_code", Text("海关编码应为十位。", "A customs registration code has ten characters."))


def _locked(enterprise_id: UUID) -> Enterprise:
    enterprise = Enterprise.objects.select_for_update().filter(pk=enterprise_id).first()
    if enterprise is None:
        raise NotFound(Text("没有此企业。", "There is no such enterprise."), remedy=Text("请核对企业。", "Check the enterprise."))
    return enterprise


def _bad(field: str, message: Text) -> BadInput:
    return BadInput(message, remedy=Text("请核对后更正。", "Check it and mend it."), field=field)
