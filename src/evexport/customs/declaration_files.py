"""Declarations as a file: CSV or XLSX with a row a car, NDJSON with a declaration a line. Good ones go on, bad lines return."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from evexport.codes import licence_number
from evexport.customs.columns import EACH_CAR, FACE, Column, tidied
from evexport.kernel.given_back import GivenBack
from evexport.kernel.problems import BadInput
from evexport.kernel.sheets import Limits, Row, read_bytes
from evexport.kernel.text import Text
from evexport.regulation.facts.declaration import MAX_VEHICLES, Declaration, parse

MOST = 1_000
"""Declarations of one file."""
LIMITS = Limits(file_bytes=16 * 1024 * 1024, rows=50_000, columns=40)
COLUMNS = {**FACE, **EACH_CAR}
HEADINGS = {name: name for name in COLUMNS} | {column.label.zh: name for name, column in COLUMNS.items()}
AS_GIVEN = frozenset({"vin", "contract_no"})


@dataclass(slots=True)
class Filed:
    """What a file holds: whole declarations in their order, and the lines that cannot be used. `heads` are its columns."""

    heads: list[str]
    sound: list[Declaration] = field(default_factory=list)
    bad: list[GivenBack] = field(default_factory=list)


def read_file(content: bytes, *, name: str) -> Filed:
    """The declarations of a file. Raises BadInput where the file itself cannot be understood."""
    mark = sha256(content).hexdigest()[:16]
    json_lines = name.lower().endswith((".ndjson", ".jsonl"))
    filed = _json(content, mark) if json_lines else _sheet(read_bytes(content, name=name, limits=LIMITS), name, mark)
    if len(filed.sound) > MOST:
        raise BadInput(
            Text(
                f"一个文件最多{MOST}份报关单，此文件有{len(filed.sound)}份。",
                f"A file has at most {MOST:,} declarations; this has {len(filed.sound):,}.",
            ),
            remedy=Text("请拆分为几个文件。", "Split it into several files."),
            code="FILE_TOO_MANY_ROWS",
            field="file",
        )
    if not filed.sound and not filed.bad:
        raise BadInput(
            Text(f"文件“{name}”没有报关单。", f"The file {name} holds no declaration."),
            remedy=Text("请按模板填写。", "Fill in the template."),
            code="FILE_EMPTY",
            field="file",
        )
    return filed


def _sheet(rows: Sequence[Row], name: str, mark: str) -> Filed:
    head, *body = rows
    places = {HEADINGS[title]: place for place, cell in enumerate(head.cells) if (title := cell.strip()) in HEADINGS}
    if missing := [column for column in COLUMNS if column not in places and COLUMNS[column].required]:
        labels = [COLUMNS[column].label for column in missing]
        raise BadInput(
            Text(
                f"文件“{name}”首行缺少：{'、'.join(one.zh for one in labels)}。",
                f"The first row of {name} lacks: {', '.join(missing)}.",
            ),
            remedy=Text("请使用模板的首行。", "Use the first row of the template."),
            code="FILE_NO_COLUMN",
            field="file",
        )
    filed = Filed([cell.strip() for cell in head.cells])
    for cases in _by_number(body, places).values():
        _take(filed, cases, mark)
    return filed


Case = tuple[Row, dict[str, str]]


def _by_number(body: Sequence[Row], places: dict[str, int]) -> dict[str, list[Case]]:
    """Rows of one declaration together, wherever they stand; a row without a number is a declaration of its own, and bad."""
    found: dict[str, list[Case]] = {}
    for row in body:
        cells = {column: row.cells[place].strip() if place < len(row.cells) else "" for column, place in places.items()}
        entry = {column: cells.get(column, "") if column in AS_GIVEN else tidied(cells.get(column, "")) for column in COLUMNS}
        found.setdefault(entry["declaration_no"] or f"?{row.line}", []).append((row, entry))
    return found


def _take(filed: Filed, cases: list[Case], mark: str) -> None:
    """A declaration is taken whole or not at all: one bad line brings all its lines back."""
    faults = {row.line: why for row, entry in cases if (why := _fault(entry))}
    faults = faults or {row.line: why for row, entry in cases if (why := _unlike(entry, cases[0][1]))}
    if not faults:
        try:
            filed.sound.append(_message(cases, mark))
        except BadInput as problem:
            faults[cases[0][0].line] = problem.message
        else:
            return
    for row, _ in cases:
        filed.bad.append(GivenBack(row.line, row.cells, faults.get(row.line, OTHER_LINE)))


OTHER_LINE = Text(
    "同一报关单的其他行有误，整票未予决定。", "Another line of the same declaration is wrong, so it was not decided."
)


def _fault(entry: dict[str, str]) -> Text | None:
    """The first thing that is wrong with a row's own entries."""
    return next((why for name, column in COLUMNS.items() if (why := wrong(column, entry[name]))), None)


def _unlike(entry: dict[str, str], first: dict[str, str]) -> Text | None:
    """Where a row says otherwise than the first row of its declaration."""
    label = next((column.label for name, column in FACE.items() if entry[name] != first[name]), None)
    if label is None:
        return None
    return Text(f"{label.zh}与同一报关单的首行不一致。", f"{label.en}: not as in the first row of this declaration.")


def wrong(column: Column, entry: str) -> Text | None:
    if not entry:
        missing = Text(f"缺少{column.label.zh}。", f"{column.label.en} is missing.")
        return missing if column.required else None
    return None if re.match(column.pattern, entry) else column.wrong


def _message(cases: list[Case], mark: str) -> Declaration:
    """One declaration's message; its identifier is of file and number, so that the same file again gets the same answers."""
    face = cases[0][1]
    if len(cases) > MAX_VEHICLES:
        raise BadInput(
            Text(f"一票最多{MAX_VEHICLES}辆。", f"A declaration has at most {MAX_VEHICLES} cars."),
            remedy=Text("请分票申报。", "Declare them in parts."),
        )
    body: dict[str, Any] = {name: face[name] for name in FACE}
    number = licence_number.tidied(body["licence_no"])
    return parse(
        {
            **body,
            "licence_no": number if licence_number.parse(number) else body["licence_no"],
            "declared_on": _day(body["declared_on"]),
            "goods_state": body["goods_state"].lower(),
            "vehicles": [{"vin": entry["vin"], "model_code": entry["model_code"]} for _, entry in cases],
            "message_id": f"file-{mark}-{body['declaration_no']}",
        }
    )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadInput(FACE["declared_on"].wrong, remedy=FACE["declared_on"].wrong) from None


def _json(content: bytes, mark: str) -> Filed:
    """A declaration a line, in the shape that the interface takes; a message identifier is made where none is given."""
    if len(content) > LIMITS.file_bytes:
        raise BadInput(
            Text("文件超过16 MiB。", "The file is over 16 MiB."),
            remedy=Text("请拆分为几个文件。", "Split it into several files."),
            code="FILE_TOO_LARGE",
            field="file",
        )
    filed = Filed(["declaration"])
    seen: set[str] = set()
    for line, text in _lines(content):
        try:
            made = _line(text, mark)
        except (ValueError, AttributeError):
            filed.bad.append(GivenBack(line, [text], Text("该行不是JSON对象。", "The line is no JSON object.")))
        except BadInput as problem:
            filed.bad.append(GivenBack(line, [text], problem.message))
        else:
            if made.declaration_no in seen:
                filed.bad.append(GivenBack(line, [text], TWICE))
            else:
                seen.add(made.declaration_no)
                filed.sound.append(made)
    return filed


def _line(text: str, mark: str) -> Declaration:
    """A line as a message. One that came back as bad carries its declaration under `given`."""
    said = json.loads(text)
    given = said.get("given", said)
    return parse({"message_id": f"file-{mark}-{given.get('declaration_no', '')}", **given})


TWICE = Text("该报关单号在文件中重复。", "This declaration number stands twice in the file.")


def _lines(content: bytes) -> Iterator[tuple[int, str]]:
    for line, text in enumerate(content.decode("utf-8-sig", "replace").splitlines(), 1):
        if text.strip():
            yield line, text


TEMPLATE: tuple[tuple[str, ...], ...] = (
    tuple(COLUMNS),
    ("530120270000000001", "2027-03-03", "27-AA-000001", "EX00-DE-27-0033", "91120000MADEM0RD1B", "5301", "0110", "2", "DE",
     "8703801090", "new", "LDMEV0E18VD002210", "DMO7000BEVA1"),
    ("530120270000000001", "2027-03-03", "27-AA-000001", "EX00-DE-27-0033", "91120000MADEM0RD1B", "5301", "0110", "2", "DE",
     "8703801090", "new", "LDMEV0E1XVD002211", "DMO7000BEVA1"),
)  # fmt: skip
