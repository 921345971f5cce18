"""A licence's papers: the original, and a rendition that says what has become of it since.

original_of("26-SZ-000123", at=now())    the paper as issued
present_of("26-SZ-000123", at=now())     the same, or with a band over the face
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from evexport.accounts.actors import SYSTEM
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.ledger.models import Entry
from evexport.licensing.models import Licence
from evexport.licensing.queries import Case, by_number
from evexport.licensing.tasks import announce
from evexport.papers import credentials
from evexport.papers.keeping import Sheet, keep, kept
from evexport.papers.licence import Band, Names, data_of, stamp_of
from evexport.papers.models import Paper
from evexport.store.transactions import reading_as

ORIGINAL, STATUS = "licence", "licence_status"


@dataclass(frozen=True, slots=True)
class Turn:
    """A status that changes the paper: the kind of entry that brings it about, its name, what it means for the holder."""

    entry_kind: str
    name: Text
    meaning: Text


NO_MORE = Text("本证不得再凭以报关。", "Nothing may be declared under it any more.")
TURNS: Mapping[str, Turn] = {
    "suspended": Turn(
        "licence.suspended",
        Text("已暂停使用", "SUSPENDED"),
        Text("暂停期间不得凭以报关。", "Nothing may be declared under it meanwhile."),
    ),
    "revoked": Turn("licence.revoked", Text("已撤销", "REVOKED"), NO_MORE),
    "replaced": Turn("licence.issued", Text("已换证", "REPLACED"), NO_MORE),
    "returned": Turn("licence.returned", Text("已退证", "RETURNED"), NO_MORE),
    "lost": Turn("licence.loss_reported", Text("已挂失", "REPORTED LOST"), NO_MORE),
    "expired": Turn("licence.expired", Text("已过期", "EXPIRED"), NO_MORE),
    "exhausted": Turn("licence.exhausted", Text("已用完", "USED UP"), NO_MORE),
}


def original_of(number: str, *, at: datetime) -> Paper:
    """The licence's original, made and sealed when first asked for. Raises NotFound for an unknown number."""
    with reading_as(SYSTEM):
        case = by_number(number, at)
        issued = _newest(case.licence, "licence.issued")
        found = kept(ORIGINAL, subject(case.licence), issued)
        if found:
            return found
        sheet = _sheet(ORIGINAL, case.licence, issued, issued, None, at=at)
    return keep(sheet, at=at)


def present_of(number: str, *, at: datetime) -> Paper:
    """The paper that says how the licence stands: the original while it is good, else one with a band over the face."""
    with reading_as(SYSTEM):
        case = by_number(number, at)
    state = _told(case, at)
    if state not in TURNS:
        return original_of(number, at=at)
    with reading_as(SYSTEM):
        brought_about = _entry(case.licence, TURNS[state])
        found = kept(STATUS, subject(case.licence), brought_about)
        if found:
            return found
        issued = _newest(case.licence, "licence.issued")
        sheet = _sheet(STATUS, case.licence, issued, brought_about, _band(TURNS[state], brought_about), at=at)
    return keep(sheet, at=at)


def subject(licence: Licence) -> str:
    return f"licence:{licence.number}"


def _told(case: Case, at: datetime) -> str:
    """The licence's state, once the ledger has been told of it: an end by date or number that nobody has announced yet is.

    Cars held for an inspection may come back, so a licence whose rest is held is not at its end.
    """
    state: str = case.state
    if state == "exhausted" and case.reserved and case.clearances_left > 0:
        return "in_force"
    if state in ("expired", "exhausted"):
        announce(case.licence.number, state, at)
    return state


def _entry(licence: Licence, turn: Turn) -> Entry:
    """The ledger's entry of what befell the licence: in the case of a replacement, of its successor's issue."""
    return _newest(licence.replaced_by if turn.entry_kind == "licence.issued" else licence, turn.entry_kind)


def _newest(licence: Licence, kind: str) -> Entry:
    return Entry.objects.filter(subject=subject(licence), kind=kind).order_by("-epoch", "-xid", "-id")[0]


def _band(turn: Turn, entry: Entry) -> Band:
    successor = entry.data["number"] if turn.entry_kind == "licence.issued" else ""
    citation = "ISSUE-RULES-2008#amendment" if successor else entry.data.get("citation") or ""
    return Band(turn.name, turn.meaning, china_day(entry.at), entry.data.get("reason") or "", citation, successor)


def _sheet(kind: str, licence: Licence, issued: Entry, entry: Entry, band: Band | None, *, at: datetime) -> Sheet:
    lines = list(licence.lines.order_by("position"))
    names = Names.of(licence, lines, on=china_day(licence.issued_at))
    title = "签发出口许可证 · Export licence issued"
    signed = credentials.of(licence, at=at)
    data = data_of(licence, lines, names, issued, band=band, token=signed.short)
    if band is None:
        data["credential"] = signed.whole  # the original carries itself as signed text, for programs that check offline
    return Sheet(
        kind,
        subject(licence),
        entry,
        tuple(one for one in (licence.exporter_id, licence.maker_id) if one is not None),
        licence.issuing_body,
        "licence",
        data,
        title if band is None else f"出口许可证状态：{band.name.zh} · Status: {band.name.en}",
        stamp_of(licence),
    )
