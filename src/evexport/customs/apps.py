"""Customs as an application of the framework."""

from django.apps import AppConfig


class CustomsConfig(AppConfig):
    name = "evexport.customs"
    label = "customs"
