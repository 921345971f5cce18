"""A receiver as the how-to describes one: a real HTTP server that checks each signature and keeps the ids it has taken."""

import json
import re
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "receive-webhooks.md"


def documented():
    """The function that the how-to gives its readers, exactly as it stands there."""
    (code,) = re.findall(r"```python\n(.*?)```", HOW_TO.read_text("utf-8"), re.DOTALL)
    space = {}
    exec(code, space)
    return space["genuine"]


class Receiver:
    """Keeps events by path. `answers` gives what a path answers with, 204 unless said; `secrets` what it checks with."""

    def __init__(self):
        self.genuine = documented()
        self.lock = threading.Lock()
        self.events, self.wire, self.secrets, self.answers, self.forged = {}, Counter(), {}, {}, 0
        self.headers = []

    def take(self, path, body, headers):
        with self.lock:
            self.headers.append(dict(headers))
            if path in self.secrets and not self.genuine(body, headers["Evexport-Signature"], self.secrets[path]):
                self.forged += 1
                return 401, {}
            event = json.loads(body)
            self.wire[path, event["id"]] += 1
            answer = self.answers.get(path, (204, {}))
            if answer[0] < 300:
                self.events.setdefault(path, {}).setdefault(event["id"], event)
            return answer

    def got(self, path="/"):
        return list(self.events.get(path, {}).values())

    @classmethod
    @contextmanager
    def opened(cls):
        made = cls()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, extra = made.take(self.path, body, self.headers)
                self.send_response(status)
                for name, value in extra.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        made.base = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
