"""The registers as an application of the framework."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "evexport.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"
