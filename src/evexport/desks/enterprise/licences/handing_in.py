"""The applicant's deeds on an application: checked and handed in, a question answered, taken back, reconsidered."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from evexport.desks.enterprise.licences.application import Checked, checked, spoken
from evexport.desks.enterprise.licences.common import FIRMS, application_trail, by, parties_of, title_of
from evexport.desks.kit import application as form_words
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Component
from evexport.desks.kit.deeds import Deed, Plain, deed_page, field_of, in_words, perform, reason_field, stepwise
from evexport.desks.kit.parts import Answer, Done, Findings, Summary
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotFound, Problem
from evexport.kernel.text import Text
from evexport.licensing import actions, cases
from evexport.licensing.models import Application
from evexport.licensing.states import APPLICATION
from evexport.regulation.findings import Outcome
from evexport.regulation.reasons import spelt
from evexport.store import reading_as


@post(*FIRMS)
def submit(request: DeskRequest, key: UUID) -> HttpResponse:
    """Every answer read through once more, with what the checks say; then handed in."""
    form = Plain(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.submit(key, **by(request))
        except NotFound:
            raise
        except Problem as problem:
            form.add_error(field_of(form, problem), in_words(problem))
        else:
            return HttpResponseRedirect(reverse("enterprise:application-done", args=[key]))
    with reading_as(request.actor):
        one = cases.application(key)
        step = APPLICATION.take("submit", one, by=request.actor)
        codes = Codes(china_day(request.at))
        edit = reverse("enterprise:edit-application", args=[key])
        found = checked(request, one)
        context = {
            "one": one,
            "form": form,
            "title": title_of(one),
            "trail": application_trail(one, step.label),
            "checked": found,
            "open": not found.faults and not failed(found),
            "cards": form_words.cards(one.document, codes, parties_of(one), change=lambda section: f"{edit}#{section}"),
        }
        return render(request, "enterprise/submit.html", context, status=422 if form.errors else 200)


def failed(found: Checked) -> bool:
    """Is any criterion not met?"""
    return found.findings is not None and any(one["outcome"] == Outcome.NOT_MET for one in found.findings.findings)


@post(*FIRMS)
def done(request: DeskRequest, key: UUID) -> HttpResponse:
    """What was handed in, what happens next and by when; an address that may be kept."""
    with reading_as(request.actor):
        one = cases.application(key)
    if one.submitted_at is None or one.due_on is None:
        return HttpResponseRedirect(reverse("enterprise:application", args=[key]))
    till = spelt(one.due_on)
    shown = Done(
        Text("申请已提交", "The application is handed in"),
        str(one.document.get("contract_no", "")),
        (
            Text(
                f"发证机构应在{till.zh}前办结；由两名工作人员先后审查。",
                f"The issuing body decides by {till.en}; two officers review it in turn.",
            ),
            Text(
                "初审通过前可以更正；如有提问，将在收件箱告知。",
                "Until the first review passes you may correct it; questions come to your inbox.",
            ),
            Text(
                "签发后，许可证列入“许可证”页，可下载打印。",
                "Once issued, the licence stands under Licences, to be read and printed.",
            ),
        ),
    )
    return render(
        request,
        "enterprise/application_done.html",
        {"one": one, "done": shown, "title": title_of(one), "trail": application_trail(one, Text("已提交", "Handed in"))},
    )


class AnswerForm(forms.Form):
    """The answer in words and, where the field itself is wrong, what it should say."""

    value = forms.CharField(required=False, max_length=300)
    words = reason_field(words("发证机构将看到。", "The issuing body will read it."), label=words("答复", "Answer"))

    def __init__(self, data: Any, *, one: Application, field: str) -> None:
        super().__init__(data)
        label = form_words.field_name(field)
        box = self.fields["value"]
        box.label = words(label.zh, label.en)
        box.help_text = words("无需更改的，保持原值。", "Leave it as it is where nothing is wrong with it.")
        box.initial = raw(one.document, field)
        if field == "lines":
            del self.fields["value"]


def raw(document: dict[str, Any], field: str) -> Any:
    """What the document holds in a field."""
    head, *rest = field.split(".")
    if head != "lines":
        return document.get(head, "")
    lines = document.get("lines") or []
    return lines[int(rest[0]) - 1].get(rest[1], "") if len(rest) == 2 and int(rest[0]) <= len(lines) else ""


def changed(document: dict[str, Any], field: str, value: str) -> dict[str, Any]:
    """The document with one field said anew."""
    head, *rest = field.split(".")
    if head != "lines":
        return {**document, head: value}
    if len(rest) != 2:
        return document
    lines = [dict(line) for line in document.get("lines") or []]
    place, name = int(rest[0]) - 1, rest[1]
    lines[place][name] = int(value) if name == "quantity" and value.isascii() and value.isdecimal() else value
    return {**document, "lines": lines}


@post(*FIRMS)
def answer(request: DeskRequest, key: UUID) -> HttpResponse:
    """One question, its field beside it; what changes is shown as a difference before it goes out."""
    with reading_as(request.actor):
        one = cases.application(key)
        step = APPLICATION.take("answer", one, by=request.actor)
        question = next(row for row in cases.questions(one) if row.answered_at is None)
    form = AnswerForm(request.POST if request.method == "POST" else None, one=one, field=question.field)
    label = form_words.field_name(question.field)

    def document(said: dict[str, Any]) -> dict[str, Any] | None:
        old, new = str(raw(one.document, question.field)), said.get("value")
        return changed(one.document, question.field, new.strip()) if new is not None and new.strip() != old else None

    def shows(said: dict[str, Any]) -> Component:
        new = document(said)
        with reading_as(request.actor):
            codes = Codes(china_day(request.at))
            values = [spoken(question.field, one.document, codes, one), spoken(question.field, new or one.document, codes, one)]
        rows = [Answer(Text("问题", "Question"), question.question), Answer(Text("答复", "Answer"), said["words"])]
        if new is not None:
            rows += [
                Answer(Text(f"{label.zh}：原为", f"{label.en}: was"), values[0]),
                Answer(Text(f"{label.zh}：改为", f"{label.en}: becomes"), values[1]),
            ]
        return Summary(Text("答复内容", "Your answer"), rows)

    back = reverse("enterprise:application", args=[key])
    return stepwise(
        request,
        form,
        Deed(
            Text(f"答复补正：{label.zh}", f"Answer: {label.en}"),
            Text("提交答复", "Send the answer"),
            back,
            lead=Text(question.question, question.question),
            trail=application_trail(one, step.label),
            beside=Findings(one.findings),
            icon="send",
        ),
        shows=shows,
        does=lambda said: actions.answer(key, said["words"], document=document(said), **by(request)),
        told=Text("答复已提交，计时恢复。", "The answer is sent; the clock runs again."),
        to=back,
    )


class Because(forms.Form):
    reason = reason_field()


class Withdraw(forms.Form):
    reason = reason_field(words("可以不填。", "It may be left empty."), required=False)


@post(*FIRMS)
def withdraw(request: DeskRequest, key: UUID) -> HttpResponse:
    with reading_as(request.actor):
        one = cases.application(key)
        step = APPLICATION.take("withdraw", one, by=request.actor)
    form = Withdraw(request.POST if request.method == "POST" else None)
    back = reverse("enterprise:application", args=[key])
    finished = perform(
        request,
        form,
        lambda said: actions.withdraw(key, reason=said["reason"], **by(request)),
        told=Text("申请已撤回。", "The application is taken back."),
        to=back,
    )
    grave = Text("撤回后不能恢复，可以另行申请。", "This cannot be undone; you may apply anew.")
    return finished or deed_page(
        request, form, Deed(step.label, step.label, back, grave=grave, trail=application_trail(one, step.label), icon="trash")
    )


@post(*FIRMS)
def reconsider(request: DeskRequest, key: UUID) -> HttpResponse:
    """After a refusal: another officer looks at it."""
    with reading_as(request.actor):
        one = cases.application(key)
        step = APPLICATION.take("ask_reconsideration", one, by=request.actor)
    form = Because(request.POST if request.method == "POST" else None)
    back = reverse("enterprise:application", args=[key])
    finished = perform(
        request,
        form,
        lambda said: actions.ask_reconsideration(key, said["reason"], **by(request)),
        told=Text("复议申请已提交，由另一名工作人员办理。", "The reconsideration is asked for; another officer takes it."),
        to=back,
    )
    why = Summary(
        Text("原决定", "The decision"),
        [Answer(Text("理由", "Reasons"), one.decision_reason), Answer(Text("决定人", "Taken by"), one.decided_by_name)],
    )
    return finished or deed_page(
        request, form, Deed(step.label, step.label, back, trail=application_trail(one, step.label), beside=why, icon="scale")
    )
