"""Words that people write to one another in a case: trimmed, bounded, and there where a deed cannot do without them."""

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text

MAX_WORDS = 4000


def said(words: str, *, field: str) -> str:
    """Words that a deed cannot do without. Raises BadInput where they are missing or too long."""
    words = bounded(words, field=field)
    if not words:
        raise BadInput(
            Text("请写明理由。", "Reasons are needed."),
            remedy=Text("对方将看到该理由，请具体说明。", "The other side will read them: be specific."),
            code="REASONS_MISSING",
            field=field,
        )
    return words


def bounded(words: str, *, field: str) -> str:
    """Words that may be left out. Raises BadInput where they are too long."""
    words = words.strip()
    if len(words) > MAX_WORDS:
        raise BadInput(
            Text(f"内容超过{MAX_WORDS}字。", f"The text is longer than {MAX_WORDS} characters."),
            remedy=Text("请缩短。", "Shorten it."),
            code="TOO_LONG",
            field=field,
        )
    return words
