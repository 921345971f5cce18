"""`evexport assess`: what a maker should know before it files, without a database."""

from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from evexport.cli.output import as_day, as_json, console, in_language, indented, language, print_json
from evexport.kernel.text import Language, Text
from evexport.regulation.assess import Assessment
from evexport.regulation.assess import assess as judge
from evexport.regulation.explain import GROUPS, citation, group, heading, verdict, working_note
from evexport.regulation.facts.filing import FilingFacts
from evexport.regulation.facts.reading import read_filing
from evexport.regulation.facts.registers import read_registers
from evexport.regulation.findings import Finding, Outcome
from evexport.regulation.law import Law

SIGNS = {
    Outcome.NOT_MET: ("bad", "✗"),
    Outcome.NEEDS_EVIDENCE: ("open", "?"),
    Outcome.MET: ("good", "✓"),
    Outcome.NOT_APPLICABLE: ("dim", "–"),
}


@click.command()
@click.argument("filing", type=click.Path(path_type=Path))
@click.option("--on", type=as_day, default=None, help="Day of the assessment; the filing's filed_on unless given.")
@click.option(
    "--registers",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder of register files to check against.",
)
@as_json
@in_language
@click.pass_context
def assess(
    ctx: click.Context,
    *,
    filing: Path,
    on: date | None,
    registers: Path | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Assess a yearly FILING (YAML): exit 0 only when all is met. 评估年度申报。"""
    facts = read_filing(filing)
    known = read_registers(registers) if registers else None
    day = on or facts.filed_on
    answer = judge(facts, Law.on(day), on=day, registers=known)
    if as_json:
        print_json(answer.as_dict())
    else:
        show(answer, facts, day, language(lang), console())
    ctx.exit(0 if answer.outcome is Outcome.MET else 1)


def show(answer: Assessment, facts: FilingFacts, day: date, tongue: Language, speak: Console) -> None:
    """The findings in groups, failures first, each failure with its article and its mend."""
    law = Law.on(day)
    speak.print(f"[bold]{escape(heading(facts, answer, day).pick(tongue))}[/]")
    style, sign = SIGNS[answer.outcome]
    speak.print(f"[{style}]{sign} {verdict(answer).pick(tongue)}[/]")
    for outcome in GROUPS:
        found = group(answer.findings, outcome)
        if not found:
            continue
        style, sign = SIGNS[outcome]
        speak.print()
        speak.print(f"[{style}]{sign} {outcome.label.pick(tongue)} · {len(found)}[/]")
        for finding in found:
            _finding(finding, law, tongue, speak, brief=outcome in (Outcome.MET, Outcome.NOT_APPLICABLE))
    speak.print()
    if any(finding.working_value for finding in answer.findings):
        speak.print(f"[dim]{working_note().pick(tongue)}[/]")
    speak.print(f"[dim]{answer.law}[/]")


def _finding(finding: Finding, law: Law, tongue: Language, speak: Console, *, brief: bool) -> None:
    mark = " †" if finding.working_value else ""
    indented(speak, f"[bold]{finding.id:<4}[/]{escape(finding.sentence.pick(tongue))}{mark}", by=2)
    if brief:
        return
    for label, words in (
        (Text("依据", "basis"), citation(finding.citation, law).pick(tongue)),
        (Text("办法", "mend"), finding.remedy.pick(tongue)),
    ):
        style = "cite" if label.en == "basis" else "mend"
        indented(speak, f"[dim]{label.pick(tongue)}[/] [{style}]{escape(words)}[/]", by=6)
