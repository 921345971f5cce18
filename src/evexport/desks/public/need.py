"""Do I need a licence? One question a page, without scripts: the answers so far stand in the address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evexport.desks.public.questions import QUESTIONS, Question
from evexport.desks.public.verdict import Verdict, verdict
from evexport.kernel.text import Text
from evexport.regulation.classify import Classification, Goods, classify
from evexport.regulation.law import Law
from evexport.store.moment import today


@dataclass(frozen=True, slots=True)
class Answer:
    """One question as answered, and where to answer it anew."""

    title: Text
    said: Text
    change: str


@dataclass
class Journey:
    """How far the reader has come. It ends as soon as no further answer could change the outcome."""

    given: Mapping[str, str]
    today: date
    goods: dict[str, Any] = field(default_factory=dict)
    answered: list[Question] = field(default_factory=list)
    current: Question | None = None
    form: forms.Form | None = None

    def __post_init__(self) -> None:
        for question in QUESTIONS:
            if not question.asked(self.given):
                self._stop_at(question, bound=self.given.get("asked") == question.name)
                return
            form = question.form(self.given)
            if not form.is_valid():
                self._stop_at(question, bound=True)
                return
            self.answered.append(question)
            self.goods |= question.goods(form.cleaned_data)
            if question.may_end and self.classification.in_scope is False:
                return

    def _stop_at(self, question: Question, *, bound: bool) -> None:
        self.current = question
        self.form = question.form(self.given) if bound else question.form(initial={"on": self.today})

    @property
    def classification(self) -> Classification:
        goods = Goods(**self.goods)
        return classify(goods, Law.on(goods.declared_on or self.today))

    @cached_property
    def verdict(self) -> Verdict:
        """The answer in words; asked for only at the end."""
        return verdict(self.classification, complete=len(self.answered) == len(QUESTIONS))

    @property
    def number(self) -> int:
        return len(self.answered) + 1

    @property
    def steps(self) -> list[bool]:
        """One mark a question: is it behind the reader?"""
        return [number <= len(self.answered) for number, _ in enumerate(QUESTIONS, start=1)]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The answers to other questions, carried along with this one."""
        own = {*self.form.fields, "asked"} if self.form else {"asked"}
        return [(name, value) for name, value in self.given.items() if name not in own]

    @property
    def summary(self) -> Iterator[Answer]:
        for question in self.answered:
            rest = {name: value for name, value in self.given.items() if name not in {*question.fields, "asked"}}
            yield Answer(question.title, question.told(self.goods), f"?{urlencode(rest)}")


def need(request: HttpRequest) -> HttpResponse:
    journey = Journey(request.GET.dict(), today())
    template = "public/need.html" if journey.current else "public/need_answer.html"
    return render(request, template, {"journey": journey})
