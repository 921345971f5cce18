"""The licences' officers during the run: licences suspended and lifted, amended and so replaced, under the load of the gate."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from benchmarks.torture.sender import GivenUp, Sender

REASON = {"reason": "示例", "citation": "MOFCOM-11-2008#suspension"}
LOCK = Lock()
SPARED = 200  # vehicles


@dataclass
class Officers:
    """`exporter` asks, `examiner` and `approver` decide."""

    exporter: Sender
    examiner: Sender
    approver: Sender
    licences: Path
    ends: float

    def suspend_and_lift(self, part: str) -> None:
        """Over and over, a second each."""
        number = self.parts()[part]["number"]
        try:
            while time.time() < self.ends:
                for verb in ("suspend", "lift"):
                    self.deed(self.approver, f"licences/{number}/{verb}", REASON, verb)
                    time.sleep(0.6)
        except GivenUp:
            return

    def amend(self, part: str) -> None:
        """Over and over: asked for, handed in, reviewed, issued; from then on the clients use the successor."""
        try:
            while time.time() < self.ends:
                if successor := self.successor(self.parts()[part]["number"]):
                    self.replace(part, successor)
                time.sleep(0.5)
        except GivenUp:
            return

    def successor(self, number: str) -> str | None:
        """None where a step was barred, as by cars that are held: it is tried again."""
        if not (found := self.open_change(number)):
            self.deed(self.exporter, f"licences/{number}/amend", {"change": {"remarks": "示例"}}, "amend")
            found = self.open_change(number)
        if not found:
            return None
        path = f"licence-applications/{found}"
        self.ask_for_less(path)
        self.deed(self.exporter, f"{path}/submit", {}, "submit")
        self.deed(self.examiner, f"{path}/pass-first-review", {"note": "已核对价格资料。"}, "pass-first-review")
        self.deed(self.approver, f"{path}/issue", {}, "issue")
        _, raw = self.exporter.get(path)
        issued: str | None = json.loads(raw).get("licence_no")
        return issued

    def ask_for_less(self, path: str) -> None:
        """What is left shrinks while the draft is written, so the change asks for a little less than stood there."""
        _, raw = self.exporter.get(path)
        draft = json.loads(raw)
        if draft["state"] == "draft":
            document = draft["document"]
            document["lines"] = [{**line, "quantity": max(1, line["quantity"] - SPARED)} for line in document["lines"]]
            self.deed(self.exporter, f"{path}/save", {"document": document}, "save")

    def open_change(self, number: str) -> str | None:
        """The application that amends this licence: its contract's only one that is not at an end."""
        contract = next(one["contract_no"] for one in self.parts().values() if one["number"] == number)
        _, raw = self.exporter.get("licence-applications?limit=100")
        for one in json.loads(raw)["items"]:
            if one["purpose"] == "amendment" and one["contract_no"] == contract and one["state"] not in {"issued", "withdrawn"}:
                return str(one["id"])
        return None

    def deed(self, sender: Sender, path: str, body: dict[str, Any], verb: str) -> None:
        sender.deed(path, body, verb=verb, no="", vins=[], all=False)

    def parts(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = json.loads(self.licences.read_text("utf-8"))
        return found

    def replace(self, part: str, number: str) -> None:
        """Another licence plays the part from now on. One thread a part, so a lock on the file's name is enough."""
        with LOCK:
            parts = self.parts()
            parts[part] = {**parts[part], "number": number}
            fresh = self.licences.with_suffix(".new")
            fresh.write_text(json.dumps(parts), "utf-8")
            fresh.replace(self.licences)
