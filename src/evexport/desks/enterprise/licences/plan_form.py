"""The form of a shipment plan: whose cars, a file or rows filled in by hand, and whether all go in or none."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField

from evexport.desks.enterprise.licences.sheet import CODE, choices
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.deeds import in_words
from evexport.desks.kit.words import words
from evexport.kernel.ids import uuid7
from evexport.kernel.problems import BadInput
from evexport.kernel.sheets import Row, read_bytes
from evexport.kernel.text import Text
from evexport.licensing.filling import Entry, entries
from evexport.licensing.plan_rows import COLUMNS, LIMITS

BY_HAND = ("contract_no", "consignee", "destination", "customs_district", "model_code", "quantity", "unit_price")
MOST_ROWS = 60
"""Rows filled in by hand; more come in a file."""


class PlanForm(forms.Form):
    """`table` carries the rows from the preview to the deed, as JSON; the hidden request makes a form sent twice one plan."""

    may_lack = True
    """What a row lacks its application lacks, and the preview says so."""
    request = forms.CharField(max_length=64, widget=forms.HiddenInput)
    table = forms.CharField(required=False, widget=forms.HiddenInput)
    rows = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=words("计划名称", "Name of the plan"),
        max_length=100,
        error_messages={"required": words("请填写名称。", "Give it a name.")},
        help_text=words("便于日后查找，例如船名航次。", "To find it again, such as the ship and voyage."),
    )
    maker = forms.ChoiceField(
        label=words("生产企业", "Maker"),
        error_messages={"required": words("请选择生产企业。", "Choose the maker.")},
        help_text=words(
            "未列明的监管方式、付款方式等，按上次申请预填。", "What the table leaves out is filled in from the last application."
        ),
    )
    file = forms.FileField(
        label=words("计划表文件", "File"),
        required=False,
        help_text=words(
            "CSV或XLSX，每行一个车型；合同、口岸、国家、方式相同的行并为一件申请。",
            "CSV or XLSX, a row a model; rows of one contract, district, country and mode are one application.",
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    whole = forms.BooleanField(
        label=words(
            "全部或全不：任何一行有误或任何一件未通过，均不办理",
            "All or none: one bad row or one application that fails stops all",
        ),
        required=False,
    )

    def __init__(self, data: Any = None, files: Any = None, *, offered: list[Entry], codes: Codes, kept: int = 3) -> None:
        super().__init__(data, files, initial={"request": uuid7().hex})
        maker = self.fields["maker"]
        assert isinstance(maker, forms.ChoiceField)
        known = {one.uscc: one.name for one in offered}
        maker.choices = choices(list(known.items()), None)[0 if len(known) > 1 else 1 :]
        self.count = self._count(data, kept)
        self.fields["rows"].initial = self.count
        models = {code: name for one in offered for code, name in one.models.items()}
        lists = {
            "destination": codes.choices("country"),
            "customs_district": codes.districts(),
            "model_code": [(code, Text(code, code)) for code in models],
        }
        for number in range(1, self.count + 1):
            for name in BY_HAND:
                self.fields[f"rows.{number}.{name}"] = row_field(name, number, lists.get(name))

    @staticmethod
    def _count(data: Any, kept: int) -> int:
        given = (data or {}).get("rows", "")
        count = int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else kept
        return max(1, min(count + (3 if data and "more" in data else 0), MOST_ROWS))

    @property
    def head_fields(self) -> list[BoundField]:
        return [self[name] for name in ("name", "maker")]

    @property
    def by_hand(self) -> list[tuple[int, list[BoundField]]]:
        return [(number, [self[f"rows.{number}.{name}"] for name in BY_HAND]) for number in range(1, self.count + 1)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        try:
            said["read"] = self._read(said)
        except BadInput as problem:
            self.add_error("file", in_words(problem))
        else:
            if not said["read"]:
                self.add_error("file", words("请上传文件，或至少填写一行。", "Give a file, or fill in one row at least."))
        return said

    def _read(self, said: Mapping[str, Any]) -> list[Row]:
        """The table: a new file, else the rows by hand, else what the preview has carried on."""
        if file := said.get("file"):
            return read_bytes(file.read(), name=file.name, limits=LIMITS)
        if said.get("table"):
            return carried(said["table"])
        rows = [[str(said.get(f"rows.{n}.{name}") or "").strip() for name in BY_HAND] for n in range(1, self.count + 1)]
        filled = [Row(number, cells) for number, cells in enumerate(rows, 1) if any(cells)]
        return [Row(0, list(BY_HAND)), *filled] if filled else []


def carried(text: str) -> list[Row]:
    """The rows as the preview carried them. Raises BadInput for anything else."""
    try:
        return [Row(int(line), [str(cell) for cell in cells][: LIMITS.columns]) for line, cells in json.loads(text)][
            : LIMITS.rows
        ]
    except (ValueError, TypeError):
        raise BadInput(
            Text("计划表无法识别。", "The table is not understood."),
            remedy=Text("请重新上传。", "Hand it in again."),
            code="FILE_UNREADABLE",
            field="file",
        ) from None


def carry(rows: list[Row]) -> str:
    return json.dumps([[row.line, row.cells] for row in rows], ensure_ascii=False)


def row_field(name: str, number: int, offered: list[tuple[str, Text]] | None) -> forms.Field:
    label = words(f"第{number}行{COLUMNS[name].zh}", f"Row {number}: {COLUMNS[name].en}")
    if offered is not None:
        return forms.ChoiceField(label=label, choices=choices(offered, None), required=False)
    return forms.CharField(label=label, max_length=200, required=False, widget=forms.TextInput(attrs=CODE))


def offered_to(applicant: UUID, codes: Codes) -> list[Entry]:
    return entries(applicant, on=codes.on)
