"""Check the answers before handing in: every section with its findings beside it; then the declaration, and the deed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from evexport.accounts.roles import Role
from evexport.desks.enterprise.filing.judged import Judged
from evexport.desks.enterprise.filing.whose import acts, address, mine, section_address, trail
from evexport.desks.kit import filing as filing_words
from evexport.desks.kit.changes import Differences, told
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Component, Tag
from evexport.desks.kit.deeds import Deed, deed_page, perform
from evexport.desks.kit.filing import Section
from evexport.desks.kit.parts import Figure, Figures, Findings
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.qualification import own, queries
from evexport.qualification.actions import submission
from evexport.qualification.draft import FormErrors
from evexport.qualification.models import Filing
from evexport.qualification.states import FILING
from evexport.store import reading_as

LAST = Text("与上年申报的不同", "What differs from last year's filing")
TITLE = Text("提交前核对", "Check before submitting")
VERBS = {"draft": "submit", "returned": "submit", "correction_ordered": "correct"}


@dataclass(frozen=True, slots=True)
class Part:
    """A section as the officers will see it, with what is found of it and where it is changed."""

    section: Section
    drawn: list[Component]
    findings: Findings
    problems: Any
    state: Tag | Text
    change: str


@post(Role.MAKER)
def check(request: DeskRequest, key: UUID) -> HttpResponse:
    with reading_as(request.actor):
        filing = mine(key)
        if filing.state not in VERBS:
            return HttpResponseRedirect(address(filing))
        step = FILING.take(VERBS[filing.state], filing, by=request.actor)
        codes, judged = Codes(china_day(request.at)), Judged.of(filing.document, china_day(request.at))
        parts = [
            Part(
                section,
                drawn,
                judged.of_section(section),
                judged.problems_of(section.key),
                judged.state(section.key),
                section_address(filing, section.key),
            )
            for section, drawn in filing_words.parts(filing.document, codes)
        ]
        laid = own.papers(key)
        last = Differences(LAST, told(queries.differs_from_last_year(filing), codes))
    context = {
        "filing": filing,
        "title": TITLE,
        "trail": trail(filing, TITLE),
        "parts": parts,
        "figures": figures(judged),
        "papers": laid,
        "last": last,
        "problems": judged.problems,
        "verb": step.label,
        "next": address(filing, "filing-declare"),
        "back": address(filing),
        "papers_url": address(filing, "filing-papers"),
    }
    return render(request, "enterprise/check.html", context)


def figures(judged: Judged) -> Figures:
    """The outcome in four numbers; none where something cannot be understood yet."""
    if judged.assessment is None:
        return Figures([])
    wrong, open_ = judged.count("not_met"), judged.count("needs_evidence")
    held = judged.assessment.category
    limit = judged.assessment.authorised_exporters_limit
    category = filing_words.WORDS[held] if held else Text("不成立", "None holds")
    note = Text(f"最多授权{limit}家出口企业", f"Up to {limit} exporter{'s' if limit != 1 else ''}") if limit is not None else None
    return Figures(
        [
            Figure(Text("不符合", "Not met"), wrong, tone="no" if wrong else "plain"),
            Figure(Text("需补充证明", "Need evidence"), open_, tone="note" if open_ else "plain"),
            Figure(Text("符合", "Met"), judged.count("met"), tone="yes"),
            Figure(Text("成立的类别", "Category that holds"), category, note),
        ]
    )


class Declare(forms.Form):
    """The maker's word for what it files. Without it nothing is handed in."""

    true = forms.BooleanField(
        label=words(
            "本企业声明：所填内容和所附材料真实、准确、完整，并对其真实性负责；按规定应列入名单的授权关系和连带责任属实。",
            "We declare that what is filed and the papers with it are true, exact and complete, and answer for it; the "
            "authorisations and the joint liability named are as stated.",
        ),
        error_messages={"required": words("提交前须作出声明。", "The declaration must be made before anything is handed in.")},
    )


@post(Role.MAKER)
def declare(request: DeskRequest, key: UUID) -> HttpResponse:
    """The last page before the deed: what follows, what cannot be undone, and the declaration of truth."""
    with reading_as(request.actor):
        filing = mine(key)
        if filing.state not in VERBS:
            return HttpResponseRedirect(address(filing))
        verb = VERBS[filing.state]
        step = FILING.take(verb, filing, by=request.actor)
        judged = Judged.of(filing.document, china_day(request.at))
    if judged.problems:
        return HttpResponseRedirect(address(filing, "filing-check"))
    form = Declare(request.POST if request.method == "POST" else None)
    done = perform(
        request,
        form,
        lambda _said: hand_in(request, filing, verb),
        told=Text("申报已提交。", "The filing is handed in."),
        to=address(filing, "filing-receipt"),
    )
    return done or deed_page(request, form, deed(filing, step.label, judged), template="enterprise/declare.html")


def deed(filing: Filing, label: Text, judged: Judged) -> Deed:
    wrong = judged.count("not_met")
    lead = (
        Text(
            f"仍有{wrong}项不符合。可以照此提交，但审核时将看到同样的判定，可能被退回或不予列入。",
            f"{wrong} finding{'s are' if wrong != 1 else ' is'} not met. You may submit all the same; the officers see "
            "the same findings and may return or reject it.",
        )
        if wrong
        else Text("各项判定没有不符合。", "Nothing is found not to be met.")
    )
    year = filing.year
    return Deed(
        Text(f"{label.zh}：{year}年度", f"{label.en}, {year}"),
        Text(f"提交{year}年度申报", f"Submit the {year} filing")
        if filing.state != "correction_ordered"
        else Text("提交更正", "Submit the correction"),
        address(filing, "filing-check"),
        lead=lead,
        grave=Text(
            "提交后不能再修改，除非被退回、要求补正或责令更正；每次提交的内容永久保存，并记入账本。",
            "Once submitted it cannot be changed unless it is returned, questioned or a correction is ordered; each version "
            "is kept for good and entered in the ledger.",
        ),
        trail=trail(filing, TITLE),
        icon="send",
    )


def hand_in(request: DeskRequest, filing: Filing, verb: str) -> Any:
    try:
        return (submission.submit if verb == "submit" else submission.correct)(filing.pk, **acts(request))
    except FormErrors as errors:
        errors.field = None
        raise
