"""A page that does one deed: its form, what bars it, the problem told at the field that caused it, and where it leads.

form = Suspend(request.POST if request.method == "POST" else None)
done = perform(request, form, lambda said: licences.suspend(number, said["reason"], citation=said["citation"], …),
               told=Text("许可证已暂停。", "The licence is suspended."), to=address)
return done or deed_page(request, form, Deed(…))
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from evexport.desks.kit import citations, words
from evexport.desks.kit.components import Component, Trail
from evexport.kernel.problems import NotFound, Problem
from evexport.kernel.states import Offer
from evexport.kernel.text import Text
from evexport.kernel.words import MAX_WORDS


@dataclass(frozen=True, slots=True)
class Deed(Component):
    """A deed on its own page. `button` says what it does; `grave` warns of what cannot be undone."""

    title: Text
    button: Text
    back: str
    lead: Text | None = None
    grave: Text | None = None
    trail: Trail | None = None
    beside: Component | None = None
    icon: str = "check"


@dataclass(frozen=True, slots=True)
class Open:
    """A deed that is offered: where it is done, or why it is barred and where that is mended."""

    label: Text
    url: str
    barred: Text | None = None
    mend: str = ""
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Deeds(Component):
    """What can be done now, the barred ones with their reason. Drawn from the transition table."""

    deeds: Sequence[Open]
    title: Text = Text("办理", "What can be done")
    template: ClassVar[str] = "kit/deeds.html"

    @classmethod
    def of(cls, offers: Sequence[Offer], url: Callable[[str], str | None], *, grave: frozenset[str] = frozenset()) -> "Deeds":
        """From a table's offers; `url` gives a verb's page, None where the verb has none of its own."""
        pages = [(offer, url(offer.step.verb)) for offer in offers]
        return cls(
            tuple(
                Open(offer.step.label, address, offer.barred, grave=offer.step.verb in grave)
                for offer, address in pages
                if address is not None
            )
        )


def perform(
    request: HttpRequest,
    form: forms.Form,
    deed: Callable[[dict[str, Any]], Any],
    *,
    told: Text | Callable[[Any], Text],
    to: str | Callable[[Any], str],
) -> HttpResponse | None:
    """Do the deed with what the form says, tell it and lead on; None where the page is to be drawn (again).

    A problem of the deed becomes an error of the form, at the field it names; an unknown thing stays a 404.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        result = deed(form.cleaned_data)
    except NotFound:
        raise
    except Problem as problem:
        form.add_error(field_of(form, problem), in_words(problem))
        return None
    messages.success(request, words.say(told(result) if callable(told) else told))
    return HttpResponseRedirect(to(result) if callable(to) else to)


def stepwise(
    request: HttpRequest,
    form: forms.Form,
    deed: Deed,
    *,
    shows: Callable[[dict[str, Any]], Component],
    does: Callable[[dict[str, Any]], Any],
    told: Text | Callable[[Any], Text],
    to: str | Callable[[Any], str],
) -> HttpResponse:
    """A deed in two steps: the form, then a page that shows what the deed would do and asks again; only then it is done.

    `shows` may raise a problem, which is told at the field it names, as one of the deed itself is. A form without
    fields has nothing to ask first: its page begins with the second step.
    """
    step = request.POST.get("step", "look")
    asks = request.method == "POST"
    if not form.fields and not form.is_bound:
        form, asks = type(form)({}), True
    if request.method == "POST" and step == "do" and (done := perform(request, form, does, told=told, to=to)):
        return done
    if asks and step == "look" and form.is_valid():
        try:
            effect = shows(form.cleaned_data)
        except NotFound:
            raise
        except Problem as problem:
            form.add_error(field_of(form, problem), in_words(problem))
        else:
            return render(request, "kit/confirm.html", {"form": form, "deed": deed, "effect": effect})
    return deed_page(request, form, deed, template="kit/first_step.html")


def field_of(form: forms.Form, problem: Problem) -> str | None:
    """The form's field that a problem names; of a line of many, `lines.2.quantity` is the field `lines.2.quantity`."""
    whole = problem.field or ""
    return next((name for name in (whole, whole.split(".")[0]) if name in form.fields), None)


def in_words(problem: Problem) -> str:
    """What is wrong, how to mend it, by which article, in one passage."""
    said = f"{words.say(problem.message)} {words.say(problem.remedy)}"
    if problem.citation:
        name = words.say(citations.short_name(problem.citation))
        said += f"（依据：{name}）" if words.language() == "zh" else f" (Basis: {name})"
    return said


def deed_page(
    request: HttpRequest, form: forms.Form, deed: Deed, *, template: str = "kit/deed.html", **context: Any
) -> HttpResponse:
    """The deed's page; 422 where the form has errors, so that programs see it too."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, "deed": deed, **context}, status=status)


def reason_field(help_text: str = "", *, required: bool = True, label: str = "") -> forms.CharField:
    """The words that a deed cannot do without."""
    return forms.CharField(
        label=label or words.words("理由", "Reasons"),
        help_text=help_text or words.words("对方将看到，请具体说明。", "The other side will read them: be specific."),
        max_length=MAX_WORDS,
        required=required,
        error_messages={"required": words.words("请写明理由。", "Give the reasons.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class Plain(forms.Form):
    """A deed that needs no words."""
