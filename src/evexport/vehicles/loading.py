"""From the pieces of a file to the register: each piece checked by columns, then all of them copied in at once, or none.

Everything here is done inside a transaction of the caller's, in the maker's name.
"""

import zlib
from datetime import datetime

import polars as pl
from django.db import IntegrityError, connection, transaction
from psycopg.errors import UniqueViolation

from evexport.accounts.actors import Actor
from evexport.kernel.clock import china_day
from evexport.kernel.sheet_columns import columns_of
from evexport.kernel.sheet_pieces import Piece
from evexport.kernel.tables import places_of
from evexport.regulation.production import COLUMNS, Checked, Known, check
from evexport.vehicles.facts import known_of
from evexport.vehicles.models import ProductionFile, ProductionPiece
from evexport.vehicles.states import FILE

NAME = """INSERT INTO vehicles_productionfault (file_id, line, code, vin, given)
          SELECT %s, * FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[])"""
STAGE = """CREATE TEMPORARY TABLE vehicles_staged
           (line int, vin text COLLATE "C", model_code text, built_on date) ON COMMIT DROP"""
RECORD = """INSERT INTO vehicles_productionrecord (vin, maker_id, model_code, built_on, recorded_at)
            SELECT vin, %s, model_code, built_on, %s FROM vehicles_staged ORDER BY vin"""
REPEATED = """INSERT INTO vehicles_productionfault (file_id, line, code, vin, given, seen)
              SELECT %s, line, 'VIN_REPEATED', vin, vin, seen
                FROM (SELECT line, vin, min(line) OVER (PARTITION BY vin) AS seen FROM vehicles_staged) AS placed
               WHERE line > seen ON CONFLICT DO NOTHING"""
ON_RECORD = """INSERT INTO vehicles_productionfault (file_id, line, code, vin, given)
               SELECT %s, s.line, 'VIN_ON_RECORD', s.vin, s.vin
                 FROM (SELECT array_agg(vin) AS vins FROM vehicles_staged GROUP BY line / 50000) AS part,
                      vehicles_on_record(part.vins) AS known
                 JOIN vehicles_staged s ON s.vin = known.vin COLLATE "C" ON CONFLICT DO NOTHING"""
LEAVE_OUT = """DELETE FROM vehicles_staged s USING vehicles_productionfault f
                WHERE f.file_id = %s AND f.line = s.line"""
BAD_LINES = "SELECT count(DISTINCT line) FROM vehicles_productionfault WHERE file_id = %s"


def check_piece(piece: ProductionPiece, *, at: datetime) -> None:
    """Name what is wrong with a piece's rows and keep the sound ones as they will be copied in. Once is enough."""
    taken = ProductionPiece.objects.select_for_update().filter(pk=piece.pk, checked_at=None)
    if not list(taken.values_list("pk")):
        piece.refresh_from_db(fields=["sound_rows", "checked_at"])
        return
    found = checked(piece, known_of(piece.file.maker_id, china_day(piece.file.received_at)))
    if len(found.faults):
        columns = [found.faults[name].to_list() for name in ("line", "code", "vin", "given")]
        with connection.cursor() as cursor:
            cursor.execute(NAME, [piece.file_id, *columns])
    piece.sound = zlib.compress(found.sound.write_csv(include_header=False, separator="\t").encode(), 1)
    piece.sound_rows, piece.checked_at = len(found.sound), at
    piece.save(update_fields=["sound", "sound_rows", "checked_at"])


def checked(piece: ProductionPiece, known: Known) -> Checked:
    """A piece's rows, sound and bad."""
    kept = piece.file
    text = zlib.decompress(piece.content).decode()
    places = places_of(kept.heads, COLUMNS)
    wanted = [places[column.name] for column in COLUMNS]
    lines, cells = columns_of(Piece(piece.line, piece.rows, text), kept.delimiter, wanted, name=kept.name, after=kept.head_line)
    return check(lines, [pl.Series(one) for one in cells], known)


def settle(kept: ProductionFile, *, by: Actor, at: datetime) -> ProductionFile:
    """Record a file's cars or hand it back; what another worker may have left unchecked is checked first."""
    for key in list(kept.pieces.filter(checked_at=None).values_list("pk", flat=True)):
        check_piece(ProductionPiece.objects.select_related("file").get(pk=key), at=at)
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
    _stage(kept)
    done = _record(kept, at=at)
    kept.state = FILE.take("record" if done else "return", kept, by=by).target
    with connection.cursor() as cursor:
        cursor.execute(BAD_LINES, [kept.pk])
        (kept.bad,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM vehicles_staged")
        (left,) = cursor.fetchone()
        cursor.execute("DROP TABLE vehicles_staged")
    kept.recorded, kept.settled_at = left if done else 0, at
    # A row of separators alone was counted when the file came in; now it is known that it holds nothing.
    kept.total = left + kept.bad
    kept.save(update_fields=["state", "total", "bad", "recorded", "settled_at"])
    if done:
        kept.pieces.update(sound=b"")
    return kept


def _stage(kept: ProductionFile) -> None:
    """Copy the sound cars into a table of the transaction's own, piece by piece: COPY fills no table under row security."""
    for position in range(1, kept.pieces.count() + 1):
        sound = kept.pieces.values_list("sound", flat=True).get(position=position)
        with connection.cursor() as cursor, cursor.copy("COPY vehicles_staged FROM STDIN") as copy:
            copy.write(zlib.decompress(sound))


def _record(kept: ProductionFile, *, at: datetime) -> bool:
    """Whether the staged cars went onto the register. A clean file is tried at once: the register's own key finds a car twice."""
    if kept.faults.exists() and not kept.good_only:
        _name_known(kept)
        return False
    while True:
        with connection.cursor() as cursor:
            try:
                with transaction.atomic():
                    cursor.execute(RECORD, [kept.maker_id, at])
            except IntegrityError as error:
                if not isinstance(error.__cause__, UniqueViolation):
                    raise
            else:
                return True
        _name_known(kept)
        if not kept.good_only:
            return False


def _name_known(kept: ProductionFile) -> None:
    """Name the cars that stand twice in the file or on any register, and leave them out of what is staged."""
    with connection.cursor() as cursor:
        for statement in (REPEATED, ON_RECORD, LEAVE_OUT):
            cursor.execute(statement, [kept.pk])
