"""A licence's face as cards: parties, contract and transport, validity, what it rests on."""

from collections.abc import Callable

from evexport.desks.kit.application import BATCHES, GROUNDS
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.naming import party_of
from evexport.desks.kit.parts import Answer, Summary
from evexport.kernel.text import Text
from evexport.licensing.models import Licence
from evexport.licensing.wording import FIELDS

CODED = {
    "destination": "country",
    "customs_district": "customs_district",
    "transport_mode": "transport_mode",
    "trade_mode": "trade_mode",
    "payment": "payment",
    "price_terms": "price_terms",
}
CREDIT_CODE = Text("信用代码", "Credit code")
PAPERS = ("agency_agreement", "import_declaration_no", "contract_award", "remarks")


def cards(face: Licence, codes: Codes) -> list[Summary]:
    """Inside the reader's transaction; empty fields are left out."""
    return [
        Summary(Text("当事人", "Parties"), parties(face)),
        Summary(Text("合同与运输", "Contract and transport"), contract(face, codes.text)),  # type: ignore[arg-type]
        Summary(Text("有效期与批次", "Validity and clearances"), validity(face)),
    ]


def parties(face: Licence) -> list[Answer]:
    shown = [("exporter", "applicant_uscc", face.exporter_uscc)]
    if face.consignor_uscc != face.exporter_uscc:
        shown.append(("consignor", "consignor_uscc", face.consignor_uscc))
    if face.maker_uscc:
        shown.append(("maker", "manufacturer_uscc", face.maker_uscc))
    return [
        *(
            answer
            for role, field, code in shown
            for answer in (Answer(FIELDS[field], party_of(face, role)), Answer(CREDIT_CODE, code))
        ),
        Answer(FIELDS["issuing_body"], party_of(face, "issuing_body")),
        Answer(FIELDS["ground"], GROUNDS[face.ground]),
    ]


def contract(face: Licence, name: Callable[[str, str], Text | str]) -> list[Answer]:
    return [
        Answer(FIELDS["contract_no"], face.contract_no),
        Answer(FIELDS["consignee"], face.consignee),
        *(Answer(FIELDS[field], name(register, getattr(face, field))) for field, register in CODED.items()),
    ]


def validity(face: Licence) -> list[Answer]:
    return [
        Answer(Text("生效日", "Valid from"), face.valid_from),
        Answer(Text("最后一日", "Last day"), face.valid_until),
        Answer(FIELDS["batch_rule"], BATCHES[face.batch_rule]),
        Answer(Text("签发", "Issued"), face.issued_at),
        Answer(Text("初审、复审", "Examined, issued by"), f"{face.examined_by_name} · {face.issued_by_name}"),
        *(Answer(FIELDS[field], said) for field in PAPERS if (said := getattr(face, field))),
    ]
