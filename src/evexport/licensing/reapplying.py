"""The form that asks for another licence on the face of one that is over or will be: what is filled in, what must change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.licensing import changes
from evexport.licensing.queries import Case
from evexport.regulation.findings import Finding, Outcome
from evexport.regulation.law import Law

# Where on the form each criterion that may fail is answered.
FIELD_OF: Mapping[str, str] = {
    "L1": "applicant_uscc", "L2": "manufacturer_uscc", "L3": "lines", "L4": "lines", "L5": "lines", "L6": "issuing_body",
    "L7": "applicant_uscc", "L8": "agency_agreement", "L9": "ground", "L10": "contract_no", "L11": "customs_district",
    "L12": "destination", "L13": "transport_mode", "L14": "trade_mode", "L15": "lines", "L16": "lines", "L17": "lines",
    "L18": "destination", "L19": "lines", "L20": "valid_from", "L21": "batch_rule",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flag:
    """A field of the prefilled form that differs from the old face, or that must be changed before it is handed in."""

    field: str
    must_change: bool
    said: Text
    remedy: Text

    def as_dict(self) -> dict[str, object]:
        return {
            "field": self.field,
            "must_change": self.must_change,
            "message": self.said.as_dict(),
            "remedy": self.remedy.as_dict(),
        }


def prefilled(case: Case, law: Law, quantities: Mapping[str, int]) -> dict[str, Any]:
    """The old face as a new form: dates fresh, each model in the number asked for, else in that which is left.

    Where nothing is left and nothing asked for, the numbers are those of the old face.
    """
    licence = case.licence
    lines = changes.lines_of(licence)
    if unknown := sorted(set(quantities) - {str(line["model_code"]) for line in lines}):
        raise BadInput(
            Text(
                f"许可证{licence.number}没有车型{'、'.join(unknown)}。",
                f"{licence.number} does not name the model {', '.join(unknown)}.",
            ),
            remedy=Text("请填写证上的车型，或另行申请。", "Name models of the licence, or apply from the start."),
            code="MODEL_NOT_ON_LICENCE",
            field="quantities",
        )
    left = {code: count for (_, code), count in changes.remainder(licence).items()}
    wanted = quantities or left
    asked = [{**line, "quantity": wanted.get(line["model_code"], line["quantity"])} for line in lines]
    if wanted:
        asked = [line for line in asked if line["model_code"] in wanted]
    return {**changes.document_of(licence), "valid_from": law.day.isoformat(), "lines": asked}


def flags(case: Case, document: Mapping[str, Any], findings: tuple[Finding, ...]) -> list[Flag]:
    """What the applicant is told beside the prefilled form, what must change first."""
    must = [
        Flag(FIELD_OF[finding.id], True, finding.sentence, finding.remedy)
        for finding in findings
        if finding.outcome is Outcome.NOT_MET
    ]
    fresh = Flag(
        "valid_from",
        False,
        Text(
            f"起始日已由{case.licence.valid_from}改为{document['valid_from']}。",
            f"The first day was {case.licence.valid_from} and is now {document['valid_from']}.",
        ),
        Text("如需以后起用，请改为所需日期。", "Change it if the licence is wanted from a later day."),
    )
    counted = Flag(
        "lines",
        False,
        Text(
            "数量按所要求的数量或原证余量填写；均无的，按原证数量填写。",
            "Quantities are those asked for, else what is left on the old licence, else those of its face.",
        ),
        Text("请核对数量和单价。", "Check quantities and prices."),
    )
    return [*must, fresh, counted, *_still_open(case)]


def _still_open(case: Case) -> list[Flag]:
    """What is left on a licence that still stands counts against the maker's capacity beside the new one."""
    if case.left == 0 or case.days_left == 0 or case.state not in {"in_force", "exhausted"}:
        return []
    return [
        Flag(
            "lines",
            False,
            Text(
                f"原证{case.licence.number}尚有{case.left}辆，在其到期或退回前仍计入产能。",
                f"{case.licence.number} still has {case.left}; they count against the capacity until it ends or is returned.",
            ),
            Text("不再使用的，请退回原证。", "Return the old licence if it is no longer needed."),
        )
    ]
