"""`evexport law`: the rules of a day, what changes between two days, whether a rule-set holds."""

from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from evexport.cli.output import as_day, as_json, console, in_language, language, print_json
from evexport.cli.simulation import simulate
from evexport.kernel.clock import Clock
from evexport.kernel.text import Language
from evexport.regulation.catalogue import check as check_rules
from evexport.regulation.law import Change, Law, Value

DRAFT = "Folder of a draft rule-set, laid over the shipped one."


@click.group()
def law() -> None:
    """The rules as dated, cited data. 规则数据。"""


@law.command()
@click.argument("prefix", default="")
@click.option("--on", type=as_day, default=None, help="Day; today unless given.")
@click.option("--dir", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=None, help=DRAFT)
@as_json
@in_language
@click.pass_context
def show(
    ctx: click.Context,
    *,
    prefix: str,
    on: date | None,
    folder: Path | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Show the values in force, all or those whose path begins with PREFIX. 列出有效取值。"""
    rules = Law.on(on or Clock().today(), overlay=folder)
    values = [value for _, value in sorted(rules.items(), key=_by_area) if value.path.startswith(prefix)]
    if not values:
        raise click.BadParameter(f"no value in force begins with “{prefix}” 没有此路径的有效取值", param_hint="PREFIX")
    if as_json:
        print_json(
            {
                "on": str(rules.day),
                "digest": rules.digest,
                "values": [_value(value, rules) for value in values],
            }
        )
    else:
        _show(values, rules, language(lang), console())
    ctx.exit(0)


@law.command()
@click.argument("before", metavar="D1", type=as_day)
@click.argument("after", metavar="D2", type=as_day)
@click.option("--dir", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=None, help=DRAFT)
@as_json
@in_language
def diff(*, before: date, after: date, folder: Path | None, as_json: bool, lang: str | None) -> None:
    """Show what changes from day D1 to day D2; with --dir, D2 is under the draft. 比较两日的规则。"""
    first, second = Law.on(before), Law.on(after, overlay=folder)
    changes = first.diff(second)
    if as_json:
        print_json(
            {
                "from": {"on": str(before), "digest": first.digest},
                "to": {"on": str(after), "digest": second.digest},
                "changes": [_change(change) for change in changes],
            }
        )
    else:
        _diff(changes, first, language(lang), console())


@law.command()
@click.option("--dir", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=None, help=DRAFT)
@as_json
@in_language
def check(*, folder: Path | None, as_json: bool, lang: str | None) -> None:
    """Check that every value is dated, cited and in both languages. 检查规则数据。"""
    counts = check_rules(folder)
    if as_json:
        print_json({"ok": True, **counts})
        return
    tongue = language(lang)
    words = "、".join if tongue == "zh" else ", ".join
    console().print("[good]✓[/] " + words(f"{name} {count}" for name, count in counts.items()))


def _by_area(item: tuple[str, Value]) -> tuple[str, str]:
    area, _, name = item[0].rpartition(".")
    return area, name


def _value(value: Value, rules: Law) -> dict[str, object]:
    parameter = rules.parameter(value.path)
    return {
        **value.as_dict(),
        "description": parameter.description.as_dict(),
        "reason": reason.as_dict() if (reason := rules.reason(value.path)) else None,
        "alternatives": [
            {"name": one.name, "value": one.value, "cite": one.cite, "reason": one.reason.as_dict()}
            for one in parameter.alternatives
        ],
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "path": change.path,
        "before": change.before.as_dict() if change.before else None,
        "after": change.after.as_dict() if change.after else None,
    }


def _plain(value: Value | None) -> str:
    if value is None:
        return "—"
    if isinstance(value.value, bool):
        said = "yes" if value.value else "no"
    else:
        said = (", ".join(value.value) if isinstance(value.value, tuple) else str(value.value)) + f" {value.unit}"
    return said + (" †" if value.working else "")


def _show(values: list[Value], rules: Law, tongue: Language, speak: Console) -> None:
    speak.print(f"[bold]{rules.day}[/]  [dim]{rules.digest}[/]")
    area = ""
    for value in values:
        here = value.path.rpartition(".")[0]
        if here != area:
            area = here
            speak.print(f"\n[bold]{area}[/]")
        parameter = rules.parameter(value.path)
        speak.print(f"  {value.path.rpartition('.')[2]}: [good]{escape(_plain(value))}[/]  [cite]{value.cite}[/]")
        speak.print(f"      {escape(parameter.description.pick(tongue))}")
        if reason := rules.reason(value.path):
            speak.print(f"      [mend]† {escape(reason.pick(tongue))}[/]")
        for one in parameter.alternatives:
            off = "未启用" if tongue == "zh" else "off"
            words = f"{one.name} = {one.value}  {one.cite}: {one.reason.pick(tongue)}"
            speak.print(f"      [dim]{off}: {escape(words)}[/]")


def _diff(changes: list[Change], rules: Law, tongue: Language, speak: Console) -> None:
    if not changes:
        speak.print("没有变化。" if tongue == "zh" else "Nothing changes.")
    for change in changes:
        speak.print(f"[bold]{change.path}[/]  {escape(rules.parameter(change.path).description.pick(tongue))}")
        speak.print(f"  [bad]- {escape(_plain(change.before))}[/]  {change.before.cite if change.before else ''}")
        speak.print(f"  [good]+ {escape(_plain(change.after))}[/]  {change.after.cite if change.after else ''}")


law.add_command(simulate)
