"""Editions of registers as files, for the tests of importing."""

from datetime import datetime

from evexport.accounts.actors import in_role
from evexport.accounts.roles import Role
from evexport.kernel.clock import CHINA
from evexport.kernel.ids import uuid7
from evexport.registers.actions import Upload, import_rows
from evexport.registers.imports import Diff

ADMIN = in_role(Role.ADMINISTRATOR, user_id=uuid7(), organisation_id=uuid7(), name="管理员")
READER = in_role(Role.AUDITOR, user_id=uuid7(), organisation_id=uuid7(), name="审计人员")
USCC = "91440300MADEM0EX2C"
OTHER = "91120000MADEM0RD1B"

ANNOUNCEMENT = "model_code,vehicle_name,trademark,manufacturer_name,manufacturer_uscc,batch,effective_from,withdrawn_on"
CCC = "certificate_no,manufacturer_uscc,model_code,status,status_since,valid_from,valid_until"
MODEL_A = f"DMO7000BEVA1,纯电动轿车,示例牌,示例电动汽车有限公司,{USCC},390,2025-01-20,"
MODEL_B = f"DMO7000BEVB1,纯电动多用途乘用车,示例牌,示例电动汽车有限公司,{USCC},391,2025-02-20,"
CERTIFICATE = f"2025011101000001,{USCC},DMO7000BEVA1"


def at(month: int, day: int, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, 10, tzinfo=CHINA)


def csv(*lines: str, name: str = "edition.csv") -> Upload:
    return Upload(name, "\n".join(lines).encode())


def announce(*rows: str, on: datetime, **options: bool) -> Diff:
    """Import an edition of the Announcement that holds these rows."""
    return import_rows("announcement", csv(ANNOUNCEMENT, *rows), by=ADMIN, at=on, **options)


def certify(*rows: str, on: datetime, **options: bool) -> Diff:
    """Import an edition of the certificates; a row is the status and its days."""
    return import_rows("ccc", csv(CCC, *(f"{CERTIFICATE},{row}" for row in rows)), by=ADMIN, at=on, **options)


def counts(diff: Diff) -> tuple[int, int, int, int]:
    """Added, changed, withdrawn, unchanged."""
    return len(diff.added), len(diff.changed), len(diff.withdrawn), diff.unchanged
