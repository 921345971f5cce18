"""Addresses of the oversight desk."""

from django.urls import path

from evexport.desks.oversight import blocks, entries

app_name = "oversight"

urlpatterns = [
    path("", entries.entries, name="entries"),
    path("entries/<uuid:key>/", entries.entry, name="entry"),
    path("entries/<uuid:key>/proof.json", entries.download, name="proof"),
    path("blocks/", blocks.blocks, name="blocks"),
    path("checkpoint.json", blocks.checkpoint, name="checkpoint"),
]
