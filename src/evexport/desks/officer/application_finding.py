"""One finding on a licence application on one page: what is asked, by which article and values, and of which facts."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Crumb, Trail
from evexport.desks.kit.deeds import Deeds, Open
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.officer import application_evidence, applications, grounds
from evexport.desks.officer.filing import evidence
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.licensing import cases, facts, form
from evexport.licensing.models import Application
from evexport.licensing.states import APPLICATION
from evexport.regulation.explain import read_of_application
from evexport.regulation.law import Law
from evexport.store import reading_as


@post(*applications.READERS)
def finding(request: DeskRequest, key: UUID, name: str) -> HttpResponse:
    """As it stood at the last check; the form is the one that was handed in, whatever its applicant mends meanwhile."""
    with reading_as(request.actor):
        one = cases.application(key)
        found = grounds.found(one.findings, name)
        if found is None or one.checked_at is None:
            raise unknown()
        handed_in = cases.versions(one).first()
        document = handed_in.document if handed_in else one.document
        law, codes = Law.on(china_day(one.checked_at)), Codes(china_day(request.at))
        judged = form.read(application_evidence.about_it(found, document))
        known = facts.application_facts(judged, law, amends=one.amends, not_before=one.code_on)
        context = {
            **grounds.shown(found, law, read_of_application(found["id"], known, law), digest=one.law),
            "one": one,
            "name": named(one.exporter),
            "subject": evidence.subject(found, codes),
            "facts": application_evidence.evidence(found, document, known, codes, applications.names_of(one)),
            "trail": Trail((*applications.trail(one).crumbs, Crumb(Text(f"判定 {found['id']}", f"Finding {found['id']}")))),
            "deeds": deeds(request, one, found, document),
        }
        return render(request, "officer/application_finding.html", context)


def deeds(request: DeskRequest, one: Application, found: Mapping[str, Any], document: Mapping[str, Any]) -> Deeds:
    """What an examiner does about a finding: ask about its field, or give the application back."""
    verbs = {offer.step.verb for offer in APPLICATION.offered(one, to=request.actor) if offer.allowed}
    made = []
    if "request_information" in verbs and found["outcome"] != "met":
        asks = reverse("officer:application-deed", args=[one.pk, "request-information"])
        made.append(Open(Text("就此提问", "ask about this"), f"{asks}?field={application_evidence.field(found, document)}"))
    if "return" in verbs and found["outcome"] == "not_met":
        gives_back = reverse("officer:application-deed", args=[one.pk, "return"])
        made.append(Open(Text("退回申请人", "return to the applicant"), gives_back))
    return Deeds(tuple(made))


def unknown() -> NotFound:
    return NotFound(
        Text("没有这项判定。", "There is no such finding."),
        remedy=Text("请从申请页面打开。", "Open it from the application."),
    )
