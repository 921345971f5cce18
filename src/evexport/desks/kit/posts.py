"""Who acts on a desk's page: the signed-in person in one of the posts they hold, and the moment, both given to every deed.

@post(Role.EXAMINER, Role.APPROVER)
def case(request: DeskRequest, key: UUID) -> HttpResponse: ...
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from evexport.accounts.actors import Actor, in_role
from evexport.accounts.models import Membership
from evexport.accounts.queries import memberships
from evexport.accounts.roles import ROLES, Role
from evexport.desks.kit.desks import desk_of
from evexport.kernel.problems import NotAllowed
from evexport.kernel.text import Text
from evexport.notices.queries import unread_count
from evexport.store import reading_as
from evexport.store.moment import now

if TYPE_CHECKING:
    from evexport.accounts.models import User

CHOSEN = "post"
MOST_UNREAD = 100
"""The head of a page counts no further."""


class DeskRequest(HttpRequest):
    """A request by somebody in a post."""

    actor: Actor
    at: datetime
    posts: list[Membership]
    unread: int


View = Callable[..., HttpResponseBase]


def post(*roles: Role) -> Callable[[View], View]:
    """The page is for people in these roles, in the post they have chosen; all others are told whose it is."""

    def guard(view: View) -> View:
        @wraps(view)
        @never_cache
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            here = take_post(request)
            if here.actor.role not in roles:
                raise _not_yours(roles)
            here.unread = unread(here.actor)
            return view(here, *args, **kwargs)

        return guarded

    return guard


def take_post(request: HttpRequest) -> DeskRequest:
    """The request with its actor: the post chosen in this session, else the first. NotAllowed without any."""
    here = cast("DeskRequest", request)
    here.posts = memberships(cast("User", request.user))
    if not here.posts:
        raise NotAllowed(
            Text("您的账户尚未分配职责。", "Your account holds no role yet."),
            remedy=Text("请联系系统管理员。", "Ask the administrator."),
            code="NO_ROLE",
        )
    chosen = request.session.get(CHOSEN)
    held = next((one for one in here.posts if str(one.pk) == chosen), here.posts[0])
    here.at = now()
    here.actor = in_role(
        Role(held.role),
        user_id=held.user.pk,
        organisation_id=held.organisation_id,
        name=held.user.name,
        authority=held.organisation.authority_code or None,
    )
    return here


def unread(actor: Actor) -> int:
    """Notices that wait to be read, for the head of the page: one short count from its own index, no further than it shows."""
    if actor.organisation_id is None or not actor.may("notice.read"):
        return 0
    with reading_as(actor):
        return unread_count(actor.organisation_id, most=MOST_UNREAD)


def _not_yours(roles: tuple[Role, ...]) -> NotAllowed:
    names = [ROLES[role].label for role in roles]
    return NotAllowed(
        Text("此页供其他职责的人员使用。", "This page is for people in another role."),
        remedy=Text(
            f"请以下列职责登录：{'、'.join(one.zh for one in names)}。",
            f"Sign in as one of: {', '.join(one.en for one in names)}.",
        ),
    )


def to_desk(request: HttpRequest) -> HttpResponse:
    """Leads whoever signed in to the desk of their post."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not memberships(request.user):
        return redirect("public:account")
    desk = desk_of(take_post(request).actor.role)
    return redirect(desk.home if desk else "public:account")


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Work in another of one's posts from now on."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("desk"))
    wanted = request.POST.get("post", "")
    if any(str(one.pk) == wanted for one in memberships(request.user)):
        request.session[CHOSEN] = wanted
    return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    given = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(given, allowed_hosts={request.get_host()})
    return given if safe else reverse("desk")
