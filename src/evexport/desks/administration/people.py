"""Everybody with an account: what they may act as, where, whether they may sign in, and when they last did."""

from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts import directory
from evexport.accounts.directory import Person
from evexport.accounts.models import Membership
from evexport.accounts.roles import ROLES, Role
from evexport.desks.kit.components import Empty, Tag
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.text import Text, join

KEEPER = (Role.ADMINISTRATOR,)
LOOKS_ON = (Role.ADMINISTRATOR, Role.AUDITOR)
A_PAGE = 25
OPEN = Tag(Text("可登录", "open"), "yes", "circle-check")
CLOSED = Tag(Text("已停用", "closed"), "no", "ban")
NEVER = Text("从未登录", "never")


def post_of(held: Membership) -> Text:
    """A role at an organisation in words."""
    label, where = ROLES[Role(held.role)].label, named(held.organisation)
    return Text(f"{where.zh} · {label.zh}", f"{where.en} · {label.en}")


def posts(person: Person) -> Text:
    if not person.posts:
        return Text("无角色", "no role")
    told = [post_of(held) for held in person.posts]
    return join(told) if len(told) == 1 else Text("；".join(one.zh for one in told), "; ".join(one.en for one in told))


COLUMNS = (
    Column(
        "username",
        Text("用户名", "User name"),
        lambda one: one.user.username,
        sort=("username",),
        link=lambda one: reverse("administration:person", args=[one.user.pk]),
    ),
    Column("name", Text("姓名", "Name"), lambda one: one.user.name, sort=("name",)),
    Column("posts", Text("单位与角色", "Organisation and role"), posts),
    Column("state", Text("账户", "Account"), lambda one: OPEN if one.user.is_active else CLOSED, sort=("is_active",)),
    Column(
        "last",
        Text("最近登录", "Last sign-in"),
        lambda one: one.last_sign_in or NEVER,
        "moment",
        export=lambda one: one.last_sign_in,
    ),
    Column("opened", Text("开通", "Opened"), lambda one: one.user.created_at, "date", sort=("created_at",)),
)
STATES = [("open", Text("可登录", "Open")), ("closed", Text("已停用", "Closed"))]
GIVEN = [(role.value, row.label) for role, row in ROLES.items() if row.kind is not None and not row.machine]
NOTHING = Empty(
    Text("还没有用户", "No account yet"),
    Text("用户在其单位的页面上开通。", "Accounts are opened on the page of their organisation."),
)


@post(*LOOKS_ON)
def people(request: DeskRequest) -> HttpResponse:
    with directory.reading(request.actor, "account.read"):
        listing = Listing(
            request,
            columns=COLUMNS,
            rows=directory.people(),
            filters=(
                Filter("role", Text("角色", "Role"), GIVEN, directory.in_role),
                Filter("state", Text("账户", "Account"), STATES, lambda rows, said: rows.filter(is_active=said == "open")),
            ),
            search=directory.found,
            search_label=Text("用户名、姓名或单位", "User name, name or organisation"),
            empty=NOTHING,
            file_name="people",
            per_page=A_PAGE,
            dress=directory.with_last_use,
        )
        return listing.answer("administration/people.html", {"keeps": request.actor.may("account.manage")})
