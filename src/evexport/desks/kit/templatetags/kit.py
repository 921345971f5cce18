"""Tags of every page: words in two languages, days and numbers, icons, assets, fields and components."""

import hashlib
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Protocol
from urllib.parse import urlencode

from django import template
from django.contrib.staticfiles import finders
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from evexport.desks.kit import citations, words
from evexport.desks.kit.components import ErrorSummary
from evexport.kernel.clock import CHINA
from evexport.kernel.text import Text

register = template.Library()


class Drawn(Protocol):
    """Anything that names the template that draws it."""

    template: ClassVar[str]


YES, NO = Text("是", "Yes"), Text("否", "No")
CHINESE = re.compile(
    r"[\u3400-\u9fff\uff08\uff09\u3001\u300a-\u300d\u3014\u3015][\u3400-\u9fff0-9\uff08\uff09\u3001\u300a-\u300d\u3014\u3015]*"
)
"""A run of Chinese, with the figures and brackets inside it."""
ENGLISH = re.compile(r"\b[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}\b")
"""A sentence, where names and codes are none."""


@register.simple_tag
def t(zh: str, en: str, **values: object) -> SafeString:
    """One text in both languages, written side by side; `{name}` takes a value, escaped."""
    chosen = en if words.language() == "en" else zh
    if not values:
        return conditional_escape(chosen)
    spoken = {name: say(value) if isinstance(value, Text) else value for name, value in values.items()}
    return format_html(conditional_escape(chosen), **spoken)


class Pair(template.Node):
    """A longer passage in both languages: `{% zh %}…{% en %}…{% endzh %}`."""

    child_nodelists = ("zh", "en")

    def __init__(self, zh: NodeList, en: NodeList) -> None:
        self.zh = zh
        self.en = en

    def render(self, context: Context) -> SafeString:
        return (self.en if words.language() == "en" else self.zh).render(context)


@register.tag("zh")
def pair(parser: Parser, _token: Token) -> Pair:
    """Both halves are compulsory: a passage without `{% en %}` does not compile."""
    zh = parser.parse(("en",))
    parser.delete_first_token()
    en = parser.parse(("endzh",))
    parser.delete_first_token()
    return Pair(zh, en)


@register.filter
def say(text: Text | str | None) -> str:
    """The half of a Text that the page speaks; a plain string stays as it is."""
    return words.say(text) if isinstance(text, Text) else (text or "")


@register.filter
def told(text: Text | str | None) -> SafeString:
    """The same for the body of a page: Chinese on an English page says so, and so does an English sentence on a Chinese one
    (WCAG 3.1.2).
    """
    spoken = conditional_escape(say(text))
    if words.language() == "zh":
        english = ENGLISH.search(spoken) and not CHINESE.search(spoken)
        return format_html('<span lang="en">{}</span>', spoken) if english else spoken
    return mark_safe(CHINESE.sub(r'<span lang="zh-Hans">\g<0></span>', spoken))  # noqa: S308 - escaped above


@register.filter
def twin(text: Text) -> str:
    """The other half, for whoever was sent to a page that speaks the wrong language."""
    return text.pick(words.TWIN[words.language()])


@register.filter
def blanks(text: Text) -> SafeString:
    """A sentence with fields still open: each `{field}` becomes a blank."""
    return told(re.sub(r"\{\w+\}", "……" if words.language() == "zh" else "…", words.say(text)))


@register.filter
def day(value: date | None) -> str:
    return words.day(value) if value else "—"


@register.filter
def moment(value: datetime | None) -> str:
    """A day with its time, both in China."""
    return f"{words.day(value)} {value.astimezone(CHINA):%H:%M}" if value else "—"


@register.filter
def shown(value: object) -> SafeString | str:
    """Any value as a page shows it: words, days, moments and numbers each in their own way."""
    match value:
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case bool():
            return told(YES if value else NO)
        case int() | float():
            return number(value)
        case Text() | str():
            return told(value)
    return "—" if value is None else str(value)


@register.filter
def number(value: float | None) -> str:
    """Thousands in groups of three, in both languages."""
    return "—" if value is None else f"{value:,}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside words; screen readers pass over it, since the words say it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        asset("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def cite(citation: str) -> SafeString:
    """A citation as a link to the article."""
    name = words.say(citations.short_name(citation))
    return format_html('<a class="cite" href="{}">{}</a>', citations.address(citation), name)


@cache
def digest(found: str) -> str:
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10]


@register.simple_tag
def asset(path: str) -> str:
    """A static file's address with the digest of its content, so that a browser never keeps an old one."""
    found = finders.find(path)
    if not isinstance(found, str):
        raise template.TemplateSyntaxError(f"There is no static file {path}; `make assets` fetches vendor/.")
    return f"{static(path)}?v={digest(found)}"


@register.simple_tag(takes_context=True)
def show(context: Context, component: Drawn) -> SafeString:
    """Draw a component with its own template."""
    engine = context.template.engine if context.template else template.Engine.get_default()
    with context.push(c=component):
        return engine.get_template(component.template).render(context)


@register.simple_tag(takes_context=True)
def errors(context: Context, form: BaseForm) -> SafeString:
    """The error summary of a form, where it has errors."""
    return show(context, ErrorSummary(form))


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """The page's own query with some values changed; a value of None or '' drops it."""
    items = {key: values for key, values in context["request"].GET.lists() if key not in changes}
    items |= {key: [str(value)] for key, value in changes.items() if value not in {None, ""}}
    return "?" + urlencode(items, doseq=True)


WIDGET_CLASSES = {RadioSelect: "form-check-input", CheckboxInput: "form-check-input", Select: "form-select"}


@register.inclusion_tag("kit/field.html")
def field(bound: BoundField, *, narrow: bool = False) -> dict[str, Any]:
    """One form field with label, help and error, tied together for screen readers."""
    kind = next((c for widget, c in WIDGET_CLASSES.items() if isinstance(bound.field.widget, widget)), "form-control")
    classes = f"{kind} is-invalid" if bound.errors else kind
    attrs: dict[str, str | bool] = {"class": f"{classes} field-narrow" if narrow else classes}
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=attrs),
        "choices": isinstance(bound.field.widget, RadioSelect),
        "many": isinstance(bound.field.widget, CheckboxSelectMultiple),
        "tick": isinstance(bound.field.widget, CheckboxInput),
    }


@register.simple_tag
def cell(bound: BoundField, row: int) -> SafeString:
    """A field in a table to fill in: its column's head and its row are its name."""
    label = f"{bound.label}，第{row}行" if words.language() == "zh" else f"{bound.label}, row {row}"
    wrong = {"aria-invalid": "true"} if bound.errors else {}
    return bound.as_widget(attrs={"class": "form-control is-invalid" if wrong else "form-control", "aria-label": label, **wrong})
