"""The ground of a run: a home and a server of its own, a listed maker with its licences, a key for everybody who acts."""

import json
import os
from pathlib import Path
from typing import Any

from benchmarks.torture.night import CHINA_MIDNIGHT, EVE

# Durable as in service. Commit times are kept so that the audit can tell what was decided before what, by the database's word.
SETTINGS = {"track_commit_timestamp": "on"}
MANY = 32_000

# Licences by the part they play: vehicles, clearances allowed.
PARTS = {
    "hot": (20_000, MANY),
    "wide": (6_000, MANY),
    "amended-1": (6_000, MANY),
    "amended-2": (6_000, MANY),
    "suspended-1": (6_000, MANY),
    "suspended-2": (6_000, MANY),
    "few-cars": (60, MANY),
    "few-clearances": (6_000, 12),
}
COPIED = {
    "ends-tonight": {"valid_until": EVE.isoformat()},
    "begins-tonight": {"valid_from": CHINA_MIDNIGHT.date().isoformat()},
    "ends-tomorrow": {"valid_until": CHINA_MIDNIGHT.date().isoformat()},
}


def lay(owner: str) -> dict[str, Any]:
    """What the clients need: keys by role, licences by part."""
    import psycopg
    from tests.licensing.house import NOON, OWNER, House

    from evexport.enterprises.models import EnterpriseWmi
    from evexport.licensing.models import LicenceStanding

    house = House()
    EnterpriseWmi.objects.using(OWNER).create(
        maker=house.maker, wmi="LDM", holder_name=house.maker.name_zh, valid_from=EVE.replace(year=2020), recorded_at=NOON
    )
    licences = {}
    for part, (quantity, allowed) in PARTS.items():
        issued = house.issued(lines=[{**line, "quantity": quantity} for line in house.form()["lines"]])
        LicenceStanding.objects.using(OWNER).filter(pk=issued.pk).update(clearances_allowed=allowed)
        licences[part] = {"number": issued.number, "contract_no": issued.contract_no}
    with psycopg.connect(owner, autocommit=True) as connection:
        for place, (part, changes) in enumerate(COPIED.items(), 1):
            number = f"26-AA-9{place:05d}"
            connection.execute(COPY, [licences["wide"]["number"], json.dumps({**changes, "number": number})])
            licences[part] = {"number": number, "contract_no": licences["wide"]["contract_no"]}
        connection.execute(ELEVATED, [house.maker.pk, NOON])
        connection.execute("ANALYZE")
    return {"keys": keys(house), "licences": licences}


# As in the tests of the list: rows laid by the owner where no deed could lay them in the year that the run plays in.
COPY = """WITH asked AS (SELECT %s::text AS number, %s::jsonb AS changes),
old AS (SELECT l.*, a.changes FROM licensing_licence l JOIN asked a USING (number)),
ids AS MATERIALIZED (SELECT gen_random_uuid() AS licence, gen_random_uuid() AS application, gen_random_uuid() AS line),
application AS (
    INSERT INTO licensing_application SELECT (jsonb_populate_record(a, jsonb_build_object('id', ids.application))).*
      FROM licensing_application a JOIN old ON a.id = old.application_id, ids),
licence AS (
    INSERT INTO licensing_licence
    SELECT (jsonb_populate_record(l, old.changes || jsonb_build_object('id', ids.licence, 'application_id', ids.application))).*
      FROM licensing_licence l JOIN old USING (id), ids),
standing AS (
    INSERT INTO licensing_licencestanding
    SELECT (jsonb_populate_record(s, jsonb_build_object('licence_id', ids.licence))).*
      FROM licensing_licencestanding s JOIN old ON s.licence_id = old.id, ids),
line AS (
    INSERT INTO licensing_licenceline
    SELECT (jsonb_populate_record(l, jsonb_build_object('id', ids.line, 'licence_id', ids.licence))).*
      FROM licensing_licenceline l JOIN old ON l.licence_id = old.id, ids)
INSERT INTO licensing_balance
SELECT (jsonb_populate_record(b, jsonb_build_object('line_id', ids.line, 'licence_id', ids.licence))).*
  FROM licensing_balance b JOIN old ON b.licence_id = old.id, ids"""
ELEVATED = """INSERT INTO customs_risklevel (maker_id, level, because, citation, since)
VALUES (%s, 'elevated', '示例', 'DESIGN#risk-level', %s)"""


def keys(house: Any) -> dict[str, tuple[str, str]]:
    """A key for each role, with its identifier; customs has several systems."""
    from tests import factories
    from tests.licensing.house import EARLIER

    from evexport.accounts.actions import issue_key
    from evexport.accounts.roles import Role

    customs = factories.organisation("customs").id
    body = factories.organisation("issuing_body", "AA").id
    posts = {
        "exporter": (Role.EXPORTER, house.exporter.pk),
        "examiner": (Role.EXAMINER, body),
        "approver": (Role.APPROVER, body),
        "officer": (Role.CUSTOMS_OFFICER, customs),
        **{f"customs-{number}": (Role.CUSTOMS_SYSTEM, customs) for number in range(3)},
    }
    made = {}
    for label, (role, organisation) in posts.items():
        key, shown = issue_key(organisation_id=organisation, role=role, label=label, by=factories.ADMIN, at=EARLIER)
        made[label] = (str(key.pk), shown)
    return made


def address(home: Path) -> None:
    """Lead this process, and those it starts, to the run's own home."""
    os.environ["EVEXPORT_HOME"] = str(home)
    os.environ["EVEXPORT_PLAIN_HTTP"] = "1"
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_GATE_URL"):
        os.environ.pop(name, None)
