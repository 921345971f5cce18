"""The ledger as a page: its entries by kind and subject, the latest first; one entry whole, with its block and its proof."""

import json
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from evexport.accounts.roles import ROLES, Role
from evexport.desks.kit.posts import DeskRequest, post
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


@post(*READERS)
def entries(request: DeskRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds() else ""
    subject = request.GET.get("subject", "").replace("\0", "").strip()[:200]
    with reading_as(request.actor):
        before = place(request.GET.get("before", ""))
        found = pages.entries(pages.Asked(kind=kind, subject=subject), before=before, limit=A_PAGE + 1)
        oldest = oldest_unsealed()
    shown = found[:A_PAGE]
    return render(
        request,
        "oversight/entries.html",
        {
            "rows": [(one, label(one.kind), who(one)) for one in shown],
            "next": shown[-1].pk if len(found) > A_PAGE else None,
            "later": before is not None,
            "kinds": [(name, event.label, name == kind) for name, event in kinds().items()],
            "subject": subject,
            "narrowed": bool(kind or subject),
            "oldest": oldest,
        },
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
