"""How an organisation is told besides its inbox: mail addresses and webhooks, opened, paused, their secrets shown once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.desks.inbox.frame import GROUPS, MANAGERS, groups, tabs
from evexport.desks.kit.components import Crumb, Tag, Tone, Trail
from evexport.desks.kit.deeds import Deed, Deeds, Plain, deed_page, field_of, in_words, perform
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import later, words
from evexport.kernel.problems import NotFound, Problem
from evexport.kernel.text import Text
from evexport.notices import actions, queries
from evexport.notices.models import Channel, Form
from evexport.notices.own import own
from evexport.notices.states import CHANNEL
from evexport.store import reading_as

LOOK: dict[str, tuple[Tone, str]] = {
    "unconfirmed": ("wait", "hourglass"),
    "active": ("yes", "circle-check"),
    "paused": ("note", "player-pause"),
    "revoked": ("plain", "ban"),
}
LANGUAGES = (("zh", words("中文", "Chinese")), ("en", words("英文", "English")))
TITLE = Text("接收方式", "How you are told")
REST = Text("连续多次失败，暂停尝试至{at}", "failed several times in a row, tried again from {at}")


@post(*MANAGERS)
def channels(request: DeskRequest) -> HttpResponse:
    """All channels of the organisation, those in use first; what each may be asked to do."""
    with reading_as(request.actor):
        mine = own(request.actor)
        parts = [(form, [shown(request, one) for one in queries.channels(mine, form)[:60]]) for form in Form.values]
    return render(request, "inbox/channels.html", {"tabs": tabs(request, "channels"), **dict(parts)})


def shown(request: DeskRequest, one: Channel) -> dict[str, Any]:
    """A channel as the page draws it."""
    offers = [offer for offer in CHANNEL.offered(one, to=request.actor) if offer.step.verb in VERBS]
    if one.form == Form.EMAIL:
        offers = [offer for offer in offers if offer.step.verb != "rotate"]
    return {
        "channel": one,
        "state": Tag(CHANNEL.states[one.state].label, *LOOK[one.state]),
        "kinds": [GROUPS.get(name, Text(name, name)) for name in one.kinds],
        "deeds": Deeds.of(
            offers, lambda verb: reverse("inbox:channel-deed", args=[one.pk, verb]), grave=frozenset({"revoke"})
        ).deeds,
    }


class Open(forms.Form):
    """Where to, in which language, and of what; nothing ticked stands for everything."""

    address = forms.CharField(max_length=500, error_messages={"required": words("请填写地址。", "Give the address.")})
    language = forms.ChoiceField(label=words("语言", "Language"), choices=LANGUAGES, widget=forms.RadioSelect, initial="zh")
    kinds = forms.MultipleChoiceField(
        label=words("只接收这些事项", "Only of these matters"),
        help_text=words("都不勾选即全部接收。", "Tick none to be told of everything."),
        choices=lambda: [(name, later(label)) for name, label in groups()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class OpenEmail(Open):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["address"]
        field.label = words("电子邮件地址", "E-mail address")
        field.help_text = words(
            "系统先向该地址发送确认邮件，确认后才发送通知。", "A letter asks it to confirm first; notices go there once it has."
        )
        field.widget = forms.EmailInput(attrs={"autocomplete": "email"})


class OpenWebhook(Open):
    language = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["address"]
        field.label = words("推送地址（HTTPS）", "Address of your system (HTTPS)")
        field.help_text = words(
            "须可从公网访问。每次推送均带签名，密钥只显示一次。",
            "It must be reachable from the open net. All that is sent is signed; the secret is shown once.",
        )
        field.widget = forms.URLInput(attrs={"autocomplete": "url", "spellcheck": "false"})


@post(*MANAGERS)
def email(request: DeskRequest) -> HttpResponse:
    title = Text("登记电子邮件地址", "Add an e-mail address")
    form = OpenEmail(request.POST if request.method == "POST" else None)
    done = perform(
        request,
        form,
        lambda said: actions.open_email(**said, by=request.actor, at=request.at),
        told=Text("已登记；请打开邮件中的链接确认。", "It is on record; open the link in the letter to confirm it."),
        to=reverse("inbox:channels"),
    )
    return done or deed_page(
        request, form, Deed(title, Text("登记", "Add it"), reverse("inbox:channels"), trail=trail(title), icon="mail")
    )


@post(*MANAGERS)
def webhook(request: DeskRequest) -> HttpResponse:
    """The secret is on the answer itself and on no other page."""
    title = Text("登记推送地址", "Add a webhook")
    form = OpenWebhook(request.POST if request.method == "POST" else None)
    deed = Deed(
        title, Text("登记并显示密钥", "Add it and show the secret"), reverse("inbox:channels"), trail=trail(title), icon="send"
    )
    return with_secret(request, form, deed, lambda said: actions.open_webhook(**said, by=request.actor, at=request.at))


def with_secret(
    request: DeskRequest, form: forms.Form, deed: Deed, does: Callable[[dict[str, Any]], tuple[Channel, str]]
) -> HttpResponse:
    """A deed whose answer is a secret: shown once, never again."""
    if request.method == "POST" and form.is_valid():
        try:
            channel, secret = does(form.cleaned_data)
        except NotFound:
            raise
        except Problem as problem:
            form.add_error(field_of(form, problem), in_words(problem))
        else:
            return render(request, "inbox/secret.html", {"channel": channel, "secret": secret, "trail": deed.trail})
    return deed_page(request, form, deed)


class Because(forms.Form):
    because = forms.CharField(label=words("原因", "Why"), max_length=300, required=False)


VERBS: dict[str, tuple[type[forms.Form], Callable[..., Any], Text]] = {
    "pause": (Plain, actions.pause, Text("暂停期间的通知留存待发。", "What comes meanwhile waits and is not lost.")),
    "resume": (Plain, actions.resume, Text("留存的通知先行发送。", "What waited goes first.")),
    "rotate": (
        Plain,
        actions.rotate,
        Text("新密钥只显示一次；一日内新旧密钥同时签名。", "The new secret is shown once; for a day both sign."),
    ),
    "revoke": (Because, actions.revoke, Text("待发的通知不再发送。", "What waits for it is dropped.")),
}
ENDED = Text("停用后不能恢复，须另行登记。", "This cannot be undone; the address would be entered anew.")


@post(*MANAGERS)
def deed(request: DeskRequest, key: UUID, verb: str) -> HttpResponse:
    """Pause, resume, exchange the secret, end."""
    if verb not in VERBS:
        raise Http404
    with reading_as(request.actor):
        channel = queries.channel_by_id(key, own(request.actor))
        step = CHANNEL.take(verb, channel, by=request.actor)
    form_class, does, lead = VERBS[verb]
    form = form_class(request.POST if request.method == "POST" else None)
    back = reverse("inbox:channels")
    title = Text(f"{step.label.zh}：{channel.address}", f"{step.label.en.capitalize()}: {channel.address}")
    page = Deed(title, step.label, back, lead=lead, grave=ENDED if verb == "revoke" else None, trail=trail(step.label))
    if verb == "rotate":
        return with_secret(request, form, page, lambda _said: does(key, by=request.actor, at=request.at))
    done = perform(
        request,
        form,
        lambda said: does(key, **said, by=request.actor, at=request.at),
        told=Text("已办理。", "Done."),
        to=back,
    )
    return done or deed_page(request, form, page)


def trail(here: Text) -> Trail:
    return Trail((Crumb(Text("收件箱", "Inbox"), reverse("inbox:notices")), Crumb(TITLE, reverse("inbox:channels")), Crumb(here)))
