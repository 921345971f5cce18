"""The application's place among the framework's."""

from django.apps import AppConfig


class VehiclesConfig(AppConfig):
    name = "evexport.vehicles"
    label = "vehicles"
    verbose_name = "Vehicles"
