"""`evexport law simulate`: what a draft of the law would do to a year's filings and licences."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.markup import escape

from evexport.cli.house import house
from evexport.cli.output import as_day, as_json, console, in_language, language, print_json
from evexport.kernel.text import Language, Text

if TYPE_CHECKING:
    from evexport.oversight.simulation import Effect, Simulation

HEADS = {
    "out": Text("将不再符合", "would fall out"),
    "in": Text("将符合", "would come in"),
    "other": Text("结论不变但判定有变", "findings change, the conclusion does not"),
}


@click.command()
@click.argument("draft", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--year", type=int, default=None, help="Year of the list; that of --on unless given.")
@click.option("--on", type=as_day, default=None, help="Day; today unless given.")
@as_json
@in_language
@click.pass_context
def simulate(ctx: click.Context, *, draft: Path, year: int | None, on: date | None, as_json: bool, lang: str | None) -> None:
    """Try the draft rule-set DRAFT on a year's filings: exit 1 where a maker would fall out. 模拟规则草案。"""
    house().open()
    from evexport.accounts.actors import in_role
    from evexport.accounts.roles import Role
    from evexport.oversight.simulation import simulate as run

    day = on or house().now().date()
    found = run(draft, year=year or day.year, on=day, by=in_role(Role.OVERSIGHT_ANALYST, name="evexport law simulate"))
    if as_json:
        print_json(found.as_dict())
    else:
        _tell(found, language(lang))
    ctx.exit(1 if found.out else 0)


def _tell(found: "Simulation", tongue: Language) -> None:
    speak = console()
    filings = Text("件申报", "filings").pick(tongue)
    speak.print(f"{found.year} · {found.on} · {found.filings} {filings} · {found.law[:19]}… → {found.draft[:19]}…")
    other = [one for one in found.effects if not (one.falls_out or one.comes_in)]
    for head, effects in (("out", found.out), ("in", found.into), ("other", other)):
        speak.print(f"[bold]{HEADS[head].pick(tongue)}: {len(effects)}[/]")
        for effect in effects:
            _tell_one(effect, tongue)


def _tell_one(effect: "Effect", tongue: Language) -> None:
    speak = console()
    speak.print(f"  {escape(effect.name)} {effect.uscc}")
    for finding in (*effect.worse, *effect.better):
        said = escape(finding.sentence.pick(tongue))
        speak.print(f"    {finding.id} {finding.outcome.label.pick(tongue)}: {said} [cite]{finding.citation}[/]")
    for one in effect.licences:
        told = Text("已核销{used}辆、剩余{left}辆", "{used} written off, {left} left").fill(used=one.used, left=one.left)
        speak.print(f"    {one.number}: {told.pick(tongue)}")
