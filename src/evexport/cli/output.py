"""How commands speak: in one language for people, in JSON for programs; colour only on a screen."""

import json
import locale
import os
import sys
from datetime import date, datetime
from typing import Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text
from rich.theme import Theme

from evexport.kernel.problems import Problem
from evexport.kernel.text import Language

THEME = Theme({"good": "green", "bad": "bold red", "open": "yellow", "cite": "cyan", "mend": "italic"})


class Day(click.ParamType[date]):
    """A day written YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            self.fail(f"“{value}” is not a date: write YYYY-MM-DD 日期应为 年-月-日", param, ctx)


as_day = Day()
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
in_language = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=None,
    help="Language; by default that of the surroundings.",
)


def language(asked: str | None) -> Language:
    """What was asked for, else Chinese in a Chinese surrounding, else English."""
    if asked in ("zh", "en"):
        return "zh" if asked == "zh" else "en"
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith("zh") else "en"


def console(*, stderr: bool = False) -> Console:
    """Plain and unwrapped where the output goes into a file or a pipe."""
    on_screen = (sys.stderr if stderr else sys.stdout).isatty()
    return Console(theme=THEME, stderr=stderr, highlight=False, soft_wrap=not on_screen, width=None if on_screen else 200)


def indented(speak: Console, markup: str, *, by: int) -> None:
    """A line set in from the left; on a screen what does not fit hangs below at the same place."""
    if speak.is_terminal:
        speak.print(Padding(Text.from_markup(markup), (0, 0, 0, by)))
    else:
        speak.print(" " * by + markup)


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def complain(problem: Problem, *, lang: str | None = None, as_json: bool = False) -> None:
    """A problem: for programs as JSON on the output; for people on the error stream, in both languages."""
    problems = getattr(problem, "problems", None) or [problem]
    total = getattr(problem, "total", len(problems))
    if as_json:
        print_json({"problems": [one.as_dict() for one in problems], "total": total})
        return
    speak = console(stderr=True)
    first = language(lang)
    second: Language = "en" if first == "zh" else "zh"
    for one in problems:
        where = getattr(one, "place", None) or one.field or ""
        speak.print(f"[bad]{one.code}[/] {where}", markup=True)
        for tongue in (first, second):
            speak.print(f"  {one.message.pick(tongue)} {one.remedy.pick(tongue)}", markup=False)
        if one.citation:
            speak.print(f"  [cite]{one.citation}[/]")
    if total > len(problems):
        speak.print(f"… {total - len(problems)} more" if first == "en" else f"……另有{total - len(problems)}处")
