"""The application form as sent: what cannot be understood is a form error with its field, never a finding."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.regulation.facts.application import ApplicationDocument

FIELDS = frozenset(ApplicationDocument.model_fields)

KINDS = {
    "missing": ("MISSING_FIELD", Text("缺少“{field}”。", "“{field}” is missing.")),
    "extra_forbidden": ("UNKNOWN_FIELD", Text("未知字段“{field}”。", "Unknown field “{field}”.")),
}
WRONG = ("BAD_FIELD", Text("“{field}”填写有误：{why}。", "“{field}” cannot be understood: {why}."))
AS_DESCRIBED = Text("请按申请表说明填写该字段。", "Fill the field in as the form describes it.")


def read(document: Mapping[str, Any]) -> ApplicationDocument:
    """The form with every field understood. BadInput names the first field that is not."""
    try:
        form = ApplicationDocument.model_validate(dict(document))
    except ValidationError as error:
        raise _problem(error.errors()[0]) from None
    _one_line_a_model(form)
    if form.manufacturer_uscc is None and form.ground != "re_export":
        raise BadInput(
            Text("请填写生产企业。", "The maker is missing."),
            remedy=Text(
                "只有进口汽车复出口可以不填生产企业。",
                "Only a re-export of imported cars goes without a maker.",
            ),
            code="MISSING_FIELD",
            field="manufacturer_uscc",
        )
    return form


def faults(document: Mapping[str, Any]) -> list[BadInput]:
    """Everything that is missing or cannot be understood; empty where the form can be handed in."""
    try:
        read(document)
    except BadInput as problem:
        try:
            ApplicationDocument.model_validate(dict(document))
        except ValidationError as error:
            return [_problem(one) for one in error.errors()]
        return [problem]
    return []


def sketch(document: Mapping[str, Any]) -> dict[str, Any]:
    """A draft as kept: any field of the form may still be missing or wrong, but no other field is taken."""
    for name in document:
        if name not in FIELDS:
            raise _problem({"type": "extra_forbidden", "loc": (name,), "msg": "", "input": None})
    return dict(document)


def _problem(error: ErrorDetails) -> BadInput:
    field = ".".join(str(part + 1) if isinstance(part, int) else part for part in error["loc"])
    code, text = KINDS.get(error["type"], WRONG)
    return BadInput(text.fill(field=field, why=error["msg"]), remedy=AS_DESCRIBED, code=code, field=field)


def _one_line_a_model(form: ApplicationDocument) -> None:
    """Customs writes off by model and code, so a licence has one line of each."""
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(form.lines, 1):
        if (line.hs_code, line.model_code) in seen:
            raise BadInput(
                Text(
                    f"第{number}行与前面的行车型、商品编号相同。",
                    f"Line {number} repeats a model and code of an earlier line.",
                ),
                remedy=Text(
                    "请合并为一行；价格不同的，分别申请。",
                    "Join the lines; apply separately for another price.",
                ),
                code="LINE_REPEATED",
                field=f"lines.{number}.model_code",
            )
        seen.add((line.hs_code, line.model_code))
