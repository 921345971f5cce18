"""`evexport vin check`: a list of VINs checked before a truck leaves, without a database; a million of them in seconds."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from evexport.cli.output import as_day, as_json, console, in_language, language, print_json
from evexport.kernel.text import Language, Text

VALID = Text("{valid} / {total} 有效", "{valid} / {total} valid")
NO_MAKER = "--registers needs --maker USCC 使用 --registers 时须给出 --maker"


@click.group()
def vin() -> None:
    """Vehicle identification numbers. 车辆识别代号。"""


@vin.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--wmi", "wmis", multiple=True, help="A WMI that cars may bear; repeat it for several.")
@click.option("--registers", type=click.Path(path_type=Path), help="A folder with announcement.csv and wmi.csv.")
@click.option("--maker", metavar="USCC", help="Whose cars they are, by the registers of the folder.")
@click.option("--on", type=as_day, default=None, help="The day to check for; today by default.")
@as_json
@in_language
@click.pass_context
def check(ctx: click.Context, /, file: Path, *, as_json: bool, lang: str | None, **given: Any) -> None:
    """Check every VIN in FILE (.txt, .csv or .xlsx): form, check digit, repetition; with a column of days the model year too.

    Bad rows are told as they are found. Exit 1 where there is one.
    """
    from evexport.regulation.vin_file import VinFile

    report = VinFile(file, known(**given))
    if as_json:
        rows = [{"line": row.line, "vin": row.vin, "codes": [one.code for one in row.problems]} for row in report.rows()]
        print_json({"total": report.total, "valid": report.total - report.bad, "rows": rows})
    else:
        tell(report, language(lang))
    ctx.exit(1 if report.bad else 0)


def known(*, wmis: tuple[str, ...], registers: Path | None, maker: str | None, on: date | None) -> Any:
    """What the VINs are held to; more of it with registers."""
    from evexport.kernel.clock import Clock
    from evexport.regulation.facts.registers import read_registers
    from evexport.regulation.production import Known, Span
    from evexport.regulation.vin_file import known_from

    made = Known(on or Clock().today(), {wmi.upper(): [Span(None, None)] for wmi in wmis} or None)
    if registers is None:
        return made
    if not maker:
        raise click.UsageError(NO_MAKER)
    return known_from(read_registers(registers), maker, made)


def tell(report: Any, tongue: Language) -> None:
    speak = console()
    for row in report.rows():
        said = "; ".join(f"{one.code} {one.message.pick(tongue)}" for one in row.problems)
        speak.print(f"{row.line:>9}  {row.vin:<17}  {said}", markup=False)
    speak.print(VALID.fill(valid=f"{report.total - report.bad:,}", total=f"{report.total:,}").pick(tongue))
