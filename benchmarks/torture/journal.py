"""What a client sent and what it was told, on disk before it does anything else: the evidence that the audit goes by.

One file a client thread. A line is forced to disk before the message leaves and again before the answer counts as had.
"""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Journal:
    """Append only. `sent` and `answered` return once the disk has it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    def sent(self, messages: list[dict[str, Any]]) -> None:
        self._write([{"event": "sent", **one} for one in messages])

    def answered(self, answers: list[dict[str, Any]]) -> None:
        self._write([{"event": "answered", **one} for one in answers])

    def trouble(self, what: str) -> None:
        """A connection that broke, a 5xx: the message is sent again."""
        self._write([{"event": "trouble", "what": what}])

    def _write(self, lines: list[dict[str, Any]]) -> None:
        for line in lines:
            self._file.write(json.dumps({"t": time.time(), **line}, ensure_ascii=False) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def read(folder: Path) -> Iterator[dict[str, Any]]:
    """Every line of every journal; one that a killed client left unfinished is not a line."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines(keepends=True):
            if line.endswith("\n"):
                yield {"file": path.name, **json.loads(line)}
