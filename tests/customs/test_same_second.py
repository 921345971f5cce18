"""What is decided about a licence stands at the gate in the same second; what is in flight and what is decided wait for each other."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from datetime import timedelta
from threading import Barrier

import pytest
from tests.customs import registers
from tests.customs.audit import audit
from tests.customs.port import Port
from tests.database import close_thread
from tests.licensing.house import NOON, balances, standing

from evexport.accounts.actors import in_role
from evexport.accounts.roles import Role
from evexport.customs import gate
from evexport.customs.actions import cancel, record_inspection
from evexport.customs.gate import calls, pool
from evexport.kernel.ids import uuid7
from evexport.ledger.models import Entry
from evexport.licensing import actions
from evexport.licensing.actions.deciding import decide
from evexport.licensing.actions.taking import take_licence
from evexport.licensing.models import Status
from evexport.regulation.criteria.gate_rules import gate_rules, law_of
from evexport.store import acting_as, reading_as

HALT = {"citation": "MOFCOM-11-2008#suspension"}
END = {"citation": "MOFCOM-11-2008#revocation"}
MINUTE = timedelta(minutes=1)
CARRIED_OVER = ["LICENCE_REPLACED", "LICENCE_EXHAUSTED", "CLEARANCES_EXHAUSTED"]


@pytest.fixture
def port(db_clone):
    yield Port()
    pool.close()


@pytest.fixture
def licence(port):
    made = port.issued(line={"quantity": 10})
    assert port.declare(made) == ["released"]
    return made


def suspend(port, licence):
    actions.suspend(licence.number, "核查中。", by=port.zhou, at=NOON, **HALT)


def revoke(port, licence):
    actions.propose_revocation(licence.number, "涉嫌骗取。", facts="合同不符。", by=port.zhou, at=NOON, **END)
    actions.waive_statement(licence.number, by=port.clerk, at=NOON)
    actions.revoke(licence.number, "骗取。", by=port.wu, at=NOON, **END)


def test_suspended_and_lifted(port, licence):
    suspend(port, licence)
    assert port.declare(licence) == ["refused", "LICENCE_SUSPENDED"]
    actions.lift(licence.number, "查清。", by=port.zhou, at=NOON, **HALT)
    assert port.declare(licence) == ["released"]


def test_a_notice_of_revocation_bars_nothing_and_the_revocation_everything(port, licence):
    actions.propose_revocation(licence.number, "涉嫌骗取。", facts="合同不符。", by=port.zhou, at=NOON, **END)
    assert port.declare(licence) == ["released"]
    actions.waive_statement(licence.number, by=port.clerk, at=NOON)
    actions.revoke(licence.number, "骗取。", by=port.wu, at=NOON, **END)
    assert port.declare(licence) == ["refused", "LICENCE_REVOKED"]
    actions.ask_licence_reconsideration(licence.number, "事实不清。", by=port.clerk, at=NOON)
    assert port.declare(licence) == ["refused", "LICENCE_REVOKED"]
    actions.set_aside_decision(licence.number, "事实不清。", citation="DESIGN#reconsideration", by=port.ministry, at=NOON)
    assert port.declare(licence) == ["released"]
    assert balances(licence)[0][1:] == (10, 6, 0)


def test_returned(port, licence):
    actions.return_unused(licence.number, "合同取消。", by=port.clerk, at=NOON)
    assert port.declare(licence) == ["refused", "LICENCE_RETURNED"]


def test_lost_and_replaced(port, licence):
    draft = actions.report_loss(licence.number, "遗失。", by=port.clerk, at=NOON)
    assert port.declare(licence) == ["refused", "LICENCE_LOST"]
    new = port.replaced(draft)
    assert port.declare(licence) == ["refused", *CARRIED_OVER]
    assert port.declare(new) == ["released"]


def test_amended_the_old_one_is_refused_and_names_the_new_one(port, licence):
    new = port.replaced(actions.amend(licence.number, {"consignee": "Example EV France"}, by=port.clerk, at=NOON))
    decision = gate.decide(port.declaration(licence), client=port.system, at=NOON)
    (reason,) = [one for one in decision.reasons if one["code"] == "LICENCE_REPLACED"]
    assert new.number in reason["message"]["zh"]
    assert port.declare(new) == ["released"]
    assert (balances(licence)[0][1:], balances(new)[0][1:]) == ((2, 2, 0), (8, 2, 0))
    assert (standing(licence), standing(new)) == (("replaced", 1, 1), ("issued", 11, 1))
    audit("owner")


def test_used_up_and_opened_again_by_a_cancellation(port):
    licence = port.issued(line={"quantity": 2})
    form = port.declaration(licence)
    assert gate.decide(form, client=port.system, at=NOON).decision == "released"
    assert port.declare(licence) == ["refused", "LICENCE_EXHAUSTED"]
    cancel(form.declaration_no, because="退关", by=port.customs, at=NOON)
    assert port.declare(licence) == ["released"]


def background(call):
    """The call in a thread of its own, which gives its connections back."""

    def run():
        try:
            return call()
        finally:
            close_thread()

    return run


def test_a_declaration_waits_for_a_suspension_in_flight_and_is_refused(port, licence):
    with ThreadPoolExecutor(1) as other:
        with acting_as(port.zhou):
            case, _ = take_licence(licence.number, "suspend", by=port.zhou, at=NOON)
            decide(case, Status.SUSPENDED, reason="核查中。", citation=HALT["citation"], by=port.zhou, at=NOON)
            asked = other.submit(background(lambda: port.declare(licence)))
            with pytest.raises(StillWaiting):
                asked.result(timeout=0.5)
        assert asked.result(timeout=20) == ["refused", "LICENCE_SUSPENDED"]
    assert balances(licence)[0][2] == 2


def test_an_inspection_that_passes_waits_for_a_suspension_in_flight_and_does_not_release(port, licence):
    registers.require_inspection(2026)
    form = port.declaration(licence)
    assert gate.decide(form, client=port.system, at=NOON).decision == "held"
    passed = background(lambda: record_inspection(form.declaration_no, passed=True, note="相符。", by=port.customs, at=NOON))
    with ThreadPoolExecutor(1) as other:
        with acting_as(port.zhou):
            case, _ = take_licence(licence.number, "suspend", by=port.zhou, at=NOON)
            decide(case, Status.SUSPENDED, reason="核查中。", citation=HALT["citation"], by=port.zhou, at=NOON)
            asked = other.submit(passed)
            with pytest.raises(StillWaiting):
                asked.result(timeout=0.5)
        asked.result(timeout=20)
    settled = Entry.objects.using("owner").get(kind="declaration.settled").data
    assert (settled["decision"], settled["reasons"]) == ("refused", ["LICENCE_SUSPENDED"])
    assert balances(licence)[0][1:] == (10, 2, 0)
    audit("owner")


def test_a_suspension_waits_for_a_declaration_in_flight_which_stands(port, licence):
    form = port.declaration(licence)
    law = law_of(form)
    message = calls.Message(form, port.system, NOON, law, gate_rules(law))
    with ThreadPoolExecutor(1) as other:
        with pool.connection() as connection, connection.transaction():
            assert calls.release(connection, message)[0] == "released"
            deed = other.submit(background(lambda: suspend(port, licence)))
            with pytest.raises(StillWaiting):
                deed.result(timeout=0.5)
        deed.result(timeout=20)
    assert (standing(licence)[0], balances(licence)[0][2]) == ("suspended", 4)
    assert port.declare(licence) == ["refused", "LICENCE_SUSPENDED"]


@pytest.mark.parametrize("end", [suspend, revoke], ids=["suspension", "revocation"])
def test_many_at_once_and_one_decision_nothing_is_counted_that_was_refused(port, end):
    licence = port.issued(line={"quantity": 100})
    forms = [port.declaration(licence) for _ in range(6)]
    ready = Barrier(len(forms) + 1)

    def declare(form):
        ready.wait()
        decision = gate.decide(form, client=port.system, at=NOON)
        return decision.decision, [reason["code"] for reason in decision.reasons]

    def deed():
        ready.wait()
        end(port, licence)

    with ThreadPoolExecutor(len(forms) + 1) as others:
        asked = [others.submit(background(lambda form=form: declare(form))) for form in forms]
        others.submit(background(deed)).result(timeout=60)
        answers = [one.result(timeout=60) for one in asked]
    refused = [codes for decision, codes in answers if decision == "refused"]
    released = len(answers) - len(refused)
    assert {code for codes in refused for code in codes} <= {"LICENCE_SUSPENDED", "LICENCE_REVOKED"}
    assert balances(licence)[0][1:] == (100, 2 * released, 0)
    assert standing(licence)[2] == released
    assert port.declare(licence)[0] == "refused"
    audit("owner")


TOLD = {
    "licence.issued",
    "licence.suspended",
    "licence.lifted",
    "licence.revoked",
    "licence.decision_set_aside",
    "licence.returned",
    "licence.loss_reported",
}


def test_customs_reads_what_became_of_a_licence_and_not_what_was_said_about_it(port, licence):
    suspend(port, licence)
    actions.lift(licence.number, "查清。", by=port.zhou, at=NOON, **HALT)
    revoke(port, licence)
    actions.ask_licence_reconsideration(licence.number, "事实不清。", by=port.clerk, at=NOON + MINUTE)
    actions.set_aside_decision(licence.number, "有理。", citation="DESIGN#reconsideration", by=port.ministry, at=NOON + MINUTE)
    actions.report_loss(port.issued().number, "遗失。", by=port.clerk, at=NOON)
    actions.return_unused(port.issued().number, "取消。", by=port.clerk, at=NOON)
    for actor in (port.customs, port.system):
        with reading_as(actor):
            seen = set(Entry.objects.filter(subject__startswith="licence:").values_list("kind", flat=True))
            applications = Entry.objects.filter(subject__startswith="application:").count()
        assert (seen, applications) == (TOLD, 0)
    elsewhere = in_role(Role.AGENCY_OFFICER, organisation_id=uuid7(), authority="GAC")
    with reading_as(elsewhere):
        assert not Entry.objects.exists()
