"""`evexport demo`: a whole year, told as it happens, and served afterwards."""

import json
import os
import time
from pathlib import Path

import click
from rich.table import Table

from evexport.cli.house import DEMONSTRATION, house
from evexport.cli.output import console
from evexport.cli.serving import serve_at


@click.command()
@click.option("--serve", is_flag=True, help="Serve it afterwards.")
@click.option("--again", is_flag=True, help="Forget the demonstration that stands and tell it anew.")
@click.option("--port", default=8000, show_default=True)
def demo(*, serve: bool, again: bool, port: int) -> None:
    """Run the demonstration year, unless it stands already. 演示年度."""
    home = house()
    path = home.root / DEMONSTRATION
    if home.running():
        if not again and path.exists():
            where = json.loads(path.read_text("utf-8"))["base_url"]
            click.echo(f"The demonstration is being served already{': ' + where if where else ''}   (`make stop` ends it)")
            return
        home.stop()
    if again:
        home.forget()
    if not path.exists():
        tell(path)
    else:
        click.echo("The demonstration year stands already (`make demo-again` tells it anew).")
        home.open()
    if serve:
        hand_over(path, port)


def tell(path: Path) -> None:
    """Run the year on an empty installation. What an interrupted run left behind is removed first."""
    home = house()
    if not os.environ.get("DATABASE_URL"):
        home.forget()
    home.open()
    from evexport.demo import record, story, year

    began, speak = time.monotonic(), console()
    told = story.Story(speak)
    cast, samples = year.Year(told).run()
    record.write(path, record.contents(cast, samples, published=2027), base_url="")
    summary = Table(title=None, show_header=False, box=None)
    for kind, zh in (("decision:", "决定 · decisions"), ("reason:", "理由 · reasons"), ("licence:", "许可证 · licences")):
        found = {name.removeprefix(kind): count for name, count in sorted(told.count.items()) if name.startswith(kind)}
        summary.add_row(zh, ", ".join(f"{name} {count}" for name, count in found.items()))
    speak.print()
    speak.print(summary)
    speak.print(f"[bold]{year.TODAY.isoformat()}[/] · {time.monotonic() - began:.0f} s")
    os.environ.setdefault("EVEXPORT_TODAY", year.TODAY.isoformat())
    os.environ.setdefault("EVEXPORT_PLAIN_HTTP", "1")


def hand_over(path: Path, port: int) -> None:
    """Name the accounts, write the address into the record, serve."""
    told = json.loads(path.read_text("utf-8"))
    table = Table("用户 user", "角色 role", "姓名 name", "密码 password", box=None, header_style="bold")
    for one in told["accounts"]:
        table.add_row(one["user"], one["role"], one["organisation"], one["password"])
    speak = console()
    speak.print(table)
    speak.print(f"密钥与样例 · keys and samples: {os.path.relpath(path)}")

    def note(address: str) -> None:
        path.write_text(json.dumps({**told, "base_url": address}, ensure_ascii=False, indent=2) + "\n", "utf-8")

    serve_at("127.0.0.1", port, 2, note=note)
