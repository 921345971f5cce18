"""What the filing's forms are made of: fields for names, codes, numbers and days, all of which may be left for later."""

import re
from typing import Any

from django import forms

from evexport.desks.kit.words import later, words
from evexport.kernel.text import Text

PLAIN = {"autocomplete": "off", "spellcheck": "false"}
DIGITS = re.compile(r"[\s,，]+")


class Kept(forms.Form):
    """A part of the draft. What is missing is the criteria's to say, so no field is required; `revision` is the one seen."""

    says_optional = False
    revision = forms.IntegerField(widget=forms.HiddenInput)


def name(label: Text, *, help_text: Text | None = None, most: int = 300) -> forms.CharField:
    return forms.CharField(
        label=later(label), required=False, max_length=most, help_text=later(help_text) if help_text else "",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class Code(forms.CharField):
    """A code as it is kept: capitals, no blanks or hyphens at its ends."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").strip().upper()


def code(label: Text, *, help_text: Text | None = None, most: int = 60, **attrs: str) -> Code:
    return Code(
        label=later(label), required=False, max_length=most, help_text=later(help_text) if help_text else "",
        widget=forms.TextInput(attrs={**PLAIN, "autocapitalize": "characters", **attrs}),
    )  # fmt: skip


class Whole(forms.IntegerField):
    """A count: blanks and the commas between thousands do not matter."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(DIGITS.sub("", str(value)) if value else value)


def count(label: Text, *, help_text: Text | None = None) -> Whole:
    return Whole(
        label=later(label), required=False, min_value=0, help_text=later(help_text) if help_text else "",
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "numeric"}),
        error_messages={
            "invalid": words("请填写整数。", "Give a whole number."),
            "min_value": words("不得小于0。", "It may not be below 0."),
        },
    )  # fmt: skip


def day(label: Text, *, help_text: Text | None = None) -> forms.DateField:
    return forms.DateField(
        label=later(label), required=False, help_text=later(help_text) if help_text else "",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": words("请按年月日填写。", "Give it as year, month and day.")},
    )  # fmt: skip


def one_of(
    label: Text, choices: list[tuple[str, Text]], *, radio: bool = False, help_text: Text | None = None
) -> forms.ChoiceField:
    given = [(value, later(text)) for value, text in choices]
    return forms.ChoiceField(
        label=later(label), required=False, help_text=later(help_text) if help_text else "",
        choices=given if radio else [("", "—"), *given], widget=forms.RadioSelect if radio else forms.Select,
    )  # fmt: skip


def without_blanks(given: dict[str, Any]) -> dict[str, Any]:
    """What was said; a field left empty is absent, as the criteria want it."""
    return {name: value for name, value in given.items() if value not in (None, "", [])}
