"""Text in two languages: Chinese is the legal text, English the courtesy; neither may be missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or name in Chinese and English. Both halves are compulsory."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh.strip() or not self.en.strip():
            raise ValueError(f"A text needs both languages: zh={self.zh!r}, en={self.en!r}")

    def pick(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def fill(self, **values: object) -> "Text":
        """Put values into both halves; a value that is itself a Text goes in language by language."""
        return Text(
            self.zh.format(**{k: v.zh if isinstance(v, Text) else v for k, v in values.items()}),
            self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
        )

    def as_dict(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}


def join(texts: Iterable[Text]) -> Text:
    """Several sentences as one text."""
    parts = list(texts)
    return Text("".join(part.zh for part in parts), " ".join(part.en for part in parts))
