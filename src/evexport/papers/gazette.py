"""The gazette of a year's list: the announcement, every maker with its models and exporters, and what differs from last year."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from evexport.accounts.actors import PUBLIC, SYSTEM, Actor
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.ledger.models import Entry
from evexport.papers.drafts import Draft
from evexport.papers.frame import frame
from evexport.papers.letters import told
from evexport.papers.letters.compose import article
from evexport.papers.typesetting import typeset
from evexport.qualification import gazette, queries
from evexport.qualification.changes import canonical
from evexport.qualification.deadlines import in_words
from evexport.qualification.events import ListPublished
from evexport.qualification.models import ListedMaker, Listing
from evexport.qualification.publication import Publication, list_digest
from evexport.regulation.criteria.category import NAMES
from evexport.regulation.law import Law
from evexport.store import reading_as

BASIS = ("SCF-318-2012#list", "SCF-318-2012#authorised-exporters", "ANN-54-2025#licence", "BRIEF#responsibility")


def gazette_of(year: int) -> Draft:
    """The gazette as the list was published: later events are not in it, and it never changes. Raises NotFound before that."""
    with reading_as(PUBLIC):
        listing = queries.published(year)
        if listing is None:
            raise NotFound(
                Text(f"{year}年度名单尚未公布。", f"The list of {year} has not been published."),
                remedy=Text("名单通常于上年十二月公布。", "Lists are published in December of the year before."),
                code="LIST_NOT_PUBLISHED",
            )
        data = _published(listing)
    with reading_as(SYSTEM):
        entry = published_by(year)
    name = Text(f"{year}年度名单公告", f"gazette-{year}")
    return Draft("gazette", entry.subject, entry, name, listing.at, "gazette", data, f"{year}年度名单公告 · List of {year}")


def published_by(year: int) -> Entry:
    """The ledger's entry of a list's publication."""
    return Entry.objects.get(kind=ListPublished.kind, subject=f"listing:{year}")


def preview_of(planned: Publication, *, by: Actor, at: datetime) -> bytes:
    """The gazette as the list would be published now, marked as a draft on every page; nothing is kept."""
    year, entries = planned.year, planned.entries
    law = Law.on(china_day(at)).digest
    with reading_as(by):
        issuer = told.office(by.organisation_id) or told.ministry()
        data = _data(year, at, issuer, entries, planned.diff, digest=list_digest(year, entries), law=law)
    return typeset("gazette", {**data, "frame": {**data["frame"], "draft": True}}, at=at)


def _published(listing: Listing) -> dict[str, Any]:
    issuer = told.office(listing.by_organisation) or told.ministry()
    entries = [gazette.entry(one) for one in queries.entries(listing.year).filter(listed_at=listing.at)]
    return _data(listing.year, listing.at, issuer, entries, listing.diff, digest=listing.digest, law=listing.law)


def _data(
    year: int,
    at: datetime,
    issuer: told.Office,
    entries: list[gazette.Entry],
    diff: Mapping[str, Any],
    *,
    digest: str,
    law: str,
) -> dict[str, Any]:
    day = china_day(at)
    number = Text(f"电车出〔{day.year}〕名单{year}号", f"EV-LIST-{year}")
    categories = {one["category"] for one in entries}
    counts = [(name, sum(one["category"] == code for one in entries)) for code, name in NAMES.items() if code in categories]
    return {
        "frame": frame(number.zh, issuer.name.zh, issuer.name.en if issuer.name.en != issuer.name.zh else ""),
        "number": number.as_dict(),
        "year": year,
        "sender": issuer.name.as_dict(),
        "date": in_words(day).as_dict(),
        "basis": [article(one) for one in BASIS],
        "counts": [{**name.as_dict(), "count": count} for name, count in counts],
        "exporters": len({exporter["uscc"] for one in entries for exporter in one["exporters"]}),
        "models": sum(len(one["models"]) for one in entries),
        "digest": told.shortened(digest),
        "law": law,
        "address": f"{settings.ADDRESS}/lists/{year}/",
        "makers": [_row(one) for one in entries],
        "diff": differences(diff, _names(diff)),
        "canonical": canonical({"year": year, "makers": entries}),
    }


def _row(one: gazette.Entry) -> dict[str, Any]:
    """A maker's line; models and exporters as the line shows them."""
    category = NAMES.get(one["category"])
    return {
        "zh": one["name_zh"],
        "en": one["name_en"],
        "uscc": one["uscc"],
        "category": category.as_dict() if category else {"zh": one["category"], "en": one["category"]},
        "models": [f"{model['model_code']} {model['vehicle_name']}" for model in one["models"]],
        "exporters": [{"zh": each["name_zh"], "en": each["name_en"], "uscc": each["uscc"]} for each in one["exporters"]],
    }


def _names(diff: Mapping[str, Any]) -> dict[str, str]:
    """English names of the makers that a difference speaks of, where they have one."""
    codes = {row["uscc"] for rows in diff.values() for row in rows}
    found = ListedMaker.objects.filter(uscc__in=codes).order_by("year").values_list("uscc", "name_en")
    return {uscc: name for uscc, name in found if name}


FIELDS = {
    "name_zh": Text("企业名称", "name"),
    "division": Text("行政区划", "division"),
    "customs_code": Text("海关编码", "customs code"),
    "category": Text("类别", "category"),
    "exporter_limit": Text("可授权出口企业数", "exporters it may authorise"),
}
ROWS = {"models": Text("车型", "model"), "exporters": Text("授权出口企业", "authorised exporter")}


def differences(diff: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Who came, who went, and what changed for those who stayed, in words."""

    def brief(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [{"zh": row["name_zh"], "en": names.get(row["uscc"], ""), "uscc": row["uscc"]} for row in rows]

    changed = diff.get("changed", ())
    return {
        "added": brief(diff.get("added", ())),
        "removed": brief(diff.get("removed", ())),
        "changed": [
            {**one, "changes": [_changed(change).as_dict() for change in row["changes"]]}
            for one, row in zip(brief(changed), changed, strict=True)
        ],
    }


def _changed(change: Mapping[str, Any]) -> Text:
    """One difference as a sentence: a model or an exporter that came or went as a whole, or a field with its two values."""
    path, before, after = change["path"], change["before"], change["after"]
    head = path.partition("[")[0]
    what = FIELDS.get(path) or ROWS.get(head) or Text(path, path)
    if head in ROWS and (before is None or after is None):
        row = after if before is None else before
        name = (row.get("name_zh") or row.get("model_code") or path) if isinstance(row, Mapping) else str(row)
        verb = Text("新增", "added") if before is None else Text("移除", "removed")
        return Text(f"{verb.zh}{what.zh}：{name}", f"{what.en} {verb.en}: {name}")
    old, new = ("—" if value in (None, "") else str(value) for value in (before, after))
    return Text(f"{what.zh}：{old} → {new}", f"{what.en}: {old} → {new}")
