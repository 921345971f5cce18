"""One entry of a file of the rule-set: reads its fields, and names file and line of whatever is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from evexport.kernel.text import Text
from evexport.regulation import yamlfile
from evexport.regulation.yamlfile import Document, FileProblem, Place, dotted


class LawError(FileProblem):
    """The rule-set itself is wrong: no citation, an unknown path, overlapping dates, a missing language."""

    code = "LAW_ERROR"


@dataclass(frozen=True, slots=True)
class Entry:
    """A mapping in a law file, with the way to it."""

    document: Document
    place: Place
    data: dict[str, Any]

    def fail(self, zh: str, en: str, *, at: Place = (), mend: Text | None = None) -> LawError:
        """The error to raise, at this entry or at a field in it."""
        place = (*self.place, *at)
        return LawError(
            Text(zh, en),
            remedy=mend or Text("请更正该规则文件。", "Correct the rule file."),
            file=self.document.file,
            line=self.document.line(place),
            field=dotted(place) or None,
        )

    def only(self, *known: str) -> None:
        """No field but these."""
        for key in self.data:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = near[0] if near else ", ".join(known)
                raise self.fail(
                    f"未知字段“{key}”。",
                    f"Unknown field “{key}”.",
                    at=(key,),
                    mend=Text(f"是否应为：{hint}？", f"Did you mean: {hint}?"),
                )

    def need(self, key: str) -> Any:
        if self.data.get(key) is None:
            raise self.fail(f"缺少“{key}”。", f"“{key}” is missing.")
        return self.data[key]

    def word(self, key: str) -> str:
        value = self.need(key)
        if not isinstance(value, str):
            raise self.fail(f"“{key}”应为文字。", f"“{key}” must be text.", at=(key,))
        return value.strip()

    def day(self, key: str) -> date | None:
        value = self.data.get(key)
        if value is not None and not isinstance(value, date):
            raise self.fail(f"“{key}”应为日期（年-月-日）。", f"“{key}” must be a date, YYYY-MM-DD.", at=(key,))
        return value

    def text(self, key: str) -> Text:
        """A text in both languages."""
        return self.entry(key).bilingual()

    def bilingual(self, *also: str) -> Text:
        """The entry's own two halves; `also` names its other fields."""
        self.only("zh", "en", *also)
        halves = {}
        for language in ("zh", "en"):
            half = self.data.get(language)
            if not isinstance(half, str) or not half.strip():
                raise self.fail(
                    f"缺少语言：{language}。",
                    f"A language is missing: {language}.",
                    mend=Text("请写明中文和英文。", "Write it in Chinese and in English."),
                )
            halves[language] = half.strip()
        return Text(**halves)

    def entry(self, key: str) -> "Entry":
        value = self.need(key)
        if not isinstance(value, dict):
            raise self.fail(f"“{key}”应为映射。", f"“{key}” must be a mapping.", at=(key,))
        return Entry(self.document, (*self.place, key), value)

    def entries(self) -> "Iterator[tuple[str, Entry]]":
        for key in self.data:
            yield key, self.entry(key)

    def listed(self, key: str) -> "list[Entry]":
        """A list of mappings; none where the field is absent."""
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fail(f"“{key}”应为列表。", f"“{key}” must be a list of mappings.", at=(key,))
        return [Entry(self.document, (*self.place, key, n), item) for n, item in enumerate(value)]


def open_file(path: Path, *, root: Path) -> Entry:
    """A law file as one entry; messages name it by its path under the rule-set's folder."""
    name = path.relative_to(root).as_posix()
    try:
        document = yamlfile.read(path, name=name)
    except FileProblem as problem:
        raise LawError(problem.message, remedy=problem.remedy, file=name, line=problem.line, field=problem.field) from None
    except UnicodeDecodeError:
        raise LawError(
            Text("文件不是 UTF-8 编码。", "The file is not UTF-8."),
            remedy=Text("请以 UTF-8 保存。", "Save it as UTF-8."),
            file=name,
        ) from None
    if not isinstance(document.data, dict):
        raise LawError(
            Text("文件为空或不是映射。", "The file is empty or not a mapping."),
            remedy=Text("请写入“名称: 内容”。", "Write `name: content` into it."),
            file=name,
            line=1,
        )
    return Entry(document, (), document.data)
