"""The application's place among the framework's."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "evexport.network"
    label = "network"
    verbose_name = "Service network"
