"""Opening the ledger's next epoch where the database stands in another cluster than before."""

from django.db import connections, transaction

OPEN = """
    INSERT INTO ledger_epoch (no, cluster, opened_at)
    SELECT latest.no + 1, here.system_identifier::text, now()
    FROM pg_control_system() AS here, (SELECT no, cluster FROM ledger_epoch ORDER BY no DESC LIMIT 1) AS
    latest WHERE latest.cluster <> here.system_identifier::text
    RETURNING no
"""


def open_where_moved(alias: str = "owner") -> int | None:
    """The new epoch's number, where one was opened. As owner; waits for open deeds and holds new ones back
    meanwhile.

    A restored dump brings transaction numbers of its former cluster, which mean nothing in the present one.
    Entries of closed epochs are finished by definition.
    """
    with transaction.atomic(using=alias, durable=True), connections[alias].cursor() as cursor:
        cursor.execute("LOCK TABLE ledger_epoch IN ACCESS EXCLUSIVE MODE")
        cursor.execute(OPEN)
        row = cursor.fetchone()
    return int(row[0]) if row else None
