"""A new name, a new customs code: from a day on, the earlier ones kept."""

from datetime import date, datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.accounts.models import Organisation
from evexport.enterprises import events
from evexport.enterprises.actions.parts import bad, check_customs_code, check_name, locked
from evexport.enterprises.models import CustomsCodeHistory, Enterprise, NameHistory
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.kernel.words import said
from evexport.store import acting_as


def rename(
    enterprise_id: UUID,
    *,
    name_zh: str,
    name_en: str,
    valid_from: date,
    because: str,
    by: Actor,
    at: datetime,
) -> Enterprise:
    """A new name from a day on, not after today. Licences keep the name they were issued under."""
    by.must("enterprise.rename")
    check_name(name_zh, name_en)
    reason = said(because, field="because")
    with acting_as(by):
        enterprise = locked(enterprise_id)
        _check_day(valid_from, since=enterprise.names.order_by("-valid_from").first(), today=china_day(at))
        before = enterprise.name_zh
        NameHistory.objects.create(
            enterprise=enterprise, name_zh=name_zh, name_en=name_en, valid_from=valid_from, because=reason,
            recorded_at=at,
        )  # fmt: skip
        enterprise.name_zh, enterprise.name_en = name_zh, name_en
        enterprise.save(update_fields=["name_zh", "name_en"])
        Organisation.objects.filter(pk=enterprise.id).update(name_zh=name_zh, name_en=name_en)
        event = events.Renamed(
            subject=f"enterprise:{enterprise.id}", parties=(enterprise.id,), before=before, after=name_zh,
            valid_from=valid_from.isoformat(), because=reason,
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return enterprise


def change_customs_code(enterprise_id: UUID, *, customs_code: str, valid_from: date, by: Actor, at: datetime) -> Enterprise:
    """A new customs registration code of ten characters, from a day on, not after today."""
    by.must("enterprise.rename")
    check_customs_code(customs_code)
    with acting_as(by):
        enterprise = locked(enterprise_id)
        _check_day(valid_from, since=enterprise.customs_codes.order_by("-valid_from").first(), today=china_day(at))
        before, enterprise.customs_code = enterprise.customs_code, customs_code
        CustomsCodeHistory.objects.create(enterprise=enterprise, customs_code=customs_code, valid_from=valid_from, recorded_at=at)
        enterprise.save(update_fields=["customs_code"])
        event = events.CustomsCodeChanged(
            subject=f"enterprise:{enterprise.id}", parties=(enterprise.id,), before=before, after=customs_code,
            valid_from=valid_from.isoformat(),
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return enterprise


def _check_day(valid_from: date, *, since: NameHistory | CustomsCodeHistory | None, today: date) -> None:
    """History grows at its end: what applied on a past day is not told anew."""
    if valid_from > today:
        raise bad(
            "valid_from",
            Text("变更自未来日期起生效，尚不能登记。", "The change takes effect on a day that has not come."),
        )
    if since is not None and valid_from <= since.valid_from:
        raise bad(
            "valid_from",
            Text(
                f"现行登记自{since.valid_from}起生效，变更日期须在其后。",
                f"What stands began on {since.valid_from}; a change begins later.",
            ),
        )
