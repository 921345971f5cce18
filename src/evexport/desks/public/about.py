"""What this site is, and how accessible it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "public/about.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")
