"""Where a message may be sent: the form of an address, and that a webhook leads to the open net and not into our own."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text

LONGEST = 500
HERE = ("127.0.0.1", "localhost")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
IP = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """A webhook's address, taken apart."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The Host header: name, and the port where it is not the usual one."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == (443 if self.secure else 80) else f"{name}:{self.port}"


def email(address: str) -> str:
    """A mail address, trimmed. Raises BadInput."""
    kept = address.strip()
    try:
        EmailValidator()(kept)
    except ValidationError:
        kept = ""
    if not kept or len(kept) > LONGEST:
        raise BadInput(
            Text("电子邮件地址不正确。", "This is no e-mail address."),
            remedy=Text("请核对地址。", "Check the address."),
            code="ADDRESS_INVALID",
            field="address",
        )
    return kept


def webhook(address: str, *, plain_here: bool) -> Target:
    """A webhook's address. HTTPS; plain HTTP on this machine alone, in a demonstration. Raises BadInput."""
    kept = address.strip()
    try:
        parts = urlsplit(kept)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _unfit(Text("地址无法识别。", "The address cannot be read.")) from None
    here = plain_here and parts.scheme == "http" and host in HERE
    if parts.scheme != "https" and not here:
        raise _unfit(Text("推送地址须使用 HTTPS。", "A webhook's address is HTTPS."))
    if not host or not kept.isascii() or len(kept) > LONGEST or any(one <= " " or one == "\x7f" for one in kept):
        raise _unfit(Text("地址无法识别。", "The address cannot be read."))
    if "@" in parts.netloc or parts.fragment:
        raise _unfit(Text("地址不得含用户名、密码或片段。", "It may not hold a user, a password or a fragment."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(not here, host, port or (80 if here else 443), path)


def resolve(target: Target, *, plain_here: bool) -> str:
    """The one IP address to connect to. Raises BadInput where the name has none, or any that is not in the open net.

    The caller connects to exactly this address: a name that changes in between leads nowhere else.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _unfit(
            Text(f"无法解析域名{target.host}。", f"The name {target.host} does not resolve."), code="ADDRESS_UNKNOWN"
        ) from None
    ips = list(dict.fromkeys(str(one[4][0]) for one in found))
    for one in ips:
        if not (is_open(one) or (plain_here and not target.secure and ipaddress.ip_address(one).is_loopback)):
            raise _unfit(
                Text("该地址指向内部网络，不予发送。", "This address leads into an internal network."), code="ADDRESS_INTERNAL"
            )
    return ips[0]


def is_open(address: str) -> bool:
    """Whether an IP address lies in the open net: none of the private, local, shared, reserved or group ranges.

    An IPv6 address that carries an IPv4 one within it is judged by that.
    """
    ip: IP = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_open(str(inner))
    return ip.is_global and not ip.is_multicast


def veiled(address: str) -> str:
    """A mail address as the ledger and others may read it."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}"


def _unfit(message: Text, *, code: str = "ADDRESS_INVALID") -> BadInput:
    return BadInput(
        message,
        remedy=Text("请提供可从公网访问的 HTTPS 地址。", "Give an HTTPS address that can be reached from the open net."),
        code=code,
        field="address",
    )
