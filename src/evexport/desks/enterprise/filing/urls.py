"""Addresses of this part of the enterprise desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
