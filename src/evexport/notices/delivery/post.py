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

LATE = "no whole answer in time"


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
        sock = self.context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = sock  # before the handshake, so that it too can be cut short
        sock.do_handshake()


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
    over = threading.Event()
    limit = threading.Timer(seconds, _cut, [connection, over])
    limit.daemon = True
    limit.start()
    try:
        connection.request("POST", target.path, body, {"Host": target.authority, "Connection": "close", **headers})
        answer = connection.getresponse()
        answer.read(SERVICE.answer_bytes)
        # Cut off within its head, an answer reads as if it had ended there.
        return Answer(0, fault=LATE) if over.is_set() else Answer(answer.status, answer.headers.get("Retry-After") or "")
    except ssl.SSLCertVerificationError as error:
        return Answer(0, fault=f"certificate: {error.verify_message}")
    except (OSError, HTTPException, ValueError) as error:
        return Answer(0, fault=LATE if over.is_set() else f"{type(error).__name__}: {error}"[:200])
    finally:
        limit.cancel()
        connection.close()


@cache
def _trusted() -> ssl.SSLContext:
    """The machine's own certificate authorities, read once."""
    return ssl.create_default_context()


def _cut(connection: Any, over: threading.Event) -> None:
    """Time is up: whatever the connection is waiting for ends now."""
    over.set()
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
