"""Licences on the officers' desk: found, read, and every deed after the issue with its letter seen before it is done."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evexport.accounts.actors import in_role
from evexport.accounts.roles import Role
from evexport.demo.year import TODAY
from evexport.kernel.clock import start_of
from evexport.licensing import actions, queries
from evexport.licensing.models import Licence
from evexport.store import DbRole, Scope, reading_as

BODY = Scope(DbRole.AUTHORITY, None, "AA")
CITED = {"citation": "MOFCOM-11-2008#suspension"}
BECAUSE = {"reason": "经核查，合同与申请不符。", **CITED}


def sample(office, name):
    return office.samples["licences"][name]["number"]


def standing(number):
    with reading_as(BODY):
        return queries.in_full(queries.by_number(number, start_of(TODAY)))


@pytest.fixture
def fresh(office):
    """Numbers in force with something left, that no test has touched yet."""
    with reading_as(BODY):
        rows = Licence.objects.filter(standing__status="issued", valid_from__lte=TODAY).order_by("-number")
        found = [
            case.licence.number for case in queries.cases(rows, start_of(TODAY)) if case.state == "in_force" and not case.reserved
        ]
    return iter(found)


# The list.
@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("user", ["examiner", "approver", "ministry"])
def test_officers_look_through_licences(at_desk, lang, user):
    html = at_desk(user).get(f"{lang}/officer/licences/").content.decode()
    assert html.count('<th scope="row">') == 25
    assert 'rel="next"' in html


@pytest.mark.parametrize("user", ["shenzhen", "miit", "maker", "customs", "auditor"])
def test_they_are_nobody_elses_pages(at_desk, office, user):
    number = sample(office, "with_balance")
    client = at_desk(user)
    assert client.get("/officer/licences/").status_code == 403
    assert client.get(f"/officer/licences/{number}/").status_code == 403
    assert client.get(f"/officer/licences/{number}/suspend/").status_code == 403


def found(client, query):
    html = client.get(f"/officer/licences/?{query}").content.decode()
    return set(re.findall(r'/officer/licences/([0-9A-Z-]{12})/"', html))


@pytest.mark.parametrize("name", ["exhausted", "expired", "suspended", "revoked"])
def test_each_state_is_found_by_its_filter(at_desk, office, name):
    assert sample(office, name) in found(at_desk("approver"), f"state={name}")
    assert sample(office, name) not in found(at_desk("approver"), "state=in_force&q=" + sample(office, name))


def test_it_is_found_by_number_contract_and_names(at_desk, office):
    licence, client = office.samples["licences"]["with_balance"], at_desk("approver")
    for asked in (licence["number"], licence["number"].replace("-", ""), licence["contract_no"].lower()):
        assert found(client, f"q={asked}") == {licence["number"]}, asked
    assert licence["number"] in found(client, f"q={licence['number'][:5]}&page=2") | found(
        client, f"q={licence['exporter_uscc']}"
    )
    assert found(client, "q=没有这家企业") == set()


def test_year_district_and_end_narrow_it(at_desk, office):
    client = at_desk("approver")
    assert all(number.startswith("26-") for number in found(client, "year=2026"))
    assert sample(office, "with_balance") in found(client, "district=5300&q=" + sample(office, "with_balance"))
    assert found(client, "district=0200&q=" + sample(office, "with_balance")) == set()
    assert sample(office, "expired") not in found(client, "ends=90")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_leaves_as_a_file(at_desk, kind):
    assert (
        at_desk("examiner").get(f"/officer/licences/?export={kind}").headers["Content-Disposition"].endswith(f'licences.{kind}"')
    )


def test_few_and_many_rows_ask_the_same_number_of_questions(at_desk, office):
    client = at_desk("examiner")
    client.get("/officer/licences/")
    counts = []
    for query in (f"q={sample(office, 'revoked')}", "year=2027"):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/officer/licences/?{query}")
        counts.append(len(asked))
    assert counts[0] == counts[1]


# One licence.
@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("name", ["with_balance", "exhausted", "expired", "suspended", "revoked"])
def test_a_licence_opens_in_every_state(at_desk, office, lang, name):
    for user in ("examiner", "approver", "ministry"):
        assert at_desk(user).get(f"{lang}/officer/licences/{sample(office, name)}/").status_code == 200


def test_it_shows_face_balance_declarations_and_papers(at_desk, office):
    licence = office.samples["licences"]["with_balance"]
    html = at_desk("examiner").get(f"/en/officer/licences/{licence['number']}/").content.decode()
    assert licence["contract_no"] in html
    assert "1,500" in html
    assert html.count('data-label="Decided"') >= 2
    assert f"/en/papers/licences/{licence['number']}.pdf" in html
    assert "Licence issued" in html


def test_who_examines_reads_and_does_nothing(at_desk, office):
    html = at_desk("examiner").get(f"/en/officer/licences/{sample(office, 'with_balance')}/").content.decode()
    assert "Nothing is for you to do here now." in html


def test_what_is_not_there_is_not_found(at_desk):
    assert at_desk("approver").get("/officer/licences/27-AA-999999/").status_code == 404
    assert at_desk("approver").get("/officer/licences/27-AA-999999/suspend/").status_code == 404


def test_a_deed_that_is_none_is_not_found(at_desk, office):
    assert at_desk("approver").get(f"/officer/licences/{sample(office, 'with_balance')}/extend/").status_code == 404


# Deeds.
def test_suspend_and_lift_each_after_their_letter(at_desk, fresh):
    number, client = next(fresh), at_desk("approver")
    page = f"/officer/licences/{number}/suspend/"
    assert 'value="MOFCOM-11-2008#suspension" selected' in client.get(page).content.decode()
    seen = client.post(page, BECAUSE).content.decode()
    assert "暂停使用出口许可证决定书" in seen
    assert BECAUSE["reason"] in seen
    assert standing(number).state == "in_force", "nothing is done before it is confirmed"
    assert client.post(page, {**BECAUSE, "step": "do"}).status_code == 302
    assert standing(number).state == "suspended"
    assert client.post(f"/officer/licences/{number}/lift/", {**BECAUSE, "step": "do"}).status_code == 302
    assert standing(number).state == "in_force"


def test_a_reason_is_needed_and_what_was_written_stays_when_going_back(at_desk, fresh):
    number, client = next(fresh), at_desk("approver")
    empty = client.post(f"/officer/licences/{number}/suspend/", {"reason": "", "citation": ""})
    assert empty.status_code == 422
    assert empty.content.decode().count("ask-error") >= 2
    back = client.post(f"/officer/licences/{number}/suspend/", {**BECAUSE, "step": "edit"})
    assert BECAUSE["reason"] in back.content.decode()


PROPOSAL = {"facts": "所附合同签订日期晚于申请日期。", "reason": "以虚假材料取得。", "citation": "MOFCOM-11-2008#revocation"}


def test_a_revocation_takes_notice_hearing_and_another_officer(at_desk, office, fresh):
    number, proposer, other = next(fresh), at_desk("approver"), at_desk("ministry")
    html = proposer.get(f"/en/officer/licences/{number}/").content.decode()
    assert "Give notice of the revocation first" in html, "barred, and it says why"
    seen = proposer.post(f"/officer/licences/{number}/propose-revocation/", PROPOSAL).content.decode()
    assert "拟撤销出口许可证告知书" in seen
    assert proposer.post(f"/officer/licences/{number}/propose-revocation/", {**PROPOSAL, "step": "do"}).status_code == 302
    assert standing(number).hearing.open
    assert other.get(f"/officer/licences/{number}/revoke/").status_code == 409, "the exporter may still answer"
    waive(number)
    assert "须由另一名工作人员决定" in proposer.get(f"/officer/licences/{number}/").content.decode()
    assert proposer.get(f"/officer/licences/{number}/revoke/").status_code == 409
    done = other.post(f"/officer/licences/{number}/revoke/", {**PROPOSAL, "step": "do"})
    assert done.status_code == 302
    assert standing(number).state == "revoked"


def waive(number):
    """The exporter's own word, in its name."""
    actions.waive_statement(number, by=exporter_of(number), at=start_of(TODAY))


def exporter_of(number):
    owner = standing(number).licence.exporter_id
    return in_role(Role.EXPORTER, user_id=None, organisation_id=owner, name="出口商经办人")


def test_a_time_to_answer_that_is_too_short_is_told_at_its_field(at_desk, fresh):
    answer = at_desk("approver").post(
        f"/officer/licences/{next(fresh)}/propose-revocation/", {**PROPOSAL, "answer_by": "2027-03-03"}
    )
    assert answer.status_code == 422
    assert 'id="id_answer_by_error"' in answer.content.decode()


def test_a_revocation_is_dropped(at_desk, fresh):
    number, client = next(fresh), at_desk("approver")
    client.post(f"/officer/licences/{number}/propose-revocation/", {**PROPOSAL, "step": "do"})
    seen = client.post(f"/en/officer/licences/{number}/drop-revocation/", {"reason": "查无实据。"}).content.decode()
    assert "Revocation dropped" in seen
    client.post(f"/officer/licences/{number}/drop-revocation/", {"reason": "查无实据。", "step": "do"})
    assert not standing(number).hearing.open


def test_a_reconsideration_is_decided_by_another_officer(at_desk, office, fresh):
    number = next(fresh)
    at_desk("approver").post(f"/officer/licences/{number}/suspend/", {**BECAUSE, "step": "do"})
    actions.ask_licence_reconsideration(number, "合同属实。", by=exporter_of(number), at=start_of(TODAY))
    assert at_desk("approver").get(f"/officer/licences/{number}/set-aside/").status_code == 409
    again = {"reason": "经复核，合同属实。", "citation": "DESIGN#reconsideration"}
    seen = at_desk("ministry").post(f"/officer/licences/{number}/set-aside/", again).content.decode()
    assert "许可证复议决定书" in seen
    at_desk("ministry").post(f"/officer/licences/{number}/set-aside/", {**again, "step": "do"})
    assert standing(number).state == "in_force"
    assert again["reason"] in at_desk("approver").get(f"/officer/licences/{number}/").content.decode(), "the timeline tells it"


def test_a_return_is_recorded_and_the_exporters_own_deeds_are_barred_with_their_reason(at_desk, fresh):
    number, client = next(fresh), at_desk("approver")
    html = client.get(f"/officer/licences/{number}/").content.decode()
    assert html.count("须由该证的出口商申请。") == 2
    client.post(f"/officer/licences/{number}/return/", {"reason": "出口商交回。", "step": "do"})
    assert standing(number).state == "returned"


# What customs wrote off.
def test_write_offs_of_a_licence_and_their_file(at_desk, office):
    number = sample(office, "with_balance")
    client = at_desk("examiner")
    assert client.get(f"/en/officer/licences/{number}/writeoffs/").content.decode().count('<th scope="row">') == 2
    lines = client.get(f"/officer/licences/{number}/writeoffs/?export=csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 301, "a head, and a row a car"
    assert client.get(f"/officer/licences/{sample(office, 'revoked')}/writeoffs/").status_code == 200
