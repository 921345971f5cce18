"""What the making of papers and the changing of keys write in the ledger."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from evexport.kernel.text import Text
from evexport.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class CredentialMade(Event):
    """A licence was signed: under which key, and the digest of what was signed."""

    kind: ClassVar[str] = "credential.made"
    label: ClassVar[Text] = Text("制发可验证凭证", "Verifiable credential of a licence made")
    number: str
    key: str
    digest: str
    status_list: int


@dataclass(frozen=True, kw_only=True)
class KeyRotated(Event):
    """A new key signs from now on; who did it stands in the entry's actor."""

    kind: ClassVar[str] = "signing_key.rotated"
    label: ClassVar[Text] = Text("更换签名密钥", "Signing key rotated")
    purpose: str
    key: str
    former: str | None


@dataclass(frozen=True, kw_only=True)
class PaperMade(Event):
    """An original was made and kept: of which kind, for which entry, its digest and the certificate that sealed it."""

    kind: ClassVar[str] = "paper.made"
    label: ClassVar[Text] = Text("制作文书正本", "Original of a paper made")
    paper: UUID
    paper_kind: str
    entry: UUID
    sha256: str
    certificate: str
