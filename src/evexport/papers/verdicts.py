"""What the check of a signed licence finds: what it says, whether that is genuine and in force, and every reason why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from evexport.kernel.text import Text
from evexport.licensing.states import LICENCE
from evexport.papers.jose import Fault
from evexport.papers.statuses import label
from evexport.regulation.reasons import spelt


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a licence is not to be relied on, and what to do."""

    code: str
    message: Text
    remedy: Text

    def as_dict(self) -> dict[str, object]:
        return {"code": self.code, "message": self.message.as_dict(), "remedy": self.remedy.as_dict()}


@dataclass(frozen=True, slots=True)
class Said:
    """What a genuine licence says. The QR code's short form holds no face and no site."""

    number: str
    valid_from: date
    valid_until: date
    list_number: int
    index: int
    digest: str
    face: Mapping[str, Any] | None = None
    site: str | None = None
    list_address: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A licence's status in a list, at the moment the list was made. `current`: the list vouches for the moment asked about."""

    status: str
    as_of: datetime
    age: timedelta
    current: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer. `form` is jws, vc, qr or pdf; `state` what the licence is worth, as far as it can be told."""

    form: str
    at: datetime
    reasons: tuple[Reason, ...] = ()
    key_id: str = ""
    said: Said | None = None
    seen: Seen | None = None
    state: str | None = None
    sealed_by: str = ""

    @property
    def genuine(self) -> bool:
        return self.said is not None

    @property
    def checked(self) -> bool:
        """Whether a list that still vouches was looked into."""
        return self.seen is not None and self.seen.current

    @property
    def holds(self) -> bool:
        """Genuine, within its dates, and nothing known against it."""
        return self.genuine and not self.reasons

    def as_dict(self) -> dict[str, object]:
        said, seen = self.said, self.seen
        return {
            "genuine": self.genuine,
            "holds": self.holds,
            "form": self.form,
            "at": self.at.isoformat(timespec="seconds"),
            "key": self.key_id or None,
            "sealed_by": self.sealed_by or None,
            "number": said.number if said else None,
            "valid_from": said.valid_from.isoformat() if said else None,
            "valid_until": said.valid_until.isoformat() if said else None,
            "digest": said.digest if said else None,
            "issuer": said.site if said else None,
            "licence": said.face if said else None,
            "state": self.state,
            "status": {
                "checked": self.checked,
                "status": seen.status if seen else None,
                "as_of": seen.as_of.isoformat() if seen else None,
                "age_seconds": int(seen.age.total_seconds()) if seen else None,
                "list": said.list_number if said else None,
                "index": said.index if said else None,
                "address": said.list_address if said else None,
            },
            "reasons": [reason.as_dict() for reason in self.reasons],
        }


DO_NOT_RELY: Final = Text(
    "请勿采信；可向持证人索取原件，或凭证号和校验码联网查询。",
    "Do not rely on it. Ask the holder for the original, or check number and code online.",
)
FAULTS: Final = {
    Fault.FORM: Text(
        "内容不是本系统签发的形式，已被改动或并非许可证。", "It is not in the form that is signed here: altered, or no licence."
    ),
    Fault.ALGORITHM: Text(
        "签名算法不是许可证所用的算法，疑为伪造。", "Its signature names another algorithm than licences have: a forgery."
    ),
    Fault.KEY: Text("签名密钥“{key}”不在所给公钥之中。", "The key {key} that it names is not among the public keys given."),
    Fault.SIGNATURE: Text("签名与内容不符，内容已被改动。", "The signature does not fit the content: it was altered."),
}
FETCH_KEYS: Final = Text(
    "请重新下载公钥后再核验；仍无此密钥的，即非该机关签发，请勿采信。",
    "Fetch the public keys anew and check again; if the key is still missing, the authority never signed it: do not rely on it.",
)


def not_genuine(fault: Fault, key_id: str) -> Reason:
    message = FAULTS[fault].fill(key=key_id or "—")
    return Reason(fault.value, message, FETCH_KEYS if fault is Fault.KEY else DO_NOT_RELY)


def digest_differs() -> Reason:
    message = Text("证面内容与其摘要不符。", "What the face says does not fit its digest.")
    return Reason("DIGEST_DIFFERS", message, DO_NOT_RELY)


def address_differs(printed: str, signed: str) -> Reason:
    message = Text(
        f"二维码网址所写证号{printed}与签名内容的证号{signed}不一致。",
        f"The code's address names licence {printed}, what is signed names {signed}.",
    )
    return Reason("ADDRESS_DIFFERS", message, DO_NOT_RELY)


def not_in_force(state: str, said: Said) -> Reason:
    """The reason under the gate's own code, with what the licence's state is called."""
    if state == "expired":
        day = spelt(said.valid_until)
        message = Text(f"有效期已于{day.zh}届满。", f"Its last day was {day.en}.")
        remedy = Text("不得再据以报关。", "It can no longer be declared under.")
    elif state == "not_yet_valid":
        day = spelt(said.valid_from)
        message = Text(f"自{day.zh}起有效。", f"It is valid from {day.en} on.")
        remedy = Text("请于该日起使用。", "Use it from that day on.")
    else:
        message = Text(f"状态列表载明：{label(state).zh}。", f"The status list says: {label(state).en}.")
        remedy = Text("不得据以报关；请向发证机构核实。", "It cannot be declared under; ask the issuing body.")
    return Reason(f"LICENCE_{state.upper()}", message, remedy)


def called(state: str) -> Text:
    """What a state is called."""
    return LICENCE.states[state].label


def period(said: Said) -> Text:
    """First and last day."""
    first, last = spelt(said.valid_from), spelt(said.valid_until)
    return Text(f"{first.zh}至{last.zh}", f"{first.en} – {last.en}")
