"""Addresses of the oversight desk."""

from django.urls import path

from evexport.desks.oversight import blocks, entries, exports, gate, home, licences, processing

app_name = "oversight"

urlpatterns = [
    path("", home.home, name="home"),
    path("exports/", exports.exports, name="exports"),
    path("licences/", licences.licences, name="licences"),
    path("processing/", processing.processing, name="processing"),
    path("gate/", gate.gate, name="gate"),
    path("ledger/", entries.entries, name="entries"),
    path("entries/<uuid:key>/", entries.entry, name="entry"),
    path("entries/<uuid:key>/proof.json", entries.download, name="proof"),
    path("blocks/", blocks.blocks, name="blocks"),
    path("checkpoint.json", blocks.checkpoint, name="checkpoint"),
]
