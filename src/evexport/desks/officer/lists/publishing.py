"""Publishing a year's list: what holds it up, what differs from last year, the gazette as a draft, then one version for good."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from evexport.accounts.roles import Role
from evexport.desks.kit.components import Crumb, Trail
from evexport.desks.kit.deeds import Deed, Plain, stepwise
from evexport.desks.kit.parts import Done, Figure, Figures
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.officer.filing.queue import state_mark
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.papers.gazette import differences, preview_of
from evexport.qualification import queries
from evexport.qualification.actions.publication import PublicationBlocked, publish_list
from evexport.qualification.models import Listing
from evexport.qualification.publication import Blocker, Publication, candidates_of, next_year, publication, unresolved
from evexport.store import reading_as

TITLE = Text("名单公布", "Publish the list")
SHOWN = 100
AT_ONCE = 100
"""As many candidates are assessed before the page comes; of more the page comes at once and says that it is being done."""


@post(Role.MINISTRY_OFFICER)
def latest(request: DeskRequest) -> HttpResponse:
    """Leads to the list that is published next."""
    with reading_as(request.actor):
        year = next_year(china_day(request.at))
    return redirect("officer:publication", year)


def trail(year: int, *more: Crumb) -> Trail:
    name = Text(f"{year}年度名单", f"List of {year}")
    here = Crumb(name, reverse("officer:publication", args=[year])) if more else Crumb(name)
    return Trail((Crumb(TITLE, reverse("officer:publications")), here, *more))


@post(Role.MINISTRY_OFFICER)
def overview(request: DeskRequest, year: int) -> HttpResponse:
    """What is decided and what is not; of a published year, what became of it."""
    today = china_day(request.at)
    with reading_as(request.actor):
        published = queries.published(year)
        if published is not None:
            return render(request, "officer/published.html", result(published) | {"trail": trail(year), "year": year})
        blockers = unresolved(year, today)
        context = {
            "year": year,
            "trail": trail(year),
            "figures": figures(year, blockers, candidates_of(year)),
            "blockers": [blocked(one) for one in blockers[:SHOWN]],
            "more": max(0, len(blockers) - SHOWN),
        }
    return render(request, "officer/publication.html", context)


def figures(year: int, blockers: list[Blocker], candidates: int) -> Figures:
    """Cases by where they stand; each number opens the queue."""
    running = sum(one.code == "NOTICE_RUNS" for one in blockers)
    queue = reverse("officer:home")
    return Figures(
        (
            Figure(
                Text("可以列入", "Ready to be listed"),
                candidates - running,
                tone="yes",
                note=Text("公示期满无异议", "notice over, no objection"),
            ),
            Figure(Text("公示中", "In public notice"), running, url=reverse("officer:notices")),
            Figure(
                Text("尚未办结", "Not decided"),
                len(blockers) - running,
                tone="no" if len(blockers) > running else "plain",
                url=f"{queue}?state=open&year={year}",
            ),
        ),
        Text("名单进度", "How far the list is"),
    )


def blocked(one: Blocker) -> dict[str, Any]:
    return {
        "maker": Text(one.maker, one.maker_en or one.maker) if one.maker else "",
        "state": state_mark(one.state) if one.state else None,
        "message": one.message,
        "url": reverse("officer:filing", args=[one.filing_id]) if one.filing_id else "",
    }


@post(Role.MINISTRY_OFFICER)
def check(request: DeskRequest, year: int) -> HttpResponse:
    """Every candidate assessed by the rules of the day, and the differences to last year's list."""
    context: dict[str, Any] = {"year": year, "trail": trail(year, Crumb(Text("核对", "Check")))}
    with reading_as(request.actor):
        candidates = candidates_of(year)
        if candidates > AT_ONCE and "now" not in request.GET:
            return render(request, "officer/publication_check.html", context | {"candidates": candidates})
        planned = publication(year, china_day(request.at))
        names = {one["uscc"]: one["name_en"] for one in planned.entries}
    context |= {
        "planned": planned,
        "blockers": [blocked(one) for one in planned.blockers[:SHOWN]],
        "more": max(0, len(planned.blockers) - SHOWN),
        "diff": differences(planned.diff, names),
    }
    return render(request, "officer/publication_check.html", context)


def plan(request: DeskRequest, year: int) -> Publication:
    with reading_as(request.actor):
        return publication(year, china_day(request.at))


@post(Role.MINISTRY_OFFICER)
def gazette(request: DeskRequest, year: int) -> HttpResponse:
    """The gazette as it would read today, marked as a draft."""
    content = preview_of(plan(request, year), by=request.actor, at=request.at)
    response = HttpResponse(content, content_type="application/pdf")
    name = content_disposition_header(as_attachment=False, filename=f"gazette-{year}-draft.pdf")
    response.headers["Content-Disposition"] = name or "inline"
    return response


@post(Role.MINISTRY_OFFICER)
def publish(request: DeskRequest, year: int) -> HttpResponse:
    """The last page before it: there is no way back."""
    title = Text(f"公布{year}年度名单", f"Publish the list of {year}")
    back = reverse("officer:publication", args=[year])
    page = Deed(
        title,
        Text("公布名单", "Publish"),
        back,
        lead=Text("各候选企业将按今日的规则再核对一次。", "Every candidate is assessed once more by the rules of the day."),
        grave=Text(
            "名单一经公布不得更改；此后的变化只作为有日期的记载附于其后。",
            "Once published the list never changes; what happens afterwards is recorded beside it, with its date.",
        ),
        trail=trail(year, Crumb(title)),
        icon="rubber-stamp",
    )

    def shows(_said: dict[str, Any]) -> Figures:
        planned = plan(request, year)
        if planned.blockers:
            raise PublicationBlocked(year, planned.blockers)
        diff = planned.diff
        return Figures(
            (
                Figure(Text("列入企业", "Makers entered"), len(planned.ready), tone="yes"),
                Figure(Text("新列入", "New"), len(diff["added"])),
                Figure(Text("不再列入", "No longer listed"), len(diff["removed"]), tone="note" if diff["removed"] else "plain"),
                Figure(Text("内容有变", "Changed"), len(diff["changed"])),
            ),
            Text("将公布的名单", "What will be published"),
        )

    return stepwise(
        request,
        Plain(request.POST if request.method == "POST" else None),
        page,
        shows=shows,
        does=lambda _said: publish_list(year, by=request.actor, at=request.at),
        told=Text(f"{year}年度名单已公布。", f"The list of {year} is published."),
        to=back,
    )


def result(published: Listing) -> dict[str, Any]:
    """What a published list leads to."""
    year = published.year
    done = Done(
        Text(f"{year}年度名单已公布", f"The list of {year} is published"),
        published.digest,
        (
            Text("名单、公告和与上年的差异已对公众开放。", "List, gazette and the differences to last year are public."),
            Text(
                f"列入企业及其授权企业可申领{year}年度许可证；各企业收到列入通知书。",
                f"The makers entered and their exporters may draw licences of {year}; each maker gets its letter.",
            ),
            Text(
                "此后的暂停、取消、更名等在“名单条目”办理。",
                "Suspensions, cancellations and new names are dealt with under “Entries”.",
            ),
        ),
        f"/api/v1/lists/{year}/gazette.pdf",
        Text("公告（PDF）", "The gazette (PDF)"),
    )
    diff = published.diff
    numbers = Figures(
        (
            Figure(Text("新列入", "New"), len(diff["added"]), url=reverse("public:list-changes", args=[year])),
            Figure(Text("不再列入", "No longer listed"), len(diff["removed"]), url=reverse("public:list-changes", args=[year])),
            Figure(Text("内容有变", "Changed"), len(diff["changed"]), url=reverse("public:list-changes", args=[year])),
        ),
        Text("与上年相比", "Against last year"),
    )
    return {"done": done, "figures": numbers, "published": published}
