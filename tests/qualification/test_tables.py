"""The transition tables as a whole: who may do what from where, and that every case can end."""

from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest

from evexport.accounts.actors import in_role
from evexport.accounts.roles import ROLES, Role
from evexport.kernel.problems import Barred, NotAllowed
from evexport.qualification.list_states import AUTHORISATION, CHANGE, ENTRY, LISTED_MODEL
from evexport.qualification.states import FILING

MAKER, EXPORTER = UUID(int=1), UUID(int=2)
OFFICERS = {Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER, Role.AGENCY_OFFICER}
WHO = {
    "submit": {Role.MAKER},
    "answer": {Role.MAKER},
    "correct": {Role.MAKER},
    "withdraw": {Role.MAKER},
    "ask_reconsideration": {Role.MAKER},
    "request_information": {Role.PROVINCE_OFFICER},
    "forward": {Role.PROVINCE_OFFICER},
    "consult": {Role.MINISTRY_OFFICER},
    "opine": {Role.AGENCY_OFFICER},
    "nominate": {Role.MINISTRY_OFFICER},
    "object": {Role.MINISTRY_OFFICER, Role.PUBLIC},
    "dismiss_objection": {Role.MINISTRY_OFFICER},
    "dismiss_one_objection": {Role.MINISTRY_OFFICER},
    "uphold_objection": {Role.MINISTRY_OFFICER},
    "list": {Role.MINISTRY_OFFICER},
    "reject": {Role.MINISTRY_OFFICER},
    "uphold_rejection": {Role.MINISTRY_OFFICER},
    "overturn_rejection": {Role.MINISTRY_OFFICER},
}
RETURNED_BY = {
    "submitted": Role.PROVINCE_OFFICER,
    "corrected": Role.PROVINCE_OFFICER,
    "forwarded": Role.MINISTRY_OFFICER,
    "in_consultation": Role.MINISTRY_OFFICER,
    "candidate": Role.MINISTRY_OFFICER,
}
VERBS = sorted({step.verb for step in FILING.steps})


def filing(state: str) -> SimpleNamespace:
    return SimpleNamespace(state=state, maker_id=MAKER, authority="4403", rejected_by=uuid4())


def actor(role: Role):
    return in_role(role, user_id=uuid4(), organisation_id=MAKER if role is Role.MAKER else uuid4(), authority="4403")


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize("state", sorted(FILING.states))
@pytest.mark.parametrize("verb", VERBS)
def test_a_step_is_open_from_its_states_to_its_role_and_to_nobody_else(verb, state, role):
    open_here = FILING.step(verb, state) is not None
    allowed = role is RETURNED_BY.get(state) if verb == "return" else role in WHO[verb]
    if open_here and allowed:
        assert FILING.take(verb, filing(state), by=actor(role)).verb == verb
    else:
        with pytest.raises((Barred, NotAllowed)) as refused:
            FILING.take(verb, filing(state), by=actor(role))
        if not open_here:
            assert refused.value.code == "WRONG_STATE"


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize("state", sorted(FILING.states))
def test_what_is_offered_unbarred_can_be_taken(state, role):
    for offer in FILING.offered(filing(state), to=actor(role)):
        if offer.allowed:
            FILING.take(offer.step.verb, filing(state), by=actor(role))
        else:
            with pytest.raises(Barred):
                FILING.take(offer.step.verb, filing(state), by=actor(role))


@pytest.mark.parametrize("table", [FILING, ENTRY, AUTHORISATION, LISTED_MODEL, CHANGE], ids=lambda t: t.kind)
def test_only_final_states_have_no_way_out_and_every_state_can_be_reached(table):
    sources = {name for step in table.steps for name in step.sources}
    reached = {step.target for step in table.steps} | {next(iter(table.states))}
    assert reached == set(table.states)
    assert {name for name, state in table.states.items() if not state.final} == sources


def test_every_permission_a_table_names_is_held_by_some_role():
    held = set().union(*(row.permissions for row in ROLES.values()))
    needed = {step.needs for table in (FILING, ENTRY, AUTHORISATION, LISTED_MODEL, CHANGE) for step in table.steps}
    assert needed <= held


def test_another_makers_filing_cannot_be_handed_in():
    rival = in_role(Role.MAKER, user_id=uuid4(), organisation_id=uuid4())
    with pytest.raises(NotAllowed):
        FILING.take("submit", filing("draft"), by=rival)


@pytest.mark.parametrize("verb", ["uphold_rejection", "overturn_rejection"])
def test_who_rejected_does_not_reconsider(verb):
    officer = actor(Role.MINISTRY_OFFICER)
    case = SimpleNamespace(state="in_reconsideration", maker_id=MAKER, authority="4403", rejected_by=officer.user_id)
    with pytest.raises(Barred, match="other than the one who rejected"):
        FILING.take(verb, case, by=officer)


def test_a_department_does_not_return_what_it_has_forwarded():
    with pytest.raises(Barred, match="not with your department"):
        FILING.take("return", filing("forwarded"), by=actor(Role.PROVINCE_OFFICER))


def change(kind: str) -> SimpleNamespace:
    return SimpleNamespace(state="proposed", kind=kind, maker_id=MAKER, exporter_id=EXPORTER)


@pytest.mark.parametrize("verb", ["consent", "decline"])
def test_only_the_exporter_itself_consents_to_its_removal(verb):
    exporter = in_role(Role.EXPORTER, user_id=uuid4(), organisation_id=EXPORTER)
    assert CHANGE.take(verb, change("remove_exporter"), by=exporter)
    with pytest.raises(Barred, match="exporter's own"):
        CHANGE.take(verb, change("remove_exporter"), by=actor(Role.MAKER))


@pytest.mark.parametrize("verb", ["record_rename", "refuse_rename"])
def test_a_maker_does_not_record_its_own_new_name(verb):
    assert CHANGE.take(verb, change("rename"), by=actor(Role.MINISTRY_OFFICER))
    with pytest.raises(Barred, match="recorded by the ministry"):
        CHANGE.take(verb, change("rename"), by=actor(Role.MAKER))
