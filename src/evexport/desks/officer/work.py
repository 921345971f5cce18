"""Long work as it goes on: how far, what did not succeed and why, and stopping it; the page may be left and come back to."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit.components import Crumb, Tag, Trail
from evexport.desks.kit.deeds import Deed, Deeds, Plain, deed_page, perform
from evexport.desks.kit.parts import Progress
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.text import Text
from evexport.store import reading_as
from evexport.work import actions
from evexport.work.kinds import label
from evexport.work.progress import progress
from evexport.work.queries import items_of, work_by_id
from evexport.work.states import WORK

RUNNING = ("queued", "running")
VERBS = {"pause": actions.pause, "resume": actions.resume, "cancel": actions.cancel}
READERS = (Role.EXAMINER, Role.APPROVER)


@post(*READERS)
def show(request: DeskRequest, key: UUID) -> HttpResponse:
    with reading_as(request.actor):
        work = work_by_id(key)
        far = progress(work)
        offers = WORK.offered(work, to=request.actor)
        context = {
            "trail": Trail((Crumb(Text("工作台", "Work queue"), reverse("officer:home")), Crumb(label(work.kind)))),
            "work": work,
            "progress": Progress(
                label(work.kind),
                far.settled,
                work.total,
                Tag(WORK.states[work.state].label, "yes" if work.state == "done" else "wait"),
                far.said,
                request.path,
                work.state in RUNNING,
                work.failed,
            ),
            "failed": [(one, problem_of(one.problem)) for one in items_of(key, state="failed", count=200)] if work.failed else [],
            "deeds": Deeds.of(offers, lambda verb: reverse("officer:work-deed", args=[key, verb]) if verb in VERBS else None),
        }
    return render(request, "officer/work.html", context)


def problem_of(problem: dict[str, dict[str, str]] | None) -> tuple[Text, Text] | None:
    """What barred an item, and how to mend it."""
    return (Text(**problem["message"]), Text(**problem["remedy"])) if problem else None


@post(Role.APPROVER)
def deed(request: DeskRequest, key: UUID, verb: str) -> HttpResponse:
    """Pause, go on, or stop after the item under way."""
    with reading_as(request.actor):
        step = WORK.take(verb, work_by_id(key), by=request.actor)
    back = reverse("officer:work", args=[key])
    form = Plain(request.POST if request.method == "POST" else None)
    done = perform(
        request, form, lambda _said: VERBS[verb](key, by=request.actor, at=request.at), told=Text("已办理。", "Done."), to=back
    )
    lead = Text("已办结的各项不受影响。", "What has been done stays done.")
    return done or deed_page(request, form, Deed(step.label, step.label, back, lead=lead))
