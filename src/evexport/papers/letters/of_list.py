"""From an entry on a published list, or on a change proposed to it, to what its letter tells."""

from datetime import datetime
from uuid import UUID

from evexport.enterprises.models import Enterprise
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.ledger.models import Entry
from evexport.papers.letters import told
from evexport.papers.letters.told import Row, Told
from evexport.qualification import deadlines
from evexport.qualification.models import ListedMaker
from evexport.regulation.criteria.category import NAMES


def of_list(entry: Entry, *, maker_id: UUID) -> Told:
    """What is told of an entry that befell one maker's place on a year's list."""
    listed = ListedMaker.objects.select_related("maker").get(maker_id=maker_id, year=entry.data["year"])
    day, data = china_day(entry.at), entry.data
    whole = data.get("data") or {}
    maker = told.party(listed.maker, day)
    one = UUID(data["exporter"]) if data.get("exporter") else None
    named = [one] if one else [row.exporter_id for row in listed.exporters.all()]
    exporters = told.parties(named, day)
    keeper = told.ministry()
    return Told(
        values={
            "maker": maker.name,
            "exporter": exporters[0].name if one and exporters else Text("被授权出口企业", "the authorised exporter"),
            "year": str(listed.year),
            "day": deadlines.in_words(day),
            "model_code": data.get("model_code") or "–",
            "consent": whole.get("consent") or "–",
            "before": _named(whole, "before"),
            "after": _named(whole, "after"),
        },
        maker=maker,
        exporters=exporters,
        keeper=keeper,
        appeal_to=keeper.name,
        days=told.appeal_days(entry.at),
        reference=Text(f"{listed.year}年度名单 {listed.uscc}", f"list of {listed.year}, {listed.uscc}"),
        rows=tuple(_place(listed, maker, entry.at)),
        reasons=data.get("reasons", ""),
        cites=(data["citation"],) if data.get("citation") else (),
    )


def makers_of(entry: Entry) -> list[UUID]:
    """The makers that an entry on a list speaks to."""
    if "maker" in entry.data:
        return [UUID(entry.data["maker"])]
    codes = [row["uscc"] for row in entry.data.get("entries", ())]
    return list(Enterprise.objects.filter(uscc__in=codes).order_by("uscc").values_list("pk", flat=True))


def _named(data: dict[str, dict[str, str]], which: str) -> Text:
    names = data.get(which) or {}
    return told.in_both(names.get("name_zh") or "–", names.get("name_en") or "")


def _place(listed: ListedMaker, maker: told.Party, at: datetime) -> list[Row]:
    """The entry as it was published, under the name of the day."""
    models = [f"{one.model_code} {one.vehicle_name}" for one in listed.models.order_by("model_code")]
    exporters = [(one.name_zh, one.name_en or one.name_zh, one.uscc) for one in listed.exporters.order_by("uscc")]
    category = NAMES[listed.category] if listed.category in NAMES else Text(listed.category, listed.category)
    listed_on = deadlines.in_words(china_day(min(listed.listed_at, at)))
    rows: list[Row] = [
        (Text("生产企业", "Maker"), maker.name),
        (Text("统一社会信用代码", "Unified social credit code"), maker.uscc),
        (Text("名单年度", "List of"), str(listed.year)),
        (Text("列入日期", "Listed on"), listed_on),
        (Text("类别", "Category"), category),
        (Text("可授权出口企业数", "Exporters it may authorise"), str(listed.exporter_limit)),
        (Text("车型", "Models"), Text("；".join(models) or "无", "; ".join(models) or "none")),
    ]
    zh = "；".join(f"{name}（{uscc}）" for name, _, uscc in exporters) or "无"
    en = "; ".join(f"{name} ({uscc})" for _, name, uscc in exporters) or "none"
    rows.append((Text("授权出口经营企业", "Authorised exporters"), Text(zh, en)))
    return rows
