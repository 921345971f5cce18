"""Answering what was asked about a filing: each question with its field, which can be changed along with the words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from evexport.accounts.roles import Role
from evexport.desks.enterprise.filing import carried, tables
from evexport.desks.enterprise.filing.models import ModelForm
from evexport.desks.enterprise.filing.question import row_errors
from evexport.desks.enterprise.filing.sections import FORMS, form_of
from evexport.desks.enterprise.filing.tables import Filled
from evexport.desks.enterprise.filing.whose import acts, address, mine, trail
from evexport.desks.kit import changes
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.deeds import in_words, reason_field
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import say, words
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotFound, Problem
from evexport.kernel.text import Text
from evexport.qualification import facts, own
from evexport.qualification.actions import submission
from evexport.qualification.draft import plain
from evexport.qualification.models import Filing
from evexport.qualification.states import FILING
from evexport.regulation.law import Law
from evexport.store import reading_as

TITLE = Text("答复补正要求", "Answer the questions")
OF_A_ROW = re.compile(r"models\[(\d+)\]")


@dataclass(slots=True)
class Change:
    """A part of the filing that is changed along with the answer: a section's form and tables, or one model's form."""

    section: str
    form: forms.Form
    tables: list[Filled] = field(default_factory=list)
    row: int | None = None

    @property
    def fields(self) -> list[Any]:
        return [bound for bound in self.form if not bound.is_hidden]

    def valid(self) -> bool:
        fine = [self.form.is_valid(), *(one.formset.is_valid() for one in self.tables)]
        for one in self.tables:
            row_errors(self.form, one)
        return all(fine)

    def put(self, document: dict[str, Any], recorded: Any, codes: Codes) -> Any:
        """The section as it now stands."""
        if isinstance(self.form, ModelForm):
            rows = list(document.get("models") or [])
            assert self.row is not None
            rows[self.row - 1] = self.form.row()
            return rows
        part = self.form.part(recorded)  # type: ignore[attr-defined]
        return plain(
            part if not self.tables else {**part, **{one.table.at: one.table.rows(one.formset, codes) for one in self.tables}}
        )


@dataclass(slots=True)
class Question:
    """One question: the field it is about, what was asked, the answer's field of the form, what can be changed along."""

    number: int
    field: str
    asked: str
    named: Text
    answer: Any = None
    change: Change | None = None


class Answers(forms.Form):
    """One answer a question; whether the network is taken over as it is recorded today, where it was asked about."""

    def __init__(self, data: Any, *, questions: Sequence[Question]) -> None:
        super().__init__(data)
        for one in questions:
            self.fields[f"answer-{one.number}"] = reason_field(
                words("与变更的内容一并交给审核人员。", "Goes to the reviewers together with what you change."),
                label=words("答复", "Answer"),
            )
        if any(one.field.startswith("service_network") for one in questions):
            self.fields["network"] = forms.BooleanField(
                label=words("按今日登记的服务网络更新申报", "Bring the filing up to the service network as recorded today"),
                required=False,
            )


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of one request reads and is sent: read in one transaction."""

    filing: Filing
    data: Any
    more: str
    recorded: dict[str, Any]
    codes: Codes
    network: dict[str, Any]

    @classmethod
    def of(cls, request: DeskRequest, filing: Filing) -> "Sheet":
        data = request.POST if request.method == "POST" else None
        known = facts.identity(filing.maker)
        codes = Codes(china_day(request.at))
        return cls(filing, data, request.POST.get("more", ""), known, codes, carried.network(filing, request.at))

    @property
    def handed_in(self) -> bool:
        return self.data is not None and not self.more


@post(Role.MAKER)
def answer(request: DeskRequest, key: UUID) -> HttpResponse:
    with reading_as(request.actor):
        filing = mine(key)
        step = FILING.take("answer", filing, by=request.actor)
        row = own.open_questions(key)
        if row is None:
            return HttpResponseRedirect(address(filing))
        sheet = Sheet.of(request, filing)
        questions = asked(sheet, row.questions)
        offered = tables.registers([one for q in questions if q.change for one in q.change.tables], sheet.codes)
    form = Answers(sheet.data, questions=questions)
    for one in questions:
        one.answer = form[f"answer-{one.number}"]
    if sheet.handed_in and (done := sent(request, sheet, form, questions)):
        return done
    if sheet.more:
        form.errors.clear()
    context = {
        "filing": filing, "title": TITLE, "label": step.label, "trail": trail(filing, TITLE), "row": row, "questions": questions,
        "form": form, "names": offered, "back": address(filing), "papers": address(filing, "filing-papers"),
        "network": form["network"] if "network" in form.fields else None,
    }  # fmt: skip
    return render(request, "enterprise/answer.html", context, status=422 if sheet.handed_in else 200)


def asked(sheet: Sheet, rows: Any) -> list[Question]:
    """The questions; each part of the filing stands once, under the first question about it."""
    made: list[Question] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        name = row["field"]
        one = Question(number, name, row["question"], changes.place(name, sheet.codes))
        section = re.split(r"[.\[]", name)[0]
        model = OF_A_ROW.match(name)
        place = model[0] if model else section
        if place not in seen:
            one.change = changed(sheet, section, int(model[1]) if model else 0)
            seen.add(place)
        made.append(one)
    return made


def changed(sheet: Sheet, section: str, model: int) -> Change | None:
    """The form of the part that a question is about; none where it is answered in words and papers alone."""
    filing, document = sheet.filing, sheet.filing.document
    if section in FORMS:
        part = document.get(section)
        form = form_of(section, sheet.data, part, filing, recorded=sheet.recorded, law=Law.on(sheet.codes.on), prefix=section)
        return Change(section, form, tables.filled(section, sheet.data, part, sheet.codes, more=sheet.more))
    rows = document.get("models") or []
    if 0 < model <= len(rows):
        given = {**rows[model - 1], "revision": filing.revision}
        return Change("models", ModelForm(sheet.data, initial=given, prefix=f"model-{model}"), row=model)
    return None


def sent(request: DeskRequest, sheet: Sheet, form: Answers, questions: list[Question]) -> HttpResponse | None:
    """Hand the answers in; None where something is to be put right first."""
    parts = [one.change for one in questions if one.change]
    if not all([form.is_valid(), *(one.valid() for one in parts)]):
        for one in parts:
            told(form, one)
        return None
    filing, document = sheet.filing, dict(sheet.filing.document)
    with reading_as(request.actor):
        for one in parts:
            document[one.section] = one.put(document, sheet.recorded, sheet.codes)
    if form.cleaned_data.get("network"):
        document["service_network"] = sheet.network
    sections = {name: value for name, value in document.items() if value != filing.document.get(name)}
    answers = [{"field": one.field, "answer": form.cleaned_data[f"answer-{one.number}"]} for one in questions]
    try:
        submission.answer(filing.pk, answers, sections=sections, **acts(request))
    except NotFound:
        raise
    except Problem as problem:
        form.add_error(None, in_words(problem))
        return None
    messages.success(request, say(Text("答复已提交，审核继续计时。", "The answer is handed in; the review's clock runs again.")))
    return HttpResponseRedirect(address(filing, "filing-receipt"))


def told(form: Answers, change: Change) -> None:
    """What is wrong in a part of the filing, told at the head of the page as well."""
    for name, errors in change.form.errors.items():
        label = change.form.fields[name].label if name in change.form.fields else ""
        for error in errors:
            form.add_error(None, f"{label}：{error}" if label else str(error))
