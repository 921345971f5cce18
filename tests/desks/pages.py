"""Every page there is, found as a person finds it: by following the links of each account's desk in the told year.

A new page is found by itself, with real keys, as soon as a link leads to it; what no link leads to is named in SAMPLES.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, get_resolver, resolve

VISITOR = ""
"""Nobody is signed in."""
ACCOUNTS = (
    VISITOR,
    "maker",
    "exporter",
    "shenzhen",
    "ministry",
    "miit",
    "examiner",
    "approver",
    "customs",
    "analyst",
    "auditor",
    "administrator",
)
STARTS = {VISITOR: ("/", "/account/login/", "/account/opening/")}
SAMPLES: dict[str, tuple[str, ...]] = {
    VISITOR: ("/verify/?number={number}&code={code}", "/verify/?number=x&code="),
    "customs": (
        "/customs/?q={number}",
        "/customs/?q={vin}",
        "/customs/gate/declare/?licence={number}",
        "/customs/gate/answers/{declaration}/",
    ),
}
"""What no link leads to: pages that a form or a scan opens."""
MOST, FOR_A_DEED = 8, 2
"""Pages of one kind that are opened with different keys: of things, whose states differ, and of deeds."""
MOST_CHOICES = 8
WORD = re.compile(r"[a-z]+(?:[-_][a-z]+)*")
"""A part of an address that says what is done or which part is meant, not which thing."""
SPARED = ("/account/logout/", "/desk/post/", "/static/", "/api/", "/.well-known/", "/en/")
THEIR_OWN = {"public:account", "public:password"}
"""Of the public pages, those that show something else to who is signed in."""


CHOSEN = {"hidden", "checkbox", "radio"}


class Reading(HTMLParser):
    """What a page leads to: its links, its forms, the choices of its filters."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.deeds: list[str] = []
        self.choices: list[tuple[str, str]] = []
        self.searched = self.asks = False
        """Is there a search; is there a form that cannot be sent empty?"""
        self._narrows = self._acts = False
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if given.get("hx-get"):
            self.links.append(given["hx-get"])
        if given.get("formaction"):
            self.deeds.append(given["formaction"])
        match tag:
            case "form":
                self._acts = given.get("method", "get").lower() == "post"
                self._narrows = not self._acts and not given.get("action")
                if self._acts:
                    self.deeds.append(given.get("action", ""))
            case "input" if self._narrows and given.get("name") == "q":
                self.searched = True
            case "input" | "textarea" if self._acts and "required" in given and given.get("type") not in CHOSEN:
                self.asks = True
            case "select":
                self._select = given.get("name", "") if self._narrows else ""
            case "option" if self._select and given.get("value"):
                self.choices.append((self._select, given["value"]))


@dataclass(frozen=True)
class Page:
    """A page as it was found: its kind, its address, the account that found it, its answer."""

    kind: str
    path: str
    account: str
    status: int
    html: str = ""
    query: str = ""

    @property
    def address(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def whole(self) -> bool:
        """Not a file, and not a part that is put into another page."""
        return "<html" in self.html[:200]

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.html)


def kind_of(path: str) -> str:
    """The address's name, with the words in it: one page for each deed and each part. "" where there is no such page."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    words = [str(value) for value in found.kwargs.values() if isinstance(value, str) and WORD.fullmatch(value)]
    return " ".join([found.view_name, *words])


@dataclass
class Walk:
    """One account's way through everything that its links lead to."""

    client: Client
    account: str
    starts: tuple[str, ...]
    pages: list[Page] = field(default_factory=list)
    deeds: set[str] = field(default_factory=set)
    """Kinds that a form is sent to, or that lead on at once."""
    broken: dict[str, int] = field(default_factory=dict)
    """Links that lead nowhere, with the status of the answer."""

    def __post_init__(self) -> None:
        self._ahead = deque((start, "") for start in self.starts)
        self._seen, self._been = set(self.starts), set()
        self._opened: Counter[str] = Counter()
        while self._ahead:
            self._open(*self._ahead.popleft())

    def _open(self, address: str, source: str) -> None:
        path, _, query = address.partition("?")
        kind = kind_of(path)
        given, most = address in self.starts, FOR_A_DEED if " " in kind else MOST
        if address in self._been or (not given and self._opened[kind] >= most and not query and "?" not in source):
            self._seen.discard(path)  # a narrower list may lead there yet
            return
        self._opened[kind] += not query
        answer = self.client.get(address, follow=True)
        if answer.redirect_chain:
            self.deeds.add(kind)
            path, _, query = answer.redirect_chain[-1][0].partition("?")
            kind = kind_of(path)
        if answer.status_code >= 400:
            self.broken[f"{source} → {address}"] = answer.status_code
            return
        html = answer.content.decode() if not answer.streaming and "text/html" in answer["Content-Type"] else ""
        page = Page(kind, path, self.account, answer.status_code, html, query)
        self._been |= {address, page.address}
        self.pages.append(page)
        if html:
            self._follow(page, narrowed=bool(query) and not given)

    def _follow(self, page: Page, *, narrowed: bool) -> None:
        reading = page.reading
        taken: Counter[str] = Counter()
        self.deeds |= {kind_of(urlsplit(urljoin(page.path, action)).path) for action in reading.deeds if action}
        for link in reading.links:
            path = urlsplit(urljoin(page.path, link)).path
            kind = kind_of(path)
            elsewhere = urlsplit(link).netloc or path.startswith(SPARED) or path in self._seen
            public = self.account and kind.startswith("public:") and kind not in THEIR_OWN
            if elsewhere or public or taken[kind] >= (1 if narrowed else 2):
                continue
            taken[kind] += 1
            self._ahead.append((path, page.address))
            self._seen.add(path)
        if not narrowed:
            for name, value in reading.choices[:MOST_CHOICES]:
                self._ahead.append((f"{page.path}?{urlencode({name: value})}", page.address))

    @property
    def kinds(self) -> dict[str, Page]:
        """The page of each kind with the most on it."""
        found: dict[str, Page] = {}
        for page in sorted(self.pages, key=lambda one: len(one.html)):
            found[page.kind] = page
        return found

    @property
    def worth_seeing(self) -> list[Page]:
        """One of each kind, and what was named."""
        named = [page for page in self.pages if page.query and page.address in self.starts]
        return sorted({page.address: page for page in (*named, *self.kinds.values())}.values(), key=lambda one: one.address)


def starts_of(account: str, samples: dict[str, Any]) -> tuple[str, ...]:
    """Where an account begins: its desk, and what no link leads to."""
    licence = samples["licences"]["with_balance"]
    known = {"number": licence["number"], "code": licence["verification_code"], "vin": samples["unused_vins"][0], **samples}
    named = (sample.format(**known) for sample in SAMPLES.get(account, ()))
    return (*STARTS.get(account, ("/desk/",)), *named)


def walk(client: Client, account: str, samples: dict[str, Any]) -> Walk:
    return Walk(client, account, starts_of(account, samples))


def addresses() -> Iterator[str]:
    """Every address of a page by its name; the interface's are none."""
    for space, (_, urls) in get_resolver().namespace_dict.items():
        if not space.startswith("api"):
            yield from (f"{space}:{name}" for name in urls.reverse_dict if isinstance(name, str))
