"""Sections that hold rows, as tables to fill in: exports by market, plants; a row left empty is no row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from evexport.desks.enterprise.filing import fields
from evexport.desks.enterprise.filing.fields import without_blanks
from evexport.desks.kit.codes import Codes, Register
from evexport.desks.kit.filing import EXPORT_FIELDS, PLANT_FIELDS
from evexport.desks.kit.words import later, say
from evexport.kernel.text import Text

SPARE, MOST = 3, 260
"""Empty rows offered at the end, and rows at most: more markets than there are."""


class Named(fields.Code):
    """A code of a register, typed as the code or as its name in either language."""

    def __init__(self, register: Register, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.register = register

    def known(self, value: str, codes: Codes) -> str:
        names = codes.names(self.register)
        if value in names:
            return value
        first = value.split(" ", 1)[0]
        if first in names:
            return first
        folded = value.casefold()
        return next((code for code, one in names.items() if folded in (one.zh.casefold(), one.en.casefold())), value)


def with_name(field: Named, value: str, codes: Codes) -> str:
    """`DE 德国`, in the page's language; the code alone where the register does not have it."""
    known = codes.names(field.register).get(value)
    return f"{value} {say(known)}" if known else value


def named(label: Text, register: Register) -> Named:
    attrs = {**fields.PLAIN, "list": f"names-{register}"}
    return Named(register, label=later(label), required=False, max_length=120, widget=forms.TextInput(attrs=attrs))


class MarketRow(forms.Form):
    market = named(EXPORT_FIELDS["market"], "country")
    vehicles = fields.count(EXPORT_FIELDS["vehicles"])


class PlantRow(forms.Form):
    name = fields.name(PLANT_FIELDS["name"])
    division = named(PLANT_FIELDS["division"], "division")
    vehicles_per_year = fields.count(PLANT_FIELDS["vehicles_per_year"])


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a section: where its rows stand in the section, its heads, its form of a row, which register it names."""

    at: str
    title: Text
    heads: Mapping[str, Text]
    row: type[forms.Form]
    register: Register
    help: Text | None = None

    def formset(self, data: Any, part: Any, codes: Codes, *, more: bool = False) -> "BaseFormSet[Any]":
        """The rows as they stand with some empty ones after them; `more` keeps what was typed and adds further ones."""
        prefix = self.at
        if more and data is not None:
            count = min(int(data.get(f"{prefix}-TOTAL_FORMS") or 0) + SPARE, MOST)
            data = {**data.dict(), f"{prefix}-TOTAL_FORMS": str(count)}
        kind = formset_factory(self.row, extra=SPARE, max_num=MOST, absolute_max=MOST)
        rows = (part or {}).get(self.at) or ()
        return kind(data, initial=[self.spelt(row, codes) for row in rows], prefix=prefix)

    def spelt(self, row: Mapping[str, Any], codes: Codes) -> dict[str, Any]:
        """A row with its codes followed by their names, as they may be typed."""
        named_ones = {name: field for name, field in self.row.base_fields.items() if isinstance(field, Named)}
        return {name: with_name(named_ones[name], value, codes) if name in named_ones else value for name, value in row.items()}

    def rows(self, formset: "BaseFormSet[Any]", codes: Codes) -> list[dict[str, Any]]:
        """The rows that were filled in, codes as the register writes them."""
        found = []
        for form in formset.forms:
            row = without_blanks(form.cleaned_data)
            for name, field in form.fields.items():
                if isinstance(field, Named) and name in row:
                    row[name] = field.known(row[name], codes)
            if row:
                found.append(row)
        return found


TABLES: dict[str, tuple[Table, ...]] = {
    "exports": (
        Table(
            "last_year",
            Text("统计期间的出口", "Exports in the basis period"),
            EXPORT_FIELDS,
            MarketRow,
            "country",
        ),
        Table("planned", Text("本年度出口计划", "Exports planned for the year"), EXPORT_FIELDS, MarketRow, "country"),
    ),
    "production_capacity": (Table("plants", Text("工厂", "Plants"), PLANT_FIELDS, PlantRow, "division"),),
}


@dataclass(slots=True)
class Filled:
    """A table with the rows of one request, as the page draws it."""

    table: Table
    formset: "BaseFormSet[Any]"

    @property
    def numbered(self) -> list[tuple[int, forms.Form]]:
        return list(enumerate(self.formset.forms, 1))


def filled(key: str, data: Any, part: Any, codes: Codes, *, more: str = "") -> list[Filled]:
    return [Filled(table, table.formset(data, part, codes, more=more == table.at)) for table in TABLES.get(key, ())]


def registers(tables: Sequence[Filled], codes: Codes) -> dict[str, list[tuple[str, Text]]]:
    """The names that the page offers while one types."""
    return {one.table.register: codes.choices(one.table.register) for one in tables}
