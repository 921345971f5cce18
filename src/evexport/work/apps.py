"""Long work as an application of the framework."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "evexport.work"
    label = "work"
