"""`evexport gate`: a file of declarations, one a line; one decision a line comes back."""

import json
from pathlib import Path

import click

from evexport.cli.given import existing
from evexport.cli.house import house
from evexport.kernel.problems import BadInput, Problem
from evexport.kernel.text import Text

LIMIT_BYTES = 64 * 1024 * 1024


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "_as_json", is_flag=True, help="The output is JSON in any case.")
@click.pass_context
def gate(ctx: click.Context, file: Path, *, _as_json: bool) -> None:
    """Decide the declarations of FILE (NDJSON): exit 0 where all pass, 1 where one does not, 2 where one is unreadable."""
    lines = read(file)
    house().open()
    from django.conf import settings

    from evexport.accounts.actors import in_role
    from evexport.accounts.roles import Role
    from evexport.customs import gate as customs

    client, code = in_role(Role.CUSTOMS_SYSTEM, name="evexport gate", client="evexport-cli"), 0
    for begin in range(0, len(lines), settings.GATE_BATCH):
        some = lines[begin : begin + settings.GATE_BATCH]
        replies = customs.decide_lines([line for _, line in some], client=client, at=house().now())
        for (number, _), reply in zip(some, replies, strict=True):
            if isinstance(reply, Problem):
                click.echo(json.dumps({"line": number, "problem": reply.as_dict()}, ensure_ascii=False))
                code = max(code, 2 if isinstance(reply, BadInput) else 1)
            else:
                click.echo(json.dumps(reply.as_dict(), ensure_ascii=False))
                code = max(code, 0 if reply.decision in ("released", "not_required") else 1)
    ctx.exit(code)


def read(file: Path) -> list[tuple[int, bytes]]:
    """The file's lines that hold something, numbered."""
    if existing(file).stat().st_size > LIMIT_BYTES:
        raise unusable(Text("文件超过64 MiB。", f"{file} is larger than 64 MiB."))
    lines = [(number, line) for number, line in enumerate(file.read_bytes().splitlines(), 1) if line.strip()]
    if not lines:
        raise unusable(Text("文件为空。", f"{file} is empty."))
    return lines


def unusable(message: Text) -> BadInput:
    remedy = Text("请提供每行一份报关单的 NDJSON 文件。", "Give an NDJSON file with one declaration a line.")
    return BadInput(message, remedy=remedy, code="BAD_FILE", field="FILE")
