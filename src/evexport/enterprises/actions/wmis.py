"""Under which WMIs a maker's cars are built: its own, and those of the firms that build for it."""

import re
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.enterprises import events
from evexport.enterprises.actions.parts import bad, locked
from evexport.enterprises.models import EnterpriseWmi
from evexport.kernel.problems import Conflict, NotFound
from evexport.kernel.text import Text
from evexport.store import acting_as

# A small maker's third character is 9, and three more characters complete it (GB 16737).
WMI = re.compile(r"[A-HJ-NPR-Z0-9]{2}([A-HJ-NPR-Z0-8]|9[A-HJ-NPR-Z0-9]{3})")


def record_wmi(maker_id: UUID, *, wmi: str, holder_name: str, valid_from: date, by: Actor, at: datetime) -> EnterpriseWmi:
    """A WMI of three characters (six where the third is 9), from a day on; several makers may share a builder's."""
    by.must("enterprise.register")
    if not WMI.fullmatch(wmi):
        raise bad(
            "wmi",
            Text(
                f"“{wmi}”不是世界制造厂识别代号。",
                f"{wmi!r} is not a WMI: three characters, or six where the third is 9.",
            ),
        )
    holder = holder_name.strip()
    if not holder:
        raise bad("holder_name", Text("须写明持有人名称。", "Name the holder."))
    with acting_as(by):
        maker = locked(maker_id)
        later = Q(valid_until=None) | Q(valid_until__gte=valid_from)
        if EnterpriseWmi.objects.filter(later, maker=maker, wmi=wmi).exists():
            raise Conflict(
                Text(f"该企业已登记“{wmi}”。", f"{wmi} is on record for this maker."),
                remedy=Text("如需更正，请先终止原登记。", "End the row on record first, if it is to be mended."),
                code="WMI_ON_RECORD",
                field="wmi",
            )
        row = EnterpriseWmi.objects.create(maker=maker, wmi=wmi, holder_name=holder, valid_from=valid_from, recorded_at=at)
        event = events.WmiRecorded(
            subject=f"enterprise:{maker.id}", parties=(maker.id,), wmi=wmi, holder_name=holder,
            valid_from=valid_from.isoformat(),
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return row


def end_wmi(row_id: UUID, *, valid_until: date, by: Actor, at: datetime) -> EnterpriseWmi:
    """The last day on which the WMI was this maker's."""
    by.must("enterprise.register")
    with acting_as(by):
        row = EnterpriseWmi.objects.select_for_update().filter(pk=row_id, valid_until=None).first()
        if row is None:
            raise NotFound(
                Text("没有此有效登记。", "There is no such open row."),
                remedy=Text("请核对登记。", "Check the row."),
            )
        if valid_until < row.valid_from:
            raise bad("valid_until", Text("终止日不得早于起始日。", "It cannot end before it began."))
        row.valid_until = valid_until
        row.save(update_fields=["valid_until"])
        event = events.WmiEnded(
            subject=f"enterprise:{row.maker_id}", parties=(row.maker_id,), wmi=row.wmi,
            valid_until=valid_until.isoformat(),
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return row
