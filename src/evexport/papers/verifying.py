"""Checks a signed licence offline, with public keys alone: genuine or not, by which key, in force or not, as of when.

No framework and no database. Takes a licence's text in any of its three forms; the QR code's with or without its address.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.papers import forms, statuses, verdicts
from evexport.papers.face import digest
from evexport.papers.jose import Fault, Keys, Opened, Untrue, read
from evexport.papers.status_copies import Copy
from evexport.papers.verdicts import Said, Seen, Verdict

FORMS: Final = {forms.WHOLE: "jws", forms.CREDENTIAL: "vc", forms.SHORT: "qr"}
NUMBER: Final = re.compile(r"\b\d{2}-[A-Z0-9]{2}-\d{6}\b")


def verify(text: str, keys: Keys, *, at: datetime, status: Copy | None = None) -> Verdict:
    """The verdict on a licence's signed text at a moment. Raises BadInput where the text is no such thing at all."""
    printed, _, signed = text.strip().rpartition("#")
    if signed.count(".") != 2:
        raise no_licence()
    form = "qr" if printed else "jws"
    try:
        opened = read(signed, keys)
        form = FORMS.get(opened.kind, form)
        said = _said(opened)
    except Untrue as untrue:
        return Verdict(form, at, (verdicts.not_genuine(untrue.fault, untrue.key_id),), untrue.key_id)
    if said.face is not None and digest(said.face) != said.digest:
        return Verdict(form, at, (verdicts.digest_differs(),), opened.key_id)
    named = NUMBER.search(printed)
    if named and named[0] != said.number:
        return Verdict(form, at, (verdicts.address_differs(named[0], said.number),), opened.key_id)
    return judge(form, said, opened.key_id, at=at, status=status)


def judge(form: str, said: Said, key_id: str, *, at: datetime, status: Copy | None) -> Verdict:
    """What a genuine licence is worth at a moment: what was decided first, then its dates."""
    seen = _seen(said, status, at) if status else None
    state = _state(said, seen, china_day(at))
    reasons = () if state == "in_force" else (verdicts.not_in_force(state, said),)
    return Verdict(form, at, reasons, key_id, said, seen, state)


def _state(said: Said, seen: Seen | None, day: date) -> str:
    if seen and seen.status != "valid":
        return seen.status
    if day > said.valid_until:
        return "expired"
    return "not_yet_valid" if day < said.valid_from else "in_force"


def _seen(said: Said, status: Copy, at: datetime) -> Seen:
    """The licence's place in the list that it names. Raises BadInput where the list is another."""
    if status.number != said.list_number or said.list_address not in (None, status.address):
        given, wanted = status.number, said.list_number
        where = said.list_address or f"/api/v1/status/{wanted}"
        raise BadInput(
            Text(
                f"所给为第{given}号状态列表，该证在第{wanted}号。",
                f"This is status list {given}; the licence stands in {wanted}.",
            ),
            remedy=Text(f"请下载：{where}", f"Fetch {where}"),
            code="STATUS_LIST_OTHER",
            field="--status",
        )
    return Seen(statuses.at(status.bits, said.index), status.since, at - status.since, status.since <= at <= status.until)


def _said(opened: Opened) -> Said:
    """What the three forms say, in one shape. Raises Untrue for a kind or content that no licence has."""
    try:
        match opened.kind:
            case forms.WHOLE:
                claims = opened.claims
                return _whole(claims["licence"], claims["digest"], claims["iss"], claims["credentialStatus"])
            case forms.CREDENTIAL:
                claims, subject = opened.claims, opened.claims["credentialSubject"]
                return _whole(subject["licence"], subject["digest"], claims["issuer"], claims["credentialStatus"])
            case forms.SHORT:
                return _short(opened.claims)
    except (KeyError, TypeError, ValueError):
        pass
    raise Untrue(Fault.FORM, opened.key_id)


def _whole(face: Mapping[str, Any], said_digest: str, site: str, entry: Mapping[str, Any]) -> Said:
    address = str(entry["statusListCredential"])
    return Said(
        number=face["number"],
        valid_from=date.fromisoformat(face["valid_from"]),
        valid_until=date.fromisoformat(face["valid_until"]),
        list_number=statuses.number_in(address),
        index=int(entry["statusListIndex"]),
        digest=said_digest,
        face=face,
        site=site,
        list_address=address,
    )


def _short(claims: Mapping[str, Any]) -> Said:
    number, index = claims["s"]
    return Said(
        number=claims["n"],
        valid_from=date.fromisoformat(str(claims["f"])),
        valid_until=date.fromisoformat(str(claims["u"])),
        list_number=int(number),
        index=int(index),
        digest=claims["h"],
    )


def no_licence() -> BadInput:
    """Nothing in it that could be checked."""
    return BadInput(
        Text("其中没有许可证的签名内容。", "There is no signed licence in it."),
        remedy=Text(
            "请提供许可证的 .jws 凭证，或扫描二维码所得的文字。",
            "Give the licence's credential (.jws), or the text that its QR code holds.",
        ),
        code="NO_LICENCE",
        field="FILE",
    )
