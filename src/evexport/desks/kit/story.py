"""A car's story in the desk's words: each moment with its name, its declaration and licence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from evexport.customs.queries import Moment
from evexport.desks.kit.components import Tag
from evexport.kernel.text import Text
from evexport.regulation.reasons import templates

STANDINGS = {
    "exported": Tag(Text("已出口（已核销）", "Exported (written off)"), "yes", "circle-check"),
    "pending": Tag(Text("待查（另有报关单占用）", "Held by a declaration under inspection"), "note", "hourglass"),
    "not_exported": Tag(Text("未出口", "Not exported"), "plain", "circle-minus"),
}
WHAT = {
    "released": Text("放行并核销", "Released and written off"),
    "refused": Text("不予放行", "Refused"),
    "held": Text("暂扣待查", "Held for inspection"),
    "not_required": Text("无需本许可证", "No licence of this regime needed"),
    "cancelled": Text("退关，核销冲回", "Cancelled: written back"),
    "returned": Text("退运进境", "Returned after export"),
    "corrected_in": Text("更正后核销到本车", "Written off to this car by a correction"),
    "corrected_out": Text("更正：本代号系误报", "Corrected: this number had been mistyped"),
    "hold_placed": Text("布控", "Hold placed"),
    "hold_lifted": Text("解除布控", "Hold lifted"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One moment; `reasons` name the codes of a refusal in words."""

    what: Text
    at: datetime
    declaration_no: str
    licence_no: str
    note: str
    codes: tuple[str, ...]


def tell(moments: Iterable[Moment]) -> list[Told]:
    """The latest first. A decision's note is its reason codes; a hold's its words."""
    known = templates()
    told = []
    for one in reversed(tuple(moments)):
        codes = tuple(code for code in one.note.split(", ") if code in known)
        note = "" if codes else one.note
        told.append(Told(WHAT[one.what], one.at, one.declaration_no or "", one.licence_no or "", note, codes))
    return told
