"""Filling an application in: saved as a draft with anything still missing, or handed in anew as a correction."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from evexport.desks.enterprise.licences.application import FILL_IN
from evexport.desks.enterprise.licences.common import FIRMS, application_trail, by, title_of
from evexport.desks.enterprise.licences.sheet import Options, Sheet
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.deeds import Deed, deed_page, perform
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.licensing import actions, cases
from evexport.licensing.states import APPLICATION
from evexport.store import reading_as

SAVED = Text("已保存；下方为按今日规则核对的结果。", "Saved; below is what today's rules say of it.")
CORRECTED = Text("更正已提交，审查时限重新计算。", "The correction is handed in; the review's time begins anew.")


@post(*FIRMS)
def edit(request: DeskRequest, key: UUID) -> HttpResponse:
    """`more` adds a row and saves nothing; anything else saves, or hands the correction in."""
    with reading_as(request.actor):
        one = cases.application(key)
        verb = "correct" if one.state == "submitted" else "save"
        step = APPLICATION.take(verb, one, by=request.actor)
        options = Options.read(one.document, one.exporter_id, Codes(china_day(request.at)))
    adding = request.method == "POST" and "more" in request.POST
    data = request.POST if request.method == "POST" else None
    form = Sheet(data, document=one.document, options=options, changes_a_licence=one.amends_id is not None)
    if adding:
        form.data = {**request.POST.dict(), "rows": str(form.count)}
    deed = actions.correct if verb == "correct" else actions.save
    page = reverse("enterprise:application", args=[key])
    done = None
    if not adding:
        told = CORRECTED if verb == "correct" else SAVED
        done = perform(request, form, lambda _said: deed(key, form.made(), **by(request)), told=told, to=page)
    label = Text("提交更正", "Hand in the correction") if verb == "correct" else Text("保存并核对", "Save and check")
    lead = WHY[verb]
    shown = Deed(
        title_of(one), label, page, lead=lead, trail=application_trail(one, step.label if verb == "correct" else FILL_IN)
    )
    return done or deed_page(request, form, shown, template="enterprise/application_sheet.html", adding=adding)


WHY = {
    "save": Text(
        "可以先填一部分，保存后随时继续；提交前逐项核对。",
        "Fill in what you know, save and go on later; everything is checked before it is handed in.",
    ),
    "correct": Text(
        "初审通过前可以更正；更正即重新提交，逐项重新核对。",
        "Open until the first review passes. A correction is handed in at once, and everything is checked again.",
    ),
}
