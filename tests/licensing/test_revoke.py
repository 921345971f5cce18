"""A revocation: notice, the parties' statements, and a decision by another officer; nothing short of it revokes."""

from datetime import date

import psycopg
import pytest
from tests.licensing.house import OWNER, House, at, standing, told

from evexport.accounts.actors import in_role
from evexport.accounts.roles import Role
from evexport.kernel.ids import uuid7
from evexport.kernel.problems import BadInput, Barred, NotAllowed, NotFound
from evexport.ledger.models import Entry
from evexport.licensing import actions
from evexport.licensing.models import Licence, Revocation, Statement
from evexport.store import acting_as

NOTICE = at(date(2026, 9, 1))  # a Tuesday
LAST = date(2026, 9, 8)  # five working days on
ARTICLE = "MOFCOM-11-2008#revocation"
FACTS = "所附合同与买方留存文本不符。"


@pytest.fixture
def house(db_clone) -> House:
    return House()


@pytest.fixture
def licence(house) -> Licence:
    return house.issued()


def propose(house, licence, *, by=None, when=NOTICE, **more):
    options = {"citation": ARTICLE, "facts": FACTS, **more}
    return actions.propose_revocation(licence.number, "涉嫌骗取。", by=by or house.zhou, at=when, **options)


def revoke(house, licence, *, by=None, when=NOTICE, reason="骗取许可证。", citation=ARTICLE):
    return actions.revoke(licence.number, reason, citation=citation, by=by or house.wu, at=when)


def last_entry(licence) -> dict:
    return Entry.objects.using(OWNER).filter(subject=f"licence:{licence.number}").order_by("-id").first().data


def test_a_notice_says_reason_article_facts_until_when_and_how(house, licence):
    case = propose(house, licence)
    assert (case.state, case.hearing.state, case.hearing.answer_by) == ("in_force", "proposed", LAST)
    entry = last_entry(licence)
    assert (entry["reason"], entry["citation"], entry["facts"]) == ("涉嫌骗取。", ARTICLE, FACTS)
    assert entry["answer_by"] == "2026-09-08"
    assert "2026年9月8日" in entry["how_to_answer"]["zh"]
    assert "8 September 2026" in entry["how_to_answer"]["en"]


def test_the_parties_may_be_given_longer_and_not_shorter(house, licence):
    with pytest.raises(BadInput) as refused:
        propose(house, licence, answer_by=date(2026, 9, 7))
    assert (refused.value.code, refused.value.field) == ("ANSWER_TOO_SOON", "answer_by")
    assert propose(house, licence, answer_by=date(2026, 10, 9)).hearing.answer_by == date(2026, 10, 9)


def test_after_the_statement_another_officer_revokes(house, licence):
    propose(house, licence)
    with pytest.raises(Barred, match="until 8 September 2026"):
        revoke(house, licence)
    actions.state_case(licence.number, "合同为补签。", by=house.clerk, at=NOTICE)
    with pytest.raises(Barred, match="another officer"):
        revoke(house, licence, by=house.zhou)
    case = revoke(house, licence)
    assert (case.state, case.hearing.state, case.hearing.how_heard) == ("revoked", "revoked", "stated")
    entry = last_entry(licence)
    assert (entry["proposed_by"], entry["heard"], entry["facts"]) == ("周复审", "stated", FACTS)
    assert (entry["contest_by"], entry["reason"]) == ("2026-10-31", "骗取许可证。")
    row = Revocation.objects.using(OWNER).get(licence=licence)
    assert (row.proposed_by, row.decided_by) == (house.zhou.user_id, house.wu.user_id)
    assert told(f"licence:{licence.number}") == [
        "licence.issued",
        "licence.revocation_proposed",
        "licence.case_stated",
        "licence.revoked",
    ]


def test_the_ministry_may_decide_what_the_body_proposed(house, licence):
    propose(house, licence)
    actions.waive_statement(licence.number, by=house.clerk, at=NOTICE)
    assert revoke(house, licence, by=house.ministry).hearing.how_heard == "waived"


@pytest.mark.parametrize(("day", "barred"), [(date(2026, 9, 8), True), (date(2026, 9, 9), False)])
def test_a_silent_exporter_is_waited_for_through_the_last_day(house, licence, day, barred):
    propose(house, licence)
    if barred:
        with pytest.raises(Barred, match="that day included"):
            revoke(house, licence, when=at(day, 23))
    else:
        assert revoke(house, licence, when=at(day, 0)).hearing.how_heard == "silent"


def test_the_makers_word_is_heard_and_does_not_end_the_exporters_time(house, licence):
    propose(house, licence)
    case = actions.state_case(licence.number, "我公司未参与。", by=house.maker_clerk, at=NOTICE)
    assert (case.hearing.state, case.hearing.heard) == ("stated", False)
    with pytest.raises(Barred, match="that day included"):
        revoke(house, licence)
    with pytest.raises(Barred, match="own exporter"):
        actions.waive_statement(licence.number, by=house.maker_clerk, at=NOTICE)


def test_a_waiver_may_be_thought_better_of_until_the_decision(house, licence):
    propose(house, licence)
    actions.waive_statement(licence.number, by=house.clerk, at=NOTICE)
    case = actions.state_case(licence.number, "合同为补签。", by=house.clerk, at=at(date(2026, 9, 10)))
    assert (case.hearing.state, case.hearing.how_heard) == ("stated", "stated")
    assert (last_entry(licence)["late"], last_entry(licence)["party"]) == (True, "exporter")
    assert Statement.objects.using(OWNER).count() == 2


def test_no_revocation_without_notice_and_none_at_once(house, licence):
    with pytest.raises(Barred, match="Give notice of the revocation first") as barred:
        revoke(house, licence, by=house.ministry)
    assert "可先暂停" in barred.value.message.zh
    assert standing(licence)[0] == "issued"


def test_one_revocation_at_a_time_and_a_new_one_after_it_was_dropped(house, licence):
    propose(house, licence)
    with pytest.raises(Barred, match="under way"):
        propose(house, licence, by=house.wu)
    case = actions.drop_revocation(licence.number, "查无实据。", by=house.zhou, at=NOTICE)
    assert (case.state, case.hearing.state) == ("in_force", "dropped")
    with pytest.raises(Barred) as barred:
        actions.state_case(licence.number, "。", by=house.clerk, at=NOTICE)
    assert barred.value.code == "NO_REVOCATION"
    with pytest.raises(Barred, match="Give notice"):
        revoke(house, licence)
    assert propose(house, licence).hearing.state == "proposed"


def test_meanwhile_it_may_be_suspended_and_not_escaped(house, licence):
    propose(house, licence)
    with pytest.raises(Barred, match="under way"):
        actions.return_unused(licence.number, "不再需要。", by=house.clerk, at=NOTICE)
    with pytest.raises(Barred, match="under way"):
        actions.amend(licence.number, {}, by=house.clerk, at=NOTICE)
    actions.suspend(licence.number, "核查中。", citation="MOFCOM-11-2008#suspension", by=house.zhou, at=NOTICE)
    actions.waive_statement(licence.number, by=house.clerk, at=NOTICE)
    assert revoke(house, licence).state == "revoked"


def test_an_open_change_is_not_issued_while_a_revocation_is_under_way(house, licence):
    draft = actions.amend(licence.number, {}, by=house.clerk, at=NOTICE)
    actions.submit(draft.pk, by=house.clerk, at=NOTICE)
    house.review(draft, when=NOTICE)
    propose(house, licence)
    with pytest.raises(Barred, match="under way"):
        actions.issue(draft.pk, by=house.wu, at=NOTICE)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"reason": ""}, "REASONS_MISSING"), ({"citation": "NONE#1"}, "UNKNOWN_CITATION")],
)
def test_reason_and_article_are_needed(house, licence, changes, code):
    propose(house, licence)
    actions.waive_statement(licence.number, by=house.clerk, at=NOTICE)
    with pytest.raises(BadInput) as refused:
        revoke(house, licence, **changes)
    assert refused.value.code == code
    assert standing(licence)[0] == "issued"


@pytest.mark.parametrize("who", ["clerk", "maker_clerk", "rival_clerk", "lin", "gao", "customs"])
def test_nobody_else_proposes_or_decides(house, licence, who):
    actor = getattr(house, who)
    with pytest.raises((NotAllowed, NotFound)):
        propose(house, licence, by=actor)
    propose(house, licence)
    actions.waive_statement(licence.number, by=house.clerk, at=NOTICE)
    with pytest.raises((NotAllowed, NotFound)):
        revoke(house, licence, by=actor)
    assert standing(licence)[0] == "issued"


@pytest.mark.parametrize("who", ["rival_clerk", "zhou", "customs"])
def test_nobody_else_states_the_case(house, licence, who):
    propose(house, licence)
    with pytest.raises((NotAllowed, NotFound)):
        actions.state_case(licence.number, "。", by=getattr(house, who), at=NOTICE)


def test_who_reads_notice_and_statements(house, licence):
    propose(house, licence)
    actions.state_case(licence.number, "合同为补签。", by=house.clerk, at=NOTICE)
    for actor, rows in (
        (house.clerk, 1),
        (house.maker_clerk, 1),
        (house.zhou, 1),
        (house.ministry, 1),
        (house.rival_clerk, 0),
        (house.gao, 0),
    ):
        with acting_as(actor):
            assert (Revocation.objects.count(), Statement.objects.count()) == (rows, rows)


def test_the_database_holds_two_people_to_it_and_keeps_what_was_said(house, licence, owner_connection):
    propose(house, licence)
    actions.waive_statement(licence.number, by=house.clerk, at=NOTICE)
    for statement in (
        "UPDATE licensing_revocation SET state = 'revoked', decided_by = proposed_by",
        "UPDATE licensing_statement SET words = 'other'",
        (
            "INSERT INTO licensing_revocation SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid()))).* "
            "FROM licensing_revocation r"
        ),
    ):
        with pytest.raises(psycopg.IntegrityError):
            owner_connection.execute(statement)


def test_a_revocation_that_its_licence_outlived_is_dropped(house, licence):
    propose(house, licence, when=at(date(2027, 6, 11)))
    over = at(date(2027, 6, 28))
    with pytest.raises(Barred, match="expired"):
        revoke(house, licence, when=over)
    assert actions.drop_revocation(licence.number, "该证已过期。", by=house.wu, at=over).hearing.state == "dropped"


def test_a_key_counts_as_one_person(house, licence):
    one, other = (in_role(Role.APPROVER, organisation_id=uuid7(), authority="AA", client=str(uuid7())) for _ in range(2))
    propose(house, licence, by=one)
    actions.waive_statement(licence.number, by=house.clerk, at=NOTICE)
    with pytest.raises(Barred, match="another officer"):
        revoke(house, licence, by=one)
    assert revoke(house, licence, by=other).state == "revoked"
