"""`evexport law simulate`: what a draft of the law would do to a year's filings and licences."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.markup import escape
from rich.table import Table

from evexport.cli.house import house
from evexport.cli.output import as_day, as_json, console, in_language, language, print_json
from evexport.kernel.clock import china_day
from evexport.kernel.text import Language, Text
from evexport.regulation.law import Law

if TYPE_CHECKING:
    from evexport.oversight.comparison import Change
    from evexport.oversight.simulation import Effect, Simulation

OUT = Text("将不再符合", "would fall out")
INTO = Text("将符合", "would come in")
OTHERWISE = Text("其他变化", "otherwise changed")
NOT_ASKED = Text("不适用", "not asked")
CRITERIA = (Text("标准", "criterion"), Text("现行", "law"), Text("草案", "draft"), Text("判定", "finding"), Text("依据", "cited"))
LICENCES = (Text("许可证", "licence"), Text("已用（辆）", "vehicles used"), Text("剩余（辆）", "vehicles left"))
SUM = Text("合计", "sum")


@click.command()
@click.argument("draft", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--year", type=int, default=None, help="Year of the list; that of --on unless given.")
@click.option("--on", type=as_day, default=None, help="Day; today unless given.")
@as_json
@in_language
@click.pass_context
def simulate(ctx: click.Context, *, draft: Path, year: int | None, on: date | None, as_json: bool, lang: str | None) -> None:
    """Try the draft rule-set DRAFT on a year's filings: exit 1 where a maker would fall out. 模拟规则草案。"""
    day = on or china_day(house().now())
    # A draft that does not load is told at once, before the database is started.
    Law.on(day, overlay=draft)
    house().open()
    from evexport.accounts.actors import in_role
    from evexport.accounts.roles import Role
    from evexport.oversight.simulation import simulate as run

    found = run(draft, year=year or day.year, on=day, by=in_role(Role.OVERSIGHT_ANALYST, name="evexport law simulate"))
    if as_json:
        print_json(found.as_dict())
    else:
        _tell(found, language(lang))
    ctx.exit(1 if found.out else 0)


def _tell(found: "Simulation", tongue: Language) -> None:
    speak = console()
    filings = Text("{count}件申报", "filings: {count}").fill(count=found.filings).pick(tongue)
    speak.print(f"{found.year} · {found.on} · {filings} · [dim]{found.law[:19]}… → {found.draft[:19]}…[/]")
    for head, effects in ((OUT, found.out), (INTO, found.into), (OTHERWISE, found.otherwise)):
        speak.print(f"\n[bold]{head.pick(tongue)}: {len(effects)}[/]")
        for effect in effects:
            _tell_one(effect, tongue)


def _tell_one(effect: "Effect", tongue: Language) -> None:
    was, is_ = effect.compared.before, effect.compared.after
    answers = [f"{one.outcome.label.pick(tongue)} ({one.category or '—'})" for one in (was, is_)]
    speak = console()
    speak.print(f"[bold]{escape(effect.name)}[/] {effect.uscc}  {' → '.join(answers)}")
    if effect.compared.changes:
        table = Table(*(head.pick(tongue) for head in CRITERIA))
        for change in effect.compared.changes:
            table.add_row(*_row(change, tongue))
        speak.print(table)
    if effect.licences:
        table = Table(*(head.pick(tongue) for head in LICENCES))
        for one in effect.licences:
            table.add_row(one.number, str(one.used), str(one.left))
        table.add_row(SUM.pick(tongue), str(effect.used), str(effect.left), style="bold")
        speak.print(table)


def _row(change: "Change", tongue: Language) -> tuple[str, ...]:
    outcomes = [one.outcome.label if one else NOT_ASKED for one in (change.before, change.after)]
    colour = "bad" if change.worse else "good"
    said = change.said
    return (
        said.id,
        outcomes[0].pick(tongue),
        f"[{colour}]{outcomes[1].pick(tongue)}[/]",
        escape(said.sentence.pick(tongue)),
        f"[cite]{said.citation}[/]",
    )
