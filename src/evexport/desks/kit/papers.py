"""Papers for whoever is signed in: the letter of an entry, a licence as a sealed PDF; whoever may read by program may here."""

from uuid import UUID

from django.http import HttpResponse

from evexport.accounts.roles import ROLES, Role
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.text import Text
from evexport.licensing.queries import by_number
from evexport.papers.answers import kept_paper
from evexport.papers.handing_out import original
from evexport.papers.letters.making import letter_of
from evexport.papers.models import Paper
from evexport.papers.originals import original_of, present_of
from evexport.store import reading_as


def holding(permission: str) -> tuple[Role, ...]:
    """The roles of people who hold a permission."""
    return tuple(role for role, row in ROLES.items() if permission in row.permissions and not row.machine)


@post(*holding("letter.read"))
def letter(request: DeskRequest, key: UUID) -> HttpResponse:
    """The letter of an entry that the reader may see."""
    draft = letter_of(key, by=request.actor, maker=request.GET.get("maker", ""))
    return kept_paper(request, original(draft, at=request.at), draft.name)


@post(*holding("licence.read"))
def licence(request: DeskRequest, number: str) -> HttpResponse:
    """The licence as it stands now; as issued with `?rendition=original`."""
    with reading_as(request.actor):
        by_number(number, request.at)
    made = (original_of if request.GET.get("rendition") == "original" else present_of)(number, at=request.at)
    with reading_as(request.actor):  # what is handed out is what the reader may read
        paper = Paper.objects.get(pk=made.pk)
    return kept_paper(request, paper, Text(f"出口许可证{number}", number))
