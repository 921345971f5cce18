"""Reads a filing from a file, and turns every error into place, message and mend in both languages."""

from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text, join
from evexport.regulation.facts.filing import FilingFacts
from evexport.regulation.yamlfile import Document, FileProblem, Place, dotted, parse

MOST_PROBLEMS = 100
"""As many as a person mends in one go; a file that is wrong throughout is told so once."""
LIMIT_BYTES = 5 * 1024 * 1024
"""A filing of ten thousand outlets stays well below it."""

PATTERNS = {
    r"^[0-9A-Z]{18}$": Text("应为18位统一社会信用代码。", "It must be an 18-character unified social credit code."),
    r"^[0-9]{6}$": Text("应为6位行政区划代码。", "It must be a 6-digit division code."),
    r"^[0-9A-Z]{10}$": Text("应为10位海关编码。", "It must be a 10-character customs registration code."),
    r"^[A-HJ-NPR-Z0-9]{3}([A-HJ-NPR-Z0-9]{3})?$": Text(
        "应为3位WMI（小批量企业为6位），不含I、O、Q。",
        "It must be a WMI of 3 characters (6 for a small maker), without I, O and Q.",
    ),
}
EXPECTED = {
    "missing": Text("缺少该字段。", "The field is missing."),
    "int_type": Text("应为整数。", "It must be a whole number."),
    "bool_type": Text("应为 true 或 false。", "It must be true or false."),
    "string_type": Text("应为文字；数字请加引号。", "It must be text; put a number in quotes."),
    "tuple_type": Text("应为列表。", "It must be a list."),
    "model_type": Text("应为映射（字段: 值）。", "It must be a mapping of fields."),
    "greater_than_equal": Text("不得小于{ge}。", "It may not be below {ge}."),
    "less_than_equal": Text("不得大于{le}。", "It may not be above {le}."),
    "string_too_long": Text("不得超过{max_length}个字符。", "It may have at most {max_length} characters."),
    "literal_error": Text("应为下列之一：{expected}。", "It must be one of: {expected}."),
}


class Errors(BadInput):
    """A filing that cannot be understood: what must be mended, the first hundred of `total` problems."""

    code = "FILING_NOT_UNDERSTOOD"

    def __init__(self, problems: list[FileProblem], *, total: int | None = None) -> None:
        super().__init__(
            join(problem.message for problem in problems),
            remedy=join(dict.fromkeys(problem.remedy for problem in problems)),
            field=problems[0].field,
        )
        self.problems = problems
        self.total = total or len(problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)

    def as_dict(self) -> dict[str, object]:
        return {
            **super().as_dict(),
            "problems": [problem.as_dict() for problem in self.problems],
            "total": self.total,
        }


def read_filing(path: Path) -> FilingFacts:
    """The facts in a file. Raises FileProblem or Errors, each naming file, line, field and mend."""
    return understand(parse(text_of(path, limit=LIMIT_BYTES), file=str(path)))


def understand(document: Document) -> FilingFacts:
    """The facts in a document already read."""
    if document.data is None:
        raise FileProblem(
            Text("文件为空。", "The file is empty."),
            remedy=Text("请按申报文件的格式填写。", "Fill it in the shape of a filing."),
            file=document.file,
            line=1,
            code="EMPTY_FILE",
        )
    try:
        return FilingFacts.model_validate(document.data)
    except ValidationError as error:
        found = error.errors(include_url=False)[:MOST_PROBLEMS]
        raise Errors([problem(one, document) for one in found], total=error.error_count()) from None


def text_of(path: Path, *, limit: int) -> str:
    """A file's text, refused before reading when it is too large, no file, or not UTF-8."""
    name = str(path)
    if not path.exists():
        raise _file(name, Text("文件不存在。", "There is no such file."), Text("请核对路径。", "Check the path."))
    if not path.is_file():
        raise _file(name, Text("不是文件。", "It is not a file."), Text("请给出文件路径。", "Name a file."))
    size = path.stat().st_size
    if size > limit:
        raise _file(
            name,
            Text(
                f"文件有{size:,}字节，上限为{limit:,}字节。",
                f"The file has {size:,} bytes; the limit is {limit:,}.",
            ),
            Text("请拆分或删减后再试。", "Cut it down and try again."),
            code="FILE_TOO_LARGE",
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        mend = Text("请另存为 UTF-8 编码。", "Save it in UTF-8.")
        raise _file(name, Text("文件不是 UTF-8 编码。", "The file is not UTF-8."), mend) from None
    except OSError as error:
        mend = Text("请检查文件权限。", "Check the file's permissions.")
        raise _file(name, Text(f"无法读取：{error.strerror}。", f"Cannot be read: {error.strerror}."), mend) from None


def problem(found: ErrorDetails, document: Document) -> FileProblem:
    """One error of the form, in words and with its line."""
    place: Place = tuple(found["loc"])
    message, remedy = words(found)
    field = dotted(place) or None
    where = Text(f"{field}：", f"{field}:") if field else None
    return FileProblem(
        join([where, message]) if where else message,
        remedy=remedy,
        file=document.file,
        line=document.line(place),
        code=f"FORM_{found['type'].upper()}",
        field=field,
    )


def words(found: ErrorDetails) -> tuple[Text, Text]:
    """What is wrong, and what mends it."""
    kind, context = found["type"], found.get("ctx", {})
    mend = Text("请更正该字段。", "Correct the field.")
    if kind == "extra_forbidden":
        return _unknown(tuple(found["loc"]))
    if "zh" in context:
        return Text(context["zh"], context["en"]), mend
    if kind == "string_pattern_mismatch":
        return PATTERNS[context["pattern"]], mend
    if kind == "missing":
        return EXPECTED[kind], Text("请补充该字段。", "Add the field.")
    expected = EXPECTED.get(kind, Text("取值不符合要求。", "The value is not acceptable."))
    given = found["input"]
    shown = "" if isinstance(given, (dict, list)) else str(given)[:60]
    seen = Text(f"现为“{shown}”。", f"It is “{shown}” now.") if shown else None
    wanted = expected.fill(**{**context, "expected": context.get("expected", "")})
    return (join([wanted, seen]) if seen else wanted), mend


def _unknown(place: Place) -> tuple[Text, Text]:
    name = str(place[-1])
    known = _fields(place[:-1])
    near = get_close_matches(name, known, n=1)
    mend = (
        Text(f"是否应为“{near[0]}”？", f"Did you mean “{near[0]}”?")
        if near
        else Text("可用字段：" + "、".join(known) + "。", "Known fields: " + ", ".join(known) + ".")
    )
    return Text(f"未知字段“{name}”。", f"Unknown field “{name}”."), mend


def _fields(place: Place) -> list[str]:
    """The names of the fields of the section at a place."""
    section: Any = FilingFacts
    for part in place:
        if isinstance(part, str):
            by_name = {field.alias or name: field.annotation for name, field in section.model_fields.items()}
            section = _section(by_name[part])
    return [field.alias or name for name, field in section.model_fields.items()]


def _section(annotation: Any) -> Any:
    """The section inside `X | None` or `tuple[X, ...]`."""
    inner = [one for one in (annotation, *get_args(annotation)) if isinstance(one, type) and issubclass(one, BaseModel)]
    return inner[0]


def _file(name: str, message: Text, remedy: Text, *, code: str = "FILE_NOT_READ") -> FileProblem:
    return FileProblem(message, remedy=remedy, file=name, code=code)
