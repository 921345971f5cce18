"""Forms of decisions: reasons, and the article they rest on."""

from typing import Any

from django import forms

from evexport.desks.kit.deeds import reason_field
from evexport.desks.kit.words import later, words
from evexport.kernel.text import Text
from evexport.regulation.instruments import articles

LAWS = ("ISSUE-RULES-2008", "MOFCOM-11-2008", "SCF-318-2012", "ANN-54-2025", "BRIEF")


def grounds() -> list[tuple[str, Text]]:
    """The articles that a decision about a licence may rest on, with what each says."""
    return [(name, one.summary) for name, one in sorted(articles().items()) if one.instrument.id in LAWS]


class Because(forms.Form):
    reason = reason_field()


class Cited(Because):
    """The article that a deed usually rests on is chosen already, and is a choice even where it is one of our own."""

    citation = forms.ChoiceField(
        label=words("依据", "Basis"),
        error_messages={"required": words("请选择所依据的条款。", "Choose the article.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = self.initial.get("citation", "")
        known = [(name, later(what)) for name, what in grounds()]
        if usual and usual not in dict(known):
            known.insert(0, (usual, later(articles()[usual].summary)))
        field = self.fields["citation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *known]
