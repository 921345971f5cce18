"""What the ledger says of accounts."""

from dataclasses import dataclass
from typing import ClassVar

from evexport.kernel.text import Text
from evexport.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganisationCreated(Event):
    kind: ClassVar[str] = "organisation.created"
    label: ClassVar[Text] = Text("登记单位", "Organisation created")
    organisation_kind: str
    name: str
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactChanged(Event):
    kind: ClassVar[str] = "organisation.contact_changed"
    label: ClassVar[Text] = Text("变更单位联系方式", "Organisation's contact changed")
    contact: str
    before: str


@dataclass(frozen=True, kw_only=True)
class UserCreated(Event):
    kind: ClassVar[str] = "user.created"
    label: ClassVar[Text] = Text("开通用户", "User created")
    personal: ClassVar[frozenset[str]] = frozenset({"username", "name"})
    username: str
    name: str
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    kind: ClassVar[str] = "role.granted"
    label: ClassVar[Text] = Text("授予角色", "Role granted")
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(Event):
    kind: ClassVar[str] = "role.revoked"
    label: ClassVar[Text] = Text("收回角色", "Role taken back")
    role: str
    because: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    kind: ClassVar[str] = "user.password_changed"
    label: ClassVar[Text] = Text("更改密码", "Password changed")


@dataclass(frozen=True, kw_only=True)
class UserClosed(Event):
    kind: ClassVar[str] = "user.closed"
    label: ClassVar[Text] = Text("停用用户", "User closed")
    because: str


@dataclass(frozen=True, kw_only=True)
class UserReopened(Event):
    kind: ClassVar[str] = "user.reopened"
    label: ClassVar[Text] = Text("恢复用户", "User reopened")
    because: str


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    kind: ClassVar[str] = "user.signed_in"
    label: ClassVar[Text] = Text("登录", "Signed in")


@dataclass(frozen=True, kw_only=True)
class KeyIssued(Event):
    kind: ClassVar[str] = "key.issued"
    label: ClassVar[Text] = Text("签发密钥", "Key issued")
    key_label: str
    prefix: str
    role: str
    permissions: tuple[str, ...]
    expires_at: str


@dataclass(frozen=True, kw_only=True)
class KeyRevoked(Event):
    kind: ClassVar[str] = "key.revoked"
    label: ClassVar[Text] = Text("吊销密钥", "Key revoked")
    prefix: str
    because: str


@dataclass(frozen=True, kw_only=True)
class KeyRotated(Event):
    """Another key in the place of one that ends with it: the same holder, role and permissions."""

    kind: ClassVar[str] = "key.rotated"
    label: ClassVar[Text] = Text("更换密钥", "Key rotated")
    key_label: str
    prefix: str
    replaces: str
    expires_at: str
