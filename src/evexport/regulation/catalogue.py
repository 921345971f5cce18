"""The register of everything that is asked, for documentation and for checking the rule-set as a whole."""

from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from evexport.kernel.text import Text
from evexport.regulation import criteria as package
from evexport.regulation import rulebook
from evexport.regulation.findings import CRITERIA, Criterion
from evexport.regulation.law import Law, LawError, shipped


def criteria() -> list[Criterion]:
    """Every criterion of every module in criteria/, in the order of their ids: S, Q, A, L, then others."""
    for module in iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    return sorted(CRITERIA.values(), key=_place)


def check(draft: Path | None = None) -> dict[str, int]:
    """Load every rule file, shipped and drafted; count what there is. Raises LawError with file and line."""
    book = shipped() if draft is None else rulebook.overlay(shipped(), draft)
    asked = criteria()
    for one in asked:
        for cite in one.cites:
            if cite not in book.articles:
                raise LawError(
                    Text(
                        f"准则{one.id}引用的条款不存在：{cite}。",
                        f"Criterion {one.id} cites {cite}, which does not resolve.",
                    ),
                    remedy=Text("请在规则文件中补充该条款。", "Add the article to its instrument."),
                    file="criteria",
                )
    values = [dated for parameter in book.parameters.values() for dated in parameter.values]
    return {
        "instruments": len({article.instrument.id for article in book.articles.values()}),
        "articles": len(book.articles),
        "parameters": len(book.parameters),
        "values": len(values),
        "working_values": sum(dated.working for dated in values),
        "criteria": len(asked),
    }


def turning_days(law: Law) -> list[date]:
    """The days on which a value of the rule-set begins."""
    return sorted({dated.since for parameter in law.book.parameters.values() for dated in parameter.values})


def _place(criterion: Criterion) -> tuple[int, int]:
    kind, number = criterion.id[0], criterion.id[1:]
    return ("SQALG".find(kind), int(number) if number.isdigit() else 0)
