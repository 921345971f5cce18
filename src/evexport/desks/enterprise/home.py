"""What a firm finds first: what it must do and by when."""

from django.http import HttpResponse
from django.shortcuts import render

from evexport.accounts.roles import Role
from evexport.desks.kit.posts import DeskRequest, post

FIRMS = (Role.MAKER, Role.EXPORTER)


@post(*FIRMS)
def home(request: DeskRequest) -> HttpResponse:
    return render(request, "enterprise/home.html")
