"""The page's language, and words that appear in it: Chinese is the legal text, English the courtesy.

Every text of a page is a pair that stands in one place, in Python as `words("中文", "English")` and in a template
as `{% t "中文" "English" %}`; a missing half cannot be written. The language is part of the address: pages under
`/en/` are English, all others Chinese.
"""

from datetime import date, datetime

from django.utils.functional import lazy
from django.utils.translation import get_language

from evexport.kernel.clock import CHINA
from evexport.kernel.text import Language, Text

ENGLISH_PREFIX = "/en"
HTML_LANG: dict[Language, str] = {"zh": "zh-Hans", "en": "en"}
OWN_NAME: dict[Language, str] = {"zh": "中文", "en": "English"}
TWIN: dict[Language, Language] = {"zh": "en", "en": "zh"}
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905 - reads better


def language() -> Language:
    """The language of the page being made."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def say(text: Text) -> str:
    """The half of a text that the page speaks."""
    return text.pick(language())


_say_later = lazy(say, str)


def words(zh: str, en: str) -> str:
    """A pair for labels, choices and messages; which half is decided when the page is drawn."""
    return later(Text(zh, en))


def later(text: Text) -> str:
    """A Text where Django wants a string: the half is decided when the page is drawn."""
    spoken: str = _say_later(text)
    return spoken


def day(value: date | datetime) -> str:
    """A day as people write it: 2027年1月5日, 5 January 2027. A moment is first told in China Standard Time."""
    if isinstance(value, datetime):
        value = value.astimezone(CHINA).date()
    if language() == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def twin_path(path: str) -> str:
    """The address of the same page in the other language."""
    if path == ENGLISH_PREFIX or path.startswith(ENGLISH_PREFIX + "/"):
        return path.removeprefix(ENGLISH_PREFIX) or "/"
    return ENGLISH_PREFIX + path
