"""From an entry on a filing to what its letter tells: the version, its findings, the dates that held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from evexport.kernel.clock import CHINA, china_day
from evexport.kernel.text import Text
from evexport.ledger.models import Entry
from evexport.papers.letters import told
from evexport.papers.letters.told import Office, Row, Told
from evexport.qualification import deadlines
from evexport.qualification.models import Attachment, CandidateNotice, Filing, FilingStep, FilingVersion
from evexport.qualification.states import WITH_MINISTRY
from evexport.regulation.criteria.category import NAMES
from evexport.regulation.findings import Outcome

MINISTRYS = (*WITH_MINISTRY, "rejected", "reconsidered")


@dataclass(frozen=True, slots=True)
class Then:
    """A filing as the entry left it: all that the reckoning of its dates asks."""

    state: str
    state_since: datetime
    consultation_until: date | None
    notice_until: date | None


def of_filing(entry: Entry) -> Told:
    """What is told of an entry whose subject is `filing:<id>`."""
    filing = Filing.objects.select_related("maker").get(pk=UUID(entry.subject.partition(":")[2]))
    day, data = china_day(entry.at), entry.data
    version = FilingVersion.objects.filter(filing=filing, at__lte=entry.at).order_by("-number").first()
    calendar = told.calendar_then(filing.year, entry.at)
    until = _until(filing, entry, calendar)
    department = told.office(filing.department_id) or Office(Text("商务主管部门", "Commerce department"))
    keeper = told.ministry() if data["state"] in MINISTRYS else department
    values = {
        "maker": told.party(filing.maker, day).name,
        "year": str(filing.year),
        "version": str(version.number) if version else "–",
        "day": deadlines.in_words(day),
        "until": deadlines.in_words(until) if until else Text("另行通知之日", "a day to be told"),
        "next_step": _next(filing.year, data["state"], until),
        "grounds": data.get("grounds") or "–",
    }
    return Told(
        values=values,
        maker=told.party(filing.maker, day),
        keeper=keeper,
        appeal_to=told.ministry().name,
        days=calendar.reconsideration_days,
        reference=Text(f"{filing.year}年度申报 {filing.id}", f"filing for {filing.year}, {filing.id}"),
        rows=tuple(_handed_in(filing, version, entry)) if version else (),
        findings=_findings(version, data),
        decisive=frozenset(data.get("findings", ())),
        questions=tuple(_questions(data, until)),
        reasons=data.get("reasons", ""),
        authority=filing.authority,
    )


def _until(filing: Filing, entry: Entry, calendar: Any) -> date | None:
    """The day by which whoever holds the filing after this entry must act."""
    data = entry.data
    if data["state"] == "candidate":
        shown = CandidateNotice.objects.filter(filing=filing, published_at__lte=entry.at).order_by("-published_at").first()
        return shown.until if shown else None
    then = Then(data["state"], entry.at, filing.consultation_until, None)
    steps = FilingStep.objects.filter(filing=filing, at__lte=entry.at).order_by("at", "id")
    asked = date.fromisoformat(data["due_on"]) if "due_on" in data else None
    return deadlines.due(then, calendar, steps, asked)


def _next(year: int, state: str, until: date | None) -> Text:
    return deadlines.NEXT[state].fill(by=deadlines.in_words(until) if until else "", year=year)


def _findings(version: FilingVersion | None, data: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """What was not met, and what else the decision names, unless it was simply met."""
    named = set(data.get("findings", ()))
    found = version.assessment.get("findings", ()) if version else ()
    missing = (Outcome.NEEDS_EVIDENCE, Outcome.NOT_APPLICABLE)
    return tuple(one for one in found if one["outcome"] == Outcome.NOT_MET or (one["id"] in named and one["outcome"] in missing))


def _questions(data: Mapping[str, Any], until: date | None) -> list[Mapping[str, str]]:
    return [{**one, "due": until.isoformat() if until else ""} for one in data.get("questions", ())]


def _handed_in(filing: Filing, version: FilingVersion, entry: Entry) -> list[Row]:
    """What was handed in, in a table a person can compare with their copy."""
    document = version.document
    network = document.get("service_network") or {}
    claimed = document.get("claimed_category")
    capacity = (document.get("production_capacity") or {}).get("vehicles_per_year")
    markets = {row["market"] for row in network.get("outlets") or ()}
    rows: list[Row] = [
        (Text("申报企业", "Maker"), told.party(filing.maker, china_day(entry.at)).name),
        (Text("统一社会信用代码", "Unified social credit code"), filing.maker.uscc),
        (Text("申报年度", "Filing year"), str(filing.year)),
        (Text("申报编号", "Filing reference"), str(filing.id)),
        (Text("提交版本", "Version"), Text(f"第{version.number}版", f"No. {version.number}")),
        (Text("版本摘要", "Digest of the version"), told.shortened(version.digest)),
        (Text("提交时间", "Handed in at"), _moment(version.at)),
        (Text("经办人", "Handed in by"), version.by_name),
        (Text("申报类别", "Category claimed"), NAMES[claimed] if claimed in NAMES else Text("未填", "none")),
        (Text("年生产能力", "Capacity a year"), Text(f"{capacity or 0:,}辆", f"{capacity or 0:,} vehicles")),
        (Text("车型", "Models"), _listed(document.get("models"), "model_code")),
        (Text("授权出口企业", "Authorised exporters"), _listed(document.get("authorised_exporters"), "name_zh")),
        (Text("海外网点", "Outlets abroad"), _outlets(len(network.get("outlets") or ()), len(markets))),
    ]
    rows += _papers(filing, entry)
    rows.append((Text("系统核对结果", "What the automatic check found"), _checked(version)))
    return rows


def _outlets(outlets: int, markets: int) -> Text:
    return Text(f"{outlets}个，分布于{markets}个市场", f"{outlets} in {markets} market" + ("" if markets == 1 else "s"))


def _listed(rows: Any, name: str) -> Text:
    """How many, and which, as far as a line holds them."""
    names = [str(row.get(name) or "–") for row in rows or ()]
    if not names:
        return Text("无", "none")
    more = "……" if len(names) > 4 else ""
    first = names[:4]
    return Text(f"{len(names)}项：" + "、".join(first) + more, f"{len(names)}: " + ", ".join(first) + (" …" if more else ""))


def _papers(filing: Filing, entry: Entry) -> list[Row]:
    """The papers laid to the version, each with the digest by which it is known."""
    kept = {one["sha256"]: one["name"] for one in Attachment.objects.filter(filing=filing).values("sha256", "name")}
    known = entry.data.get("papers", ())
    if not known:
        return [(Text("附件", "Papers"), Text("无", "none"))]
    return [
        (Text(f"附件{number}", f"Paper {number}"), f"{kept.get(sha, '–')} · sha256 {told.shortened(sha)}")
        for number, sha in enumerate(known, 1)
    ]


def _checked(version: FilingVersion) -> Text:
    outcome = Outcome(version.outcome)
    failed = sorted({one["id"] for one in version.assessment.get("findings", ()) if one["outcome"] == Outcome.NOT_MET})
    if not failed:
        return outcome.label
    return Text(f"{outcome.label.zh}：{'、'.join(failed)}", f"{outcome.label.en}: {', '.join(failed)}")


def _moment(at: datetime) -> Text:
    here = at.astimezone(CHINA)
    day = deadlines.in_words(here.date())
    return Text(f"{day.zh}{here:%H:%M:%S}（北京时间）", f"{day.en}, {here:%H:%M:%S} (China)")
