"""The ledger as a page: its entries by kind, subject, person and day, the latest first; one entry whole, with its proof."""

import json
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from evexport.accounts.roles import ROLES, Role
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import later, words
from evexport.kernel.text import Text
from evexport.ledger import pages
from evexport.ledger.events import kinds, label
from evexport.ledger.models import Entry
from evexport.ledger.proofs import proof
from evexport.ledger.reading import oldest_unsealed
from evexport.ledger.sealing import sealed_in
from evexport.store import reading_as

READERS = (Role.OVERSIGHT_ANALYST, Role.AUDITOR)
A_PAGE = 50
TYPED = {"autocomplete": "off", "spellcheck": "false"}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
NO_DAY = words("请填写日期，如 2027-03-03。", "Give a day, for example 2027-03-03.")


class Narrow(forms.Form):
    """What the ledger is narrowed to. Everything is found in full: the ledger is no place to guess in."""

    kind = forms.ChoiceField(label=words("事项", "Kind"), required=False)
    subject = forms.CharField(
        label=words("对象", "Subject"),
        help_text=words("完整填写，如 licence:27-AA-000034", "In full, for example licence:27-AA-000034"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=TYPED),
    )
    person = forms.CharField(
        label=words("经办人", "Person"),
        help_text=words("完整姓名；系统所为按事项查", "The full name; what systems did is found by kind"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=TYPED),
    )
    since = forms.DateField(label=words("自", "From"), required=False, widget=DAY, error_messages={"invalid": NO_DAY})
    until = forms.DateField(label=words("至", "Through"), required=False, widget=DAY, error_messages={"invalid": NO_DAY})

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        every = [("", words("全部", "All"))]
        cast("forms.ChoiceField", self.fields["kind"]).choices = [
            *every, *((name, later(event.label)) for name, event in kinds().items())
        ]  # fmt: skip

    @property
    def asked(self) -> pages.Asked:
        """What could be understood of it; the rest narrows nothing and is told at its field."""
        said = self.cleaned_data
        return pages.Asked(
            kind=said.get("kind", ""),
            subject=said.get("subject", ""),
            actor=said.get("person", ""),
            since=said.get("since"),
            until=said.get("until"),
        )


@post(*READERS)
def entries(request: DeskRequest) -> HttpResponse:
    form = Narrow(request.GET)
    form.is_valid()
    asked = form.asked
    with reading_as(request.actor):
        before = place(request.GET.get("before", ""))
        found = pages.entries(asked, before=before, limit=A_PAGE + 1)
        oldest = oldest_unsealed()
    shown = found[:A_PAGE]
    return render(
        request,
        "oversight/entries.html",
        {
            "form": form,
            "rows": [(one, label(one.kind), who(one)) for one in shown],
            "next": shown[-1].pk if len(found) > A_PAGE else None,
            "later": before is not None,
            "narrowed": asked.narrowed,
            "oldest": oldest,
        },
        status=422 if form.errors else 200,
    )


def place(asked: str) -> Entry | None:
    """The entry after which a page begins; the first page where none is named."""
    if not asked:
        return None
    try:
        return pages.entry(UUID(asked))
    except ValueError:
        return None


def who(entry: Entry) -> tuple[str, Text | str]:
    """Who acted, by name and role, as the entry kept it."""
    role = entry.actor.get("role", "")
    return entry.actor.get("name", ""), ROLES[Role(role)].label if role in set(Role) else role


@post(*READERS)
def entry(request: DeskRequest, key: UUID) -> HttpResponse:
    with reading_as(request.actor):
        found = pages.entry(key)
        sealed = sealed_in(found)
    erased = sorted((found.salts or {}).get("erased", {}))
    fields = [(name, written(value)) for name, value in sorted(found.data.items())]
    name, role = who(found)
    return render(
        request,
        "oversight/entry.html",
        {
            "entry": found,
            "label": label(found.kind),
            "name": name,
            "role": role,
            "fields": fields,
            "erased": erased,
            "sealing": sealed[0] if sealed else None,
            "leaf": bytes(sealed[0].leaves)[32 * sealed[1] : 32 * (sealed[1] + 1)].hex() if sealed else "",
        },
    )


def written(value: object) -> str:
    """A field's value as the ledger holds it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@post(*READERS)
def download(request: DeskRequest, key: UUID) -> HttpResponse:
    """The proof as a file, to be checked offline."""
    with reading_as(request.actor):
        text = json.dumps(proof(key), ensure_ascii=False, indent=1) + "\n"
    headers = {"Content-Disposition": f'attachment; filename="proof-{key}.json"'}
    return HttpResponse(text, content_type="application/json", headers=headers)
