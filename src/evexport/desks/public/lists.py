"""The published list of a year: searched and paged, what changed since last year, and each maker's entry."""

from collections.abc import Sequence
from typing import Any, TypeVar, cast

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from evexport.desks.kit.components import Choice, Crumb, Empty, Pager, Tabs, Trail
from evexport.desks.kit.words import words
from evexport.desks.public import listdiff, published
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text

T = TypeVar("T")
A_PAGE = 25
LISTS = Text("资质名单", "Published list")
NO_LIST_YET = Empty(
    Text("尚未公布名单", "No list has been published yet"),
    Text("年度名单由商务部公布后即刊登于此。", "The yearly list appears here once the ministry publishes it."),
)


class Search(forms.Form):
    """One box for whatever the reader knows."""

    q = forms.CharField(
        label=words("企业名称、统一社会信用代码或车型", "Name, credit code or model"),
        help_text=words(
            "生产企业和出口企业均可；输入开头几位即可。",
            "Makers and exporters alike; the first characters are enough.",
        ),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )


class Slice:
    """Rows of a search, fetched one page at a time."""

    def __init__(self, year: int, words: str) -> None:
        self.year, self.words = year, words
        self.total, _ = published.search(year, words, first=0, last=0)

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list[published.Entry]:
        return published.search(self.year, self.words, first=part.start, last=part.stop)[1]


def latest(request: HttpRequest) -> HttpResponse:
    """Leads to the latest list."""
    years = published.years()
    if years:
        return redirect("public:list", years[0])
    return render(request, "public/no_list.html", {"empty": NO_LIST_YET})


def listing(request: HttpRequest, year: int) -> HttpResponse:
    found = _or_404(published.listing(year))
    form = Search(request.GET)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    # The paginator counts and slices, and asks nothing more of a sequence.
    rows = cast("Sequence[published.Entry]", Slice(year, asked))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "asked": asked, "page": page, "pager": Pager(page), "years": _years(year)}
    return render(request, "public/list.html", context | _about(found))


def changes(request: HttpRequest, year: int) -> HttpResponse:
    found = _or_404(published.listing(year))
    crumbs = (
        Crumb(LISTS, reverse("public:lists")),
        _year_crumb(year),
        Crumb(Text("与上年比较", "Since last year")),
    )
    context = {"trail": Trail(crumbs), "diff": listdiff.read(found.diff, published.names(listdiff.codes(found.diff)))}
    return render(request, "public/list_changes.html", context | _about(found))


def maker(request: HttpRequest, year: int, uscc: str) -> HttpResponse:
    card = _or_404(published.card(year, uscc))
    crumbs = (Crumb(LISTS, reverse("public:lists")), _year_crumb(year), Crumb(card.entry.name))
    return render(request, "public/list_maker.html", {"trail": Trail(crumbs), "card": card, "entry": card.entry})


def _about(found: Any) -> dict[str, Any]:
    return {"year": found.year, "published_on": china_day(found.at), "digest": found.digest}


def _years(current: int) -> Tabs:
    links = ((year, reverse("public:list", args=[year])) for year in published.years())
    choices = tuple(Choice(Text(f"{year}年度", str(year)), url, year == current) for year, url in links)
    return Tabs(Text("年度", "Year"), choices)


def _year_crumb(year: int) -> Crumb:
    return Crumb(Text(f"{year}年度", str(year)), reverse("public:list", args=[year]))


def _or_404(found: T | None) -> T:
    if found is None:
        raise Http404
    return found
