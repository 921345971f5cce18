"""`evexport statistics`: the figures brought up to date, or counted anew from their sources."""

import time

import click

from evexport.cli.house import house
from evexport.cli.output import as_json, console, in_language, language, print_json
from evexport.kernel.text import Text

DONE = Text("已重新统计{count}项，用时{seconds}秒。", "Counted {count} parts anew in {seconds} s.")
UP_TO_DATE = Text("已更新{count}项。", "Brought {count} parts up to date.")


@click.group()
def statistics() -> None:
    """Figures for oversight and the public. 统计数据。"""


@statistics.command()
@as_json
@in_language
def rebuild(*, as_json: bool, lang: str | None) -> None:
    """Count everything anew from its sources; safe to repeat at any time. 全部重新统计。"""
    house().open()
    from evexport.oversight.statistics import counting

    speak, began = console(), time.monotonic()
    count = counting.rebuild(at=house().now(), told=(lambda _: None) if as_json else lambda name: speak.print(f"  {name}"))
    seconds = round(time.monotonic() - began, 1)
    if as_json:
        print_json({"counted": count, "seconds": seconds})
    else:
        click.echo(DONE.fill(count=count, seconds=seconds).pick(language(lang)))


@statistics.command()
@as_json
@in_language
def count(*, as_json: bool, lang: str | None) -> None:
    """Count what the ledger's next entries touched, as the background worker does every five minutes. 更新统计。"""
    house().open()
    from evexport.oversight.statistics import counting

    done = counting.bring_up_to_date(at=house().now())
    if as_json:
        print_json({"counted": done})
    else:
        click.echo(UP_TO_DATE.fill(count=done).pick(language(lang)))
