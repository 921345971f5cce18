"""The way of a channel: an address is confirmed before anything is sent to it; whoever owns it may pause and end it."""

from evexport.kernel.states import State, States, row
from evexport.kernel.text import Text

OPEN = ("unconfirmed", "active", "paused")
MANAGE = "notice.manage"

CHANNEL = States(
    "channel",
    Text("通知渠道", "channel"),
    states=(
        State("unconfirmed", Text("待确认", "waiting to be confirmed")),
        State("active", Text("使用中", "active")),
        State("paused", Text("已停发", "paused")),
        State("revoked", Text("已停用", "ended"), final=True),
    ),
    steps=(
        row("confirm", ("unconfirmed",), "active", MANAGE, Text("确认地址", "confirm the address")),
        row("pause", ("active",), "paused", MANAGE, Text("暂停发送", "pause")),
        row("resume", ("paused",), "active", MANAGE, Text("恢复发送", "resume")),
        row("rotate", ("active",), "active", MANAGE, Text("更换密钥", "exchange the secret")),
        row("rotate", ("paused",), "paused", MANAGE, Text("更换密钥", "exchange the secret")),
        row("revoke", OPEN, "revoked", MANAGE, Text("停用", "end")),
    ),
)
