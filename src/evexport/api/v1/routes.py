"""The interface as a whole: every route, its description, and how problems are told."""

from typing import Any

from ninja import NinjaAPI

from evexport.api import problems
from evexport.api.bodies import Json
from evexport.api.keys import Key
from evexport.api.v1 import (
    applications,
    code_changes,
    credentials,
    customs,
    documents,
    entries,
    exchange,
    filings,
    letters,
    licences,
    notices,
    plans,
    production,
    public,
    scope,
    statistics,
    vehicles,
    work,
)
from evexport.api.v1.described import GATE_PATHS, GATE_SCHEMAS, KEYS_PATH

api = NinjaAPI(
    title="evexport",
    version="1",
    urls_namespace="api-v1",
    description="Export licences for battery-electric passenger cars. Problems are RFC 9457 documents.",
    auth=Key(),
    docs_url=None,
    openapi_url=None,
    parser=Json(),
)
problems.install(api)
api.add_router("", scope.router)
api.add_router("", public.router)
api.add_router("/filings", filings.router)
api.add_router("/licence-applications", applications.router)
api.add_router("/shipment-plans", plans.router)
api.add_router("", code_changes.router)
api.add_router("/licences", licences.router)
api.add_router("/licences", credentials.router)
api.add_router("/licences", documents.router)
api.add_router("", credentials.lists)
api.add_router("/customs", customs.router)
api.add_router("/customs", exchange.router)
api.add_router("/vehicles", vehicles.router)
api.add_router("/production-files", production.router)
api.add_router("/ledger", entries.router)
api.add_router("/work", work.router)
api.add_router("/statistics", statistics.router)
api.add_router("", letters.router)
api.add_router("/notices", notices.router)


def description() -> dict[str, Any]:
    """The OpenAPI 3.1 document, the plain routes included."""
    document: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    document["paths"] = dict(sorted({**document["paths"], **GATE_PATHS, **KEYS_PATH}.items()))
    document["components"]["schemas"].update(GATE_SCHEMAS)
    return document
