"""Typed parts of a page; each names the template that draws it, and `{% show part %}` puts it on the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from django.core.paginator import Page
from django.forms import BaseForm

from evexport.kernel.text import Text

Tone = Literal["plain", "yes", "no", "note", "wait"]


@dataclass(frozen=True, slots=True)
class Component:
    """Something that a template of the kit draws; the template knows it as `c`."""

    template: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Tag(Component):
    """A state in one word. A tag tells; it never acts."""

    label: Text | str
    tone: Tone = "plain"
    icon: str = ""
    template: ClassVar[str] = "kit/tag.html"


WORKING = Tag(Text("暂用值", "Working value"), "note")
"""A value that no official text confirms."""
EXAMPLE = Tag(Text("示例", "Example"), "plain")
"""A fictitious row of the demonstration."""


@dataclass(frozen=True, slots=True)
class Empty(Component):
    """Nothing to list: why, and what starts it."""

    title: Text
    body: Text
    action: Text | None = None
    url: str = ""
    template: ClassVar[str] = "kit/empty.html"


@dataclass(frozen=True, slots=True)
class ErrorSummary(Component):
    """All that is wrong with a form, at the head of the page, each line leading to its field."""

    form: BaseForm
    template: ClassVar[str] = "kit/error_summary.html"


@dataclass(frozen=True, slots=True)
class Pager(Component):
    """Links to the pages of a long list; the query of the page is kept."""

    page: Page[Any]
    template: ClassVar[str] = "kit/pager.html"

    @property
    def numbers(self) -> Sequence[int | str]:
        """The page numbers worth showing; a string stands for a gap."""
        return list(self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1))


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way back."""

    label: Text | str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Trail(Component):
    """Where this page stands; the last crumb is the page itself and no link."""

    crumbs: tuple[Crumb, ...]
    template: ClassVar[str] = "kit/trail.html"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few ways to look at a page."""

    label: Text | str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Tabs(Component):
    """Sister pages; each is a link with its own address."""

    label: Text
    choices: tuple[Choice, ...]
    template: ClassVar[str] = "kit/tabs.html"
