"""The certificate that an exporter is authorised by a maker in a year, as it stands on the day it is made."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from evexport.accounts.actors import PUBLIC, SYSTEM
from evexport.kernel.clock import china_day, start_of
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.papers.drafts import Draft
from evexport.papers.frame import frame, qr
from evexport.papers.gazette import published_by
from evexport.papers.letters import told
from evexport.papers.letters.compose import article
from evexport.qualification.authorisation import Authorisation, authorisation
from evexport.qualification.deadlines import in_words
from evexport.qualification.models import ListedExporter, ListEvent
from evexport.regulation.criteria.category import NAMES
from evexport.store import reading_as

CHECK_PATH = "/authorisation/"
BASIS = ("SCF-318-2012#authorisation", "SCF-318-2012#authorised-exporters", "BRIEF#responsibility")
STATES = {
    "authorised": Text("授权有效", "In force"),
    "not_authorised": Text("不在授权合同有效期内", "Outside the period of its contract"),
    "suspended": Text("授权已暂停", "Authorisation suspended"),
    "withdrawn": Text("授权已撤销", "Authorisation withdrawn"),
    "maker_suspended": Text("生产企业资质已暂停", "Maker suspended"),
    "maker_not_listed": Text("生产企业资质已失效", "Maker no longer listed"),
}


def certificate_of(year: int, maker: str, exporter: str, *, at: datetime) -> Draft:
    """The certificate of one authorisation on a day. Raises NotFound where the list names no such exporter of that maker.

    It is dated by its day, and by the last event on the entry where that day brought one: within that time it stays the same.
    """
    with reading_as(PUBLIC):
        rows = ListedExporter.objects.select_related("listed_maker__listing", "exporter", "listed_maker__maker")
        listed = rows.filter(listed_maker__year=year, listed_maker__uscc=maker, uscc=exporter).first()
        if listed is None:
            raise NotFound(
                Text(f"{year}年度名单上没有这项授权。", f"The list of {year} holds no such authorisation."),
                remedy=Text("请核对年度和双方的统一社会信用代码。", "Check the year and both credit codes."),
                code="AUTHORISATION_UNKNOWN",
            )
        day = china_day(at)
        stands = authorisation(year, maker, exporter, on=day)
        dated = _last_turn(listed, day, at)
        data = _data(listed, stands, dated)
    with reading_as(SYSTEM):
        entry = published_by(year)
    name = Text(f"授权出口经营证明-{year}-{maker}-{exporter}", f"authorisation-{year}-{maker}-{exporter}")
    subject = f"authorisation:{year}:{maker}:{exporter}"
    return Draft(
        "authorisation", subject, entry, name, dated, "authorisation", data, "授权出口经营证明 · Authorisation to export"
    )


def _last_turn(listed: ListedExporter, day: date, at: datetime) -> datetime:
    """The beginning of the day, or the last event of the day before this moment."""
    events = ListEvent.objects.filter(listed_maker_id=listed.listed_maker_id, at__gte=start_of(day), at__lte=at)
    last = events.order_by("-at").values_list("at", flat=True).first()
    return last or start_of(day)


def _data(listed: ListedExporter, stands: Authorisation, dated: datetime) -> dict[str, Any]:
    entry, day = listed.listed_maker, china_day(dated)
    year = entry.year
    issuer = told.office(entry.listing.by_organisation) or told.ministry()
    number = Text(f"授权证明 {year}-{entry.uscc[-9:]}-{listed.uscc[-9:]}", f"EV-AUTH-{year}-{entry.uscc[-9:]}-{listed.uscc[-9:]}")
    link = f"{settings.ADDRESS}{CHECK_PATH}?{urlencode({'year': year, 'maker': entry.uscc, 'exporter': listed.uscc})}"
    names = dict(entry.models.values_list("model_code", "vehicle_name"))
    period = (in_words(listed.valid_from), in_words(listed.valid_until))
    category = NAMES.get(entry.category)
    return {
        "frame": frame(number.zh, issuer.name.zh, issuer.name.en if issuer.name.en != issuer.name.zh else ""),
        "number": number.as_dict(),
        "year": year,
        "maker": {**told.party(entry.maker, day).name.as_dict(), "uscc": entry.uscc},
        "exporter": {**told.party(listed.exporter, day).name.as_dict(), "uscc": listed.uscc},
        "category": category.as_dict() if category else {"zh": entry.category, "en": entry.category},
        "contract": listed.contract_no,
        "period": {"from": period[0].as_dict(), "until": period[1].as_dict()},
        "models": [{"code": code, "name": names.get(code, ""), "in_force": code in stands.models} for code in sorted(names)],
        "good": stands.answer == "authorised",
        "state": STATES[stands.answer].as_dict(),
        "since": in_words(stands.since).as_dict() if stands.since else None,
        "as_of": in_words(day).as_dict(),
        "moment": None if dated == start_of(day) else f"{dated.astimezone(start_of(day).tzinfo):%H:%M}",
        "starts": in_words(stands.takes_effect).as_dict() if stands.takes_effect else None,
        "basis": [article(one) for one in BASIS],
        "sender": issuer.name.as_dict(),
        "digest": told.shortened(entry.listing.digest),
        "qr": qr(link),
        "link": link,
    }
