"""One finding on one page: what is asked, by which article, by which value and its history, of which fact, and the comparison."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Crumb
from evexport.desks.kit.deeds import Deeds, Open
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.officer import grounds
from evexport.desks.officer.filing import case, evidence
from evexport.desks.officer.filing.queue import CHECKED, REVIEWERS
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.qualification import facts, queries
from evexport.qualification.actions.case import not_found, opened
from evexport.qualification.models import Filing, FilingVersion
from evexport.qualification.states import FILING
from evexport.regulation.law import Law
from evexport.store import reading_as


@post(*REVIEWERS)
def finding(request: DeskRequest, key: UUID, number: int, name: str) -> HttpResponse:
    """A permalink: versions are immutable, so the page says the same for good; what it leads to goes with the case."""
    with reading_as(request.actor):
        one = opened(key, lock=False)
        version = FilingVersion.objects.filter(filing=one, number=number).first()
        found = grounds.found(version.assessment["findings"], name) if version else None
        if version is None or found is None:
            raise not_found(Text("判定", "finding"))
        law, codes = Law.on(china_day(version.at)), Codes(china_day(request.at))
        earlier = queries.earlier_version(one)
        last = case.last_year(earlier).get(name)
        context = {
            "one": one,
            "name": named(one.maker),
            "version": version,
            **grounds.shown(found, law, facts.rests_on(version, found["id"])),
            "subject": evidence.subject(found, codes),
            "then": CHECKED.get(last or ""),
            "source": grounds.SOURCES.get(found["source"], Text(found["source"], found["source"])),
            "facts": evidence.facts(found, version.document, codes),
            "permalink": request.build_absolute_uri(request.path),
            "trail": case.trail(one, Crumb(Text(f"判定 {found['id']}", f"Finding {found['id']}"))),
            "deeds": deeds(request, one, found),
        }
        return render(request, "officer/filing_finding.html", context)


def deeds(request: DeskRequest, one: Filing, found: Mapping[str, Any]) -> Deeds:
    """What a reviewer does about a finding: ask about its field, or send the filing back."""
    verbs = {offer.step.verb for offer in FILING.offered(one, to=request.actor) if offer.allowed}
    made = []
    if "request_information" in verbs and found["outcome"] != "met":
        label = Text("就此提问", "ask about this")
        url = f"{case.address(one, 'request_information')}?field={evidence.field(found)}"
        made.append(Open(label, url))
    if "return" in verbs and found["outcome"] == "not_met":
        made.append(Open(Text("退回修改", "return to the maker"), case.address(one, "return")))
    return Deeds(tuple(made))
