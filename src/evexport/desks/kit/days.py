"""Days in forms: how one is asked for, and how it is told back."""

from datetime import date

from django import forms

from evexport.desks.kit.words import MONTHS, words
from evexport.kernel.text import Text

NOT_A_DAY = {
    "invalid": words("请按年-月-日填写日期，例如2026-01-01。", "Write the date as year-month-day, such as 2026-01-01."),
    "required": words("请填写日期。", "Give a date."),
}


def day_field(zh: str, en: str) -> forms.DateField:
    """A date with the browser's own picker; typed as 2026-01-01 where there is none."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=words(zh, en), widget=widget, input_formats=["%Y-%m-%d"], error_messages=NOT_A_DAY)


def told_day(day: date) -> Text:
    """2027年1月5日, 5 January 2027."""
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {MONTHS[day.month - 1]} {day.year}")


class TwoDays(forms.Form):
    """Between which two days to compare; in the address they are `from` and `to`."""

    first = day_field("较早日期", "Earlier day")
    second = day_field("较晚日期", "Later day")

    def add_prefix(self, field_name: str) -> str:
        return {"first": "from", "second": "to"}.get(field_name, field_name)
