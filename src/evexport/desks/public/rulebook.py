"""The rules as the public pages show them: by area on a day, between two days, and the few key figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pkgutil import iter_modules

from evexport.desks.kit.components import WORKING, Tag
from evexport.desks.kit.values import shown, written
from evexport.desks.public.areas import area_name, rank
from evexport.kernel.text import Text
from evexport.regulation import criteria as criteria_package
from evexport.regulation.findings import CRITERIA, Criterion
from evexport.regulation.instruments import Article, Instrument, articles
from evexport.regulation.law import Law, Value
from evexport.regulation.rulebook import Dated, Parameter

KEY_FIGURES = (
    (
        Text("一类企业的海外售后维修网点", "Overseas service outlets of a Category I maker"),
        "qualification.outlets.category_i_more_than",
        Text("超过{}", "more than {}"),
    ),
    (
        Text("常用故障件备货率", "Parts for common faults in stock"),
        "qualification.service.parts_in_stock_at_least",
        Text("不低于{}", "at least {}"),
    ),
    (
        Text("维修响应时间", "Response to a repair request"),
        "qualification.service.response_hours_at_most",
        Text("不超过{}", "at most {}"),
    ),
    (Text("主要市场紧急救援", "Emergency rescue in major markets"), "qualification.service.rescue", Text("{}", "{}")),
    (Text("许可证有效期", "A licence is valid for"), "licence.validity.months", Text("{}", "{}")),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One parameter on one day."""

    parameter: Parameter
    value: Value
    dated: Dated

    @property
    def shown(self) -> Text:
        return shown(self.value)

    @property
    def history(self) -> tuple[tuple[Dated, Text], ...]:
        """Every value this place ever had, if there was more than one."""
        values = self.parameter.values
        return tuple((d, written(d.value, self.parameter.unit)) for d in values) if len(values) > 1 else ()

    @property
    def alternatives(self) -> tuple[tuple[Text, Text, str], ...]:
        """Readings of the law that are not in use: value, why not, citation."""
        return tuple((written(a.value, self.parameter.unit), a.reason, a.cite) for a in self.parameter.alternatives)


@dataclass(frozen=True, slots=True)
class Area:
    """Rules on one matter."""

    key: str
    title: Text
    rows: tuple[Row, ...]


def areas(day: date) -> list[Area]:
    """Every value in force on a day, by matter, in the order in which a car meets them."""
    law = Law.on(day)
    found: dict[str, list[Row]] = {}
    for path, value in law.items():
        parameter = law.parameter(path)
        dated = parameter.on(day)
        assert dated is not None
        found.setdefault(path.rpartition(".")[0], []).append(Row(parameter, value, dated))
    ordered = sorted(found.items(), key=lambda item: (rank(item[0]), "." in item[0]))
    return [Area(key, area_name(key), tuple(rows)) for key, rows in ordered]


@dataclass(frozen=True, slots=True)
class Figure:
    """A requirement that everyone asks for."""

    label: Text
    shown: Text
    citation: str
    working: bool
    mark: Tag = WORKING


def key_figures(day: date) -> list[Figure]:
    """The few figures of the front page, as far as they are in force on that day."""
    law = Law.on(day)
    found = []
    for label, path, pattern in KEY_FIGURES:
        if (value := law.get(path)) is not None:
            said = shown(value)
            text = Text(pattern.zh.format(said.zh), pattern.en.format(said.en))
            found.append(Figure(label, text, value.cite, value.working))
    return found


def instruments() -> dict[str, Instrument]:
    """Every legal text by its id, in the order of the rule-set."""
    return {article.instrument.id: article.instrument for article in articles().values()}


def articles_of(instrument: str) -> Iterable[tuple[str, Article]]:
    """The cited articles of an instrument, each with its anchor."""
    return [(c.partition("#")[2], a) for c, a in articles().items() if a.instrument.id == instrument]


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria asked at one gate."""

    title: Text
    criteria: tuple[Criterion, ...]


GROUPS = (
    (Text("适用范围", "Scope"), "S"),
    (Text("资质申报", "Qualification filing"), "Q"),
    (Text("授权出口企业", "Authorised exporters"), "A"),
    (Text("许可证申请", "Licence application"), "L"),
    (Text("海关验放", "Customs gate"), "G"),
)


def criteria() -> list[Group]:
    """Every registered criterion, by the gate at which it is asked, in the order of its number."""
    for module in iter_modules(criteria_package.__path__):
        import_module(f"{criteria_package.__name__}.{module.name}")
    ordered = sorted(CRITERIA, key=_number)
    groups = [Group(title, tuple(CRITERIA[one] for one in ordered if one.startswith(letter))) for title, letter in GROUPS]
    return [group for group in groups if group.criteria]


def _number(criterion: str) -> tuple[str, int]:
    """Q2 before Q12."""
    digits = criterion.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return criterion[: len(criterion) - len(digits)], int(digits) if digits.isdigit() else 0
