"""The serial of a licence: one row a body and year, locked late, so that numbers have no gaps."""

from django.db import connection

from evexport.codes import licence_number
from evexport.kernel.ids import uuid7

# A rolled-back issue rolls its serial back too; two issues of one body wait for each other here.
NEXT = """INSERT INTO licensing_numberseries AS series (id, issuing_body, year, last) VALUES (%s, %s, %s, 1)
          ON CONFLICT (issuing_body, year) DO UPDATE SET last = series.last + 1 RETURNING last"""


def next_number(issuing_body: str, year: int) -> str:
    """The next number of a body for licences valid from a year. Locks until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [uuid7(), issuing_body, year])
        row = cursor.fetchone()
    assert row is not None
    return licence_number.make(year, issuing_body, int(row[0]))
