"""Oversight as an application of the framework."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "evexport.oversight"
    label = "oversight"
