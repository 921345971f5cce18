"""Reads one YAML file strictly and remembers the line of every value; nothing is executed or expanded."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text

Place = tuple[str | int, ...]
"""The way to a value: keys and list positions."""

MAX_DEPTH = 20
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: Mapping[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


class FileProblem(BadInput):
    """Something in a file that its writer must mend, with the line where it stands."""

    code = "BAD_FILE"

    def __init__(
        self,
        message: Text,
        *,
        remedy: Text,
        file: str,
        line: int | None = None,
        code: str | None = None,
        citation: str | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(message, remedy=remedy, code=code, citation=citation, field=field)
        self.file = file
        self.line = line

    @property
    def place(self) -> str:
        """File and line, as editors and compilers write it."""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    def __str__(self) -> str:
        return f"{self.place}: {self.message.en}"

    def as_dict(self) -> dict[str, object]:
        return {**super().as_dict(), "file": self.file, "line": self.line}


@dataclass(slots=True)
class Document:
    """What a file says: plain values (decimals exact, dates as dates), and the line of each."""

    file: str
    data: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """The line of a value, or of the nearest thing around it that is written down."""
        for end in range(len(place), -1, -1):
            if (found := self.lines.get(place[:end])) is not None:
                return found
        return 1


def read(path: Path, *, name: str | None = None) -> Document:
    """Read a file of the rule-set. `name` is how messages call it."""
    return parse(path.read_text(encoding="utf-8"), file=name or str(path))


def parse(text: str, *, file: str) -> Document:
    """YAML 1.2's plain values: NO is Norway, not "no". Anchors, tags and second documents are refused."""
    builder = _Builder(Document(file, None))
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _unreadable(file, mark.line + 1 if mark else None, error.problem or "unreadable") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _unreadable(file, line, "a character that YAML does not allow") from None
    return builder.document


def scalar(text: str) -> Any:
    """The value of an unquoted word: null, truth, whole number, exact decimal, date, else text."""
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return Decimal(text)
    if _DATE.match(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _events(text: str) -> Iterator[Any]:
    return iter(yaml.parse(text, Loader=_LOADER))


@dataclass(slots=True)
class _Open:
    """A list or mapping not yet closed."""

    value: Any
    place: Place
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Builds plain values from the parser's events without recursion: depth cannot exhaust the stack."""

    document: Document
    open: list[_Open] = field(default_factory=list)
    documents: int = 0

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._start({}, event)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._start([], event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.open.pop()
        elif isinstance(event, yaml.AliasEvent):
            raise self._refuse(event, "别名（*）", "an alias (*)")
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self._refuse(event, "第二个文档（---）", "a second document (---)")

    def _scalar(self, event: Any) -> None:
        top = self.open[-1] if self.open else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(top, event)
            return
        self._plain(event)
        self._put(scalar(event.value) if event.implicit[0] else event.value, event)

    def _key(self, top: _Open, event: Any) -> None:
        if event.value in top.value:
            raise FileProblem(
                Text(f"字段“{event.value}”重复出现。", f"The field “{event.value}” stands twice."),
                remedy=Text("请只保留一处。", "Keep one of the two."),
                file=self.document.file,
                line=event.start_mark.line + 1,
                code="DUPLICATE_FIELD",
                field=dotted((*top.place, event.value)),
            )
        top.key = event.value
        self.document.lines[(*top.place, event.value)] = event.start_mark.line + 1

    def _start(self, value: Any, event: Any) -> None:
        self._plain(event)
        if len(self.open) >= MAX_DEPTH:
            raise self._refuse(event, f"超过{MAX_DEPTH}层的嵌套", f"more than {MAX_DEPTH} levels of nesting")
        if self.open and isinstance(self.open[-1].value, dict) and self.open[-1].key is None:
            raise self._refuse(event, "以列表或映射作字段名", "a list or mapping as the name of a field")
        place = self._put(value, event)
        self.open.append(_Open(value, place))

    def _put(self, value: Any, event: Any) -> Place:
        line = event.start_mark.line + 1
        if not self.open:
            self.document.data = value
            self.document.lines[()] = line
            return ()
        top = self.open[-1]
        if isinstance(top.value, list):
            top.value.append(value)
            place: Place = (*top.place, len(top.value) - 1)
            self.document.lines[place] = line
            return place
        assert top.key is not None
        place = (*top.place, top.key)
        top.value[top.key] = value
        top.key = None
        return place

    def _plain(self, event: Any) -> None:
        if event.anchor is not None:
            raise self._refuse(event, "锚点（&）", "an anchor (&)")
        if event.tag is not None:
            raise self._refuse(event, "类型标签（!）", "a tag (!)")

    def _refuse(self, event: Any, zh: str, en: str) -> FileProblem:
        return FileProblem(
            Text(f"文件中有{zh}，不予接受。", f"The file holds {en}, which is not accepted."),
            remedy=Text("请直接写出内容。", "Write the content out."),
            file=self.document.file,
            line=event.start_mark.line + 1,
            code="YAML_NOT_ACCEPTED",
        )


def dotted(place: Place) -> str:
    """A place as people write it: service_network.parts[3].in_stock; list positions count from 1."""
    out = ""
    for part in place:
        out += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if out else part
    return out


def _unreadable(file: str, line: int | None, problem: str) -> FileProblem:
    return FileProblem(
        Text(f"不是可读的 YAML：{problem}。", f"This is not readable YAML: {problem}."),
        remedy=Text(
            "请检查该行及上一行的缩进、冒号、引号和括号。",
            "Check the indentation, colons, quotes and brackets of this line and the one before.",
        ),
        file=file,
        line=line,
        code="YAML_UNREADABLE",
    )
