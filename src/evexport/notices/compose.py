"""From an entry to words: its fields as each language writes them, the names of the firms, the reasons, the deadline."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from evexport.kernel.text import Text, join
from evexport.notices.catalogue import Template
from evexport.papers.letters.fields import called
from evexport.qualification.deadlines import in_words
from evexport.regulation.markets import market_name

DAY = re.compile(r"\d{4}-\d\d-\d\d")
WHY = ("reasons", "reason", "because", "grounds", "note")
CODES: Mapping[str, Callable[[str], Text]] = {"destination": market_name, "field_asked": called}
"""Fields that hold a code, and what names it."""
TOLD = 3
"""Reasons of a refusal told in the notice; the declaration has them all."""
NONE = Text("无", "none")


def said(template: Template, values: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """What the notice says, both languages of each part."""
    return {part: text.fill(**values).as_dict() for part, text in template.parts.items()}


def words(data: Mapping[str, Any]) -> dict[str, object]:
    """An entry's fields as words: days in full, lists enumerated, nothing as “none”."""
    found: dict[str, object] = {name: _word(value) for name, value in data.items()}
    found |= {name: name_it(data[name]) for name, name_it in CODES.items() if data.get(name)}
    found |= {name: _word(value) for name, value in data.get("dates", {}).items()}
    found["why"] = why(data)
    found["cars"] = len(data.get("vins", ()))
    found["count"] = data.get("count", len(data.get("questions", ())))
    return found


def why(data: Mapping[str, Any]) -> object:
    """The reasons given, as a sentence of their own; nothing where there are none."""
    for name in WHY:
        given = data.get(name)
        if isinstance(given, Mapping):
            return Text(f"理由：{_ended(given['zh'], '。')}", f" Reasons given: {_ended(given['en'], '.')}")
        if isinstance(given, str) and given.strip():
            return Text(f"理由：{_ended(given, '。')}", f" Reasons given: {given.strip()}")
    return ""


def refusal(reasons: list[dict[str, Any]]) -> Text:
    """The first reasons of a refusal in words, and how many more there are."""
    told = [Text(**one["message"]) for one in reasons[:TOLD]]
    if more := len(reasons) - len(told):
        told.append(Text(f"另有{more}项理由。", f"And {more} more."))
    return join(told) if told else Text("理由见报关单。", "The declaration names the reasons.")


def _word(value: Any) -> object:
    if isinstance(value, str) and DAY.fullmatch(value):
        return in_words(date.fromisoformat(value))
    if isinstance(value, list):
        items = [str(one) for one in value if isinstance(one, str | int)]
        return Text("、".join(items), ", ".join(items)) if items else NONE
    if isinstance(value, Mapping):
        return Text(**value) if value.keys() == {"zh", "en"} else ""
    return NONE if value is None or value == "" else value


def _ended(text: str, stop: str) -> str:
    text = text.strip()
    return text if text.endswith((stop, "！", "？", "!", "?")) else text + stop
