"""What the deeds on an enterprise share: checks of what is given, taking hold of the row."""

import re
from uuid import UUID

from evexport.enterprises.models import Enterprise
from evexport.kernel.problems import BadInput, NotFound
from evexport.kernel.text import Text

CUSTOMS_CODE = re.compile(r"[0-9A-Z]{10}")


def locked(enterprise_id: UUID) -> Enterprise:
    """The enterprise, held for the deed."""
    enterprise = Enterprise.objects.select_for_update().filter(pk=enterprise_id).first()
    if enterprise is None:
        raise NotFound(
            Text("没有此企业。", "There is no such enterprise."),
            remedy=Text("请核对企业。", "Check the enterprise."),
        )
    return enterprise


def bad(field: str, message: Text, remedy: Text | None = None) -> BadInput:
    return BadInput(message, remedy=remedy or Text("请核对后更正。", "Check it and mend it."), field=field)


def check_customs_code(code: str) -> None:
    if not CUSTOMS_CODE.fullmatch(code):
        raise bad(
            "customs_code",
            Text("海关编码应为十位数字或大写字母。", "A customs registration code has ten digits or capitals."),
        )


def check_name(name_zh: str, name_en: str) -> None:
    for field, name in (("name_zh", name_zh), ("name_en", name_en)):
        if not name.strip():
            raise bad(field, Text("企业名称不能为空。", "An enterprise has a name in both languages."))
