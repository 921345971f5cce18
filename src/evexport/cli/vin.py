"""`evexport vin check`: a list of VINs checked before a truck leaves, without a database."""

from pathlib import Path

import click
from rich.table import Table

from evexport.cli.output import as_json, console, in_language, language, print_json
from evexport.codes.vin_files import check_file
from evexport.kernel.text import Text

MEANING = {
    "VIN_MALFORMED": Text("应为17位，不含I、O、Q", "17 characters, digits and capitals without I, O, Q"),
    "VIN_CHECK_DIGIT": Text("第9位校验位不符", "the check digit (position 9) does not fit"),
    "VIN_NO_CHECK_POSITION": Text("第9位既非数字也非X", "position 9 is neither a digit nor X"),
    "VIN_REPEATED": Text("在文件中重复", "stands more than once in the file"),
}


@click.group()
def vin() -> None:
    """Vehicle identification numbers. 车辆识别代号。"""


@vin.command()
@click.argument("file", type=click.Path(path_type=Path))
@as_json
@in_language
@click.pass_context
def check(ctx: click.Context, file: Path, as_json: bool, lang: str | None) -> None:  # noqa: FBT001 - click passes flags so
    """Check every VIN in FILE (.txt, .csv or .xlsx)."""
    report = check_file(file)
    if as_json:
        rows = [{"line": row.line, "vin": row.vin, "codes": list(row.codes)} for row in report.rows]
        print_json({"total": report.total, "valid": report.valid, "rows": rows})
    else:
        tongue = language(lang)
        table = Table(
            "行" if tongue == "zh" else "line", "VIN", "原因" if tongue == "zh" else "why", box=None, header_style="bold"
        )
        for row in report.rows:
            table.add_row(str(row.line), row.vin, "; ".join(f"{code} {MEANING[code].pick(tongue)}" for code in row.codes))
        speak = console()
        if report.rows:
            speak.print(table)
        speak.print(f"{report.valid} / {report.total} " + ("有效" if tongue == "zh" else "valid"))
    ctx.exit(0 if report.valid == report.total else 1)
