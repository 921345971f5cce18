"""Makers in public notice, and objecting to one: by name, while the notice runs; who objects is not shown to the maker."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts import throttle
from evexport.accounts.actors import PUBLIC
from evexport.desks.kit.components import Crumb, Trail
from evexport.desks.kit.deeds import perform
from evexport.desks.kit.naming import named
from evexport.desks.kit.parts import Done
from evexport.desks.kit.words import words
from evexport.kernel.text import Text
from evexport.kernel.words import MAX_WORDS
from evexport.qualification import deadlines, queries
from evexport.qualification.actions.objections import MAX_NAME, lodge_objection
from evexport.qualification.models import CandidateNotice, Objection
from evexport.regulation.criteria.category import NAMES
from evexport.store import reading_as
from evexport.store.moment import now, today

TITLE = Text("公示中的候选企业", "Candidates in public notice")
MANY = throttle.Limit(
    "objection", 5, timedelta(hours=1), Text("您提交的异议过于频繁。", "Too many objections were sent from your address.")
)


class Protest(forms.Form):
    """What is said against the candidate, and by whom."""

    grounds = forms.CharField(
        label=words("异议理由", "Grounds"),
        help_text=words(
            "请写明事实和证据线索；企业将看到原文。",
            "State facts and where they can be verified; the maker reads what you write.",
        ),
        max_length=MAX_WORDS,
        error_messages={"required": words("请写明异议理由。", "Say what you object to, and why.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    name = forms.CharField(
        label=words("姓名或单位", "Your name or organisation"),
        help_text=words("不向企业公开。", "Not shown to the maker."),
        max_length=MAX_NAME,
        error_messages={"required": words("异议须署名。", "An objection needs a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=words("联系方式", "How to reach you"),
        help_text=words("电话、邮箱或通信地址；不向企业公开。", "Telephone, e-mail or address; not shown to the maker."),
        max_length=MAX_NAME,
        error_messages={"required": words("请留下联系方式。", "Say how to reach you.")},
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )


def candidates(request: HttpRequest) -> HttpResponse:
    """The notices that run today."""
    with reading_as(PUBLIC):
        rows = [(one, NAMES.get(one.category, one.category)) for one in queries.candidates(today())]
    return render(request, "public/candidates.html", {"rows": [(one, named(one), kind) for one, kind in rows]})


def candidate(request: HttpRequest, key: UUID) -> HttpResponse:
    """One candidate as it was nominated, with the form to object."""
    one, running = _notice(key)
    form = Protest(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        throttle.count(MANY, throttle.client(request))
    done = perform(request, form, lambda said: _lodge(one, said), told=TOLD, to=lambda _: reverse("public:objected", args=[key]))
    if done:
        return done
    context = {
        "one": one,
        "name": named(one),
        "category": NAMES.get(one.category, one.category),
        "running": running,
        "left": deadlines.left(today(), one.until),
        "form": form,
        "trail": Trail((Crumb(TITLE, reverse("public:candidates")), Crumb(named(one)))),
    }
    return render(request, "public/candidate.html", context, status=422 if form.is_bound and form.errors else 200)


TOLD = Text("异议已提交。", "Your objection is lodged.")


def _lodge(one: CandidateNotice, said: dict[str, str]) -> Objection:
    return lodge_objection(one.filing_id, **said, by=PUBLIC, at=now())


def objected(request: HttpRequest, key: UUID) -> HttpResponse:
    """What happens next; it names nobody, so it may be kept or passed on."""
    one, _ = _notice(key)
    done = Done(
        Text("异议已收到", "Your objection was received"),
        "",
        (
            Text("商务部将核实并逐项作出处理决定。", "The ministry looks into it and decides each objection."),
            Text("企业将收到异议原文，但看不到提出人。", "The maker gets the words of the objection, not who lodged it."),
            Text("需要补充情况时，将按您留下的方式联系。", "You are reached by what you gave where more is needed."),
        ),
    )
    crumbs = (Crumb(TITLE, reverse("public:candidates")), Crumb(named(one), reverse("public:candidate", args=[key])))
    return render(request, "public/objected.html", {"done": done, "trail": Trail((*crumbs, Crumb(TOLD))), "name": named(one)})


def _notice(key: UUID) -> tuple[CandidateNotice, bool]:
    with reading_as(PUBLIC):
        one = CandidateNotice.objects.filter(pk=key).first()
    if one is None:
        raise Http404
    return one, one.until >= today()
