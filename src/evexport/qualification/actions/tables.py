"""Filling in a filing's tables: one row by form, or many by a file that is looked through before it is taken.

As all drafting, this leaves no ledger entry: what is handed in does.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.enterprises.models import Sheet
from evexport.enterprises.sheets import keep, named_by, rows_of, sheet_by_id
from evexport.kernel.problems import BadInput, NotFound
from evexport.kernel.rows import BadRows, RowProblem
from evexport.kernel.tables import Read, Values, read_table
from evexport.kernel.text import Text
from evexport.qualification import tables
from evexport.qualification.actions.case import opened
from evexport.qualification.actions.drafting import must_be_editable, save_draft
from evexport.qualification.columns import TABLES
from evexport.qualification.models import Filing
from evexport.qualification.tables import Compared, Table
from evexport.store import acting_as, reading_as

FILING = "filing."
"""How the purpose of a sheet begins that fills in a filing's table."""


def put_row(filing_id: UUID, table: Table, row: Values, *, place: int | None, revision: int, by: Actor, at: datetime) -> Filing:
    """Add a row to a draft's table, or put it in the place of another. Raises BadRows where it cannot be understood."""
    with reading_as(by):
        document = opened(filing_id, lock=False).document
    rows = tables.rows_in(document, table)
    _sound(table, row, others=[one for number, one in enumerate(rows) if number != place])
    if place is None:
        rows.append(row)
    else:
        _there(rows, place)
        rows[place] = row
    return save_draft(filing_id, tables.with_rows(document, table, rows), revision=revision, by=by, at=at)


def drop_row(filing_id: UUID, table: Table, *, place: int, revision: int, by: Actor, at: datetime) -> Filing:
    """Take a row out of a draft's table."""
    with reading_as(by):
        document = opened(filing_id, lock=False).document
    rows = tables.rows_in(document, table)
    _there(rows, place)
    del rows[place]
    return save_draft(filing_id, tables.with_rows(document, table, rows), revision=revision, by=by, at=at)


def hand_in(filing_id: UUID, table: Table, content: bytes, *, name: str, whole: bool, by: Actor, at: datetime) -> Sheet:
    """Take a file for a draft's table in, to be looked through. Nothing of the draft changes yet."""
    with acting_as(by):
        filing = opened(filing_id, lock=False)
        by.must("filing.draft", filing)
        must_be_editable(filing)
        kept = keep(content, name=name, purpose=FILING + table.name, about=str(filing_id), whole=whole, by=by, at=at)
        understood(kept, table)
        return kept


def take_sheet(sheet_id: UUID, *, good_only: bool, revision: int, by: Actor, at: datetime) -> tuple[Filing, Compared]:
    """Take a file's rows into the draft: all of them, or with `good_only` those that are sound, and then none is removed."""
    with reading_as(by):
        sheet = sheet_by_id(sheet_id)
        table = table_of(sheet)
        filing = opened(UUID(sheet.about), lock=False)
    read = understood(sheet, table)
    if read.bad and not good_only:
        raise BadRows(read.bad)
    made = compared(filing, table, sheet, read)
    saved = save_draft(filing.id, tables.with_rows(filing.document, table, made.rows), revision=revision, by=by, at=at)
    return saved, made


def table_of(sheet: Sheet) -> Table:
    """The table of a filing that a sheet fills in."""
    return named_by(sheet, FILING, TABLES)


def understood(sheet: Sheet, table: Table) -> Read:
    """The rows of a sheet as the table's values, and the bad ones. Raises BadInput where its headings do not do."""
    return read_table(
        sheet.heads,
        rows_of(sheet),
        columns=table.columns,
        check=lambda row: tables.faults(table, row),
        key=table.key_of if table.once else None,
    )


def compared(filing: Filing, table: Table, sheet: Sheet, read: Read) -> Compared:
    """What taking it would change. Where rows are bad, nothing is removed: a row that is being mended is not gone."""
    given = [row for _, row in read.good]
    return tables.compare(table, tables.rows_in(filing.document, table), given, whole=sheet.whole and not read.bad)


def _sound(table: Table, row: Values, *, others: Sequence[Values]) -> None:
    found = [RowProblem(1, field, message, remedy) for field, message, remedy in tables.faults(table, row)]
    if not found and table.once and table.key_of(row) in {table.key_of(one) for one in others}:
        found.append(
            RowProblem(
                1,
                table.key[0],
                Text(f"该{table.one.zh}已在表中。", f"This {table.one.en} is in the table already."),
                Text("请改原来的一行。", "Change the row that is there."),
                "ROW_REPEATED",
            )
        )
    if found:
        first = found[0]
        raise BadInput(first.message, remedy=first.remedy, code=first.code, field=first.field or table.key[0])


def _there(rows: Sequence[Values], place: int) -> None:
    if not 0 <= place < len(rows):
        raise NotFound(
            Text("表中没有这一行。", "The table has no such row."), remedy=Text("请从列表中选择。", "Choose one from the list.")
        )
