"""One HTTP request to a stranger: to a fixed IP address, no redirect followed, bounded in time and size."""

import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any

from evexport.notices.addresses import Target
from evexport.notices.service import SERVICE


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, or 0 and what went wrong."""

    status: int
    retry_after: str = ""
    fault: str = ""

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300


class _Pinned(HTTPConnection):
    """Connects to the address given, whatever the name now says."""

    def __init__(self, ip: str, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=SERVICE.connect_seconds)
        self.ip = ip

    def connect(self) -> None:
        self.sock = socket.create_connection((self.ip, self.port), self.timeout)


class _PinnedTls(HTTPSConnection):
    """The same with TLS; the certificate must be the name's."""

    def __init__(self, ip: str, target: Target, context: ssl.SSLContext) -> None:
        super().__init__(target.host, target.port, timeout=SERVICE.connect_seconds, context=context)
        self.ip, self.context = ip, context

    def connect(self) -> None:
        plain = socket.create_connection((self.ip, self.port), self.timeout)
        self.sock = self.context.wrap_socket(plain, server_hostname=self.host)


def post(
    target: Target,
    ip: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    seconds: float = SERVICE.whole_seconds,
    context: ssl.SSLContext | None = None,
) -> Answer:
    """Send, and read the beginning of the answer. Never raises for what the other side does."""
    connection: HTTPConnection = _PinnedTls(ip, target, context or _trusted()) if target.secure else _Pinned(ip, target)
    ended = threading.Timer(seconds, _cut, [connection])
    ended.daemon = True
    ended.start()
    try:
        connection.request("POST", target.path, body, {"Host": target.authority, "Connection": "close", **headers})
        answer = connection.getresponse()
        answer.read(SERVICE.answer_bytes)
        return Answer(answer.status, answer.headers.get("Retry-After") or "")
    except ssl.SSLCertVerificationError as error:
        return Answer(0, fault=f"certificate: {error.verify_message}")
    except (OSError, HTTPException, ValueError) as error:
        return Answer(0, fault=f"{type(error).__name__}: {error}"[:200])
    finally:
        ended.cancel()
        connection.close()


@cache
def _trusted() -> ssl.SSLContext:
    """The machine's own certificate authorities, read once."""
    return ssl.create_default_context()


def _cut(connection: Any) -> None:
    """Time is up: whatever the connection is waiting for ends now."""
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
