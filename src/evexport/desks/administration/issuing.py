"""Issues a key to a system and rotates one: the whole key is shown on the answer's page, this once."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from evexport.accounts import actions, directory
from evexport.accounts.actions.keys import LIFE
from evexport.accounts.models import ApiKey, Organisation
from evexport.accounts.roles import ROLES, Role
from evexport.desks.administration import keys
from evexport.desks.administration.people import KEEPER
from evexport.desks.kit.components import Crumb, Trail
from evexport.desks.kit.deeds import Deed, Plain, deed_page, field_of, in_words
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.kernel.clock import CHINA
from evexport.kernel.problems import NotFound, Problem
from evexport.kernel.text import Text


class Issue(forms.Form):
    """What the system is called, what of the role's it may do, and the last day of the key."""

    label = forms.CharField(
        label=words("使用该密钥的系统", "The system that uses it"),
        max_length=100,
        error_messages={"required": words("请写明使用该密钥的系统。", "Name the system that uses it.")},
    )
    permissions = forms.MultipleChoiceField(
        label=words("权限", "What it may do"),
        help_text=words("只勾选该系统用得到的。", "Tick only what the system needs."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": words("请至少选择一项权限。", "Tick at least one.")},
    )
    until = forms.DateField(
        label=words("最后一日", "Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": words("请填写最后一日。", "Give the last day."),
            "invalid": words("请填写日期，如 2027-03-03。", "Give a day, for example 2027-03-03."),
        },
    )

    def __init__(self, *args: Any, role: Role, **given: Any) -> None:
        super().__init__(*args, **given)
        fields: dict[str, Any] = dict(self.fields)
        fields["permissions"].choices = [(name, format_html("<code>{}</code>", name)) for name in sorted(ROLES[role].permissions)]


def reads(role: Role) -> list[str]:
    """What is ticked to begin with: a system that only looks is the usual one."""
    return sorted(name for name in ROLES[role].permissions if name.endswith(".read"))


@post(*KEEPER)
def issue(request: DeskRequest, key: UUID, role: str) -> HttpResponse:
    with directory.reading(request.actor, "key.read"):
        holder = directory.organisation(key)
    if role not in set(Role) or ROLES[Role(role)].kind != holder.kind:
        raise Http404
    wanted = Role(role)
    last = (request.at + LIFE).astimezone(CHINA).date()
    form = Issue(request.POST or None, role=wanted, initial={"until": last, "permissions": reads(wanted)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        answer = _made(
            request,
            form,
            lambda: actions.issue_key(
                organisation_id=key,
                role=wanted,
                label=said["label"],
                permissions=said["permissions"],
                expires_at=datetime.combine(said["until"], time(23, 59, 59), CHINA),
                by=request.actor,
                at=request.at,
            ),
        )
        if answer is not None:
            return answer
    label = ROLES[wanted].label
    title = Text(f"签发密钥：{label.zh}", f"Issue a key: {label.en}")
    back = reverse("administration:organisation", args=[key])
    deed = Deed(
        title,
        Text("签发密钥", "Issue the key"),
        back,
        trail=trail_of(holder, title),
        icon="key",
        lead=Text("整个密钥只显示一次，系统只保存其哈希值。", "The whole key is shown once; only its hash is kept."),
    )
    return deed_page(request, form, deed)


@post(*KEEPER)
def rotate(request: DeskRequest, key: UUID) -> HttpResponse:
    with directory.reading(request.actor, "key.read"):
        found = directory.key(key)
    form = Plain(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = _made(request, form, lambda: actions.rotate_key(key, by=request.actor, at=request.at))
        if answer is not None:
            return answer
    title = Text(f"更换密钥：{found.label}", f"Rotate the key of {found.label}")
    deed = Deed(
        title,
        Text("更换密钥", "Rotate the key"),
        reverse("administration:key", args=[key]),
        trail=keys.trail(found, title),
        icon="refresh",
        lead=Text(
            "新密钥的单位、角色和权限不变，自今日起一年有效。",
            "The new key has the same holder, role and permissions, and is good for a year.",
        ),
        grave=Text(
            "原密钥立即失效。如需两者并用一段时间，请先另行签发，再吊销原密钥。",
            "The old key ends at once. Where both must work for a while, issue another first and withdraw this one later.",
        ),
    )
    return deed_page(request, form, deed)


def _made(request: HttpRequest, form: forms.Form, deed: Any) -> HttpResponse | None:
    """The page with the whole key; None where the deed was refused and the form says why."""
    try:
        key, whole = deed()
    except NotFound:
        raise
    except Problem as problem:
        form.add_error(field_of(form, problem), in_words(problem))
        return None
    return shown_once(request, key, whole)


def shown_once(request: HttpRequest, key: ApiKey, whole: str) -> HttpResponse:
    return render(request, "administration/secret.html", {"key": key, "secret": whole})


def trail_of(holder: Organisation, here: Text) -> Trail:
    there = reverse("administration:organisation", args=[holder.pk])
    return Trail(
        (
            Crumb(Text("单位", "Organisations"), reverse("administration:organisations")),
            Crumb(named(holder), there),
            Crumb(here),
        )
    )
