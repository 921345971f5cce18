"""Addresses of the officer desk."""

from django.urls import path

from evexport.desks.officer import home

app_name = "officer"

urlpatterns = [
    path("", home.home, name="home"),
]
