"""Filings on the officers' desk: the queue, the case tab by tab, one finding, and each deed with its letter before it is done."""

import re
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evexport.accounts.actors import SYSTEM
from evexport.qualification.models import Filing, InformationRequest, Objection, Opinion
from evexport.store import reading_as

YEAR = 2028
TABS = ("", "answers/", "changes/", "questions/", "opinions/", "timeline/")
ID = r"/officer/filings/([0-9a-f-]{36})/"


def filings(**which):
    """Identifiers of the open round's filings by state."""
    with reading_as(SYSTEM):
        found = {}
        for one in Filing.objects.filter(year=YEAR, **which).order_by("maker__uscc"):
            found.setdefault(one.state, []).append(str(one.pk))
        return found


@pytest.fixture
def round_(office):
    return filings()


@pytest.fixture
def shenzhens(office):
    return filings(authority="4403")


def state_of(key):
    with reading_as(SYSTEM):
        return Filing.objects.get(pk=key).state


def deed(client, key, verb, data=None, lang=""):
    """The deed's two steps; the answer to the first, and what the second leads to."""
    page = f"{lang}/officer/filings/{key}/do/{verb}/"
    looked = client.post(page, {**(data or {}), "step": "look"})
    return looked, client.post(page, {**(data or {}), "step": "do"})


# The queue.
def test_a_department_sees_its_own_and_nothing_else(at_desk, shenzhens):
    html = at_desk("shenzhen").get("/officer/").content.decode()
    assert set(re.findall(ID, html)) == set(shenzhens["submitted"])


def test_the_ministry_sees_what_was_forwarded(at_desk, round_):
    html = at_desk("ministry").get("/officer/").content.decode()
    with_ministry = ("forwarded", "in_consultation", "candidate", "objected", "in_reconsideration")
    assert set(re.findall(ID, html)) == {key for state in with_ministry for key in round_[state]}
    assert "会商意见" in html


def test_an_agency_sees_where_it_is_asked(at_desk, round_):
    html = at_desk("miit").get("/officer/").content.decode()
    assert set(re.findall(ID, html)) == set(round_["in_consultation"])
    assert 'name="chosen"' not in html, "an agency gives nothing out"


@pytest.mark.parametrize("user", ["shenzhen", "ministry", "miit"])
@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize(
    "query", ["", "?state=all", "?when=overdue", "?outcome=not_met", "?q=示例", "?q=nobody", "?year=2028&sort=-due"]
)
def test_every_view_of_the_queue_opens(at_desk, user, lang, query):
    assert at_desk(user).get(f"{lang}/officer/{query}").status_code == 200


def test_the_quick_views_count(at_desk, shenzhens):
    html = at_desk("shenzhen").get("/en/officer/").content.decode()
    assert f"With us {len(shenzhens['submitted'])}" in html
    assert "With failed findings 1" in html
    narrowed = at_desk("shenzhen").get("/en/officer/?outcome=not_met").content.decode()
    assert len(set(re.findall(ID, narrowed))) == 1
    assert re.search(r'outcome=not_met" aria-current="page"', narrowed)


@pytest.mark.parametrize(("user", "many"), [("shenzhen", "?state=all"), ("ministry", "?state=all"), ("miit", "?state=all")])
def test_the_queue_asks_as_many_questions_for_many_as_for_few(at_desk, user, many):
    client = at_desk(user)
    counts = []
    for query in ("", many):
        client.get(f"/officer/{query}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/officer/{query}")
        counts.append(len(asked))
    assert abs(counts[0] - counts[1]) <= 1, "the opinions of cases under consultation are one question more"


def test_filings_are_given_out_and_put_back(at_desk, shenzhens):
    client, key = at_desk("shenzhen"), shenzhens["submitted"][0]
    me = re.search(r'<option value="([0-9a-f-]{36})" selected', client.get("/officer/").content.decode())[1]
    done = client.post("/officer/filings/assign/", {"chosen": [key], "to": me, "query": "holder=me"}, follow=True)
    assert done.redirect_chain[-1][0] == "/officer/?holder=me"
    assert key in done.content.decode()
    client.post("/officer/filings/assign/", {"chosen": [key], "to": ""})
    assert key not in client.get("/officer/?holder=me").content.decode()


def test_nothing_ticked_is_told_as_a_fault(at_desk):
    html = at_desk("shenzhen").post("/officer/filings/assign/", {"to": ""}, follow=True).content.decode()
    assert "flash-wrong" in html


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_queue_leaves_as_a_file(at_desk, kind):
    response = at_desk("ministry").get(f"/officer/?export={kind}")
    assert response.headers["Content-Disposition"] == f'attachment; filename="filings.{kind}"'


# The case.
@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize(
    "state",
    [
        "submitted",
        "further_information",
        "returned",
        "forwarded",
        "in_consultation",
        "candidate",
        "objected",
        "in_reconsideration",
    ],
)
def test_a_case_opens_in_every_state_on_every_tab(at_desk, round_, lang, state):
    client = at_desk("ministry")
    for tab in (*TABS, "letters/"):
        assert client.get(f"{lang}/officer/filings/{round_[state][0]}/{tab}").status_code == 200


@pytest.mark.parametrize("tab", TABS)
def test_an_agency_reads_what_it_is_asked_about(at_desk, round_, tab):
    assert at_desk("miit").get(f"/officer/filings/{round_['in_consultation'][0]}/{tab}").status_code == 200
    assert at_desk("miit").get(f"/officer/filings/{round_['forwarded'][0]}/{tab}").status_code == 404


def test_another_departments_filing_is_not_found(at_desk, round_, shenzhens):
    other = next(key for key in round_["submitted"] if key not in shenzhens["submitted"])
    assert at_desk("shenzhen").get(f"/officer/filings/{other}/").status_code == 404
    assert at_desk("shenzhen").get(f"/officer/filings/{other}/do/forward/").status_code == 404


def thin(shenzhens):
    """The department's one filing with failed findings."""
    with reading_as(SYSTEM):
        rows = Filing.objects.filter(pk__in=shenzhens["submitted"])
        return next(one for one in rows if one.versions.order_by("-number")[0].outcome == "not_met")


def test_failed_findings_come_first_and_say_how_it_was_last_year(at_desk, shenzhens):
    html = at_desk("shenzhen").get(f"/en/officer/filings/{thin(shenzhens).pk}/").content.decode()
    assert html.index("Not met") < html.index("Stock 1 more part number")
    assert "last year: Met" in html


@pytest.mark.parametrize("lang", ["", "/en"])
def test_every_finding_has_its_page(at_desk, shenzhens, lang):
    client = at_desk("shenzhen")
    filing = thin(shenzhens)
    pages = set(
        re.findall(
            rf'href="({lang}/officer/filings/{filing.pk}/versions/1/findings/[^"]+)"',
            client.get(f"{lang}/officer/filings/{filing.pk}/").content.decode(),
        )
    )
    assert len(pages) == 23
    for page in pages:
        assert client.get(page).status_code == 200, page


def test_a_finding_shows_article_value_fact_and_comparison(at_desk, shenzhens):
    filing = thin(shenzhens)
    html = at_desk("shenzhen").get(f"/en/officer/filings/{filing.pk}/versions/1/findings/Q7.AU/").content.decode()
    assert "239 / 1,200" in html
    assert "19.917%" in html
    assert "qualification.service.parts_in_stock_at_least" in html
    assert "as the maker declared it" in html
    assert "零部件库存率不低于20%" in html, "the article stands in both languages"
    assert "do/request-information/?field=service_network.parts" in html
    with reading_as(SYSTEM):
        assert f"{filing.maker.name_en} · {filing.year}, version 1" in html, "names are told in the reader's language"


def test_a_finding_that_is_not_there_is_not_found(at_desk, shenzhens):
    page = f"/officer/filings/{thin(shenzhens).pk}/versions"
    assert at_desk("shenzhen").get(f"{page}/1/findings/Q7.XX/").status_code == 404
    assert at_desk("shenzhen").get(f"{page}/7/findings/Q7.AU/").status_code == 404


def test_what_differs_from_last_year_is_told_field_by_field(at_desk, shenzhens):
    html = at_desk("shenzhen").get(f"/en/officer/filings/{thin(shenzhens).pk}/changes/").content.decode()
    assert "For 2027" in html
    assert "In stock" in html
    assert "Filing year" not in html, "what differs with every year is no news"


def test_an_agency_that_may_not_see_last_year_is_told_so(at_desk, round_):
    html = at_desk("miit").get(f"/en/officer/filings/{round_['in_consultation'][0]}/changes/").content.decode()
    assert "Nothing to compare with" in html


def test_an_answer_comes_back_as_a_difference(at_desk, office):
    with reading_as(SYSTEM):
        rows = InformationRequest.objects.filter(filing__year=YEAR, filing__authority="4403")
        one = rows.exclude(answered_at=None).get()
    client = at_desk("shenzhen")
    html = client.get(f"/en/officer/filings/{one.filing_id}/questions/").content.decode()
    assert "What the answer changed" in html
    assert "Production capacity › Vehicles a year" in html
    between = client.get(f"/en/officer/filings/{one.filing_id}/changes/?between=1-2").content.decode()
    assert "Vehicles a year" in between
    assert "Version 1" in between


def test_opinions_are_not_the_departments_to_read(at_desk, round_, office):
    with reading_as(SYSTEM):
        one = Filing.objects.filter(year=2027, authority="4403", state="listed").first()
        assert Opinion.objects.filter(filing=one).exists()
    html = at_desk("shenzhen").get(f"/en/officer/filings/{one.pk}/opinions/").content.decode()
    assert "given to the ministry alone" in html
    assert "mark-yes" not in html.partition("opinions-title")[2]


def test_an_objector_is_the_ministrys_to_know(at_desk, round_):
    page = f"/officer/filings/{round_['objected'][0]}/opinions/"
    assert "objector@example.com" in at_desk("ministry").get(page).content.decode()
    assert "objector@example.com" not in at_desk("miit").get(page).content.decode()


def test_a_paper_leaves_as_a_download(at_desk, shenzhens):
    key, client = shenzhens["submitted"][0], at_desk("shenzhen")
    html = client.get(f"/officer/filings/{key}/").content.decode()
    assert "常见故障零部件库存清单.xlsx" in html
    paper = re.search(rf"/officer/filings/{key}/papers/[0-9a-f-]+/", html)[0]
    response = client.get(paper)
    assert response.content.startswith(b"PK")
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert client.get(f"/officer/filings/{key}/papers/{UUID(int=1)}/").status_code == 404


# The deeds, each with its letter first.
def test_a_department_asks_field_by_field(at_desk, shenzhens):
    key, client = shenzhens["submitted"][1], at_desk("shenzhen")
    page = f"/en/officer/filings/{key}/do/request-information/"
    assert 'name="question_2"' not in client.get(page).content.decode()
    asked = {"field_1": "service_network.parts", "question_1": "请附库存清单。", "rows": "1"}
    more = client.post(page, {**asked, "step": "more"})
    assert more.status_code == 200
    assert 'name="question_2"' in more.content.decode()
    assert "请附库存清单。" in more.content.decode()
    whole = {**asked, "rows": "2", "field_2": "production_capacity", "question_2": "新产线何时投产？"}
    half = client.post(page, {**whole, "question_2": "", "step": "look"})
    assert half.status_code == 422
    assert 'id="id_question_2_error"' in half.content.decode()
    looked, done = deed(client, key, "request-information", whole, "/en")
    assert "请附库存清单。" in looked.content.decode()
    assert "Request for further information" in looked.content.decode()
    assert done.status_code == 302
    with reading_as(SYSTEM):
        kept = InformationRequest.objects.get(filing_id=key, answered_at=None)
    assert [one["field"] for one in kept.questions] == ["service_network.parts", "production_capacity"]
    assert "the clock is stopped" in client.get(f"/en/officer/filings/{key}/questions/").content.decode()


def test_what_was_only_looked_at_is_not_done(at_desk, shenzhens):
    key = shenzhens["submitted"][0]
    looked = at_desk("shenzhen").post(f"/officer/filings/{key}/do/forward/", {"reasons": "", "step": "look"})
    assert "初核通过告知书" in looked.content.decode()
    assert state_of(key) == "submitted"


def test_a_department_returns_with_the_findings_it_rests_on(at_desk, shenzhens):
    filing, client = thin(shenzhens), at_desk("shenzhen")
    page = client.get(f"/officer/filings/{filing.pk}/do/return/").content.decode()
    ticked = re.findall(r'value="(\w+)"[^>]*checked', page)
    assert ticked == ["Q7", "Q8", "Q10"]
    assert client.post(f"/officer/filings/{filing.pk}/do/return/", {"reasons": "", "step": "look"}).status_code == 422
    looked, done = deed(client, filing.pk, "return", {"reasons": "请整改。", "findings": ticked})
    assert "请再备1种零部件。" in looked.content.decode()
    assert done.status_code == 302
    assert state_of(filing.pk) == "returned"


def test_a_department_forwards_and_follows_its_filing(at_desk, shenzhens):
    """Opinions are not the department's to read, not even how many: queue and case open all the same."""
    key, client = shenzhens["submitted"][0], at_desk("shenzhen")
    _, done = deed(client, key, "forward", {"reasons": "材料齐全。"})
    assert done.status_code == 302
    assert state_of(key) == "forwarded"
    at_desk("ministry").post(f"/officer/filings/{key}/do/consult/")
    assert key in client.get("/officer/?state=in_consultation").content.decode()
    assert client.get(f"/officer/filings/{key}/opinions/").status_code == 200


def test_the_ministry_consults_and_an_agency_opines_once(at_desk, round_):
    key = round_["forwarded"][0]
    ministry, miit = at_desk("ministry"), at_desk("miit")
    assert ministry.post(f"/officer/filings/{key}/do/consult/").status_code == 302
    page = f"/officer/filings/{key}/do/opine/"
    silent = miit.post(page, {"stance": "disagree", "text": ""})
    assert silent.status_code == 422
    assert 'id="id_text_error"' in silent.content.decode()
    assert miit.post(page, {"stance": "agree", "text": "无异议。"}).status_code == 302
    html = miit.get(f"/en/officer/filings/{key}/").content.decode()
    assert "Your agency has given its opinion" in html, "it is barred with its reason"


def test_a_nomination_is_barred_until_the_opinions_are_in(at_desk, round_):
    key = round_["in_consultation"][0]
    html = at_desk("ministry").get(f"/officer/filings/{key}/").content.decode()
    assert "尚待反馈：海关总署" in html
    looked, _ = deed(at_desk("ministry"), key, "nominate", {"reasons": ""})
    assert looked.status_code == 422
    assert state_of(key) == "in_consultation"


def test_an_objection_is_decided_with_its_letter(at_desk, round_):
    client, key = at_desk("ministry"), round_["objected"][0]
    with reading_as(SYSTEM):
        one = Objection.objects.get(filing_id=key)
    page = f"/officer/filings/objections/{one.pk}/"
    assert client.post(page, {"reasons": "", "step": "look"}).status_code == 422
    said = {"uphold": "no", "reasons": "经核实网点正常营业。"}
    looked = client.post(page, {**said, "step": "look"})
    assert "异议处理决定书" in looked.content.decode()
    assert client.post(page, {**said, "step": "do"}).status_code == 302
    assert state_of(key) == "candidate"
    again = client.post(page, {**said, "step": "do"})
    assert again.status_code == 422


def test_an_objection_by_letter_is_entered(at_desk, round_):
    client, key = at_desk("ministry"), round_["candidate"][0]
    said = {"grounds": "出口数据不实。", "name": "来信人", "contact": "010-12345678"}
    looked, done = deed(client, key, "object", said)
    assert "出口数据不实。" in looked.content.decode()
    assert "来信人" not in looked.content.decode().partition("<article")[2].partition("</article")[0]
    assert done.status_code == 302
    assert state_of(key) == "objected"


def test_who_refused_does_not_reconsider(at_desk, round_):
    """The demonstration's refusal was somebody else's, so the signed-in officer may decide it."""
    key = round_["in_reconsideration"][0]
    looked, done = deed(at_desk("ministry"), key, "overturn-rejection", {"reasons": "实地复核属实。"})
    assert "复议决定书" in looked.content.decode()
    assert done.status_code == 302
    assert state_of(key) == "forwarded"


def test_a_refusal_says_that_it_may_be_reconsidered(at_desk, round_):
    client, key = at_desk("ministry"), round_["forwarded"][-1]
    looked, done = deed(client, key, "reject", {"reasons": "抽查不符。", "findings": ["Q6"]}, "/en")
    assert "reconsideration" in looked.content.decode()
    assert done.status_code == 302
    assert state_of(key) == "rejected"


def test_what_lies_with_its_maker_cannot_be_refused_yet(at_desk, round_):
    html = at_desk("ministry").get(f"/officer/filings/{round_['returned'][0]}/").content.decode()
    assert "企业的办理期限未满" in html


def test_a_candidate_goes_with_the_years_list(at_desk, round_):
    html = at_desk("ministry").get(f"/officer/filings/{round_['candidate'][-1]}/").content.decode()
    assert "随当年名单一并公布" in html


def test_a_step_of_another_role_is_refused(at_desk, shenzhens, round_):
    assert at_desk("ministry").get(f"/officer/filings/{shenzhens['returned'][0]}/do/forward/").status_code in {403, 409}
    assert at_desk("miit").get(f"/officer/filings/{round_['in_consultation'][0]}/do/nominate/").status_code == 403


def test_an_unknown_step_is_not_found(at_desk, round_):
    assert at_desk("ministry").get(f"/officer/filings/{round_['in_consultation'][0]}/do/dance/").status_code == 404


def test_a_letter_of_the_case_opens(at_desk, shenzhens):
    client = at_desk("shenzhen")
    html = client.get(f"/officer/filings/{shenzhens['returned'][0]}/letters/").content.decode()
    letters = re.findall(r'href="(/papers/letters/[0-9a-f-]+\.pdf)"', html)
    assert len(letters) == 2, "the receipt and the letter of the return"
    assert client.get(letters[0]).content.startswith(b"%PDF")
