"""Reason codes of the customs gate: what each says in both languages, by which article, and what would mend it."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from evexport.kernel.text import Text
from evexport.regulation import yamlfile
from evexport.regulation.instruments import articles

FILE = Path(__file__).parent / "reasons.yaml"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a decision. `vin` and `model_code` name the part of the declaration it is about."""

    code: str
    message: Text
    remedy: Text
    citation: str
    vin: str | None = None
    model_code: str | None = None

    def as_dict(self) -> dict[str, object]:
        """The machine-readable shape; what it is not about is left out."""
        about = {"vin": self.vin, "model_code": self.model_code}
        return {
            "code": self.code,
            **{key: value for key, value in about.items() if value is not None},
            "message": self.message.as_dict(),
            "remedy": self.remedy.as_dict(),
            "citation": self.citation,
        }


@dataclass(frozen=True, slots=True)
class Template:
    """What a code says before its fields are filled in."""

    code: str
    message: Text
    remedy: Text
    citation: str

    @property
    def fields(self) -> frozenset[str]:
        return fields(self.message.zh) | fields(self.remedy.zh)


def fields(sentence: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


def reason(code: str, /, *, vin: str | None = None, model_code: str | None = None, **values: object) -> Reason:
    """The reason of that code, its fields filled in. Dates are written out in each language."""
    template = templates()[code]
    said = {name: spelt(value) if isinstance(value, date) else value for name, value in values.items()}
    if model_code is not None:
        said["model_code"] = model_code
    return Reason(code, template.message.fill(**said), template.remedy.fill(**said), template.citation, vin, model_code)


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def spelt(day: date) -> Text:
    """A day in words: 2027年2月11日, 11 February 2027."""
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


@cache
def templates() -> Mapping[str, Template]:
    """Every reason code of the gate, in the order of the file."""
    return load(FILE, known=articles())


def load(path: Path, *, known: Mapping[str, object]) -> dict[str, Template]:
    """Read the codes of a file. ValueError names the code that lacks a language, a remedy or a citation that resolves."""
    data = yamlfile.read(path, name=path.name).data
    return {code: template(code, entry, known=known) for code, entry in data.items()}


def template(code: str, entry: Mapping[str, object], *, known: Mapping[str, object]) -> Template:
    if unknown := entry.keys() - {"message", "remedy", "cite"}:
        raise ValueError(f"{code}: unknown fields {sorted(unknown)}")
    message, remedy = pair(code, "message", entry), pair(code, "remedy", entry)
    cite = entry.get("cite")
    if not isinstance(cite, str) or cite not in known:
        raise ValueError(f"{code}: the citation {cite!r} resolves to no article")
    return Template(code, message, remedy, cite)


def pair(code: str, name: str, entry: Mapping[str, object]) -> Text:
    """Both languages of a sentence, with the same fields in each."""
    both = entry.get(name)
    if not isinstance(both, dict) or both.keys() != {"zh", "en"}:
        raise ValueError(f"{code}: {name} needs exactly zh and en")
    text = Text(str(both["zh"] or ""), str(both["en"] or ""))
    if fields(text.zh) != fields(text.en):
        raise ValueError(f"{code}: {name} has other fields in zh than in en")
    return text
