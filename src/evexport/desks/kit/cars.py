"""A list of cars as people give it: a VIN a line with its model where it differs, pasted, scanned or in a file."""

import re

from django import forms

from evexport.codes import vin as vins
from evexport.codes.vin_files import vins_of
from evexport.desks.kit.words import words
from evexport.kernel.sheets import Limits, read_bytes
from evexport.regulation.facts.declaration import MAX_VEHICLES

SEPARATORS = re.compile(r"[,;，；\t]+")
LIMITS = Limits(file_bytes=8 * 1024 * 1024, rows=10 * MAX_VEHICLES, columns=60)
MODEL_HEADINGS = frozenset({"model", "model_code", "车型", "车型代号"})


def listed(text: str) -> list[dict[str, str]]:
    """The cars, each told apart; a number that stands twice is named with its lines. Raises ValidationError."""
    found: list[dict[str, str]] = []
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        vin, _, model = SEPARATORS.sub(",", line).partition(",")
        vin = vins.normalise(vin)
        if vin in lines:
            raise forms.ValidationError(
                words(f"{vin}重复：第{lines[vin]}行和第{number}行。", f"{vin} stands twice: in lines {lines[vin]} and {number}.")
            )
        if len(vin) > 64:
            raise forms.ValidationError(words(f"第{number}行过长，每行一辆。", f"Line {number} is too long: one car a line."))
        lines[vin] = number
        found.append({"vin": vin, "model_code": "".join(model.split()).upper()})
    if len(found) > MAX_VEHICLES:
        raise forms.ValidationError(
            words(
                f"一票最多{MAX_VEHICLES}辆，现有{len(found)}辆。",
                f"A declaration has at most {MAX_VEHICLES} cars; these are {len(found)}.",
            )
        )
    return found


def in_file(content: bytes, *, name: str) -> str:
    """The same as text, from a .txt, .csv or .xlsx: the VIN column and, where it has one, the model's. Raises BadInput."""
    rows = read_bytes(content, name=name, limits=LIMITS)
    given = vins_of(rows, name=name)
    heads = [cell.strip().lower() for cell in rows[0].cells]
    place = next((place for place, head in enumerate(heads) if head in MODEL_HEADINGS), None)
    cells = {row.line: row.cells for row in rows}
    models = [cells[line][place].strip() if place is not None and place < len(cells[line]) else "" for line in given.lines]
    return "\n".join(f"{vin},{model}" if model else vin for vin, model in zip(given.vins, models, strict=True))
