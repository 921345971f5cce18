"""Kinds of organisation, and the form of the code by which an authority of that kind is known."""

import re

from django.db import models


class Kind(models.TextChoices):
    """What an organisation is; decides which roles its people may hold."""

    ENTERPRISE = "enterprise", "企业"
    COMMERCE_DEPARTMENT = "commerce_department", "商务主管部门"
    MINISTRY = "ministry", "商务部"
    AGENCY = "agency", "会商部门"
    ISSUING_BODY = "issuing_body", "发证机构"
    CUSTOMS = "customs", "海关"
    OVERSIGHT = "oversight", "监管部门"
    OPERATOR = "operator", "平台运营单位"


CODES: dict[Kind, re.Pattern[str]] = {
    # A reviewing department is known by its division's prefix: a province (44) or a city with a department of its own (4403).
    Kind.COMMERCE_DEPARTMENT: re.compile(r"\d{2}|\d{4}|\d{6}"),
    Kind.AGENCY: re.compile(r"MIIT|GAC|SAMR"),
    Kind.ISSUING_BODY: re.compile(r"[A-Z0-9]{2}"),
    Kind.CUSTOMS: re.compile(r"(\d{4})?"),
}
"""The form of `authority_code` by kind; a kind that is not here has none."""


def code_fits(kind: Kind, code: str) -> bool:
    """Whether an organisation of that kind may be known by that code ("" for none)."""
    form = CODES.get(kind)
    return not code if form is None else form.fullmatch(code) is not None
