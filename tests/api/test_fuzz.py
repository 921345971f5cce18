"""The interface fuzzed from its own description: whatever is sent, no answer is a server error."""

import warnings

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from evexport.accounts.roles import Role
from evexport.api.v1.routes import description

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the library warns of its own dependencies as it loads
    import schemathesis

NDJSON = "application/x-ndjson"
schemathesis.serializer.alias(NDJSON, "text/plain")
PATHS = description()["paths"]
METHODS = ("get", "post")
CALLERS = (
    (Role.CUSTOMS_OFFICER, "customs"),
    (Role.MINISTRY_OFFICER, "ministry"),
    (Role.APPROVER, "issuing_body"),
    (Role.MAKER, None),
)


def operations():
    schema = schemathesis.openapi.from_dict(description())
    for path, methods in PATHS.items():
        for method in METHODS:
            if method in methods:
                yield schema[path][method.upper()]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("role", [role for role, _ in CALLERS])
def test_no_answer_is_a_server_error(world, keyed, role):
    kind = dict(CALLERS)[role]
    code = "AA" if kind == "issuing_body" else ""
    caller = keyed(role, kind, code) if kind else keyed(role, world.maker.pk)
    for operation in operations():
        fuzzed(operation, caller)


def fuzzed(operation, caller):
    """Some requests of one operation, as its description allows them and as it does not."""

    @settings(
        max_examples=8,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def sent(case):
        path = case.formatted_path
        body = case.body if isinstance(case.body, dict | list | str) else {}
        query = {name: value for name, value in (case.query or {}).items() if isinstance(value, str | int)}
        if operation.method.upper() == "GET":
            answer = caller.client.get(path, query, secure=True)
        elif isinstance(body, str):
            answer = caller.client.post(path, body, content_type=NDJSON, secure=True)
        else:
            answer = caller.post(path.removeprefix("/api/v1/"), body)
        assert answer.status_code < 500, (operation.method, path, body, answer.content[:300])

    sent()
