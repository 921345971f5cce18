"""What the pages of applications and licences share: who may open them, marks of states, ways back, the story of a case."""

from typing import Any

from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit.components import Crumb, Tag, Tone, Trail
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest
from evexport.enterprises.queries import by_uscc
from evexport.kernel.text import Text
from evexport.licensing.models import Application
from evexport.licensing.states import APPLICATION

FIRMS = (Role.MAKER, Role.EXPORTER)
LOOK: dict[str, tuple[Tone, str]] = {
    "draft": ("plain", "edit"),
    "submitted": ("wait", "hourglass"),
    "information_requested": ("note", "help-circle"),
    "reviewed": ("wait", "hourglass"),
    "issued": ("yes", "circle-check"),
    "returned": ("note", "history"),
    "refused": ("no", "circle-x"),
    "reconsidering": ("wait", "scale"),
    "upheld": ("no", "gavel"),
    "withdrawn": ("plain", "circle-minus"),
}
STATES = {name: Tag(state.label, *LOOK[name]) for name, state in APPLICATION.states.items()}
APPLICATIONS, LICENCES = Text("许可证申请", "Licence applications"), Text("许可证", "Licences")


def by(request: DeskRequest) -> dict[str, Any]:
    """Who does it, and when."""
    return {"by": request.actor, "at": request.at}


def title_of(one: Application) -> Text:
    """What an application is called: its contract, else that it has none yet."""
    number = str(one.document.get("contract_no") or "")
    return Text(f"合同{number}的申请", f"Application for contract {number}") if number else NAMELESS


NAMELESS = Text("尚无合同号的申请", "Application without a contract yet")


def application_trail(one: Application | None = None, here: Text | None = None) -> Trail:
    crumbs = [Crumb(APPLICATIONS, reverse("enterprise:applications"))]
    if one is not None:
        crumbs.append(Crumb(title_of(one), reverse("enterprise:application", args=[one.pk]) if here else ""))
    return Trail((*crumbs, *([Crumb(here)] if here else [])))


def licence_trail(number: str, here: Text | None = None) -> Trail:
    crumbs = [
        Crumb(LICENCES, reverse("enterprise:licences")),
        Crumb(number, reverse("enterprise:licence", args=[number]) if here else ""),
    ]
    return Trail((*crumbs, *([Crumb(here)] if here else [])))


def parties_of(one: Application) -> dict[str, Text]:
    """The firms of an application by credit code, as they are called; of a draft those that its form names."""
    known = {party.uscc: named(party) for party in (one.exporter, one.maker) if party is not None}
    maker = str(one.document.get("manufacturer_uscc") or "")
    if maker and maker not in known and (found := by_uscc(maker)):
        known[maker] = named(found)
    return known
