"""How commands speak: in one language for people, in JSON for programs; colour only where a person looks on."""

import json
import locale
import os
import sys
from typing import Any

import click
from rich.console import Console
from rich.theme import Theme

from evexport.kernel.problems import Problem
from evexport.kernel.text import Language

THEME = Theme({"good": "green", "bad": "bold red", "open": "yellow", "cite": "cyan", "mend": "italic"})

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
in_language = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default=None, help="Language; by default that of the surroundings."
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


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def complain(problem: Problem) -> None:
    """A problem on the error stream: where, what, and how to mend it, in the surroundings' language first."""
    speak = console(stderr=True)
    first = language(None)
    second: Language = "en" if first == "zh" else "zh"
    for one in getattr(problem, "problems", None) or [problem]:
        where = getattr(one, "place", None) or one.field or ""
        speak.print(f"[bad]{one.code}[/] {where}", markup=True)
        for tongue in (first, second):
            speak.print(f"  {one.message.pick(tongue)} {one.remedy.pick(tongue)}", markup=False)
        if one.citation:
            speak.print(f"  [cite]{one.citation}[/]")
