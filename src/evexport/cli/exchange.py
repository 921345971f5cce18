"""`evexport exchange`: a day's file of a customs office in, its answer file out."""

import os
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from evexport.cli.given import existing
from evexport.cli.house import house
from evexport.cli.output import as_json, console, in_language, language, print_json
from evexport.kernel.text import Text

SAID = Text(
    "{sender}第{run}批：放行{released}，不予放行{refused}，待查{held}，无需{not_required}，未决定{problems}；差异{differences}。",
    "{sender} run {run}: {released} released, {refused} refused, {held} held, {not_required} not required, "
    "{problems} not decided; {differences} differences.",
)
PARTS = Text("答复", "Answering")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Where the answer file is written.")
@as_json
@in_language
@click.pass_context
def exchange(ctx: click.Context, file: Path, *, out: Path, as_json: bool, lang: str | None) -> None:
    """Answer FILE, a run of the offline exchange: exit 0 where all passes and agrees, 1 where not, 2 for a bad file."""
    content = existing(file).read_bytes()
    house().open()
    run, counts, answer = _answered(content, quiet=as_json)
    part = out.with_name(out.name + ".part")
    part.write_bytes(answer)
    os.replace(part, out)  # noqa: PTH105 - whole or not at all
    told = {"sender": run.sender, "run": run.run, **counts}
    if as_json:
        print_json({**told, "out": str(out)})
    else:
        console().print(SAID.fill(**told).pick(language(lang)), markup=False)
    ctx.exit(1 if any(counts[name] for name in ("refused", "held", "problems", "differences")) else 0)


def _answered(content: bytes, *, quiet: bool) -> tuple[Any, dict[str, int], bytes]:
    """The run taken in, every part that is missing decided here and now, and its answer file."""
    from evexport.accounts.actors import in_role
    from evexport.accounts.roles import Role
    from evexport.customs.actions import answer_part, take_run
    from evexport.customs.exchange_runs import answer_file, counts_of, missing
    from evexport.store import acting_as, reading_as

    by = in_role(Role.CUSTOMS_SYSTEM, name="evexport exchange", client="evexport-cli")
    run = take_run(content, background=False, by=by, at=house().now())
    with reading_as(by):
        left = missing(run)
    bar = Bar(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console(stderr=True), transient=True)
    with nullcontext() if quiet else bar:
        task = bar.add_task(PARTS.pick(language(None)), total=run.closing, completed=run.closing - len(left))
        for number in left:
            with acting_as(by):
                answer_part(run, number, by=by, at=house().now())
            bar.advance(task)
    with reading_as(by):
        return run, counts_of(run), answer_file(run)
