"""The told year with desks at work: a file handed in, many licences asked for, the ledger sealed; and people who are new.

The new ones sit at desks where nothing has happened yet: a maker that never filed, an exporter without licences, empty offices.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from tests.database import Databases, forget_counts
from tests.desks.office import Office

from evexport.accounts.actions import create_organisation, create_user
from evexport.accounts.roles import Role
from evexport.codes import uscc
from evexport.customs.declaration_files import TEMPLATE
from evexport.customs.gate import pool
from evexport.customs.models import Declaration
from evexport.demo.cast import ADMINISTRATOR, PASSWORD, REGISTRAR
from evexport.demo.year import TODAY
from evexport.enterprises import actions as enterprises
from evexport.host import keys
from evexport.ledger import drain
from evexport.store.moment import now

FIRMS = {
    "new-maker": ("91440300MANEW0001", "示例新生汽车有限公司", "Example Newborn Auto Co., Ltd.", "vehicle_maker", Role.MAKER),
    "new-exporter": ("91440300MANEW0002", "示例新生进出口有限公司", "Example Newborn Trading Co., Ltd.", "trader", Role.EXPORTER),
}
OFFICES = {
    "new-province": ("commerce_department", "540000", "示例商务主管部门540000", Role.PROVINCE_OFFICER),
    "new-examiner": ("issuing_body", "ZZ", "示例新设许可证机构", Role.EXAMINER),
    "new-approver": ("issuing_body", "ZZ", "示例新设许可证机构", Role.APPROVER),
}
NEWCOMERS = (*FIRMS, *OFFICES)


@contextmanager
def desks_at_work(databases: Databases) -> Iterator[Office]:
    """The office on its own day, over plain HTTP, for a module that walks through all of it."""
    kept = settings.DEMO_DAY, settings.SECURE_SSL_REDIRECT
    settings.DEMO_DAY, settings.SECURE_SSL_REDIRECT = TODAY, False
    with databases.copy(databases.told()):
        forget_counts()
        office = Office(databases.record())
        arrive(now() - timedelta(days=1))
        office.samples["declaration"] = str(Declaration.objects.using("owner").values_list("pk", flat=True)[0])
        hand_in(office)
        answer = office.client("approver").post("/officer/issue/", {"request": "0193f3a2-6c1e-7bd0-9c55-1f2a7f6f0002"})
        assert "work" in answer.headers["Location"].split("/")
        drain(keys.signer(settings.HOME, keys.LEDGER), at=now())
        yield office
        pool.close()
    settings.DEMO_DAY, settings.SECURE_SSL_REDIRECT = kept


def hand_in(office: Office) -> None:
    """A file of two lines at the customs desk; one of them has to come back."""
    face: dict[str, Any] = office.samples["licences"]["with_balance"]
    row = {
        "declared_on": TODAY.isoformat(),
        "licence_no": face["number"],
        "goods_state": "new",
        "vin": office.samples["unused_vins"][-1],
    }
    lines = [
        ",".join(str({**face, **row, **changes}[head]) for head in TEMPLATE[0])
        for changes in ({"declaration_no": "FILE-000001"}, {"declaration_no": "FILE-000002", "hs_code": "1"})
    ]
    file = BytesIO("\n".join([",".join(TEMPLATE[0]), *lines]).encode())
    file.name = "today.csv"
    answer = office.client("customs").post("/customs/files/upload/", {"request": "at-work", "file": file})
    assert answer.status_code == 302, answer.content.decode()


def arrive(at: datetime) -> None:
    """Put them all on record, each with an account."""
    for user, (code, zh, en, kind, role) in FIRMS.items():
        firm = enterprises.register(
            uscc=uscc.make(code),
            name_zh=zh,
            name_en=en,
            division="440300",
            enterprise_type=kind,
            example=True,
            by=REGISTRAR,
            at=at,
        )
        account(user, firm.id, role, at)
    founded: dict[str, UUID] = {}
    for user, (kind, code, zh, role) in OFFICES.items():
        if code not in founded:
            made = create_organisation(
                kind=kind, name_zh=zh, name_en=f"Example Office {code}", authority_code=code, by=ADMINISTRATOR, at=at
            )
            founded[code] = made.id
        account(user, founded[code], role, at)


def account(user: str, organisation: UUID, role: Role, at: datetime) -> None:
    create_user(
        username=user, name="示例新人", password=PASSWORD, organisation_id=organisation, role=role, by=ADMINISTRATOR, at=at
    )
