"""A licence for its exporter and its maker: face, balance, what customs did under it, papers, story, and every deed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.customs import queries as customs
from evexport.customs.models import Declaration, WriteOff
from evexport.desks.enterprise.licences.common import FIRMS, licence_trail
from evexport.desks.kit import application as form_words
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Tag
from evexport.desks.kit.deeds import Deeds, Open
from evexport.desks.kit.history import timeline
from evexport.desks.kit.marks import DECISIONS, KINDS, LICENCES, STATES
from evexport.desks.kit.naming import party_of
from evexport.desks.kit.parts import Balance
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import china_day
from evexport.kernel.states import Offer
from evexport.kernel.text import Text
from evexport.licensing import changes
from evexport.licensing.hearings import Hearing
from evexport.licensing.models import Licence
from evexport.licensing.queries import Case, by_number, in_full
from evexport.licensing.states import LICENCE, REVOCATION
from evexport.papers import credentials
from evexport.papers.models import Credential
from evexport.store import reading_as

LATEST = 100
"""Declarations shown; customs' own lists hold the rest."""
GRAVE = frozenset({"return", "report_loss"})
PAGES = ("state_case", "waive_statement", "ask_reconsideration", "amend", "reapply", "ask_reissue", "return", "report_loss")


@post(*FIRMS)
def licence(request: DeskRequest, key: str) -> HttpResponse:
    with reading_as(request.actor):
        case = in_full(by_number(key, request.at))
        return render(request, "enterprise/licence.html", context(request, case))


def context(request: DeskRequest, case: Case) -> dict[str, Any]:
    """All of the page, in the same number of queries whatever happened under it. Inside the reader's transaction."""
    face = case.licence
    declared = list(customs.under_licence(face.pk)[:LATEST])
    return {
        "case": case,
        "face": face,
        "trail": licence_trail(face.number),
        "state": LICENCES[case.state],
        "balance": Balance(case.licensed, case.used, case.reserved),
        "lines": [(line, Balance(line.licensed, line.used, line.reserved)) for line in case.balances],
        "cards": form_words.cards(document(face), Codes(china_day(request.at)), names(face)),
        "replaces": Licence.objects.filter(pk=face.replaces_id).first() if face.replaces_id else None,
        "heir": Licence.objects.filter(replaces=face).first(),
        "declared": [(one, DECISIONS[one.decision], STATES.get(one.state)) for one in declared],
        "more": len(declared) == LATEST,
        "moves": moves(case, declared),
        "hearing": case.hearing,
        "deeds": deeds(request, case),
        "timeline": timeline(f"licence:{face.number}", letters=request.actor.may("letter.read")),
        "verify": reverse("public:verify") + f"?number={face.number}&code={face.verification_code}",
    }


def document(face: Licence) -> dict[str, Any]:
    """The face in the shape of the form, with the quantities it was issued for."""
    return {**changes.document_of(face), "valid_from": face.valid_from.isoformat(), "lines": changes.lines_of(face)}


def names(face: Licence) -> dict[str, Text]:
    parties = {"exporter": face.exporter_uscc, "consignor": face.consignor_uscc, "maker": face.maker_uscc}
    return {uscc: party_of(face, role) for role, uscc in parties.items() if uscc}


@dataclass(frozen=True, slots=True)
class Move:
    """One change of the balance: what customs did, how many vehicles, and what was left of the model where it was told."""

    at: datetime
    what: Tag
    declaration_no: str
    model: str
    count: int
    left: int | None


def moves(case: Case, declared: list[Declaration]) -> list[Move]:
    """What customs wrote off and back under the licence, the latest first."""
    models = {line.line_id: line.model_code for line in case.balances}
    by_id: Mapping[UUID, Declaration] = {one.pk: one for one in declared}
    return [move(row, by_id[row.declaration_id], models) for row in customs.write_offs_of(declared)]


def move(row: WriteOff, one: Declaration, models: Mapping[UUID, str]) -> Move:
    model = models.get(row.line_id, "")
    told = next((line["left"] for line in one.balance if line["model_code"] == model), None) if row.number == 1 else None
    return Move(row.at, KINDS[row.word], one.declaration_no, model, -row.effect, told)


def deeds(request: DeskRequest, case: Case) -> Deeds:
    """From the tables of the licence and of its hearing; a preview of the gate first, as long as it stands."""
    offers = [offer for offer in LICENCE.offered(case, to=request.actor) if offer.step.verb in PAGES]
    if case.hearing is not None and case.hearing.open:
        offers += hearing_offers(case.hearing, request)
    offers.sort(key=lambda offer: PAGES.index(offer.step.verb))
    made = Deeds.of(
        offers, lambda verb: reverse("enterprise:licence-deed", args=[case.licence.number, verb.replace("_", "-")]), grave=GRAVE
    ).deeds
    tried = Open(Text("验放试算", "would the gate pass?"), reverse("enterprise:would-pass", args=[case.licence.number]))
    return Deeds([tried, *made])


def hearing_offers(hearing: Hearing, request: DeskRequest) -> list[Offer]:
    return [offer for offer in REVOCATION.offered(hearing, to=request.actor) if offer.step.verb in PAGES]


MEDIA = {"jws": "application/jwt", "vc": "application/vc+jwt"}


@post(*FIRMS)
def credential(request: DeskRequest, key: str, form: str) -> HttpResponse:
    """The licence as signed text, to be checked offline: a token, or a W3C Verifiable Credential."""
    with reading_as(request.actor):
        face = by_number(key, request.at).licence
        kept = Credential.objects.filter(licence=face).first()
    found = kept or credentials.make(face.number, at=request.at)
    response = HttpResponse(found.whole if form == "jws" else found.credential, content_type=MEDIA[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{face.number}.{form}.jwt"'
    return response
