"""The transition tables: every verb from every state, and which roles may take it."""

from dataclasses import dataclass, field, replace
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.licensing.house import NOON

from evexport.accounts.actors import in_role
from evexport.accounts.roles import Role
from evexport.kernel.problems import Barred, NotAllowed
from evexport.licensing.states import APPLICATION, LICENCE, REVOCATION

EXPORTER = uuid4()


@dataclass
class Hearing:
    """A revocation whose exporter was heard, proposed by somebody else."""

    state: str = "stated"
    exporter_id: UUID = EXPORTER
    issuing_body: str = "AA"
    proposed_by: UUID | None = None
    heard: bool = True
    answer_by: date = date(2026, 6, 23)
    today: date = date(2026, 6, 15)

    @property
    def open(self) -> bool:
        return self.state in {"proposed", "stated", "waived"}


@dataclass
class Thing:
    state: str
    exporter_id: UUID = EXPORTER
    first_reviewer: UUID | None = None
    decided_by: UUID | None = None
    left: int = 10
    reserved: int = 0
    clearances_left: int = 3
    days_left: int = 100
    issuing_body: str = "AA"
    hearing: Hearing | None = None
    reconsideration: Any = None
    standing: Any = field(default_factory=lambda: SimpleNamespace(since=NOON, decided_by=None))
    at: Any = NOON


def ready(verb: str, state: str) -> Thing:
    """A thing that nothing bars from the step."""
    if verb == "revoke":
        return Thing(state, hearing=Hearing())
    if verb in {"uphold", "set_aside"}:
        return Thing(state, reconsideration=SimpleNamespace(state="asked"))
    return Thing(state)


def person(role: Role, *, organisation: UUID = EXPORTER):
    return in_role(role, user_id=uuid4(), organisation_id=organisation, authority="AA")


APPLICANT = {Role.MAKER, Role.EXPORTER}
EXAMINER, APPROVER = {Role.EXAMINER}, {Role.APPROVER}
OFFICERS = {Role.EXAMINER, Role.APPROVER}

# verb -> from which states to which, and who may
APPLICATION_TABLE = {
    "save": ({"draft": "draft", "returned": "returned"}, APPLICANT),
    "submit": ({"draft": "submitted", "returned": "submitted"}, APPLICANT),
    "correct": ({"submitted": "submitted"}, APPLICANT),
    "request_information": ({"submitted": "information_requested"}, OFFICERS),
    "answer": ({"information_requested": "submitted"}, APPLICANT),
    "pass_first_review": ({"submitted": "reviewed"}, EXAMINER),
    "issue": ({"reviewed": "issued"}, APPROVER),
    "return": ({"submitted": "returned", "reviewed": "returned"}, OFFICERS),
    "refuse": ({"submitted": "refused", "reviewed": "refused"}, OFFICERS),
    "ask_reconsideration": ({"refused": "reconsidering"}, APPLICANT),
    "reopen": ({"reconsidering": "submitted"}, APPROVER),
    "uphold": ({"reconsidering": "upheld"}, APPROVER),
    "withdraw": (
        dict.fromkeys(["draft", "returned", "submitted", "information_requested", "reviewed"], "withdrawn"),
        APPLICANT,
    ),
}
LIVE = ["not_yet_valid", "in_force", "exhausted"]
HOLDER, DECIDERS = {*APPLICANT, Role.APPROVER}, {Role.APPROVER, Role.MINISTRY_OFFICER}
LICENCE_TABLE = {
    "amend": (dict.fromkeys(["not_yet_valid", "in_force"], "in_force"), HOLDER),
    "replace": (dict.fromkeys(["not_yet_valid", "in_force", "lost"], "replaced"), APPROVER),
    "suspend": (dict.fromkeys(LIVE, "suspended"), DECIDERS),
    "lift": ({"suspended": "in_force"}, DECIDERS),
    "propose_revocation": ({state: state for state in [*LIVE, "suspended", "lost"]}, DECIDERS),
    "revoke": (dict.fromkeys([*LIVE, "suspended", "lost"], "revoked"), DECIDERS),
    "ask_reconsideration": ({"suspended": "suspended", "revoked": "revoked"}, APPLICANT),
    "uphold": ({"suspended": "suspended", "revoked": "revoked"}, DECIDERS),
    "set_aside": (dict.fromkeys(["suspended", "revoked"], "in_force"), DECIDERS),
    "change_code": ({state: state for state in ["not_yet_valid", "in_force", "lost"]}, {Role.APPROVER}),
    "reapply": ({state: state for state in ["in_force", "exhausted", "expired", "returned"]}, APPLICANT),
    "return": (dict.fromkeys(LIVE, "returned"), HOLDER),
    "ask_reissue": ({"lost": "lost"}, HOLDER),
    "report_loss": (dict.fromkeys(LIVE, "lost"), HOLDER),
}
OPEN = ["proposed", "stated", "waived"]
REVOCATION_TABLE = {
    "state_case": (dict.fromkeys(OPEN, "stated"), APPLICANT),
    "waive_statement": (dict.fromkeys(["proposed", "stated"], "waived"), APPLICANT),
    "revoke": (dict.fromkeys(OPEN, "revoked"), DECIDERS),
    "drop_revocation": (dict.fromkeys(OPEN, "dropped"), DECIDERS),
}
TABLES = {"application": APPLICATION_TABLE, "licence": LICENCE_TABLE, "revocation": REVOCATION_TABLE}
ROWS = [
    (table, verb, state)
    for table in (APPLICATION, LICENCE, REVOCATION)
    for expected in [TABLES[table.kind]]
    for verb in expected
    for state in table.states
]


@pytest.mark.parametrize(("table", "verb", "state"), ROWS, ids=lambda value: getattr(value, "kind", value))
def test_each_verb_from_each_state_by_each_role(table, verb, state):
    targets, may = TABLES[table.kind][verb]
    thing = Hearing(state) if table is REVOCATION else ready(verb, state)
    for role in Role:
        if state not in targets:
            with pytest.raises(Barred) as barred:
                table.take(verb, thing, by=person(role))
            assert barred.value.code == "WRONG_STATE"
        elif role not in may:
            with pytest.raises(NotAllowed):
                table.take(verb, thing, by=person(role))
        else:
            assert table.take(verb, thing, by=person(role)).target == targets[state]


@pytest.mark.parametrize(("verb", "state"), [("amend", "in_force"), ("report_loss", "in_force"), ("ask_reissue", "lost")])
def test_a_change_and_a_loss_are_the_exporters_to_ask_for(verb, state):
    with pytest.raises(Barred, match="own exporter"):
        LICENCE.take(verb, Thing(state), by=person(Role.APPROVER, organisation=uuid4()))


def test_the_tables_hold_these_verbs_and_no_others():
    for table in (APPLICATION, LICENCE, REVOCATION):
        assert {step.verb for step in table.steps} == TABLES[table.kind].keys()


@pytest.mark.parametrize("verb", ["submit", "withdraw"])
def test_another_exporter_may_not(verb):
    with pytest.raises(NotAllowed):
        APPLICATION.take(verb, Thing("draft"), by=person(Role.EXPORTER, organisation=uuid4()))


def test_who_passed_the_first_review_may_not_issue_and_is_told_why():
    officer = person(Role.APPROVER)
    (offer,) = [
        o for o in APPLICATION.offered(Thing("reviewed", first_reviewer=officer.user_id), to=officer) if o.step.verb == "issue"
    ]
    assert not offer.allowed
    assert "another officer" in offer.barred.en
    assert "另一名" in offer.barred.zh
    other = person(Role.APPROVER)
    assert APPLICATION.take("issue", Thing("reviewed", first_reviewer=officer.user_id), by=other)


@pytest.mark.parametrize("verb", ["reopen", "uphold"])
def test_who_refused_may_not_reconsider(verb):
    officer = person(Role.APPROVER)
    with pytest.raises(Barred):
        APPLICATION.take(verb, Thing("reconsidering", decided_by=officer.user_id), by=officer)


@pytest.mark.parametrize("verb", ["amend", "return"])
def test_vehicles_held_by_customs_bar(verb):
    with pytest.raises(Barred, match="holds 2 vehicles"):
        LICENCE.take(verb, Thing("in_force", reserved=2), by=person(Role.EXPORTER))


@pytest.mark.parametrize("empty", [{"left": 0}, {"clearances_left": 0}])
def test_nothing_left_bars_a_change(empty):
    with pytest.raises(Barred, match="nothing can be carried over"):
        LICENCE.take("amend", Thing("in_force", **empty), by=person(Role.EXPORTER))


def test_a_lost_licence_past_its_last_day_is_not_reissued():
    with pytest.raises(Barred, match="past its last day"):
        LICENCE.take("replace", Thing("lost", days_left=0), by=person(Role.APPROVER))


@pytest.mark.parametrize(
    ("hearing", "why"),
    [
        (None, "Give notice"),
        (Hearing(state="dropped"), "Give notice"),
        (Hearing(state="proposed", heard=False), "until 23 June 2026"),
        (Hearing(state="proposed", heard=False, today=date(2026, 6, 23)), "until 23 June 2026"),
        (Hearing(state="stated", heard=False), "neither done so"),
    ],
)
def test_no_revocation_before_the_exporter_was_heard(hearing, why):
    with pytest.raises(Barred, match=why):
        LICENCE.take("revoke", Thing("in_force", hearing=hearing), by=person(Role.APPROVER))


def test_a_silent_exporter_is_waited_for_through_the_last_day():
    silent = Hearing(state="proposed", heard=False, today=date(2026, 6, 24))
    assert LICENCE.take("revoke", Thing("in_force", hearing=silent), by=person(Role.APPROVER))


def test_who_proposed_a_revocation_does_not_decide_it():
    officer = person(Role.APPROVER)
    thing = Thing("in_force", hearing=replace(Hearing(), proposed_by=officer.identity))
    with pytest.raises(Barred, match="another officer"):
        LICENCE.take("revoke", thing, by=officer)


@pytest.mark.parametrize(
    ("verb", "state"), [("amend", "in_force"), ("replace", "in_force"), ("return", "in_force"), ("ask_reissue", "lost")]
)
def test_a_revocation_under_way_bars_handing_over_and_back(verb, state):
    role = Role.APPROVER if verb == "replace" else Role.EXPORTER
    with pytest.raises(Barred, match="under way"):
        LICENCE.take(verb, Thing(state, hearing=Hearing()), by=person(role))
