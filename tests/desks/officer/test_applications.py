"""An application on the officers' desk: read, asked about, passed, issued, refused; each deed from the table, told where it is barred."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evexport.desks.officer.application_evidence import about_it
from evexport.licensing.models import Application, Licence
from evexport.store import acting_as
from evexport.store.scopes import DbRole, Scope

BODY = Scope(DbRole.AUTHORITY, None, "AA")


@pytest.fixture
def waiting(office):
    """Identifiers of the body's applications by state."""
    with acting_as(BODY):
        found = {}
        for one in Application.objects.order_by("-submitted_at"):
            found.setdefault(one.state, []).append(str(one.pk))
        return found


def state_of(key):
    with acting_as(BODY):
        return Application.objects.get(pk=key).state


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize(
    "state", ["submitted", "information_requested", "reviewed", "returned", "reconsidering", "refused", "issued"]
)
def test_a_case_opens_in_every_state(at_desk, waiting, lang, state):
    response = at_desk("examiner").get(f"{lang}/officer/applications/{waiting[state][0]}/")
    assert response.status_code == 200


def pages_of_findings(client, key, lang=""):
    html = client.get(f"{lang}/officer/applications/{key}/").content.decode()
    return sorted(set(re.findall(rf'href="({lang}/officer/applications/{key}/findings/[^"]+)"', html)))


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("state", ["submitted", "returned", "refused", "issued"])
def test_every_finding_has_its_page_and_leads_back(at_desk, waiting, lang, state):
    client, key = at_desk("examiner"), waiting[state][0]
    pages = pages_of_findings(client, key, lang)
    asked = {page.split("/findings/")[1].partition(".")[0].rstrip("/") for page in pages}
    assert asked == {f"L{n}" for n in range(1, 22)}
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        assert f'href="{lang}/officer/applications/{key}/"' in response.content.decode()


def test_a_finding_shows_form_register_value_and_both_languages(at_desk, waiting):
    client, key = at_desk("ministry"), waiting["submitted"][0]
    page = f"/en/officer/applications/{key}/findings"
    contract = client.get(f"{page}/L10/").content.decode()
    with acting_as(BODY):
        number = Application.objects.get(pk=key).document["contract_no"]
    assert f"{number}</dd>" in contract.replace("</code>", "").replace("\n", "")
    assert "licence.form.contract_characters_at_most" in contract
    country = client.get(f"{page}/L12/").content.decode()
    assert "Code register" in country
    assert '<p lang="zh-Hans">' in country


def test_the_page_of_a_finding_asks_few_questions(at_desk, waiting):
    client, key = at_desk("examiner"), waiting["submitted"][0]
    counts = set()
    for page in pages_of_findings(client, key):
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.add(len(asked))
    assert max(counts) - min(counts) <= 3, "a coded field asks for the names of its register, and no more"


def test_a_form_of_many_lines_looks_up_the_one_that_the_finding_speaks_of():
    lines = [{"model_code": f"M{n}", "hs_code": "8703801090"} for n in range(100)]
    of_a_model = about_it({"id": "L4", "subject": {"model_code": "M7"}}, {"ground": "qualified", "lines": lines})
    assert of_a_model == {"ground": "qualified", "lines": [lines[7]]}
    assert about_it({"id": "L12", "subject": {}}, {"lines": lines})["lines"] == lines[:1]


def test_what_is_found_wanting_leads_to_a_question_about_its_field(at_desk, waiting):
    client = at_desk("examiner")
    for key in waiting["submitted"]:
        for page in pages_of_findings(client, key):
            if link := re.search(r'href="([^"]*request-information/\?field=([^"]+))"', client.get(page).content.decode()):
                form = client.get(link[1]).content.decode()
                assert f'<option value="{link[2]}" selected' in form
                return
    raise AssertionError("the told year has an application of which something needs evidence")


def test_a_finding_that_is_not_there_is_not_found(at_desk, waiting):
    assert at_desk("examiner").get(f"/officer/applications/{waiting['submitted'][0]}/findings/L99/").status_code == 404


def test_the_queue_leads_to_the_case(at_desk, waiting):
    html = at_desk("examiner").get("/officer/").content.decode()
    assert set(re.findall(r"/officer/applications/([0-9a-f-]{36})/", html)) == set(waiting["submitted"])


def test_the_queue_is_searched_and_its_rows_can_be_ticked(at_desk, waiting):
    html = at_desk("examiner").get("/officer/?q=EX00").content.decode()
    assert 'type="search"' in html
    assert html.count('name="chosen"') == html.count('<th scope="row">')


def test_the_approver_sees_what_is_reviewed(at_desk, waiting):
    html = at_desk("approver").get("/officer/").content.decode()
    assert set(re.findall(r"/officer/applications/([0-9a-f-]{36})/", html)) == {*waiting["reviewed"], *waiting["reconsidering"]}


def test_an_examiner_passes_and_an_approver_issues(at_desk, waiting):
    key = waiting["submitted"][0]
    page = f"/officer/applications/{key}/pass-first-review/"
    examiner = at_desk("examiner")
    assert examiner.get(page).status_code == 200
    assert examiner.post(page, {"note": "已核对合同与发票。"}).status_code == 302
    assert state_of(key) == "reviewed"
    approver = at_desk("approver")
    assert approver.post(f"/officer/applications/{key}/issue/", {"step": "do"}).status_code == 302
    with acting_as(BODY):
        assert Licence.objects.filter(application_id=key).exists()


def test_evidence_that_is_missing_is_told_at_the_note(at_desk, waiting):
    """The price has no register yet, so the examiner must say how it was looked into."""
    response = at_desk("examiner").post(f"/officer/applications/{waiting['submitted'][-1]}/pass-first-review/", {"note": ""})
    assert response.status_code == 422
    assert 'id="id_note_error"' in response.content.decode()


def test_a_question_is_tied_to_a_field(at_desk, waiting):
    key = waiting["submitted"][1]
    client = at_desk("examiner")
    assert (
        client.post(
            f"/officer/applications/{key}/request-information/",
            {"field": "lines.1.unit_price", "question": "请附价格说明。", "step": "do"},
        ).status_code
        == 302
    )
    html = client.get(f"/en/officer/applications/{key}/").content.decode()
    assert "Goods line 1: Unit price" in html
    assert "the clock is stopped" in html


def test_a_refusal_needs_reasons_and_an_article(at_desk, waiting):
    key = waiting["reviewed"][0]
    client = at_desk("approver")
    empty = client.post(f"/officer/applications/{key}/refuse/", {"reason": "", "citation": ""})
    assert empty.status_code == 422
    assert empty.content.decode().count("ask-error") >= 2
    assert (
        client.post(
            f"/officer/applications/{key}/refuse/",
            {"reason": "买方不符。", "citation": "ISSUE-RULES-2008#materials", "step": "do"},
        ).status_code
        == 302
    )
    assert state_of(key) == "refused"


@pytest.mark.parametrize(
    ("lang", "title", "says"),
    [("", "许可证申请退回通知书", "请附商业发票。"), ("/en", "Licence application returned", "请附商业发票。")],
)
def test_the_letter_is_seen_before_it_goes_out(at_desk, waiting, lang, title, says):
    key = waiting["reviewed"][-1]
    client = at_desk("approver")
    html = client.post(f"{lang}/officer/applications/{key}/return/", {"reason": says}).content.decode()
    assert title in html
    assert says in html
    assert 'value="do"' in html
    assert state_of(key) == "reviewed", "nothing was done yet"


def test_an_issue_begins_with_its_letter_since_there_is_nothing_to_fill_in(at_desk, waiting):
    html = at_desk("approver").get(f"/officer/applications/{waiting['reviewed'][-1]}/issue/").content.decode()
    assert "出口许可证签发通知书" in html
    assert 'value="edit"' not in html


def test_who_examined_is_told_why_they_may_not_issue(at_desk, waiting):
    """The examiner holds no permission of the second review, so the step is not offered; asked by address it is 403."""
    assert at_desk("examiner").get(f"/officer/applications/{waiting['reviewed'][-1]}/issue/").status_code == 403


def test_a_step_from_the_wrong_state_says_from_where_it_is_open(at_desk, waiting):
    response = at_desk("examiner").get(f"/officer/applications/{waiting['returned'][0]}/pass-first-review/")
    assert response.status_code == 409


@pytest.mark.parametrize("user", ["maker", "exporter", "customs", "shenzhen"])
def test_it_is_nobody_elses_page(at_desk, waiting, user):
    assert at_desk(user).get(f"/officer/applications/{waiting['submitted'][-1]}/").status_code == 403


def test_what_is_not_there_is_not_found(at_desk):
    assert at_desk("examiner").get("/officer/applications/00000000-0000-7000-8000-000000000000/").status_code == 404


def test_applications_are_taken_up_and_put_back(at_desk, waiting):
    key = waiting["submitted"][-1]
    client = at_desk("examiner")
    me = re.search(r'<option value="([0-9a-f-]{36})" selected', client.get("/officer/").content.decode())[1]
    client.post("/officer/assign/", {"chosen": [key], "to": me})
    assert key in client.get("/officer/?state=mine&holder=me").content.decode()
    client.post("/officer/assign/", {"chosen": [key], "to": ""})
    assert key not in client.get("/officer/?holder=me").content.decode()


def test_a_stranger_is_no_colleague(at_desk, waiting):
    key = waiting["submitted"][-1]
    client = at_desk("examiner")
    response = client.post("/officer/assign/", {"chosen": [key], "to": "00000000-0000-7000-8000-000000000000"}, follow=True)
    html = response.content.decode()
    assert "不是本单位办理此类事项的人员" in html
    assert '<div class="flash flash-wrong" role="alert">' in html, "what went wrong is not told as if it were done"


def test_many_are_issued_as_long_work(at_desk, waiting):
    client = at_desk("approver")
    key = waiting["reviewed"][-1]
    response = client.post("/officer/issue/", {"chosen": [key], "request": "desk-test"}, follow=True)
    assert response.status_code == 200
    assert "<progress" in response.content.decode()
    again = client.post("/officer/issue/", {"chosen": [key], "request": "desk-test"})
    assert again.headers["Location"] == response.redirect_chain[-1][0]


@pytest.mark.parametrize("path", ["/officer/", "/officer/?state=all"])
def test_the_queue_asks_the_same_number_of_questions_for_few_and_many(at_desk, waiting, path):
    client = at_desk("examiner")
    client.get(path)
    counts = []
    for more in ("", "&state=issued"):
        with CaptureQueriesContext(connection) as asked:
            client.get(path + ("?" if "?" not in path else "") + more)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_queue_leaves_as_a_file(at_desk, kind):
    response = at_desk("examiner").get(f"/officer/?export={kind}")
    assert response.headers["Content-Disposition"] == f'attachment; filename="applications.{kind}"'


def test_the_body_reads_what_happened_to_its_cases(at_desk, waiting):
    html = at_desk("examiner").get(f"/en/officer/applications/{waiting['refused'][0]}/").content.decode()
    assert "Licence application submitted" in html
    assert "Licence refused" in html
