"""Who is signed in: organisations, roles and the way out; and what those are told who wish to register."""

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evexport.accounts.queries import memberships
from evexport.accounts.roles import ROLES, Role
from evexport.desks.kit.naming import named

if TYPE_CHECKING:
    from evexport.accounts.models import User


@login_required
def account(request: HttpRequest) -> HttpResponse:
    held = memberships(cast("User", request.user))
    posts = [(named(one.organisation), ROLES[Role(one.role)].label) for one in held]
    return render(request, "public/account.html", {"posts": posts})


def by_administrator(request: HttpRequest) -> HttpResponse:
    """Accounts are opened, and passwords set anew, by the administrator."""
    return render(request, "public/by_administrator.html")
