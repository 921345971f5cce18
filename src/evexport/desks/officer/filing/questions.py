"""Questions to a maker, each tied to a field of its filing; as many rows as are asked for, without scripts."""

from typing import Any

from django import forms

from evexport.desks.kit.days import NOT_A_DAY
from evexport.desks.kit.filing import NETWORK, SECTIONS
from evexport.desks.kit.words import later, words
from evexport.kernel.text import Text
from evexport.kernel.words import MAX_WORDS
from evexport.qualification.actions.review import MAX_QUESTIONS

FIRST = 1
INNER: dict[str, dict[str, Text]] = {
    "exports": {"last_year": Text("上年出口", "Last year's exports"), "planned": Text("本年度计划", "Planned exports")},
    "service_network": {name: title for name, (title, _) in NETWORK.items()},
}


def fields() -> list[tuple[Text, list[tuple[str, Text]]]]:
    """Every field that can be asked about, by section; first the section as a whole."""
    made = []
    for section in SECTIONS:
        inner = INNER.get(section.key) or section.fields
        whole = Text(f"{section.label.zh}（整体）", f"{section.label.en} (as a whole)")
        made.append((section.label, [(section.key, whole), *((f"{section.key}.{name}", label) for name, label in inner.items())]))
    return made


class Questions(forms.Form):
    """`field_1`, `question_1` and so on. A field given in the address begins with its question."""

    grows = words("再加一问", "Add a question")

    def __init__(self, data: Any = None, *, about: str = "", subject: str = "") -> None:
        wanted = self._count(data)
        more = data is not None and data.get("step") == "more"
        initial = data.dict() if more else {"field_1": about, "question_1": subject}
        super().__init__(None if more else data, initial=initial)
        self.count = min(wanted + more, MAX_QUESTIONS)
        groups = [("", "—"), *((later(label), [(k, later(v)) for k, v in rows]) for label, rows in fields())]
        for number in range(1, self.count + 1):
            self.fields[f"field_{number}"] = forms.ChoiceField(
                label=words(f"问题{number}：所问字段", f"Question {number}: the field asked about"),
                choices=groups,
                required=number == 1,
                error_messages={"required": words("请选择所问的字段。", "Choose the field.")},
            )
            self.fields[f"question_{number}"] = forms.CharField(
                label=words(f"问题{number}", f"Question {number}"),
                max_length=MAX_WORDS,
                required=number == 1,
                error_messages={"required": words("请写明问题。", "Write the question.")},
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields["rows"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=self.count)
        self.initial["rows"] = self.count
        self.fields["due_on"] = forms.DateField(
            label=words("答复期限", "Answer due"),
            required=False,
            help_text=words("不填则按规定的工作日计算。", "Left empty, it is reckoned in working days as set."),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
            error_messages=NOT_A_DAY,
        )

    @staticmethod
    def _count(data: Any) -> int:
        given = str(data.get("rows", "")) if data is not None else ""
        return min(max(int(given), FIRST), MAX_QUESTIONS) if given.isdecimal() else FIRST

    def clean(self) -> dict[str, Any]:
        """The questions as the deed takes them; a row is whole or empty."""
        said = super().clean() or self.cleaned_data
        asked = []
        for number in range(1, self.count + 1):
            field, question = said.get(f"field_{number}", ""), said.get(f"question_{number}", "")
            if field and question:
                asked.append({"field": field, "question": question})
            elif (field or question) and number > 1:
                name = f"question_{number}" if field else f"field_{number}"
                self.add_error(
                    name, words("请写明问题。", "Write the question.") if field else words("请选择字段。", "Choose the field.")
                )
        said["questions"] = asked
        return said
