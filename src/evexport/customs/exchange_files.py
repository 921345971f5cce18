"""The files of the offline exchange: lines of JSON between a header and a trailer that counts and seals them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text

T = TypeVar("T")
FORMAT = "evexport-exchange/1"
FILE_BYTES = 64 * 1024 * 1024
ONE_KEY = Text("每行须为只有一个键的JSON对象", "each line is a JSON object with a single key")
Count = Annotated[int, Meta(ge=0)]


class Header(Struct, frozen=True, forbid_unknown_fields=True):
    """Who sends which run of which day. `report_of`: the day of whose clearances the file is the report; it then lists all."""

    format: Literal["evexport-exchange/1"]
    sender: Annotated[str, Meta(pattern=r"^[0-9]{4}$")]
    run: Annotated[int, Meta(ge=1, le=2_000_000_000)]
    day: date
    report_of: date | None = None


class Trailer(Struct, frozen=True, forbid_unknown_fields=True):
    """How many lines of each kind stand before it, and the SHA-256 of every byte before its own line."""

    declarations: Count
    cleared: Count
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


class Cleared(Struct, frozen=True, forbid_unknown_fields=True):
    """A declaration that customs has cleared, with the cars that left on it."""

    declaration_no: Annotated[str, Meta(pattern=r"^[0-9A-Z][0-9A-Z-]{5,31}$")]
    vins: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^\x00]*$")], ...], Meta(min_length=1)]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A declaration as it was sent, and its line of the file."""

    line: int
    text: bytes


@dataclass(frozen=True, slots=True)
class ExchangeFile:
    """A whole file whose counts and checksum hold. Its declarations are not yet read: a bad one spoils only itself."""

    header: Header
    declarations: tuple[Numbered, ...]
    cleared: tuple[Cleared, ...]
    digest: str


def read_exchange(content: bytes) -> ExchangeFile:
    """A file of customs. Raises BadInput where it is not whole, and then nothing of it counts."""
    if len(content) > FILE_BYTES:
        raise refused("EXCHANGE_TOO_LARGE", Text("文件超过64 MiB。", "The file is over 64 MiB."))
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        raise refused("EXCHANGE_FORM", Text("文件不是UTF-8编码。", "The file is not UTF-8.")) from None
    if b"\0" in content:
        raise refused("EXCHANGE_FORM", Text("文件含有空字符。", "The file holds a NUL character."))
    *body, last = content.rstrip(b"\r\n").split(b"\n")
    if not body:
        raise refused("EXCHANGE_FORM", Text("文件没有文件头和文件尾。", "The file has no header and trailer."))
    header, trailer = _one(1, body[0], "header", Header), _one(len(body) + 1, last, "trailer", Trailer)
    declarations, cleared = [], []
    for line, text in enumerate(body[1:], 2):
        match _key(line, text):
            case "declaration", raw:
                declarations.append(Numbered(line, bytes(raw)))
            case "cleared", raw:
                cleared.append(_decoded(line, raw, Cleared))
            case name, _:
                raise _bad_line(line, Text(f"键“{name}”在此无效", f"the key {name} has no place here"))
    _counted(header, trailer, len(declarations), cleared)
    if sha256(b"".join(line + b"\n" for line in body)).hexdigest() != trailer.sha256:
        raise refused("EXCHANGE_CHECKSUM", Text("校验和与文件内容不符。", "The checksum is not that of the content."))
    return ExchangeFile(header, tuple(declarations), tuple(cleared), "sha256:" + sha256(content).hexdigest())


def _counted(header: Header, trailer: Trailer, declarations: int, cleared: list[Cleared]) -> None:
    if (declarations, len(cleared)) != (trailer.declarations, trailer.cleared):
        raise refused(
            "EXCHANGE_COUNT",
            Text(
                f"文件尾载明报关单{trailer.declarations}份、放行{trailer.cleared}份，实有{declarations}份、{len(cleared)}份。",
                f"The trailer says {trailer.declarations} declarations and {trailer.cleared} cleared; "
                f"there are {declarations} and {len(cleared)}.",
            ),
        )
    if cleared and header.report_of is None:
        raise refused(
            "EXCHANGE_FORM", Text("列有放行而未载明所报之日。", "Cleared declarations are listed, but no day of report is given.")
        )
    if len({one.declaration_no for one in cleared}) != len(cleared):
        raise refused("EXCHANGE_FORM", Text("同一报关单列为放行两次。", "A declaration is listed as cleared twice."))


def _key(line: int, text: bytes) -> tuple[str, msgspec.Raw]:
    found = _decoded(line, text, dict[str, msgspec.Raw])
    if len(found) != 1:
        raise _bad_line(line, ONE_KEY)
    return next(iter(found.items()))


def _one(line: int, text: bytes, name: str, kind: type[T]) -> T:
    key, raw = _key(line, text)
    if key != name:
        raise _bad_line(line, Text(f"此处应为“{name}”", f"here stands the {name}"))
    return _decoded(line, raw, kind)


def _decoded(line: int, text: bytes | msgspec.Raw, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _bad_line(line, Text(str(error), str(error))) from None


def _bad_line(line: int, why: Text) -> BadInput:
    return refused("EXCHANGE_FORM", Text(f"第{line}行无法识别：{why.zh}。", f"Line {line} cannot be understood: {why.en}."))


def refused(code: str, message: Text) -> BadInput:
    """Why a file is refused whole."""
    remedy = Text(
        "整个文件未予接收。请更正后以同一批次号重新发送。",
        "Nothing of the file was taken. Mend it and send it again under the same run.",
    )
    return BadInput(message, remedy=remedy, code=code, field="file")


def written(header: Mapping[str, Any], lines: Iterable[bytes], counts: Mapping[str, int]) -> bytes:
    """A file of header, lines and trailer, as it is sent: each line with its end, the trailer sealing what stands before it."""
    body = b"".join(line + b"\n" for line in (msgspec.json.encode({"header": {"format": FORMAT, **header}}), *lines))
    return body + msgspec.json.encode({"trailer": {**counts, "sha256": sha256(body).hexdigest()}}) + b"\n"
