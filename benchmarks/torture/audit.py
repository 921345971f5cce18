"""The audit: journals into temporary tables, then plain SQL as the database's master. Every row is a difference."""

import json
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import psycopg
from benchmarks.torture import journal

Breach = tuple[str, str]
BOOKS = files("evexport.customs").joinpath("sql/audit.sql").read_text("utf-8")
NIGHT = Path(__file__).with_name("audit.sql").read_text("utf-8")
TABLES = """CREATE TEMP TABLE told (client text, message_id text, status int, body jsonb, answer jsonb, replayed bool, tries int);
CREATE TEMP TABLE sent (client text, message_id text, times int);
CREATE TEMP TABLE done (verb text, about text, status int)"""


def load(connection: psycopg.Connection[Any], lines: list[dict[str, Any]]) -> None:
    """What the journals say, where SQL can ask it."""
    connection.execute(TABLES)
    answered = [one for one in lines if one["event"] == "answered"]
    sent = Counter((one["client"], one["body"]["message_id"]) for one in lines if _is(one, "sent", "message"))
    for one in answered:  # every further try left the client too
        if one["what"] == "message":
            sent[one["client"], one["body"]["message_id"]] += one["tries"] - 1
    with connection.cursor() as cursor:
        with cursor.copy("COPY told FROM STDIN") as copy:
            for one in (one for one in answered if one["what"] == "message"):
                body, answer = (json.dumps(one[part], ensure_ascii=False) for part in ("body", "answer"))
                row = (one["client"], one["body"]["message_id"], one["status"], body, answer, bool(one["answer"].get("replayed")))
                copy.write_row((*row, one["tries"]))
        with cursor.copy("COPY sent FROM STDIN") as copy:
            for (client, message), times in sent.items():
                copy.write_row((client, message, times))
        with cursor.copy("COPY done FROM STDIN") as copy:
            for one in (one for one in answered if one["what"] == "deed"):
                copy.write_row((one["verb"], _about(one), one["status"]))


def _is(line: dict[str, Any], event: str, what: str) -> bool:
    return line["event"] == event and line["what"] == what


def _about(deed: dict[str, Any]) -> str:
    """How the ledger names what a deed was done to: a declaration's number, else the subject itself."""
    kind, key = deed["path"].split("/")[:2]
    subjects = {"licences": f"licence:{key}", "licence-applications": f"application:{key}"}
    return str(deed["no"] or subjects.get(kind, key))


def differences(connection: psycopg.Connection[Any]) -> list[Breach]:
    """Every breach, of the books and of what the clients were told. The journals are loaded."""
    return [*connection.execute(BOOKS).fetchall(), *connection.execute(NIGHT).fetchall()]


def lines_of(folder: Path) -> list[dict[str, Any]]:
    return list(journal.read(folder))
