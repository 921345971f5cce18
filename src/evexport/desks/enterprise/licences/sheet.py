"""The application form as a page: every field of the face with the registers' codes as choices, and a row a model."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField

from evexport.desks.kit.application import BATCHES, CARDS, CODED, GROUND_CARD, GROUNDS
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.words import later, words
from evexport.kernel.text import Text
from evexport.licensing.changes import KEPT
from evexport.licensing.filling import entries, models_of
from evexport.licensing.wording import FIELDS, LINE_FIELDS

EMPTY = ("", "—")
MOST_LINES = 100
CODE = {"autocomplete": "off", "spellcheck": "false"}
HELP = {
    "contract_no": words("一证一合同；最长17个字符。", "One contract a licence; at most 17 characters."),
    "destination": words("一证一国（地区）。", "One country or region a licence."),
    "customs_district": words("一证一口岸；填直属关区。", "One district a licence."),
    "transport_mode": words("一证一运输方式。", "One mode of transport a licence."),
    "trade_mode": words("一证一监管方式。", "One trade mode a licence."),
    "batch_rule": words(
        "非一批一证可多次报关，次数以证面为准。", "With several clearances the licence serves as often as its face says."
    ),
    "consignor_uscc": words("统一社会信用代码。", "Unified social credit code."),
    "agency_agreement": words("代理出口的填写。", "Where you export on another's behalf."),
    "import_declaration_no": words("进口汽车复出口的填写。", "For a re-export of imported cars."),
    "contract_award": words("对外承包工程的填写。", "For a project contract abroad."),
}
GROUPS = (*CARDS, GROUND_CARD)


@dataclass(frozen=True, slots=True)
class Options:
    """What the fields offer, read once for a page: codes, the makers whose cars may be exported, the models of one."""

    codes: Mapping[str, list[tuple[str, Text]]]
    makers: list[tuple[str, Text]]
    models: Mapping[str, str]
    hs: list[tuple[str, Text]]
    units: list[tuple[str, Text]]
    currencies: list[tuple[str, Text]]

    @classmethod
    def read(cls, document: Mapping[str, Any], applicant: UUID, codes: Codes) -> "Options":
        """Inside the reader's transaction."""
        offered = {name: codes.choices(register) for name, register in CODED.items()}
        offered["customs_district"] = codes.districts()
        known = {one.uscc: one.name for one in entries(applicant, on=codes.on)}
        return cls(
            offered,
            [(uscc, Text(f"{name.zh}（{uscc}）", f"{name.en} ({uscc})")) for uscc, name in known.items()],
            models_of(document.get("manufacturer_uscc") or "", applicant, on=codes.on),
            codes.choices("hs_code"),
            codes.choices("unit"),
            codes.choices("currency"),
        )


def choices(offered: list[tuple[str, Text]], value: Any) -> list[tuple[str, str]]:
    """The codes, a first empty one, and what the form holds already though no register has it."""
    known = {code for code, _ in offered}
    strange = [(str(value), str(value))] if value and str(value) not in known else []
    return [EMPTY, *strange, *((code, later(name)) for code, name in offered)]


class Sheet(forms.Form):
    """The whole form. A draft may lack anything, so nothing is required here: what is missing the check says.

    `document` is what the fields begin with; those in `locked` stay as they are. Lines are the fields `lines.1.model_code`…
    """

    may_lack = True
    """No field is told to be optional: a draft may lack any, and what the application cannot do without the check says."""
    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_LINES, required=False)

    def __init__(self, data: Any, *, document: Mapping[str, Any], options: Options, changes_a_licence: bool = False) -> None:
        super().__init__(data)
        self.document, self.options = document, options
        self.locked = frozenset(KEPT) if changes_a_licence else frozenset({"applicant_uscc"})
        self.count = self._count(data)
        self.fields["rows"].initial = self.count
        for _, _, names in GROUPS:
            for name in names:
                if name not in self.locked:
                    self.fields[name] = self._field(name, document.get(name))
        given = [*(document.get("lines") or []), *[{}] * self.count]
        for number in range(1, self.count + 1):
            for name in LINE_FIELDS:
                self.fields[f"lines.{number}.{name}"] = self._line_field(name, given[number - 1].get(name), number)

    def _count(self, data: Any) -> int:
        given = len(self.document.get("lines") or []) or 1
        if data is None:
            return given
        asked = data.get("rows", "")
        count = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else given
        return max(1, min(count + (1 if "more" in data else 0), MOST_LINES))

    def _field(self, name: str, value: Any) -> forms.Field:
        shared: dict[str, Any] = {
            "label": later(FIELDS[name]), "help_text": HELP.get(name, ""), "required": False, "initial": value,
        }  # fmt: skip
        if name in CODED:
            return forms.ChoiceField(choices=choices(list(self.options.codes[name]), value), **shared)
        if name == "manufacturer_uscc":
            return forms.ChoiceField(choices=choices(self.options.makers, value), **shared)
        if name in {"ground", "batch_rule"}:
            offered = GROUNDS if name == "ground" else BATCHES
            return forms.ChoiceField(choices=[(one, later(label)) for one, label in offered.items()], **shared)
        if name == "valid_from":
            wrong = {"invalid": words("请按年月日填写日期。", "Give the day as year, month and day.")}
            return forms.DateField(
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                error_messages=wrong,
                **(shared | {"initial": day(value)}),
            )
        long = name in {"remarks", *GROUND_CARD[2]}
        return forms.CharField(max_length=300 if long else 200, widget=forms.TextInput(attrs={} if long else CODE), **shared)

    def _line_field(self, name: str, value: Any, number: int) -> forms.Field:
        label = LINE_FIELDS[name]
        shared: dict[str, Any] = {
            "label": words(f"第{number}行{label.zh}", f"Line {number}: {label.en}"), "required": False, "initial": value,
        }  # fmt: skip
        match name:
            case "model_code":
                offered = [(code, Text(f"{code} {title}", f"{code} {title}")) for code, title in self.options.models.items()]
                return forms.ChoiceField(choices=choices(offered, value), **shared)
            case "hs_code" | "unit" | "currency":
                lists = {"hs_code": self.options.hs, "unit": self.options.units, "currency": self.options.currencies}
                return forms.ChoiceField(choices=choices(lists[name], value), **shared)
            case "quantity":
                wrong = {"invalid": words("数量为整数辆。", "The quantity is a whole number.")}
                return forms.IntegerField(
                    error_messages=wrong, widget=forms.NumberInput(attrs={"inputmode": "numeric"}), **shared
                )
            case "unit_price":
                wrong = {"invalid": words("单价为数字，最多两位小数。", "A price is a number with two decimals at most.")}
                return forms.DecimalField(
                    max_digits=14,
                    decimal_places=2,
                    error_messages=wrong,
                    widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                    **shared,
                )
        return forms.CharField(max_length=300, **shared)

    @property
    def groups(self) -> list[tuple[str, Text, list[BoundField]]]:
        """The fields as the page groups them."""
        return [(key, title, [self[name] for name in names if name in self.fields]) for key, title, names in GROUPS]

    @property
    def lines(self) -> list[tuple[int, list[BoundField]]]:
        return [(number, [self[f"lines.{number}.{name}"] for name in LINE_FIELDS]) for number in range(1, self.count + 1)]

    def made(self) -> dict[str, Any]:
        """The document as filled in: an empty field is no field, a row with nothing of its own no line."""
        said = self.cleaned_data
        kept = {name: self.document[name] for name in self.locked if name in self.document}
        face = {name: plain(said[name]) for _, _, names in GROUPS for name in names if name in said}
        rows = [{name: plain(said.get(f"lines.{n}.{name}")) for name in LINE_FIELDS} for n in range(1, self.count + 1)]
        lines = [{name: value for name, value in row.items() if value not in EMPTY_VALUES} for row in rows]
        return {
            **kept,
            **{name: value for name, value in face.items() if value not in EMPTY_VALUES},
            "lines": [line for line in lines if line.keys() & {"model_code", "quantity", "unit_price"}],
        }


EMPTY_VALUES = ("", None)


def plain(value: Any) -> Any:
    """A value as the document holds it."""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else str(value).strip() if value is not None else None


def day(value: Any) -> Any:
    """A stored day for the field; what is no day stays as it is, to be mended."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return value
