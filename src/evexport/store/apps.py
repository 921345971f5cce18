"""The store as an application of the framework."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "evexport.store"
    label = "store"
