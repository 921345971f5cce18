"""Puts assessments, findings and citations into words for people."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from evexport.kernel.text import Text
from evexport.regulation.assess import Assessment
from evexport.regulation.criteria.category import NAMES
from evexport.regulation.facts.application import ApplicationFacts
from evexport.regulation.facts.filing import FilingFacts
from evexport.regulation.facts.registers import RegisterFacts
from evexport.regulation.findings import CRITERIA, Finding, Outcome
from evexport.regulation.known import Known
from evexport.regulation.law import Law, Value
from evexport.regulation.rulebook import Parameter

GROUPS = (Outcome.NOT_MET, Outcome.NEEDS_EVIDENCE, Outcome.MET, Outcome.NOT_APPLICABLE)
"""In the order in which a maker wants to read them."""


def heading(facts: FilingFacts, answer: Assessment, day: date) -> Text:
    """Whose filing, for which year, in which category, assessed for which day."""
    maker = facts.manufacturer
    name_zh = maker.name_zh or maker.uscc or "—"
    name_en = maker.name_en or name_zh
    claimed = facts.claimed_category
    kind = NAMES[claimed] if claimed else Text("未申报类别", "no category claimed")
    holds = answer.category
    if holds and holds != claimed:
        kind = Text(f"申报{kind.zh}，可按{NAMES[holds].zh}", f"claims {kind.en}, holds {NAMES[holds].en}")
    return Text(
        f"{name_zh} · {facts.year}年度 · {kind.zh} · {day}",
        f"{name_en} · filing for {facts.year} · {kind.en} · {day}",
    )


def verdict(answer: Assessment) -> Text:
    """The answer in one line, with its counts."""
    count = {outcome: len(group(answer.findings, outcome)) for outcome in GROUPS}
    label = answer.outcome.label
    zh = (
        f"结论：{label.zh}（不符合{count[Outcome.NOT_MET]}项，"
        f"需补充证明{count[Outcome.NEEDS_EVIDENCE]}项，符合{count[Outcome.MET]}项）"
    )
    en = (
        f"Outcome: {label.en} ({count[Outcome.NOT_MET]} not met, "
        f"{count[Outcome.NEEDS_EVIDENCE]} need evidence, {count[Outcome.MET]} met)"
    )
    if answer.authorised_exporters_limit is not None:
        zh += f"；可授权{answer.authorised_exporters_limit}家"
        en += f"; may authorise {answer.authorised_exporters_limit}"
    return Text(zh, en)


def group(findings: Iterable[Finding], outcome: Outcome) -> list[Finding]:
    return [finding for finding in findings if finding.outcome is outcome]


def citation(cite: str, law: Law) -> Text:
    """A citation with the title of its instrument and what the article says."""
    article = law.article(cite)
    title, summary = article.instrument.title, article.summary
    return Text(f"{cite}《{title.zh}》：{summary.zh}", f"{cite} ({title.en}): {summary.en}")


def working_note() -> Text:
    return Text(
        "† 使用了工作取值：没有公布的官方文本证实，依据和理由见 evexport law show。",
        "† rests on a working value that no official text confirms; see evexport law show.",
    )


class Watched(Law):
    """The law of a day that notes which of its values were read."""

    def __init__(self, law: Law) -> None:
        super().__init__(law.book, law.day)
        self.read: dict[str, Value] = {}

    # Never equal to the law it watches: what was reckoned and kept for that one would be given out without being read.
    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __getitem__(self, path: str) -> Value:
        self.read[path] = super().__getitem__(path)
        return self.read[path]

    def get(self, path: str, default: Any = None) -> Any:
        found = super().get(path, default)
        if isinstance(found, Value):
            self.read[path] = found
        return found

    def parameter(self, path: str) -> Parameter:
        """Read of another day than the law's own, it is a value that was read all the same."""
        self.get(path)
        return super().parameter(path)


def rests_on(criterion: str, facts: FilingFacts, law: Law, *, on: date, registers: RegisterFacts | None = None) -> list[Value]:
    """The values of the law that a criterion reads when it judges these facts, in the order in which it reads them."""
    watched = Watched(law)
    list(CRITERIA[criterion].check(Known.of(facts, law, on=on, registers=registers), watched))
    return list(watched.read.values())


def read_of_application(criterion: str, facts: ApplicationFacts, law: Law) -> list[Value]:
    """The same of a criterion that judges a licence application."""
    watched = Watched(law)
    list(CRITERIA[criterion].check(facts, watched))
    return list(watched.read.values())
