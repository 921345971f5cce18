"""The receipt of what was last handed in: its reference, what happens next and by when, and the paper. Its address stays."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from evexport.accounts.roles import Role
from evexport.desks.enterprise.filing.whose import address, called, mine, trail
from evexport.desks.kit.parts import Done
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.text import Text
from evexport.papers.answers import kept_paper
from evexport.papers.handing_out import original
from evexport.papers.letters.making import receipt_of
from evexport.qualification import own, queries
from evexport.qualification.models import Filing
from evexport.qualification.states import WITH_DEPARTMENT, WITH_MINISTRY
from evexport.store import reading_as

TITLE = Text("回执", "Receipt")
HANDED_IN = {
    "submit": Text("{filing}已提交", "{filing} handed in"),
    "answer": Text("{filing}：补正已答复", "{filing}: questions answered"),
    "correct": Text("{filing}：更正已提交", "{filing}: correction handed in"),
}


@post(Role.MAKER)
def receipt(request: DeskRequest, key: UUID) -> HttpResponse:
    """NotFound to others; a filing never handed in leads back to its tasks."""
    with reading_as(request.actor):
        filing = mine(key)
        version = own.latest_version(key)
        if version is None:
            return HttpResponseRedirect(address(filing))
        holder = with_whom(filing)
        follows = queries.next_step(filing, request.at)
    done = Done(
        HANDED_IN[version.verb].fill(filing=called(filing)),
        str(filing.pk),
        [
            follows,
            Text(
                "进展和需要答复的问题将以通知告知，也列在首页。",
                "You are told of progress and questions by notice and on your home page.",
            ),
            *holder,
        ],
        address(filing, "filing-receipt-paper"),
    )
    context = {
        "done": done,
        "filing": filing,
        "version": version,
        "title": TITLE,
        "trail": trail(filing, TITLE),
        "back": address(filing),
    }
    return render(request, "enterprise/receipt.html", context)


def with_whom(filing: Filing) -> list[Text]:
    """Whom to write to while an authority has it."""
    if filing.state in WITH_MINISTRY:
        return [
            Text("目前由商务部办理。联系时请报上述编号。", "The ministry has it now. Quote the reference when you write to it.")
        ]
    if filing.state not in WITH_DEPARTMENT:
        return []
    one = own.department_of(filing)
    return [Text(f"目前由{one.zh}办理。联系时请报上述编号。", f"{one.en} has it now. Quote the reference when you write to it.")]


@post(Role.MAKER)
def paper(request: DeskRequest, key: UUID) -> HttpResponse:
    """The receipt as a sealed PDF, the same for whoever asks."""
    draft = receipt_of(key, by=request.actor)
    return kept_paper(request, original(draft, at=request.at), draft.name)
