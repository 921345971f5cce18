"""Registers gate 2's licences with Django."""

from django.apps import AppConfig


class LicensingConfig(AppConfig):
    name = "evexport.licensing"
    label = "licensing"
