"""What the pages of the inbox share: who may open them, their tabs, what kinds of notices are called."""

from django.urls import reverse

from evexport.desks.kit.components import Choice, Tabs, Tag, Tone
from evexport.desks.kit.papers import holding
from evexport.desks.kit.posts import DeskRequest
from evexport.kernel.text import Text
from evexport.notices.catalogue import shipped

READERS, MANAGERS = holding("notice.read"), holding("notice.manage")
LOOK: dict[str, tuple[Text, Tone, str]] = {
    "act": (Text("需办理", "to act on"), "note", "flag"),
    "know": (Text("知悉", "to know"), "plain", "info-circle"),
    "record": (Text("备查", "for the record"), "plain", "file-text"),
}
WEIGHTS = {name: Tag(*look) for name, look in LOOK.items()}
GROUPS = {
    "filing": Text("年度申报", "Yearly filings"),
    "list": Text("资质名单", "The list"),
    "round": Text("年度安排", "The yearly round"),
    "application": Text("许可证申请", "Applications"),
    "licence": Text("许可证", "Licences"),
    "declaration": Text("报关单", "Declarations"),
    "inspection": Text("查验", "Inspections"),
    "enterprise": Text("企业", "Enterprises"),
    "channel": Text("通知渠道", "Channels"),
    "reminder": Text("到期提醒", "Reminders"),
}


def groups() -> list[tuple[str, Text]]:
    """The first words of the kinds that are told of, with what they are called."""
    known = {kind for kind in shipped().kinds() if "." not in kind}
    return [(name, label) for name, label in GROUPS.items() if name in known]


def weights() -> list[tuple[str, Text]]:
    return [(name, Text(label.zh, label.en.capitalize())) for name, (label, _, _) in LOOK.items()]


def tabs(request: DeskRequest, here: str) -> Tabs:
    pages = [("notices", Text("通知", "Notices"))]
    if request.actor.may("notice.manage"):
        pages += [("channels", Text("接收方式", "How you are told")), ("deliveries", Text("发送记录", "Deliveries"))]
    choices = (Choice(label, reverse(f"inbox:{name}"), current=name == here) for name, label in pages)
    return Tabs(Text("收件箱", "Inbox"), tuple(choices))
