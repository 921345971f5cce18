"""Notices as an application of the framework."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "evexport.notices"
    label = "notices"
