"""What a firm finds first: what it must do and by when, what waits on others, what was decided."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.enterprise.worklist import three
from evexport.desks.kit.components import Empty
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.text import Text
from evexport.store import reading_as

FIRMS = (Role.MAKER, Role.EXPORTER)


@post(*FIRMS)
def home(request: DeskRequest) -> HttpResponse:
    assert request.actor.organisation_id is not None, "a firm's clerk acts for it"
    maker = request.actor.role == Role.MAKER
    with reading_as(request.actor):
        lists = three(UUID(str(request.actor.organisation_id)), request.at, maker=maker)
    nothing = None if any(one.items for one in lists) else starts_with(maker=maker)
    return render(request, "enterprise/home.html", {"lists": lists, "nothing": nothing})


def starts_with(*, maker: bool) -> Empty:
    """What begins the work of a firm that has none yet."""
    title = Text("还没有事项", "Nothing here yet")
    if maker:
        said = Text(
            "一年从资质申报开始：申报开放时，这里会列出开始和截止的日期；列入名单后即可申领许可证。",
            "The year begins with the qualification filing: when it opens, this page says so and until when; once on the "
            "list, licences can be applied for.",
        )
        return Empty(title, said, Text("年度申报", "Yearly filings"), reverse("enterprise:filings"))
    return Empty(
        title,
        Text(
            "生产企业在年度申报中授权贵企业、名单公布后，即可申领许可证。",
            "Once a maker has named you in its yearly filing and the list is published, you can apply for licences.",
        ),
        Text("核对授权", "Check an authorisation"),
        reverse("public:authorisation"),
    )
