"""Addresses of the interface; the gate's plain routes come first, since they are asked most."""

from django.urls import URLPattern, URLResolver, path

from evexport.api import health, problems, well_known
from evexport.api.v1.gate import declare, declare_many
from evexport.api.v1.routes import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/customs/declarations", declare, name="declare"),
    path("api/v1/customs/declarations/batch", declare_many, name="declare-many"),
    path("api/v1/openapi.json", health.openapi, name="openapi"),
    path("api/v1/", api.urls),
    path("api/v1/<path:rest>", problems.unknown_address, name="unknown-address"),
    path(".well-known/jwks.json", well_known.jwks, name="jwks"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
