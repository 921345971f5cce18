"""A decision of the gate as it is answered, and the paper clearance of an outage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Paper:
    """A clearance given on paper while the systems were down, now entered: certificate number, when, why."""

    certificate_no: str
    cleared_at: datetime
    because: str

    def as_dict(self) -> dict[str, str]:
        return {
            "certificate_no": self.certificate_no,
            "cleared_at": self.cleared_at.isoformat(),
            "because": self.because,
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, as given on that day. `balance` names the declared models; `regime` only where no licence is needed."""

    id: UUID
    message_id: str
    declaration_no: str
    decision: str
    reasons: tuple[Mapping[str, Any], ...]
    licence_no: str | None
    written_off: int
    balance: tuple[Mapping[str, Any], ...]
    inspection: Mapping[str, Any]
    regime: str | None
    law: str
    decided_at: datetime
    replayed: bool = False

    @classmethod
    def stored(cls, row: Mapping[str, Any], *, replayed: bool) -> "Decision":
        """From a declaration's row as JSON."""
        return cls(
            id=UUID(row["id"]),
            message_id=row["message_id"],
            declaration_no=row["declaration_no"],
            decision=row["decision"],
            reasons=tuple(row["reasons"]),
            licence_no=row["licence_no"],
            written_off=row["written_off"],
            balance=tuple(row["balance"] or ()),
            inspection=row["inspection"],
            regime=row["regime"],
            law=row["law"],
            decided_at=datetime.fromisoformat(row["decided_at"]),
            replayed=replayed,
        )

    def as_dict(self) -> dict[str, object]:
        """The machine-readable answer (contract: gate-decision)."""
        return {
            "message_id": self.message_id,
            "declaration_no": self.declaration_no,
            "decision": self.decision,
            **({"regime": self.regime} if self.decision == "not_required" else {}),
            "reasons": [dict(reason) for reason in self.reasons],
            "licence_no": self.licence_no,
            "written_off": self.written_off,
            "balance": [{name: line[name] for name in ("model_code", "licensed", "used", "left")} for line in self.balance],
            "inspection": {name: self.inspection[name] for name in ("required", "level", "catalogue")},
            "law": self.law,
            "decided_at": instant(self.decided_at),
            "replayed": self.replayed,
        }


def instant(at: datetime) -> str:
    """A moment as interfaces write it: UTC, milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
