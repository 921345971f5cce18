"""Names, customs codes and WMIs are dated: what held on a past day is still told, and never told anew."""

from datetime import timedelta

import psycopg
import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from tests.factories import ADMIN, AT, TODAY, enterprise, later

from evexport.accounts.models import Organisation
from evexport.enterprises import actions, queries
from evexport.enterprises.models import CustomsCodeHistory, Enterprise, EnterpriseWmi, NameHistory
from evexport.kernel.problems import BadInput, Conflict, NotAllowed, NotFound
from evexport.ledger.models import Entry
from evexport.store import DbRole, Scope, acting_as

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
SOON = later(days=30)
NEXT = SOON.date()


@pytest.fixture
def firm(cast):
    return enterprise("示例旧名有限公司", customs_code="4403960009")


def rename(firm, **given):
    sound = {"name_zh": "示例新名有限公司", "name_en": "Example New Name", "valid_from": NEXT, "because": "工商变更"}
    return actions.rename(firm.id, **{**sound, **given}, by=ADMIN, at=SOON)


def test_a_new_name_holds_from_its_day_and_the_old_one_before(firm):
    rename(firm)
    assert queries.name_on(firm.id, NEXT).name_zh == "示例新名有限公司"
    assert queries.name_on(firm.id, NEXT - timedelta(days=1)).name_zh == "示例旧名有限公司"
    assert queries.name_on(firm.id, YESTERDAY) is None
    assert queries.by_uscc(firm.uscc).name_zh == "示例新名有限公司"
    assert Organisation.objects.using("owner").get(pk=firm.id).name_zh == "示例新名有限公司"
    with acting_as(Scope(DbRole.STAFF)):
        entry = Entry.objects.get(kind="enterprise.renamed", subject=f"enterprise:{firm.id}")
    assert (entry.data["before"], entry.data["because"]) == ("示例旧名有限公司", "工商变更")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"valid_from": TODAY}, "valid_from"),
        ({"valid_from": YESTERDAY}, "valid_from"),
        ({"valid_from": NEXT + timedelta(days=1)}, "valid_from"),
        ({"because": " "}, "because"),
        ({"name_zh": ""}, "name_zh"),
    ],
)
def test_history_grows_at_its_end_by_what_has_happened(firm, given, field):
    with pytest.raises(BadInput) as caught:
        rename(firm, **given)
    assert caught.value.field == field
    assert queries.by_uscc(firm.uscc).name_zh == "示例旧名有限公司"


def test_a_new_customs_code_holds_from_its_day(firm):
    actions.change_customs_code(firm.id, customs_code="4403960010", valid_from=NEXT, by=ADMIN, at=SOON)
    assert queries.customs_code_on(firm.id, NEXT) == "4403960010"
    assert queries.customs_code_on(firm.id, TODAY) == "4403960009"
    assert queries.by_uscc(firm.uscc).customs_code == "4403960010"
    with pytest.raises(BadInput):
        actions.change_customs_code(firm.id, customs_code="440396001", valid_from=NEXT, by=ADMIN, at=SOON)


@pytest.mark.parametrize("model", [NameHistory, CustomsCodeHistory])
def test_the_database_refuses_to_rewrite_history_even_to_its_owner(firm, owner_connection, model):
    table = model._meta.db_table
    for statement in (f"UPDATE {table} SET valid_from = '2020-01-01'", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="only added to"):
            owner_connection.execute(statement)


def test_a_credit_code_never_changes(firm):
    with acting_as(ADMIN), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Enterprise.objects.filter(pk=firm.pk).update(uscc="91440300MADEM0EX2C")


def test_several_makers_share_a_builders_wmi(firm, cast):
    for maker in (firm, cast.rival_ev):
        actions.record_wmi(maker.id, wmi="LJ1", holder_name="示例代工厂", valid_from=TODAY, by=ADMIN, at=AT)
    assert "LJ1" in queries.wmis_on(firm.id, TODAY)
    assert queries.wmis_on(cast.example_ev.id, TODAY) == {"LDM"}


def test_a_wmi_counts_from_its_first_through_its_last_day(firm):
    row = actions.record_wmi(firm.id, wmi="LDN", holder_name="示例", valid_from=TODAY, by=ADMIN, at=AT)
    actions.end_wmi(row.id, valid_until=NEXT, by=ADMIN, at=SOON)
    days = [TODAY - timedelta(days=1), TODAY, NEXT, NEXT + timedelta(days=1)]
    assert ["LDN" in queries.wmis_on(firm.id, day) for day in days] == [False, True, True, False]
    with pytest.raises(NotFound):
        actions.end_wmi(row.id, valid_until=NEXT, by=ADMIN, at=SOON)


def test_a_wmi_on_record_is_not_recorded_twice_but_may_come_back(firm):
    row = actions.record_wmi(firm.id, wmi="LDP", holder_name="示例", valid_from=TODAY, by=ADMIN, at=AT)
    with pytest.raises(Conflict) as caught:
        actions.record_wmi(firm.id, wmi="LDP", holder_name="示例", valid_from=NEXT, by=ADMIN, at=AT)
    assert caught.value.code == "WMI_ON_RECORD"
    actions.end_wmi(row.id, valid_until=NEXT, by=ADMIN, at=SOON)
    actions.record_wmi(firm.id, wmi="LDP", holder_name="示例", valid_from=NEXT + timedelta(days=1), by=ADMIN, at=SOON)
    assert EnterpriseWmi.objects.filter(maker=firm, wmi="LDP").count() == 2


@pytest.mark.parametrize("wmi", ["LD", "LDIM", "LIO", "ldm", "LD9", "LDMABC", "L D", ""])
def test_a_wmi_has_three_characters_or_six_where_the_third_is_nine(firm, wmi):
    with pytest.raises(BadInput) as caught:
        actions.record_wmi(firm.id, wmi=wmi, holder_name="示例", valid_from=TODAY, by=ADMIN, at=AT)
    assert caught.value.field == "wmi"


def test_a_small_makers_wmi(firm):
    actions.record_wmi(firm.id, wmi="HE9A12", holder_name="示例", valid_from=TODAY, by=ADMIN, at=AT)
    assert "HE9A12" in queries.wmis_on(firm.id, TODAY)


@pytest.mark.parametrize("who", ["maker", "exporter", "province_officer", "examiner", "customs_system"])
def test_an_enterprise_does_not_rename_itself(cast, who):
    by = getattr(cast, who)
    with pytest.raises(NotAllowed):
        actions.rename(cast.example_ev.id, name_zh="x", name_en="x", valid_from=TODAY, because="x", by=by, at=AT)
