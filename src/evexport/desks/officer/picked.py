"""What was ticked in a list, for a deed on many."""

from typing import Any
from uuid import UUID

from django import forms


class Chosen(forms.Form):
    """The ticked rows, and to whom they go."""

    chosen = forms.TypedMultipleChoiceField(coerce=UUID)
    to = forms.CharField(required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        picked = data.getlist("chosen")
        field = self.fields["chosen"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(one, one) for one in picked]
