"""`evexport work`: how far long work is, and what became of its items."""

import time
from typing import Any
from uuid import UUID

import click
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from evexport.cli.house import house
from evexport.cli.output import as_json, console, in_language, language, print_json
from evexport.kernel.text import Language, Text

SHOWN = 10
NONE = Text("没有批量事项。", "There is no long work.")
FAILED = Text("未成：{count}项", "Failed: {count}")
MORE = Text("……另有{more}项", "… {more} more")
WATCH_SECONDS = 0.5


@click.group()
def work() -> None:
    """Long work: issue of many licences and the like. 批量事项。"""


@work.command("list")
@as_json
@in_language
def list_(*, as_json: bool, lang: str | None) -> None:
    """The latest pieces of work and how far each is."""
    house().open()
    from evexport.store import reading_as
    from evexport.store.scopes import SYSTEM
    from evexport.work.models import Work
    from evexport.work.progress import as_dict

    with reading_as(SYSTEM):
        found = [as_dict(one) for one in Work.objects.order_by("-pk")[:20]]
    if as_json:
        print_json(found)
        return
    speak, tongue = console(), language(lang)
    for one in found:
        speak.print(f"{one['id']}  {one['label'][tongue]}  {one['said'][tongue]}", markup=False)
    if not found:
        speak.print(NONE.pick(tongue))


@work.command()
@click.argument("key", metavar="ID", type=click.UUID)
@click.option("--watch", is_flag=True, help="Stay and show the bar move until it rests or ends.")
@as_json
@in_language
@click.pass_context
def show(ctx: click.Context, key: UUID, *, watch: bool, as_json: bool, lang: str | None) -> None:
    """How far the work ID is, and why what failed did. Exit 1 where an item or the work itself failed."""
    house().open()
    found = told(key)
    if as_json:
        print_json(found)
    else:
        _draw(key, found, watch=watch, tongue=language(lang))
        found = told(key)
        _failures(found, language(lang))
    ctx.exit(1 if found["failed"] or found["state"] == "failed" else 0)


def told(key: UUID) -> dict[str, Any]:
    from evexport.store import reading_as
    from evexport.store.scopes import SYSTEM
    from evexport.work.progress import as_dict
    from evexport.work.queries import items_of, work_by_id

    with reading_as(SYSTEM):
        one = work_by_id(key)
        failures = items_of(key, state="failed", count=SHOWN)
        return {**as_dict(one), "failures": [{"subject": item.subject, "problem": item.problem} for item in failures]}


def _draw(key: UUID, found: dict[str, Any], *, watch: bool, tongue: Language) -> None:
    """One bar; what it says beside it is the same sentence that pages and interface give."""
    columns = (TextColumn("{task.fields[label]}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[said]}"))
    with Bar(*columns, console=console()) as bar:
        task = bar.add_task("", total=found["total"], label="", said="")
        while True:
            settled, label, said = found["done"] + found["failed"], found["label"][tongue], found["said"][tongue]
            bar.update(task, completed=settled, label=label, said=said)
            if not watch or found["state"] not in {"queued", "running"}:
                return
            time.sleep(WATCH_SECONDS)
            found = told(key)


def _failures(found: dict[str, Any], tongue: Language) -> None:
    failures, speak = found["failures"], console()
    if problem := found["problem"]:
        speak.print(f"[bad]✗[/] {problem['message'][tongue]} [mend]{problem['remedy'][tongue]}[/]")
    if failures:
        speak.print(FAILED.fill(count=found["failed"]).pick(tongue))
    for item in failures:
        told = item["problem"]
        speak.print(f"[bad]✗[/] {item['subject']}  {told['message'][tongue]} [mend]{told['remedy'][tongue]}[/]")
    if more := found["failed"] - len(failures):
        speak.print(MORE.fill(more=more).pick(tongue))
