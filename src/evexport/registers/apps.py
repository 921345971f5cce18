"""The application's place among the framework's."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "evexport.registers"
    label = "registers"
    verbose_name = "Registers"
