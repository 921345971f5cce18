"""What is written in the ledger of channels: where an organisation wished its notices sent. Reading a notice leaves no entry:
the notice itself keeps who read it first, and when.
"""

from dataclasses import dataclass
from typing import ClassVar

from evexport.kernel.text import Text
from evexport.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class _OfChannel(Event):
    """`address` is a webhook's, or a mail address with its name part hidden."""

    form: str
    address: str
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class ChannelOpened(_OfChannel):
    kind: ClassVar[str] = "channel.opened"
    label: ClassVar[Text] = Text("设立通知渠道", "Channel opened")
    kinds: list[str]


@dataclass(frozen=True, kw_only=True)
class ChannelConfirmed(_OfChannel):
    kind: ClassVar[str] = "channel.confirmed"
    label: ClassVar[Text] = Text("确认通知地址", "Address confirmed")


@dataclass(frozen=True, kw_only=True)
class ChannelPaused(_OfChannel):
    kind: ClassVar[str] = "channel.paused"
    label: ClassVar[Text] = Text("暂停通知渠道", "Channel paused")


@dataclass(frozen=True, kw_only=True)
class ChannelResumed(_OfChannel):
    kind: ClassVar[str] = "channel.resumed"
    label: ClassVar[Text] = Text("恢复通知渠道", "Channel resumed")


@dataclass(frozen=True, kw_only=True)
class SecretExchanged(_OfChannel):
    kind: ClassVar[str] = "channel.secret_exchanged"
    label: ClassVar[Text] = Text("更换推送密钥", "Webhook secret exchanged")
    rotation: int


@dataclass(frozen=True, kw_only=True)
class ChannelRevoked(_OfChannel):
    kind: ClassVar[str] = "channel.revoked"
    label: ClassVar[Text] = Text("停用通知渠道", "Channel ended")


@dataclass(frozen=True, kw_only=True)
class SentAnew(Event):
    kind: ClassVar[str] = "delivery.sent_anew"
    label: ClassVar[Text] = Text("重新发送通知", "Delivery sent anew")
    channel: str
    notice: str | None
