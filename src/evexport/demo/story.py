"""The demonstration's story on the terminal: what happens, to whom, and by which article, in both languages' names."""

from collections import Counter
from datetime import date
from typing import Any

from rich.console import Console

from evexport.demo.world import DemoMaker
from evexport.kernel.text import Text
from evexport.qualification.models import Listing

LINES = {
    "withdrawn": Text("撤回申报", "withdraws its filing"),
    "asked": Text("答复补正要求（期间停止计时）", "answers a request for further information; the clock stood still"),
    "rejected": Text("不予列入名单", "is not listed"),
    "reconsidered": Text("复议维持不予列入", "asks for reconsideration; another officer upholds the refusal"),
    "objection_dismissed": Text("公示异议不成立", "is objected to; the objection is dismissed"),
    "objection_upheld": Text("公示异议成立，更正后二次审核", "is objected to; it corrects and is reviewed a second time"),
}
SHOWN = 3
"""How many of the many alike are told one by one."""


class Story:
    """Tells and counts. `quiet` counts only."""

    def __init__(self, console: Console, *, quiet: bool = False) -> None:
        self.console = console
        self.quiet = quiet
        self.count: Counter[str] = Counter()

    def chapter(self, zh: str, en: str) -> None:
        self._print(f"\n[bold]{zh} · {en}[/]")

    def line(self, text: str) -> None:
        self._print(f"  {text}")

    def day(self, day: date, text: str) -> None:
        self._print(f"  [dim]{day.isoformat()}[/] {text}")

    def say(self, event: str, who: Text, citation: str = "") -> None:
        self.count[event] += 1
        cite = f" [cyan]{citation}[/]" if citation else ""
        self._print(f"  {who.zh} {LINES[event].zh} · {who.en} {LINES[event].en}{cite}")

    def filed(self, maker: DemoMaker, version: Any, *, again: bool = False) -> None:
        self.count["filed_again" if again else "filed"] += 1
        if again:
            self._print(f"  {maker.name.zh} 整改后重新提交：{version.outcome} · hands in again: {version.outcome}")

    def returned(self, maker: DemoMaker, version: Any) -> None:
        self.count["returned"] += 1
        self._print(f"  [yellow]{maker.name.zh} 被退回 · {maker.name.en} is returned[/]")
        for finding in version.assessment["findings"]:
            if finding["outcome"] == "not_met":
                self._print(f"    {finding['id']} {finding['sentence']['zh']} [cyan]{finding['citation']}[/]")
                self._print(f"      → {finding['remedy']['zh']}")

    def list_published(self, listing: Listing) -> None:
        diff = listing.diff
        told = ", ".join(f"{name} {len(diff.get(name, []))}" for name in ("added", "removed", "changed"))
        self._print(
            f"  [green]{listing.year}年度名单公布 · the list of {listing.year} is published[/] ({told}) {listing.digest[:23]}…"
        )

    def decided(self, answer: Any, *, told: bool) -> None:
        self.count[f"decision:{answer.decision}"] += 1
        for reason in answer.reasons:
            self.count[f"reason:{reason['code']}"] += 1
        if told and answer.reasons:
            first = answer.reasons[0]
            self._print(f"  [yellow]{answer.decision}[/] {first['code']}: {first['message']['zh']} [cyan]{first['citation']}[/]")

    def _print(self, text: str) -> None:
        if not self.quiet:
            self.console.print(text, highlight=False)
