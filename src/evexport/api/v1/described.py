"""The plain routes as OpenAPI describes them: the declaration from its own type, the decision and the public keys by hand."""

from typing import Any

import msgspec

from evexport.regulation.facts.declaration import Declaration

_, _components = msgspec.json.schema_components([Declaration], ref_template="#/components/schemas/{name}")
TEXT = {"type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}, "required": ["zh", "en"]}
REASON = {
    "type": "object",
    "required": ["code", "message", "remedy", "citation"],
    "properties": {
        "code": {"type": "string"},
        "vin": {"type": "string"},
        "model_code": {"type": "string"},
        "message": TEXT,
        "remedy": TEXT,
        "citation": {"type": "string"},
    },
}
COUNTS = {name: {"type": "integer"} for name in ("licensed", "used", "left")}
DECISION = {
    "type": "object",
    "required": [
        "message_id", "declaration_no", "decision", "reasons", "licence_no", "written_off", "balance", "inspection", "law",
        "decided_at", "replayed",
    ],
    "properties": {
        "message_id": {"type": "string"},
        "declaration_no": {"type": "string"},
        "decision": {"enum": ["released", "refused", "held", "not_required"]},
        "regime": {"type": ["string", "null"]},
        "reasons": {"type": "array", "items": {"$ref": "#/components/schemas/Reason"}},
        "licence_no": {"type": ["string", "null"]},
        "written_off": {"type": "integer"},
        "balance": {"type": "array", "items": {"type": "object", "properties": {"model_code": {"type": "string"}, **COUNTS}}},
        "inspection": {
            "type": "object",
            "properties": {
                "required": {"type": "boolean"},
                "level": {"type": ["string", "null"]},
                "catalogue": {"type": ["string", "null"]},
            },
        },
        "law": {"type": "string"},
        "decided_at": {"type": "string", "format": "date-time"},
        "replayed": {"type": "boolean"},
    },
}  # fmt: skip
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "message", "remedy"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "message": TEXT,
        "remedy": TEXT,
        "citation": {"type": ["string", "null"]},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
GATE_SCHEMAS: dict[str, Any] = {**_components, "Reason": REASON, "Decision": DECISION, "Problem": PROBLEM}


def _answer(description: str, schema: str, media: str) -> dict[str, Any]:
    return {"description": description, "content": {media: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}}


def _problem(description: str) -> dict[str, Any]:
    return _answer(description, "Problem", "application/problem+json")


LINE_PROBLEM = {
    "allOf": [{"$ref": "#/components/schemas/Problem"}, {"required": ["line"], "properties": {"line": {"type": "integer"}}}]
}
BATCH_LINE = {"anyOf": [{"$ref": "#/components/schemas/Decision"}, {"$ref": "#/components/schemas/LineProblem"}]}
BATCH_IN = {
    "type": "array",
    "items": {"$ref": "#/components/schemas/Declaration"},
    "minItems": 1,
    "description": "At most 1,000 unless the installation says otherwise",
}
BATCH_OUT = {"type": "array", "items": {"$ref": "#/components/schemas/BatchLine"}}
BY_LINE = "a line each, as text"
GATE_SCHEMAS |= {"LineProblem": LINE_PROBLEM, "BatchLine": BATCH_LINE}

GATE_PATHS: dict[str, Any] = {
    "/api/v1/customs/declarations/batch": {
        "post": {
            "operationId": "declare_many",
            "summary": "Decide many export declarations",
            "description": "An array or NDJSON; the answer has the same form, one answer a line, in order. Each declaration stands "
            "alone and is decided as if all came one after the other; a line that cannot be understood is answered by a problem "
            "with its `line` and stops no other. The same batch again gets the same answers.",
            "tags": ["customs"],
            "security": [{"Key": []}],
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {"schema": BATCH_IN},
                    "application/x-ndjson": {"schema": {"type": "string", "description": f"Declarations, {BY_LINE}"}},
                },
            },
            "responses": {
                "200": {
                    "description": "A decision or a problem for each line, in order",
                    "content": {
                        "application/json": {"schema": BATCH_OUT},
                        "application/x-ndjson": {
                            "schema": {"type": "string", "description": f"Decisions and problems, {BY_LINE}"}
                        },
                    },
                },
                "401": _problem("No valid key"),
                "403": _problem("The key's role may not declare"),
                "413": _problem("Too large"),
                "415": _problem("Neither JSON nor NDJSON"),
                "422": _problem("No array, or too few or too many declarations"),
            },
        }
    },
    "/api/v1/customs/declarations": {
        "post": {
            "operationId": "declare",
            "summary": "Decide one export declaration",
            "description": "All or nothing, all reasons at once. The same message gets the same answer (`replayed`).",
            "tags": ["customs"],
            "security": [{"Key": []}],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Declaration"}}},
            },
            "responses": {
                "200": _answer("The decision; a refusal is one too", "Decision", "application/json"),
                "401": _problem("No valid key"),
                "403": _problem("The key's role may not declare"),
                "409": _problem("The message id stands for other content, or the number is decided"),
                "413": _problem("Too large"),
                "415": _problem("Not JSON"),
                "422": _problem("Cannot be understood; names the field"),
            },
        }
    },
}
KEY = {
    "type": "object",
    "required": ["kty", "crv", "x", "kid", "use", "alg", "purpose"],
    "properties": {
        **{name: {"type": "string"} for name in ("kty", "crv", "x", "kid", "use", "alg")},
        "purpose": {"enum": ["ledger", "licence"], "description": "what the key signs"},
    },
}
KEYS_PATH: dict[str, Any] = {
    "/.well-known/jwks.json": {
        "get": {
            "operationId": "jwks",
            "summary": "The public keys",
            "description": "Every key that ever signed here, as a JSON Web Key Set; for checking licences and the ledger offline.",
            "tags": ["public"],
            "responses": {
                "200": {
                    "description": "The keys",
                    "content": {
                        "application/jwk-set+json": {
                            "schema": {"type": "object", "properties": {"keys": {"type": "array", "items": KEY}}}
                        }
                    },
                }
            },
        }
    }
}


PAPER: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The paper, PDF/A-3",
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        },
        304: {"description": "You have it"},
        503: {"description": "SEAL_UNAVAILABLE: no seal can be set now"},
    }
}
"""How OpenAPI tells a route that answers with a paper."""
