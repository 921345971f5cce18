"""The application's place among the framework's."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "evexport.accounts"
    label = "accounts"
    verbose_name = "Accounts"
