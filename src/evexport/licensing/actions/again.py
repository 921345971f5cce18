"""A licence is not extended: why, and how the exporter applies again from its face."""

from collections.abc import Mapping
from datetime import datetime

from evexport.accounts.actors import Actor
from evexport.kernel.clock import china_day
from evexport.kernel.problems import Barred
from evexport.kernel.text import Text
from evexport.licensing import form
from evexport.licensing.actions.taking import might
from evexport.licensing.checks import preview
from evexport.licensing.models import Application
from evexport.licensing.queries import by_number
from evexport.licensing.reapplying import Flag, flags, prefilled
from evexport.licensing.states import LICENCE
from evexport.regulation.law import Law
from evexport.regulation.reasons import spelt
from evexport.store.transactions import acting_as, reading_as


def extend(number: str, *, by: Actor, at: datetime) -> None:
    """Always refused, with the reason and the way that is open: a licence is valid for its time and applied for again."""
    by.must("licence.read")
    with reading_as(by):
        case = by_number(number, at)
    law = Law.on(china_day(at))
    months, last = law["licence.validity.months"], spelt(case.licence.valid_until)
    raise Barred(
        Text(
            f"出口许可证有效期为{months.whole}个月，不予延期；{number}的有效期至{last.zh}，期满须重新申领。",
            f"A licence is valid for {months.whole} months and is not extended; {number} is valid until {last.en} and must be "
            "applied for again.",
        ),
        remedy=Text(
            f"请重新申领：POST /api/v1/licences/{number}/reapply，将按原证预填申请表。",
            f"Apply again: POST /api/v1/licences/{number}/reapply makes an application prefilled from this licence.",
        ),
        code="EXTENSION_NOT_POSSIBLE",
        citation=months.cite,
    )


def reapply(
    number: str, *, quantities: Mapping[str, int] | None = None, by: Actor, at: datetime
) -> tuple[Application, list[Flag]]:
    """Draft a new application from a licence's face, with fresh dates; also what must change before it is handed in.

    `quantities`, by model, where others are wanted than are left. The old licence is not touched.
    """
    with acting_as(by):
        might(LICENCE, "reapply", by)
        case = by_number(number, at)
        LICENCE.take("reapply", case, by=by)
        law = Law.on(china_day(at))
        document = prefilled(case, law, quantities or {})
        understood = form.read(document)
        application = Application.objects.create(
            document=form.sketch(document), exporter_id=case.licence.exporter_id, opened_at=at
        )
        return application, flags(case, document, preview(understood, law))
