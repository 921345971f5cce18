"""Registers gate 1 with Django."""

from django.apps import AppConfig


class QualificationConfig(AppConfig):
    name = "evexport.qualification"
    label = "qualification"
