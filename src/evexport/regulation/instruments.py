"""The legal texts that values and criteria cite: number, issuers, dates, our own summary of each article."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from evexport.kernel.text import Text
from evexport.regulation.lawfile import Entry, open_file

ROOT = Path(__file__).parent
CONFIDENCE = ("certain", "likely", "unverified", "policy", "choice")
"""certain: read in an official text or two copies · likely: one copy or an older edition ·
unverified: not read · policy: the text this product implements · choice: our own, with its reason."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """One legal text, or our own design where it is the source."""

    id: str
    number: str | None
    title: Text
    issuers: tuple[Text, ...]
    issued: date | None
    in_force: date | None
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Article:
    """A cited article: our summary in both languages, never the text itself."""

    citation: str
    instrument: Instrument
    summary: Text
    confidence: str


def load(root: Path = ROOT) -> dict[str, Article]:
    """Every article under root/instruments by its citation, `INSTRUMENT#article`."""
    found: dict[str, Article] = {}
    for path in sorted((root / "instruments").glob("*.yaml")):
        found |= _instrument(open_file(path, root=root), name=path.stem)
    return found


@cache
def articles() -> Mapping[str, Article]:
    """The articles that ship with the product."""
    return MappingProxyType(load())


def _instrument(entry: Entry, *, name: str) -> dict[str, Article]:
    entry.only("id", "number", "title", "issuers", "issued", "in_force", "confidence", "source", "articles")
    if entry.word("id") != name:
        raise entry.fail("“id”与文件名不一致。", "“id” differs from the file's name.", at=("id",))
    instrument = Instrument(
        id=name,
        number=entry.word("number") if entry.data.get("number") is not None else None,
        title=entry.text("title"),
        issuers=tuple(item.bilingual() for item in entry.listed("issuers")),
        issued=entry.day("issued"),
        in_force=entry.day("in_force"),
        confidence=_confidence(entry),
        source=entry.word("source"),
    )
    return {article.citation: article for article in _articles(entry, instrument)}


def _articles(entry: Entry, instrument: Instrument) -> list[Article]:
    found = []
    for key, item in entry.entry("articles").entries():
        summary = item.bilingual("confidence")
        confidence = _confidence(item) if "confidence" in item.data else instrument.confidence
        found.append(Article(f"{instrument.id}#{key}", instrument, summary, confidence))
    return found


def _confidence(entry: Entry) -> str:
    word = entry.word("confidence")
    if word not in CONFIDENCE:
        raise entry.fail(
            f"未知的可信程度“{word}”。",
            f"Unknown confidence “{word}”: {', '.join(CONFIDENCE)}.",
            at=("confidence",),
        )
    return word
