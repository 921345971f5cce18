"""Addresses of the enterprise desk, each part's in its own module."""

from django.urls import include, path

from evexport.desks.enterprise import home

app_name = "enterprise"

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("evexport.desks.enterprise.filing.urls")),
    path("", include("evexport.desks.enterprise.network.urls")),
    path("", include("evexport.desks.enterprise.licences.urls")),
]
