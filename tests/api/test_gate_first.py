"""What the web server calls: the gate's routes are answered before the framework, with the framework's own answer."""

import io
import json
from wsgiref.util import setup_testing_defaults

import pytest
from tests.api.conftest import declaration

from evexport.api import first
from evexport.api.v1 import gate

DECLARE = "/api/v1/customs/declarations"
OTHERS = b"the others"


class Server:
    """Calls an application as a web server does."""

    def __init__(self, application):
        self.application = application

    def call(self, path, *, method="POST", key="", body=b"", **more):
        environ = {
            "PATH_INFO": path, "REQUEST_METHOD": method, "CONTENT_TYPE": "application/json", "HTTP_HOST": "localhost",
            "wsgi.url_scheme": "https", "HTTP_AUTHORIZATION": key,
            "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)), **more,
        }  # fmt: skip
        setup_testing_defaults(environ)
        told = []
        content = b"".join(self.application(environ, lambda status, headers: told.extend((status, headers))))
        return told[0], dict(told[1]), content


@pytest.fixture
def server(world):
    def others(environ, start_response):
        start_response("200 OK", [])
        return [OTHERS]

    return Server(first.GateFirst(others))


def test_every_other_path_is_the_frameworks(server):
    for path in ("/", DECLARE + "/", "/api/v1/customs/holds", "/en/"):
        assert server.call(path)[2] == OTHERS


def test_a_declaration_gets_the_answer_and_headers_of_the_frameworks_own_route(server, world, customs):
    form = declaration(world, world.licence(10))
    theirs = customs.post("customs/declarations", form)
    key = customs.client.defaults["HTTP_AUTHORIZATION"]
    status, headers, content = server.call(DECLARE, key=key, body=json.dumps(form).encode())
    assert (theirs.status_code, status) == (200, "200 OK")
    assert json.loads(content) == {**theirs.json(), "replayed": True}
    assert headers["Content-Length"] == str(len(content))
    # These two the framework adds for its sessions and languages, which the gate has not.
    kept = {name: value for name, value in theirs.headers.items() if name not in {"Content-Length", "Vary", "Content-Language"}}
    assert {name: headers.get(name) for name in kept} == kept


def test_many_go_the_same_way(server, world, customs):
    form = declaration(world, world.licence(10))
    key = customs.client.defaults["HTTP_AUTHORIZATION"]
    status, _, content = server.call(DECLARE + "/batch", key=key, body=json.dumps([form]).encode())
    assert status == "200 OK"
    assert [one["decision"] for one in json.loads(content)] == ["released"]


@pytest.mark.parametrize(("method", "status"), [("POST", "401 Unauthorized"), ("GET", "405 Method Not Allowed")])
def test_who_has_no_key_or_the_wrong_method_is_told(server, method, status):
    got, headers, content = server.call(DECLARE, method=method)
    assert got == status
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["X-Frame-Options"] == "DENY"
    assert json.loads(content)["remedy"]["zh"]


def test_a_plain_connection_is_led_to_a_safe_one(server, settings):
    settings.SECURE_SSL_REDIRECT = True
    safe = Server(first.GateFirst(server.application.others))
    status, headers, _ = safe.call(DECLARE, **{"wsgi.url_scheme": "http"})
    assert (status, headers["Location"]) == ("301 Moved Permanently", f"https://localhost{DECLARE}")


def test_a_fault_of_ours_is_a_problem_with_its_remedy(server, world, customs, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(gate, "decide_together", broken)
    body = json.dumps(declaration(world, world.licence(10))).encode()
    status, headers, content = server.call(DECLARE, key=customs.client.defaults["HTTP_AUTHORIZATION"], body=body)
    assert status == "500 Internal Server Error"
    assert headers["X-Frame-Options"] == "DENY"
    told = json.loads(content)
    assert told["code"] == "FAULT"
    assert told["remedy"]["zh"]
    assert told["remedy"]["en"]
    assert "ZeroDivisionError" not in content.decode()
