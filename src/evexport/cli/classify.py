"""`evexport classify`: are these goods under the licence regime, and if not, which regime do they fall in?"""

from datetime import date

import click
from rich.console import Console
from rich.markup import escape

from evexport.cli.output import as_day, as_json, console, in_language, indented, language, print_json
from evexport.kernel.clock import Clock
from evexport.kernel.text import Language, Text
from evexport.regulation.classify import REGIMES, Classification, Goods, Propulsion
from evexport.regulation.classify import classify as judge
from evexport.regulation.findings import Outcome
from evexport.regulation.law import Law

SIGNS = {
    Outcome.NOT_MET: "[bad]✗[/]",
    Outcome.NEEDS_EVIDENCE: "[open]?[/]",
    Outcome.MET: "[good]✓[/]",
    Outcome.NOT_APPLICABLE: "[dim]–[/]",
}
ANSWERS = {
    True: Text("属于本制度：须有出口许可证", "In scope: an export licence is needed"),
    False: Text("不属于本制度", "Out of this scope"),
    None: Text("尚不能判断：缺少证明", "Not decided: evidence is missing"),
}


@click.command()
@click.option("--hs", default=None, help="Customs code, 10 digits.")
@click.option("--declared-on", type=as_day, default=None, help="Day of declaration, YYYY-MM-DD.")
@click.option("--vehicle-name", default=None, help="Name as in the Announcement, e.g. 纯电动轿车.")
@click.option("--model-code", default=None, help="Model code; it only cross-checks the name.")
@click.option("--vin", default=None, help='VIN of the car; "" for goods without one.')
@click.option("--propulsion", type=click.Choice([kind.value for kind in Propulsion]), default=None)
@click.option("--persons/--no-persons", default=None, help="Principally designed to carry persons.")
@click.option("--used/--new", default=None, help="Used or new.")
@as_json
@in_language
@click.pass_context
def classify(
    ctx: click.Context,
    *,
    hs: str | None,
    declared_on: date | None,
    vehicle_name: str | None,
    model_code: str | None,
    vin: str | None,
    propulsion: str | None,
    persons: bool | None,
    used: bool | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Classify goods: exit 0 in scope, 1 not or undecided. Nothing is assumed. 判断是否须领证。"""
    if hs is not None and not (hs.isascii() and hs.isdigit() and len(hs) == 10):
        raise click.BadParameter(f"“{hs}” is not a 10-digit customs code 应为10位商品编号", param_hint="--hs")
    goods = Goods(
        hs_code=hs,
        declared_on=declared_on,
        vehicle_name=vehicle_name or None,
        model_code=model_code or None,
        vin=vin,
        propulsion=Propulsion(propulsion) if propulsion else None,
        persons=persons,
        used=used,
    )
    answer = judge(goods, Law.on(declared_on or Clock().today()))
    if as_json:
        print_json(answer.as_dict())
    else:
        show(answer, language(lang), console())
    ctx.exit(0 if answer.in_scope else 1)


def show(answer: Classification, tongue: Language, speak: Console) -> None:
    """The answer, then each leg with what it says; mends where one does not hold."""
    speak.print(f"[bold]{ANSWERS[answer.in_scope].pick(tongue)}[/]")
    if answer.regime:
        label = Text("适用制度", "Regime").pick(tongue)
        speak.print(f"{label}: {answer.regime} · {REGIMES[answer.regime].pick(tongue)}")
    for finding in answer.reasons:
        indented(
            speak,
            f"{SIGNS[finding.outcome]} {escape(finding.sentence.pick(tongue))} [cite]{finding.citation}[/]",
            by=2,
        )
        if finding.outcome in (Outcome.NOT_MET, Outcome.NEEDS_EVIDENCE):
            indented(speak, f"[mend]{escape(finding.remedy.pick(tongue))}[/]", by=6)
