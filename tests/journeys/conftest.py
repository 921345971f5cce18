"""A site served on a port of its own, and a real browser that goes through it (Debian's Chromium, or the one installed)."""

import shutil
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings as live_settings
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, sync_playwright
from tests.database import close_thread, forget_counts
from tests.desks import shown

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-default-apps",
]  # fmt: skip
PLAIN = {
    "SECURE_SSL_REDIRECT": False,
    "SESSION_COOKIE_SECURE": False,
    "CSRF_COOKIE_SECURE": False,
}


class Server(ThreadingMixIn, WSGIServer):
    """One thread a request; each gives its database connection back as it ends."""

    daemon_threads = False
    block_on_close = True

    def process_request_thread(self, request, client_address):
        try:
            super().process_request_thread(request, client_address)
        finally:
            close_thread()


class Quiet(WSGIRequestHandler):
    """Writes no log; one request a connection, so that no thread outlives the test."""

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def laid(db_module, django_db_blocker) -> date:
    """Lays what the site has to show and names the day it lives on; a module may lay another world."""
    with django_db_blocker.unblock():
        shown.lay()
    return shown.TODAY


@pytest.fixture(scope="module")
def address(laid, django_db_blocker) -> Iterator[str]:
    """Where the site with something to show is served."""
    kept = {name: getattr(live_settings, name) for name in (*PLAIN, "DEMO_DAY", "ADDRESS")}
    with django_db_blocker.unblock():
        forget_counts()
        for name, value in {**PLAIN, "DEMO_DAY": laid}.items():
            setattr(live_settings, name, value)
        with make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet) as server:
            found = live_settings.ADDRESS = f"http://localhost:{server.server_port}"
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
            thread.start()
            yield found
            server.shutdown()
            thread.join()
        for name, value in kept.items():
            setattr(live_settings, name, value)


@pytest.fixture(scope="module")
def chromium(address) -> Iterator[Browser]:
    """The browser. While it is open this thread has an event loop, beside which the framework refuses the database."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))),
        None,
    )
    assert found, "The browser tests need Chromium. On Debian: apt-get install chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The checker that runs inside each page."""
    script = Path(__file__).parent / "vendor" / "axe.min.js"
    assert script.is_file(), "axe-core is missing: python tools/fetch_assets.py --dev fetches it"
    return script.read_text(encoding="utf-8")
