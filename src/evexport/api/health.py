"""Is the process alive, is it ready to serve, what does it count; and the interface's own description."""

from collections.abc import Iterator
from functools import cache

import psycopg
from django.db import Error, ProgrammingError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from evexport.api import problems
from evexport.customs.gate import pool
from evexport.kernel.clock import Clock
from evexport.kernel.text import Text
from evexport.ledger.tasks import age_of_oldest_unsealed
from evexport.licensing.public_check import wrong_codes
from evexport.notices.queries import counts
from evexport.papers.making import behind
from evexport.store import browsing
from evexport.store.moment import clock


class WrongCodes(Collector):
    """Read when asked for, since the count is the whole installation's and not this process's."""

    def describe(self) -> list[Metric]:
        """Nothing to read while the process starts."""
        return []

    def collect(self) -> Iterator[Metric]:
        what = "Licence checks with a wrong code or an unknown number, over all processes"
        yield CounterMetricFamily("evexport_licence_wrong_codes", what, value=wrong_codes())


REGISTRY.register(WrongCodes())
PATIENCE = 2.0
"""Seconds for which a probe waits for the gate's pool."""
NOTICES = Gauge("evexport_notices", "Deliveries of notices that are not delivered, by form and state", ["form", "state"])
NOTICE_DUE = Gauge("evexport_notices_oldest_due_seconds", "For how long the oldest delivery that is due has waited")
NOTICES_BEHIND = Gauge("evexport_notices_behind_seconds", "Age of the oldest ledger entry of which nobody was told yet")
PAPERS = Gauge(
    "evexport_papers_behind_seconds", "How long the oldest licence waits whose original the background has not reached"
)
UNSEALED = Gauge("evexport_ledger_oldest_unsealed_seconds", "Age of the oldest ledger entry that no block holds yet")


def alive(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"alive": True})


def ready(_request: HttpRequest) -> HttpResponse:
    """Ready once the database answers with its tables made and takes writes, from the application and from the gate. A read
    copy that is down or behind is told and hinders nobody: the database is read instead.
    """
    parts = {"database": _database(), "gate": _gate(), "copy": browsing.standing()}
    down = [name for name in ("database", "gate") if parts[name] != "up"]
    if not down:
        return JsonResponse({"ready": True, "parts": parts})
    message = Text("数据库暂不可用。", "The database does not answer, or takes no writes.")
    remedy = Text("请稍后再试；管理员请检查数据库。", "Try again soon; the operator looks at the database.")
    body = problems.document(503, "NOT_READY", message, remedy, parts=parts)
    return problems.answer(503, body, {"Retry-After": "5"})


READS_ONLY = "SELECT pg_is_in_recovery()"


def _database() -> str:
    """Up | empty | reads_only | down."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(READS_ONLY)
            reads_only = cursor.fetchone()
            cursor.execute("SELECT count(*) FROM django_migrations")
            made = cursor.fetchone()
    except ProgrammingError:
        return "empty"
    except Error:
        return "down"
    if reads_only and reads_only[0]:
        return "reads_only"
    return "up" if made and made[0] else "empty"


def _gate() -> str:
    """Up | reads_only | down."""
    try:
        with pool.connection(PATIENCE) as gate:
            row = gate.execute(READS_ONLY).fetchone()
    except psycopg.Error:
        return "down"
    return "reads_only" if row and row[0] else "up"


def metrics(_request: HttpRequest) -> HttpResponse:
    PAPERS.set(behind(at=clock().now()).total_seconds())
    UNSEALED.set(age_of_oldest_unsealed(clock()).total_seconds())
    found = counts(at=Clock().now(), legal=clock().now())
    NOTICES.clear()
    for (form, state), count in found.by_form_and_state.items():
        NOTICES.labels(form, state).set(count)
    NOTICE_DUE.set(found.oldest_due.total_seconds())
    NOTICES_BEHIND.set(found.behind.total_seconds())
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def openapi(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(described(), content_type="application/json")


@cache
def described() -> str:
    """The OpenAPI document as text, the same each time."""
    import json

    from django.core.serializers.json import DjangoJSONEncoder

    from evexport.api.v1.routes import description

    return json.dumps(description(), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
