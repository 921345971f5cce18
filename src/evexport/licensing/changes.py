"""What a licence that replaces another may differ in, and what is left for it to take over."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from django.db import IntegrityError, transaction

from evexport.kernel.problems import BadInput, Barred
from evexport.kernel.text import Text
from evexport.licensing.models import OPEN_CHANGE, Application, Balance, Licence
from evexport.regulation.facts.application import ApplicationDocument

# Another maker, exporter, ground or batch rule is another licence, not a change of this one.
KEPT = {
    "ground": Text("申请依据", "ground"),
    "applicant_uscc": Text("出口商", "exporter"),
    "manufacturer_uscc": Text("生产企业", "maker"),
    "issuing_body": Text("发证机构", "issuing body"),
    "batch_rule": Text("报关批次", "batch rule"),
}
OWN_FACE = (
    "consignor_uscc",
    "trade_mode",
    "contract_no",
    "consignee",
    "destination",
    "customs_district",
    "transport_mode",
    "payment",
    "price_terms",
    "import_declaration_no",
    "contract_award",
    "agency_agreement",
    "remarks",
)


def only_one(licence: Licence) -> None:
    """Barred while a change of this licence is open: two would each take over the same remainder."""
    if Application.objects.filter(amends=licence, state__in=OPEN_CHANGE).exists():
        raise _under_way(licence)


@contextmanager
def none_beside(licence: Licence) -> Iterator[None]:
    """The same for an officer, who does not see the exporter's draft: the database knows of it and says no."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "application_one_open_change" in str(error):
            raise _under_way(licence) from None
        raise


def _under_way(licence: Licence) -> Barred:
    return Barred(
        Text(
            f"许可证{licence.number}已有更改申请在办。",
            f"A change of {licence.number} is under way already.",
        ),
        remedy=Text("请先办结或撤回该申请。", "Let it be decided, or withdraw it."),
        code="CHANGE_UNDER_WAY",
        citation="ISSUE-RULES-2008#amendment",
    )


Recoded = Mapping[str, str]
"""Old customs code -> the one in its place: for a licence that is replaced because the code has changed, and no other."""
SAME: Recoded = MappingProxyType({})


def remainder(licence: Licence, recoded: Recoded = SAME) -> dict[tuple[str, str], int]:
    """Vehicles left on a licence by (hs_code, model_code); models with none left are not named."""
    rows = Balance.objects.filter(licence=licence)
    return {(recoded.get(row.hs_code, row.hs_code), row.model_code): row.left for row in rows if row.left > 0}


def lines_of(licence: Licence, recoded: Recoded = SAME) -> list[dict[str, Any]]:
    """The lines of a licence's face as the form writes them."""
    return [
        {
            "hs_code": recoded.get(line.hs_code, line.hs_code),
            "model_code": line.model_code,
            "specification": line.specification,
            "unit": line.unit,
            "quantity": line.quantity,
            "unit_price": str(line.unit_price),
            "currency": line.currency,
        }
        for line in licence.lines.all()
    ]


def document_of(licence: Licence, recoded: Recoded = SAME) -> dict[str, Any]:
    """The form that would ask for what is left of a licence, on the same face."""
    left = remainder(licence, recoded)
    kept = {
        "ground": licence.ground,
        "applicant_uscc": licence.exporter_uscc,
        "manufacturer_uscc": licence.maker_uscc or None,
        "issuing_body": licence.issuing_body,
        "batch_rule": licence.batch_rule,
        "valid_from": licence.valid_from.isoformat(),
    }
    lines = [
        {**line, "quantity": left[line["hs_code"], line["model_code"]]}
        for line in lines_of(licence, recoded)
        if (line["hs_code"], line["model_code"]) in left
    ]
    return {**kept, **{name: getattr(licence, name) for name in OWN_FACE}, "lines": lines}


def within(document: ApplicationDocument, licence: Licence, recoded: Recoded = SAME) -> None:
    """BadInput where a change would be another licence, or would ask for more than is left."""
    was = document_of(licence, recoded)
    if recoded:
        _the_code_alone(document, was)
    for name, label in KEPT.items():
        if getattr(document, name) != was[name]:
            raise BadInput(
                Text(f"更改不得变更{label.zh}。", f"An amendment may not change the {label.en}."),
                remedy=Text("请退回原证，另行申请。", "Return the licence and apply for another."),
                code="NOT_AN_AMENDMENT",
                citation="ISSUE-RULES-2008#amendment",
                field=name,
            )
    left = remainder(licence, recoded)
    for number, line in enumerate(document.lines, 1):
        free = left.get((line.hs_code, line.model_code), 0)
        if line.quantity > free:
            raise BadInput(
                Text(
                    f"许可证{licence.number}的车型{line.model_code}仅余{free}辆，申请为{line.quantity}辆。",
                    f"{licence.number} has {free} of model {line.model_code} left, not {line.quantity}.",
                ),
                remedy=Text(f"请将数量改为不超过{free}辆。", f"Ask for at most {free}."),
                code="MORE_THAN_LEFT",
                citation="ISSUE-RULES-2008#amendment",
                field=f"lines.{number}.quantity",
            )


def _the_code_alone(document: ApplicationDocument, was: Mapping[str, Any]) -> None:
    """A licence is carried to a new customs code as it is: with the code nothing else may change."""
    lines = {line["model_code"]: line for line in was["lines"]}
    for name in OWN_FACE:
        if getattr(document, name) != was[name]:
            raise _not_the_code(name)
    for number, line in enumerate(document.lines, 1):
        old = lines.get(line.model_code, {})
        for name in ("specification", "unit", "unit_price", "currency"):
            if old and str(getattr(line, name)) != str(old[name]):
                raise _not_the_code(f"lines.{number}.{name}")


def _not_the_code(field: str) -> BadInput:
    return BadInput(
        Text(
            "因商品编号调整换证的，除商品编号外不得变更证面内容。",
            "Where the customs code has changed, nothing but the code may change.",
        ),
        remedy=Text("请保持原证内容；如需其他变更，换证后另行申请更改。", "Keep the face; ask for another change afterwards."),
        code="NOT_AN_AMENDMENT",
        citation="DESIGN#code-change",
        field=field,
    )
