"""The independent audit: plain SQL over the tables, run as owner; every row it returns is a breach."""

from importlib.resources import files

from django.db import connections

QUERY = files("evexport.customs").joinpath("sql/audit.sql").read_text("utf-8")


def audit(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(QUERY)
        breaches = cursor.fetchall()
    assert breaches == []
