"""Notices that could not be delivered over anybody's channel, and sending them anew; what they say is not shown."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from evexport.accounts.models import Organisation
from evexport.accounts.roles import Role
from evexport.desks.kit.components import Empty, Tag
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import say
from evexport.kernel.problems import Problem
from evexport.kernel.text import Text
from evexport.notices import actions, queries
from evexport.notices.addresses import veiled
from evexport.notices.models import Delivery
from evexport.store import reading_as

TAGS = {
    "dead": Tag(Text("已放弃", "given up"), "no", "circle-x"),
    "waiting": Tag(Text("待发送", "waiting"), "wait", "hourglass"),
    "dropped": Tag(Text("已取消", "dropped"), "plain", "ban"),
    "delivered": Tag(Text("已送达", "delivered"), "yes", "circle-check"),
}
CHOICES = [
    ("dead", Text("已放弃", "Given up")),
    ("waiting", Text("待发送", "Waiting")),
    ("dropped", Text("已取消", "Dropped")),
    ("delivered", Text("已送达", "Delivered")),
]
FORMS = {"email": Text("电子邮件", "e-mail"), "webhook": Text("系统推送", "webhook")}
MOST = 100
"""Sent anew at one word; the rest of a long list stays for the next."""
COLUMNS = (
    Column("organisation", Text("接收单位", "Recipient"), lambda one: one.recipient),
    Column(
        "to",
        Text("发往", "To"),
        lambda one: veiled(one.channel.address) if one.channel.form == "email" else one.channel.address,
        note=lambda one: FORMS[one.channel.form],
    ),
    Column("state", Text("状态", "State"), lambda one: TAGS[one.state]),
    Column("tries", Text("尝试次数", "Tries"), lambda one: one.tries, "num"),
    Column("last", Text("最近一次", "Last try"), lambda one: one.tried_at, "date"),
    Column("answer", Text("对方答复", "Answer"), lambda one: one.answer),
)
NOTHING = Empty(
    Text("没有未能送达的通知", "Nothing is undelivered"),
    Text(
        "两天内多次尝试仍未送达的通知列在这里，可以重新发送。",
        "What could not be delivered in two days of trying stands here and can be sent anew.",
    ),
)


@post(Role.ADMINISTRATOR)
def deliveries(request: DeskRequest) -> HttpResponse:
    with reading_as(request.actor):
        listing = Listing(
            request,
            columns=COLUMNS,
            rows=queries.deliveries(),
            filters=(
                Filter(
                    "state",
                    Text("状态", "State"),
                    CHOICES,
                    lambda rows, said: rows.filter(state=said),
                    default="dead",
                    everything=None,
                ),
            ),
            empty=NOTHING,
            file_name="deliveries",
            dress=recipients,
            select=lambda one: str(one.pk) if one.state == "dead" and one.channel.state != "revoked" else "",
        )
        return listing.answer("administration/deliveries.html", {"dead": request.GET.get("state", "dead") == "dead"})


def recipients(rows: Sequence[Delivery]) -> list[Delivery]:
    """The rows of a page, each with its organisation's name."""
    found = list(rows)
    names = {one.pk: named(one) for one in Organisation.objects.filter(pk__in={row.organisation_id for row in found})}
    for row in found:
        setattr(row, "recipient", names.get(row.organisation_id, Text("—", "—")))  # noqa: B010 - a name beside the row
    return found


@post(Role.ADMINISTRATOR)
@require_POST
def send(request: DeskRequest) -> HttpResponse:
    """Those that were ticked, each a deed of its own: one that cannot be sent does not keep the others back."""
    sent, kept = 0, 0
    for key in request.POST.getlist("chosen")[:MOST]:
        try:
            actions.send_anew(UUID(key), by=request.actor, at=request.at)
        except (Problem, ValueError):
            kept += 1
        else:
            sent += 1
    if sent:
        messages.success(request, say(Text(f"{sent}件已重新排队发送。", f"{sent} wait to be sent anew.")))
    if kept or not sent:
        what = (
            Text(f"{kept}件未能重新发送。", f"{kept} could not be sent anew.") if kept else Text("请先勾选。", "Tick some first.")
        )
        messages.error(request, say(what))
    return HttpResponseRedirect(reverse("administration:deliveries"))
