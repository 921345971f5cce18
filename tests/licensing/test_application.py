"""An application on its way: form errors, criteria, the clock, two people, and every way out."""

from datetime import date

import pytest
from tests.licensing import sound
from tests.licensing.house import NOON, OWNER, House, at, told

from evexport.kernel.problems import BadInput, Barred, NotAllowed, NotFound
from evexport.licensing import actions
from evexport.licensing.checks import CriteriaNotMet
from evexport.licensing.models import ApplicationVersion, InformationRequest


@pytest.fixture(scope="module")
def house(db_module) -> House:
    return House()


@pytest.fixture
def fresh(db_clone) -> House:
    """A world of its own, for what would spoil the others'."""
    return House()


def again(application):
    application.refresh_from_db(using=OWNER)
    return application


def entries(application) -> list[str]:
    return told(f"application:{application.pk}")


def test_a_draft_may_lack_everything_and_leaves_no_entry(house):
    draft = actions.draft({"contract_no": "EXEV-1"}, by=house.clerk, at=NOON)
    saved = actions.save(draft.pk, {"contract_no": "EXEV-2", "lines": []}, by=house.clerk, at=NOON)
    assert (saved.state, saved.document, entries(draft)) == (
        "draft",
        {"contract_no": "EXEV-2", "lines": []},
        [],
    )


def test_an_unknown_field_is_an_error_that_names_it(house):
    with pytest.raises(BadInput) as problem:
        actions.draft({"destintion": "DE"}, by=house.clerk, at=NOON)
    assert (problem.value.code, problem.value.field) == ("UNKNOWN_FIELD", "destintion")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"destination": None}, "BAD_FIELD", "destination"),
        ({"valid_from": "soon"}, "BAD_FIELD", "valid_from"),
        ({"batch_rule": "some"}, "BAD_FIELD", "batch_rule"),
        ({"lines": []}, "BAD_FIELD", "lines"),
        ({"line": {"quantity": "many"}}, "BAD_FIELD", "lines.1.quantity"),
        ({"line": {"quantity": 1.5}}, "BAD_FIELD", "lines.1.quantity"),
        ({"line": {"unit_price": "-1"}}, "BAD_FIELD", "lines.1.unit_price"),
        ({"line": {"colour": "red"}}, "UNKNOWN_FIELD", "lines.1.colour"),
        ({"lines": [sound.LINE, sound.LINE]}, "LINE_REPEATED", "lines.2.model_code"),
        ({"manufacturer_uscc": None}, "MISSING_FIELD", "manufacturer_uscc"),
        ({"manufacturer_uscc": "91110000MA00000001"}, "UNKNOWN_ENTERPRISE", "manufacturer_uscc"),
        ({"consignor_uscc": "91110000MA00000001"}, "UNKNOWN_ENTERPRISE", "consignor_uscc"),
        ({"applicant_uscc": sound.RIVAL}, "NOT_THE_APPLICANT", "applicant_uscc"),
    ],
    ids=str,
)
def test_what_cannot_be_understood_is_a_form_error_with_its_field(house, changes, code, field):
    draft = actions.draft(house.form(**changes), by=house.clerk, at=NOON)
    with pytest.raises(BadInput) as problem:
        actions.submit(draft.pk, by=house.clerk, at=NOON)
    assert (problem.value.code, problem.value.field) == (code, field)
    assert again(draft).state == "draft"


def test_what_is_understood_and_not_enough_bars_with_every_finding(house):
    draft = actions.draft(house.form(customs_district="5301", contract_no="X" * 18), by=house.clerk, at=NOON)
    with pytest.raises(CriteriaNotMet) as barred:
        actions.submit(draft.pk, by=house.clerk, at=NOON)
    problem = barred.value.as_dict()
    assert problem["code"] == "CRITERIA_NOT_MET"
    assert {f["id"] for f in problem["findings"] if f["outcome"] == "not_met"} == {"L10", "L11"}
    assert "5300" in problem["remedy"]["en"]
    assert (again(draft).state, entries(draft)) == ("draft", [])


def test_handing_in_keeps_the_version_its_findings_and_the_law(house):
    application = again(house.submitted())
    (version,) = ApplicationVersion.objects.using(OWNER).filter(application=application)
    assert (application.state, application.revision, application.due_on) == (
        "submitted",
        1,
        date(2026, 6, 18),
    )
    assert version.document == application.document
    assert version.law == application.law
    assert version.law.startswith("sha256:")
    assert [f["id"] for f in version.findings if f["outcome"] != "met"] == ["L9", "L19"]
    assert entries(application) == ["application.submitted"]


def test_three_working_days_step_over_the_dragon_boat_holiday(house):
    # 19 to 21 June 2026 is the holiday: handed in on Wednesday, due on Tuesday.
    application = house.submitted(when=at(date(2026, 6, 17)))
    assert application.due_on == date(2026, 6, 23)


def test_the_clock_stops_for_a_question_and_runs_on_with_the_answer(house):
    application = house.submitted()  # Monday 15 June, due Thursday
    actions.request_information(
        application.pk, "请说明单价。", field="lines.1.unit_price", by=house.lin, at=at(date(2026, 6, 16))
    )
    assert again(application).paused_on == date(2026, 6, 16)
    answered = actions.answer(application.pk, "含电池。", by=house.clerk, at=at(date(2026, 7, 1)))
    (request,) = InformationRequest.objects.using(OWNER).filter(application=application)
    assert (answered.state, answered.paused_on, request.answer) == ("submitted", None, "含电池。")
    assert answered.due_on == date(2026, 7, 3)  # two of the three working days were left
    assert entries(application) == [
        "application.submitted",
        "application.information_requested",
        "application.answered",
    ]


def test_an_answer_may_bring_a_corrected_document(house):
    application = house.submitted()
    actions.request_information(application.pk, "收货人名称？", field="consignee", by=house.lin, at=NOON)
    document = {**application.document, "consignee": "Example EV Bremen GmbH"}
    answered = actions.answer(application.pk, "已更正。", document=document, by=house.clerk, at=NOON)
    assert (answered.revision, answered.document["consignee"]) == (2, "Example EV Bremen GmbH")


@pytest.mark.parametrize("field", ["colour", "lines.1.colour", "lines.x.quantity", "consignee.1.quantity"])
def test_a_question_stands_beside_a_field_of_the_form(house, field):
    application = house.submitted()
    with pytest.raises(BadInput) as problem:
        actions.request_information(application.pk, "？", field=field, by=house.lin, at=NOON)
    assert problem.value.code == "UNKNOWN_FIELD"


def test_the_applicant_may_correct_until_the_first_review_passes(house):
    application = house.submitted()
    actions.correct(application.pk, house.form(consignee="Another GmbH"), by=house.clerk, at=at(date(2026, 6, 16)))
    assert again(application).due_on == date(2026, 6, 22)  # Friday is a holiday
    house.review(application)
    with pytest.raises(Barred) as barred:
        actions.correct(application.pk, house.form(), by=house.clerk, at=NOON)
    assert barred.value.code == "WRONG_STATE"


def test_what_needs_evidence_is_looked_at_and_written_down(house):
    application = house.submitted()
    with pytest.raises(BadInput) as problem:
        actions.pass_first_review(application.pk, by=house.lin, at=NOON)
    assert (problem.value.code, problem.value.field) == ("NOTE_MISSING", "note")
    assert "price" in problem.value.message.en
    passed = actions.pass_first_review(application.pk, note="价格已核对。", by=house.lin, at=NOON)
    assert (passed.state, passed.first_reviewer, passed.first_reviewer_name) == (
        "reviewed",
        house.lin.user_id,
        "林初审",
    )


def test_the_checks_are_made_again_at_the_first_review(fresh):
    application = fresh.submitted()
    fresh.suspend_maker(2026)
    with pytest.raises(CriteriaNotMet, match="suspended"):
        fresh.review(application)


def test_an_officer_of_another_body_finds_nothing(house):
    application = house.submitted()
    with pytest.raises(NotFound):
        actions.pass_first_review(application.pk, note="。", by=house.gao, at=NOON)


def test_a_returned_application_is_mended_and_handed_in_again(house):
    application = house.reviewed()
    returned = actions.return_(application.pk, "请补充收货人地址。", by=house.zhou, at=NOON)
    assert (returned.state, returned.first_reviewer) == ("returned", None)
    actions.save(application.pk, house.form(consignee="Example, Berlin"), by=house.clerk, at=NOON)
    assert actions.submit(application.pk, by=house.clerk, at=NOON).revision == 2


def test_a_refusal_gives_its_reason_and_article(house):
    application = house.submitted()
    with pytest.raises(BadInput) as problem:
        actions.refuse(application.pk, "  ", citation="ISSUE-RULES-2008#form", by=house.lin, at=NOON)
    assert problem.value.field == "reason"
    with pytest.raises(BadInput) as problem:
        actions.refuse(application.pk, "合同不实。", citation="SOMEWHERE#1", by=house.lin, at=NOON)
    assert problem.value.field == "citation"
    refused = actions.refuse(application.pk, "合同不实。", citation="ISSUE-RULES-2008#materials", by=house.lin, at=NOON)
    assert (refused.state, refused.decision_citation) == ("refused", "ISSUE-RULES-2008#materials")


def refused_by_zhou(house):
    application = house.submitted()
    actions.refuse(application.pk, "合同不实。", citation="ISSUE-RULES-2008#materials", by=house.zhou, at=NOON)
    actions.ask_reconsideration(application.pk, "合同原件在此。", by=house.clerk, at=NOON)
    return application


def test_another_officer_reconsiders_and_may_set_the_refusal_aside(house):
    application = refused_by_zhou(house)
    with pytest.raises(Barred, match="another officer"):
        actions.reopen(application.pk, "证据充分。", by=house.zhou, at=NOON)
    reopened = actions.reopen(application.pk, "证据充分。", by=house.wu, at=at(date(2026, 7, 1)))
    assert (reopened.state, reopened.due_on, reopened.decided_by) == ("submitted", date(2026, 7, 6), None)


def test_or_uphold_it_for_good(house):
    application = refused_by_zhou(house)
    assert actions.uphold(application.pk, "仍不充分。", by=house.wu, at=NOON).state == "upheld"
    assert entries(application)[-2:] == ["application.reconsideration_asked", "application.upheld"]
    with pytest.raises(Barred):
        actions.submit(application.pk, by=house.clerk, at=NOON)


def test_withdrawing_ends_it(house):
    application = house.reviewed()
    assert actions.withdraw(application.pk, reason="合同取消", by=house.clerk, at=NOON).state == "withdrawn"
    with pytest.raises(Barred):
        actions.issue(application.pk, by=house.zhou, at=NOON)


def test_a_rival_and_the_maker_may_not_hand_in_what_is_the_exporters(house):
    draft = actions.draft(house.form(), by=house.clerk, at=NOON)
    for stranger in (house.rival_clerk, house.maker_clerk):
        with pytest.raises(NotFound):
            actions.submit(draft.pk, by=stranger, at=NOON)


def test_an_officer_may_not_draft(house):
    with pytest.raises(NotAllowed):
        actions.draft({}, by=house.lin, at=NOON)


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        (
            {"ground": "re_export", "manufacturer_uscc": None, "import_declaration_no": "220120260000000123"},
            "L9",
        ),
        ({"ground": "project_contract", "contract_award": "AW-9", "trade_mode": "3422"}, "L9"),
    ],
    ids=["re_export", "project_contract"],
)
def test_the_other_grounds_need_papers_and_no_qualification(house, changes, asked):
    application = again(house.submitted(applicant_uscc=sound.EXPORTER, **changes))
    outcomes = {f["id"]: f["outcome"] for f in application.findings}
    assert outcomes[asked] == "met"
    assert {outcomes[id_] for id_ in ("L1", "L2", "L3", "L17", "L18")} == {"not_applicable"}
