"""Public notices: how many days each still runs, how many objections it has, and where they are decided."""

from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit.components import Empty, Tag
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.qualification import deadlines, worklist
from evexport.regulation.criteria.category import NAMES
from evexport.store import reading_as

TITLE = Text("公示与异议", "Public notices")


@post(Role.MINISTRY_OFFICER)
def notices(request: DeskRequest) -> HttpResponse:
    today = china_day(request.at)
    over = Tag(Text("公示期满", "over"), "plain")
    columns = (
        Column(
            "maker",
            Text("生产企业", "Maker"),
            named,
            link=lambda one: reverse("officer:filing-opinions", args=[one.filing_id]),
            note=lambda one: one.uscc,
        ),
        Column("year", Text("年度", "Year"), lambda one: str(one.year), sort=("year",)),
        Column("category", Text("类别", "Category"), lambda one: NAMES.get(one.category, one.category)),
        Column("since", Text("公示自", "From"), lambda one: china_day(one.published_at), "date", sort=("published_at",)),
        Column(
            "until",
            Text("公示至", "Through"),
            lambda one: one.until,
            "date",
            sort=("until",),
            note=lambda one: deadlines.left(today, one.until) if one.until >= today else None,
        ),
        Column("state", Text("状态", "State"), lambda one: over if one.until < today else Tag(Text("公示中", "running"), "yes")),
        Column(
            "objections",
            Text("异议", "Objections"),
            lambda one: one.objections or 0,
            "num",
            note=lambda one: Text(f"待处理{one.pending}", f"{one.pending} open") if one.pending else None,
        ),
    )
    with reading_as(request.actor):
        listing = Listing(
            request,
            columns=columns,
            rows=worklist.notices(today),
            filters=(
                Filter(
                    "state",
                    Text("状态", "State"),
                    [("running", Text("公示中", "Running")), ("objected", Text("有待处理异议", "With open objections"))],
                    lambda rows, chosen: rows if chosen == "running" else worklist.objected(),
                    default="running",
                    everything=None,
                ),
            ),
            empty=Empty(
                Text("没有公示中的候选企业", "No candidate is in public notice"),
                Text("会商结束后列为候选的企业在此公示。", "Makers appear here once they are nominated after the consultation."),
            ),
            file_name="notices",
        )
        lead = Text(
            "公众可在公示期内署名提出异议；异议逐项处理。",
            "Anybody may object by name while a notice runs; each objection is decided.",
        )
        return listing.answer("officer/plain_list.html", {"title": TITLE, "lead": lead})
