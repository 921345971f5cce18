"""Fields that more than one desk asks for, each always in the same words."""

from django import forms

from evexport.desks.kit.words import words

AS_CODE = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
"""Of a field for a number or code, which no browser should complete or correct."""


def vin_field() -> forms.CharField:
    """One car's number, typed, pasted or scanned."""
    return forms.CharField(
        label=words("车辆识别代号", "VIN"),
        max_length=40,
        help_text=words("空格和连字符不计。", "Spaces and hyphens do not count."),
        error_messages={"required": words("请填写车辆识别代号。", "Give the VIN.")},
        widget=forms.TextInput(attrs=AS_CODE),
    )
