"""A section of the filing on a page of its own: its questions, why they are asked, what the criteria find, last year's answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from evexport.accounts.roles import Role
from evexport.desks.enterprise.filing import carried, models, tables
from evexport.desks.enterprise.filing.judged import Judged
from evexport.desks.enterprise.filing.sections import FORMS, SectionForm, form_of
from evexport.desks.enterprise.filing.tables import Filled
from evexport.desks.enterprise.filing.tasks import VERBS
from evexport.desks.enterprise.filing.whose import acts, address, editable, mine, section_address, trail
from evexport.desks.kit import citations
from evexport.desks.kit import filing as filing_words
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Component
from evexport.desks.kit.deeds import in_words
from evexport.desks.kit.filing import BY_KEY, Section
from evexport.desks.kit.parts import Answer, Summary
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import say
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotFound, Problem
from evexport.kernel.text import Text
from evexport.qualification import facts
from evexport.qualification.actions import drafting
from evexport.qualification.draft import WHOLE, plain, problems
from evexport.qualification.models import Filing
from evexport.regulation.law import Law
from evexport.store import reading_as

KEPT = Text("“{section}”已保存。", "“{section}” is saved.")


@dataclass(slots=True)
class Question:
    """What the page of a section knows, read in one transaction."""

    filing: Filing
    section: Section
    judged: Judged
    recorded: Mapping[str, Any]
    last: Any
    codes: Codes
    law: Law

    @classmethod
    def of(cls, request: DeskRequest, key: UUID, section: str) -> "Question":
        if section not in BY_KEY:
            raise Http404
        filing, on = mine(key), china_day(request.at)
        return cls(
            filing,
            BY_KEY[section],
            Judged.of(filing.document, on),
            facts.identity(filing.maker),
            carried.last(filing, request.at).get(section),
            Codes(on),
            Law.on(on),
        )

    @property
    def part(self) -> Any:
        return self.filing.document.get(self.section.key)

    @property
    def differs(self) -> bool:
        """Is there an answer of last year to go back to?"""
        return self.last not in (None, {}, []) and self.last != self.part


@post(Role.MAKER)
def section(request: DeskRequest, key: UUID, section: str) -> HttpResponse:
    with reading_as(request.actor):
        asked = Question.of(request, key, section)
        if section == "models":
            return models.listed(request, asked)
        if section not in FORMS:
            return HttpResponseRedirect(section_address(asked.filing, section))
        if not editable(asked.filing):
            return HttpResponseRedirect(address(asked.filing))
        data = request.POST if request.method == "POST" else None
        form = form_of(section, data, asked.part, asked.filing, recorded=asked.recorded, law=asked.law)
        shown = tables.filled(section, data, asked.part, asked.codes, more=request.POST.get("more", ""))
        offered = tables.registers(shown, asked.codes)
    if request.method == "POST" and "more" not in request.POST and (done := kept(request, asked, form, shown)):
        return done
    context = {"form": form, "tables": shown, "names": offered, "on_record": on_record(asked)}
    if "more" in request.POST:
        form.errors.clear()
    return render(request, "enterprise/question.html", told(asked) | context, status=422 if form.errors else 200)


def told(asked: Question) -> dict[str, Any]:
    """What stands beside the questions on every section's page."""
    return {
        "filing": asked.filing,
        "section": asked.section,
        "cites": list({say(citations.short_name(one)): one for one in asked.section.cites}.values()),
        "title": VERBS[asked.section.key],
        "trail": trail(asked.filing, VERBS[asked.section.key]),
        "back": address(asked.filing),
        "editable": editable(asked.filing),
        "findings": asked.judged.of_section(asked.section),
        "problems": asked.judged.problems_of(asked.section.key),
        "last": drawn(asked.section, asked.last, asked.codes) if asked.last else [],
        "differs": asked.differs,
    }


def drawn(section: Section, part: Any, codes: Codes) -> list[Component]:
    """A section's content as the officers see it."""
    return filing_words.shown(section, {section.key: part}, codes)


def on_record(asked: Question) -> Summary | None:
    """What the enterprise register says and the form therefore does not ask."""
    if asked.section.key != "manufacturer":
        return None
    fields = asked.section.fields
    answers = [
        Answer(label, filing_words.told(name, asked.recorded[name], asked.codes))
        for name, label in fields.items()
        if name in asked.recorded
    ]
    return Summary(Text("登记信息", "On record"), answers)


def kept(request: DeskRequest, asked: Question, form: SectionForm, shown: list[Filled]) -> HttpResponse | None:
    """Save the section where it can be understood; None where the page is to be drawn again with what is wrong."""
    valid = [form.is_valid(), *(one.formset.is_valid() for one in shown)]
    if not all(valid):
        for one in shown:
            row_errors(form, one)
        return None
    with reading_as(request.actor):
        part = form.part(asked.recorded)
        for one in shown:
            part[one.table.at] = one.table.rows(one.formset, asked.codes)
    return save(request, asked, form, plain(part))


def save(request: DeskRequest, asked: Question, form: forms.Form, part: Any) -> HttpResponse | None:
    key, filing = asked.section.key, asked.filing
    wrong = [one for one in problems({"year": filing.year, "manufacturer": {}, key: part}) if one.section in {key, WHOLE}]
    for one in wrong:
        name = one.field.removeprefix(f"{key}.").split(".")[0].split("[")[0]
        place = name if name in form.fields else None
        form.add_error(place, say(one.message) if place else f"{one.field}: {say(one.message)}")
    if wrong:
        return None
    try:
        drafting.save_draft(filing.pk, {key: part}, revision=form.cleaned_data["revision"], **acts(request))
    except NotFound:
        raise
    except Problem as problem:
        form.add_error(None, in_words(problem))
        return None
    messages.success(request, say(KEPT.fill(section=asked.section.label)))
    return HttpResponseRedirect(address(filing))


def row_errors(form: forms.Form, table: Filled) -> None:
    """Errors of a table's rows, told at the head of the page with the row they stand in."""
    form.is_valid()
    for number, row in table.numbered:
        for name, errors in row.errors.items():
            label = row.fields[name].label if name in row.fields else ""
            for error in errors:
                form.add_error(
                    None,
                    say(
                        Text(
                            f"{table.table.title.zh}第{number}行{label}：{error}",
                            f"{table.table.title.en}, row {number}, {label}: {error}",
                        )
                    ),
                )


@post(Role.MAKER)
def same(request: DeskRequest, key: UUID, section: str) -> HttpResponse:
    """Take a section over from last year's filing, as a new filing would be prefilled with it."""
    with reading_as(request.actor):
        asked = Question.of(request, key, section)
    back = address(asked.filing, "filing-section", section)
    if request.method != "POST" or asked.last is None:
        return HttpResponseRedirect(back)
    drafting.save_draft(key, {section: asked.last}, revision=int(request.POST.get("revision") or 0), **acts(request))
    messages.success(request, say(Text("已按上年申报填写，请核对。", "Filled in as last year: check it.")))
    return HttpResponseRedirect(back)
