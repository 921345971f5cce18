"""`evexport ledger`: was anything altered, removed or inserted? And a signed word of how far the ledger reaches."""

from pathlib import Path

import click

from evexport.cli.house import house
from evexport.cli.output import as_json, console, in_language, language, print_json
from evexport.kernel.text import Text

SUMMARY = Text(
    "{blocks}个区块、{entries}条记录核验完毕；{unsealed}条尚未封存，不在核验之内。",
    "{blocks} blocks with {entries} entries inspected; {unsealed} not sealed yet and outside what this can vouch for.",
)


@click.group()
def ledger() -> None:
    """The ledger of every deed. 账本。"""


@ledger.command()
@click.option(
    "--checkpoint", type=click.Path(exists=True, path_type=Path), default=None, help="A published checkpoint to hold it against."
)
@as_json
@in_language
@click.pass_context
def verify(ctx: click.Context, checkpoint: Path | None, *, as_json: bool, lang: str | None) -> None:
    """Recompute every block and check its signature: exit 0 where all holds, 1 where a fault is found."""
    house().open()
    from evexport.host.home import Home
    from evexport.host.keys import verifiers
    from evexport.ledger.checkpoints import read
    from evexport.ledger.inspection import verify as inspect
    from evexport.ledger.tasks import PURPOSE
    from evexport.store import reading_as
    from evexport.store.scopes import SYSTEM

    against = read(checkpoint.read_text("utf-8")) if checkpoint else None
    with reading_as(SYSTEM):
        report = inspect(verifiers(Home(house().root), PURPOSE), checkpoint=against)
    if as_json:
        print_json(report.as_dict())
    else:
        speak, tongue = console(), language(lang)
        for fault in report.faults:
            speak.print(f"[bad]✗[/] {fault.sentence.pick(tongue)}")
        speak.print(SUMMARY.fill(blocks=report.blocks, entries=report.entries, unsealed=report.unsealed).pick(tongue))
    ctx.exit(1 if report.faults else 0)


@ledger.command()
def checkpoint() -> None:
    """Print a signed checkpoint of the last sealed block; keep it where the database's master cannot reach it."""
    house().open()
    from evexport.host.home import Home
    from evexport.host.keys import signer
    from evexport.ledger.checkpoints import issue
    from evexport.ledger.tasks import PURPOSE
    from evexport.store import reading_as
    from evexport.store.scopes import SYSTEM

    with reading_as(SYSTEM):
        issued = issue(signer(Home(house().root), PURPOSE), at=house().now())
    click.echo(issued.text(), nl=False)
