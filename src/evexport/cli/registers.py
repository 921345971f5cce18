"""`evexport registers import`: a register's newest edition, looked at first or taken in whole."""

from pathlib import Path

import click

from evexport.cli.given import existing
from evexport.cli.house import house
from evexport.cli.output import as_json, console, print_json

SHOWN = 20


@click.group()
def registers() -> None:
    """Public registers and code tables. 登记数据。"""


@registers.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be added, changed and withdrawn; change nothing.")
@click.option("--partial", is_flag=True, help="The file is no whole edition: rows missing from it stay.")
@as_json
def import_(kind: str, file: Path, *, dry_run: bool, partial: bool, as_json: bool) -> None:
    """Take in FILE (.csv or .xlsx) as the register KIND: all of it or nothing, every bad row named."""
    existing(file)
    house().open()
    from evexport.accounts.actors import SYSTEM
    from evexport.registers.actions import import_rows

    diff = import_rows(kind, file, by=SYSTEM, at=house().now(), dry_run=dry_run, partial=partial)
    if as_json:
        print_json({**diff.as_dict(), "dry_run": dry_run})
        return
    speak = console()
    for sign, changes in (("[good]+[/]", diff.added), ("[open]~[/]", diff.changed), ("[bad]-[/]", diff.withdrawn)):
        for change in changes[:SHOWN]:
            speak.print(f"{sign} {' '.join(str(value) for value in change.key.values())}")
        if len(changes) > SHOWN:
            speak.print(f"  … {len(changes) - SHOWN}")
    told = f"+{len(diff.added)} ~{len(diff.changed)} -{len(diff.withdrawn)} ={diff.unchanged}"
    speak.print(told + (" (试运行，未作更改 · dry run, nothing changed)" if dry_run else ""))
