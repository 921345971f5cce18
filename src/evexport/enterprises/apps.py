"""The application's place among the framework's."""

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "evexport.enterprises"
    label = "enterprises"
    verbose_name = "Enterprises"
