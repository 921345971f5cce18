"""How a deed takes hold of an application or a licence, and the words it needs. Opens nothing itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.kernel.problems import NotAllowed, NotFound
from evexport.kernel.states import States, Step
from evexport.kernel.text import Text
from evexport.licensing.models import Application, Licence, LicenceStanding
from evexport.licensing.queries import Case, by_number, in_full
from evexport.licensing.states import APPLICATION, LICENCE


def application_of(application_id: UUID) -> Application:
    """The application, locked for the deed; NotFound where the actor may not see or change it."""
    found = (
        Application.objects.select_for_update(of=("self",))
        .select_related("exporter", "maker", "amends")
        .filter(pk=application_id)
        .first()
    )
    if found is None:
        raise unknown_application()
    return found


def unknown_application() -> NotFound:
    """The answer where an application is not there, or not the actor's to see: the same for both."""
    return NotFound(
        Text("未找到该许可证申请。", "There is no such licence application."),
        remedy=Text("请核对申请编号。", "Check the reference."),
        code="APPLICATION_UNKNOWN",
    )


def take(application_id: UUID, verb: str, *, by: Actor) -> tuple[Application, Step]:
    """The application, locked, and the step of its table."""
    might(APPLICATION, verb, by)
    found = application_of(application_id)
    return found, APPLICATION.take(verb, found, by=by)


def take_licence(number: str, verb: str, *, by: Actor, at: datetime) -> tuple[Case, Step]:
    """The licence, its standing locked so that neither the gate nor another officer moves it, and the step.

    The gate counts each release on the standing, so what is read after the lock stays true until the end.
    """
    might(LICENCE, verb, by)
    seen = by_number(number, at)
    locked = LicenceStanding.objects.select_for_update().filter(pk=seen.licence.pk).first()
    if locked is None:
        raise NotAllowed(
            Text(
                "该许可证的出口商或发证机构方可办理。",
                "This is for the licence's exporter or its issuing body.",
            ),
            remedy=Text("请联系出口商或发证机构。", "Turn to the exporter or the issuing body."),
        )
    case = in_full(by_number(number, at))
    return case, LICENCE.take(verb, case, by=by)


def might(table: States, verb: str, by: Actor) -> None:
    """Whoever holds the permission of no such step is told so before anything is looked up."""
    needed = sorted({step.needs for step in table.steps if step.verb == verb})
    if not any(by.may(permission) for permission in needed):
        by.must(needed[0])


def parties(row: Application | Licence) -> tuple[UUID, ...]:
    """The organisations that may read the entry: the exporter and the maker."""
    return tuple(one for one in (row.exporter_id, row.maker_id) if one is not None)


def of_application(application: Application) -> dict[str, Any]:
    """What every ledger entry on an application says."""
    return {
        "subject": f"application:{application.pk}",
        "parties": parties(application),
        "law": application.law or None,
        "exporter": application.exporter_id,
        "maker": application.maker_id,
        "issuing_body": application.issuing_body,
        "state": application.state,
    }


def of_licence(case: Case) -> dict[str, Any]:
    """What every later ledger entry on a licence says."""
    licence = case.licence
    return {
        "subject": f"licence:{licence.number}",
        "parties": parties(licence),
        "law": licence.law,
        "number": licence.number,
        "left": case.left,
    }
