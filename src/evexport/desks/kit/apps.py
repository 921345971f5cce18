"""The kit as a Django application: its templates, tags and static files."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "evexport.desks.kit"
    label = "kit"
