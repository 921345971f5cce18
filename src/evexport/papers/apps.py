"""Papers as an application of the framework."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "evexport.papers"
    label = "papers"
