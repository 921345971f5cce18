"""Sends until it is answered: the same message under the same identifier, through dead servers and broken connections."""

import http.client
import json
import time
from dataclasses import dataclass
from itertools import count
from typing import Any

from benchmarks.torture.journal import Journal

PATIENCE = 30.0  # seconds for one try
PAUSE, LONGEST_PAUSE = 0.1, 0.5
JSON, NDJSON = "application/json", "application/x-ndjson"


class GivenUp(Exception):  # noqa: N818 - the run is over
    """The run ended before an answer came."""


@dataclass
class Sender:
    """One client's line to the interface; `client` is how the database knows its key. `until`: when it stops asking again."""

    host: str
    port: int
    client: str
    key: str
    journal: Journal
    until: float
    line: http.client.HTTPConnection | None = None
    tries: int = 0

    def post(self, path: str, body: bytes, media: str = JSON) -> tuple[int, bytes]:
        """What the server answers in the end: anything but a 5xx. Raises GivenUp."""
        return self._ask("POST", path, body, media)

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask("GET", path, None, JSON)

    def _ask(self, method: str, path: str, body: bytes | None, media: str) -> tuple[int, bytes]:
        for self.tries in count(1):
            try:
                status, answer = self._once(method, path, body, media)
            except (OSError, http.client.HTTPException) as error:
                self._hang_up()
                self.journal.trouble(type(error).__name__)
            else:
                if status < 500:
                    return status, answer
                self.journal.trouble(str(status))
            if time.time() > self.until:
                break
            time.sleep(min(PAUSE * self.tries, LONGEST_PAUSE))
        raise GivenUp(path)

    def _once(self, method: str, path: str, body: bytes | None, media: str) -> tuple[int, bytes]:
        if self.line is None:
            self.line = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": media}
        self.line.request(method, f"/api/v1/{path}", body, headers)
        answer = self.line.getresponse()
        return answer.status, answer.read()

    def _hang_up(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None

    # What the journal must know of ------------------------------------------------------------------------------------

    def declare(self, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """One declaration, on record before and after."""
        self.journal.sent([{"what": "message", "client": self.client, "body": message}])
        status, raw = self.post("customs/declarations", json.dumps(message).encode())
        answer = json.loads(raw)
        self.journal.answered([self.told(message, status, answer)])
        return status, answer

    def declare_many(self, messages: list[dict[str, Any]], *, lines: bool) -> list[dict[str, Any]]:
        """A batch, as lines or as an array; each answer stands in its message's place."""
        self.journal.sent([{"what": "message", "client": self.client, "body": one, "batch": True} for one in messages])
        encoded = [json.dumps(one) for one in messages]
        body, media = ("\n".join(encoded), NDJSON) if lines else (f"[{','.join(encoded)}]", JSON)
        status, raw = self.post("customs/declarations/batch", body.encode(), media)
        if status != 200:
            raise AssertionError(f"a batch was answered {status}: {raw[:300]!r}")
        answers = [json.loads(one) for one in raw.splitlines()] if lines else json.loads(raw)
        pairs = zip(messages, answers, strict=True)
        self.journal.answered([self.told(one, had.get("status", 200), had, batch=True) for one, had in pairs])
        return answers

    def deed(self, path: str, body: dict[str, Any], **about: Any) -> tuple[int, dict[str, Any]]:
        """A deed without an identifier of its own; asked again, it may find itself done already."""
        about = {"what": "deed", "path": path, **about}
        self.journal.sent([about])
        status, raw = self.post(path, json.dumps(body).encode())
        answer = json.loads(raw)
        self.journal.answered([{**about, "status": status, "code": answer.get("code"), "tries": self.tries}])
        return status, answer

    def told(self, message: dict[str, Any], status: int, answer: dict[str, Any], *, batch: bool = False) -> dict[str, Any]:
        had = {"status": status, "answer": answer, "batch": batch, "tries": self.tries}
        return {"what": "message", "client": self.client, "body": message, **had}
