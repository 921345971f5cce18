"""How notices went out over an organisation's channels, and sending anew what was given up."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from evexport.desks.inbox.frame import MANAGERS, tabs
from evexport.desks.kit.components import Crumb, Empty, Tag, Tone, Trail
from evexport.desks.kit.deeds import Deed, Plain, deed_page, perform
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.text import Text
from evexport.notices import actions, queries
from evexport.notices.models import Delivery
from evexport.notices.own import own
from evexport.store import reading_as

LOOK: dict[str, tuple[Text, Tone, str]] = {
    "waiting": (Text("待发送", "waiting"), "wait", "hourglass"),
    "delivered": (Text("已送达", "delivered"), "yes", "circle-check"),
    "dead": (Text("已放弃", "given up"), "no", "circle-x"),
    "dropped": (Text("已取消", "dropped"), "plain", "ban"),
}
STATES = {name: Tag(*look) for name, look in LOOK.items()}
AGAIN = Text("重新发送", "Send anew")


def may_go_again(one: Delivery) -> bool:
    return one.state == "dead" and one.channel.state != "revoked"


COLUMNS = (
    Column(
        "notice",
        Text("通知", "Notice"),
        lambda one: one.notice.title if one.notice else Text("确认地址的邮件", "the letter that asks to confirm"),
        link=lambda one: reverse("inbox:notice", args=[one.notice_id]) if one.notice_id else "",
    ),
    Column(
        "to",
        Text("发往", "To"),
        lambda one: one.channel.address,
        note=lambda one: Text(*one.channel.get_form_display().split(" / ")),
    ),
    Column("state", Text("状态", "State"), lambda one: STATES[one.state]),
    Column("tries", Text("尝试次数", "Tries"), lambda one: one.tries, "num"),
    Column("last", Text("最近一次", "Last try"), lambda one: one.tried_at, "date", note=lambda one: one.answer or None),
    Column("next", Text("下一次", "Next"), lambda one: one.next_at if one.state == "waiting" else None, "date"),
    Column(
        "again",
        Text("办理", "To do"),
        lambda one: AGAIN if may_go_again(one) else None,
        link=lambda one: reverse("inbox:again", args=[one.pk]) if may_go_again(one) else "",
        export=lambda _one: None,
    ),
)


@post(*MANAGERS)
def deliveries(request: DeskRequest) -> HttpResponse:
    with reading_as(request.actor):
        listing = Listing(
            request,
            columns=COLUMNS,
            rows=queries.own_deliveries(own(request.actor)),
            filters=(
                Filter(
                    "state",
                    Text("状态", "State"),
                    [(name, Text(label.zh, label.en.capitalize())) for name, (label, _, _) in LOOK.items()],
                    lambda rows, chosen: rows.filter(state=chosen),
                ),
            ),
            empty=Empty(
                Text("还没有发送过通知", "Nothing has been sent yet"),
                Text("登记电子邮件或推送地址后，每次发送记录在此。", "Once an address is on record, each sending stands here."),
                Text("登记地址", "Add an address"),
                reverse("inbox:channels"),
            ),
            file_name="deliveries",
        )
        return listing.answer("inbox/deliveries.html", {"tabs": tabs(request, "deliveries")})


@post(*MANAGERS)
def again(request: DeskRequest, key: UUID) -> HttpResponse:
    back = reverse("inbox:deliveries")
    form = Plain(request.POST if request.method == "POST" else None)
    done = perform(
        request,
        form,
        lambda _said: actions.send_anew(key, by=request.actor, at=request.at),
        told=Text("已重新排队发送。", "It waits to be sent anew."),
        to=back,
    )
    lead = Text("以同一编号从头尝试。", "It is tried from the beginning, under the same id.")
    trail = Trail(
        (Crumb(Text("收件箱", "Inbox"), reverse("inbox:notices")), Crumb(Text("发送记录", "Deliveries"), back), Crumb(AGAIN))
    )
    return done or deed_page(request, form, Deed(AGAIN, AGAIN, back, lead=lead, trail=trail, icon="refresh"))
