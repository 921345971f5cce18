"""An application as its applicant works on it: begun from the list, saved with gaps, checked, handed in, asked about, taken back."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evexport.licensing.models import Application, InformationRequest
from evexport.store import acting_as

KEY = re.compile(r"/enterprise/applications/([0-9a-f-]{36})/")


@pytest.fixture
def mine_by_state(mine):
    """Identifiers of the exporter's own applications by state."""
    found = {}
    with acting_as(mine):
        for one in Application.objects.filter(exporter_id=mine.org).order_by("-opened_at"):
            found.setdefault(one.state, []).append(str(one.pk))
    return found


def stored(mine, key):
    with acting_as(mine):
        return Application.objects.get(pk=key)


def fields_of(html):
    """What a browser would send of the form as it stands: values of inputs, ticked choices, chosen options."""
    form = html[html.index('<form class="sheet"') :]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("radio" not in tag or "checked" in tag):
            found[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def begun(client):
    """A new application of the exporter for the one maker that it is offered first."""
    html = client.get("/enterprise/applications/new/").content.decode()
    maker = re.search(r'name="maker" value="([^"]*)"', html)[1]
    answer = client.post("/enterprise/applications/new/", {"maker": maker})
    return KEY.search(answer.url)[1]


WHOLE = {
    "contract_no": "EX-DESK-0001", "consignee": "Example DE Import Ltd.", "destination": "DE", "customs_district": "5300",
    "lines.1.quantity": "3", "lines.1.unit_price": "19800.00",
}  # fmt: skip


def filled(client, key, **more):
    page = f"/enterprise/applications/{key}/edit/"
    body = {**fields_of(client.get(page).content.decode()), **WHOLE, **more}
    return client.post(page, body)


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("user", ["maker", "exporter"])
def test_the_list_opens_in_both_languages(at_desk, user, lang):
    html = at_desk(user).get(f"{lang}/enterprise/applications/").content.decode()
    assert KEY.search(html.replace(lang + "/enterprise", "/enterprise"))


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("state", ["draft", "submitted", "information_requested", "returned", "refused", "issued"])
def test_an_application_opens_in_every_state(exporter, mine_by_state, lang, state):
    if state in mine_by_state:
        assert exporter.get(f"{lang}/enterprise/applications/{mine_by_state[state][0]}/").status_code == 200
    else:
        assert state == "refused", "the demonstration has the exporter in every other state"


def test_what_waits_for_us_stands_under_its_own_filter(exporter, mine_by_state):
    html = exporter.get("/enterprise/applications/?state=mine").content.decode()
    wanted = {key for state in ("draft", "returned", "information_requested") for key in mine_by_state[state]}
    assert set(KEY.findall(html)) == wanted


def test_it_begins_with_the_list_and_the_last_application(exporter, mine):
    one = stored(mine, begun(exporter))
    assert one.state == "draft"
    assert one.document["ground"] == "qualified"
    assert one.document["trade_mode"] == "0110"
    assert one.document["lines"][0]["hs_code"] == "8703801090"
    assert "contract_no" not in one.document


def test_gaps_are_kept_and_named(exporter, mine):
    key = begun(exporter)
    html = exporter.get(f"/en/enterprise/applications/{key}/").content.decode()
    assert "Contract No." in html[html.index("faults-title") :]
    assert "Hand in the application" not in exporter.get(f"/en/enterprise/applications/{key}/submit/").content.decode()
    assert exporter.post(f"/enterprise/applications/{key}/submit/").status_code == 422


def test_a_row_is_added_and_nothing_saved(exporter, mine):
    key = begun(exporter)
    page = f"/enterprise/applications/{key}/edit/"
    before = stored(mine, key).document
    html = exporter.post(
        page, {**fields_of(exporter.get(page).content.decode()), "contract_no": "KEPT-1", "more": "1"}
    ).content.decode()
    assert 'name="lines.2.model_code"' in html
    assert 'value="KEPT-1"' in html
    assert 'class="wrong"' not in html
    assert stored(mine, key).document == before
    again = exporter.post(page, {**fields_of(html), "more": "1"}).content.decode()
    assert 'name="lines.3.model_code"' in again


def test_what_cannot_be_understood_is_told_at_its_field(exporter):
    answer = filled(exporter, begun(exporter), **{"lines.1.quantity": "many", "valid_from": "soon"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert 'id="id_lines.1.quantity_error"' in html
    assert 'id="id_valid_from_error"' in html


def test_from_the_draft_to_the_receipt(exporter, mine):
    key = begun(exporter)
    assert filled(exporter, key).status_code == 302
    html = exporter.get(f"/enterprise/applications/{key}/submit/").content.decode()
    assert "提交申请" in html
    assert "EX-DESK-0001" in html
    answer = exporter.post(f"/enterprise/applications/{key}/submit/")
    assert answer.url.endswith("/done/")
    receipt = exporter.get(answer.url).content.decode()
    assert "EX-DESK-0001" in receipt
    assert "前办结" in receipt
    one = stored(mine, key)
    assert (one.state, one.revision, one.document["lines"][0]["quantity"]) == ("submitted", 1, 3)
    assert exporter.post(f"/enterprise/applications/{key}/submit/").status_code in {409, 422}, "sent twice it is handed in once"
    assert stored(mine, key).revision == 1


def test_a_criterion_not_met_bars_it_with_its_article(exporter, mine):
    """A licence names one country: two are understood, and not enough."""
    key = begun(exporter)
    filled(exporter, key)
    with acting_as(mine):
        Application.objects.filter(pk=key).update(document={**stored_document(key), "destination": "DE, FR"})
    html = exporter.get(f"/en/enterprise/applications/{key}/").content.decode()
    assert "Not met" in html
    assert "L12" in html
    page = exporter.get(f"/en/enterprise/applications/{key}/submit/").content.decode()
    assert "Mend it first" in page
    assert exporter.post(f"/enterprise/applications/{key}/submit/").status_code == 422
    assert stored(mine, key).state == "draft"


def stored_document(key):
    return Application.objects.get(pk=key).document


def test_a_correction_is_handed_in_anew(exporter, mine):
    key = begun(exporter)
    filled(exporter, key)
    exporter.post(f"/enterprise/applications/{key}/submit/")
    assert filled(exporter, key, remarks="合同签订于2027年2月").status_code == 302
    one = stored(mine, key)
    assert (one.revision, one.document["remarks"], one.state) == (2, "合同签订于2027年2月", "submitted")


def test_a_problem_of_a_line_is_told_at_its_field(exporter, mine):
    key = begun(exporter)
    filled(exporter, key)
    exporter.post(f"/enterprise/applications/{key}/submit/")
    answer = filled(exporter, key, **{"lines.1.quantity": ""})
    assert answer.status_code == 422
    assert 'id="id_lines.1.quantity_error"' in answer.content.decode()


def test_an_answer_is_shown_as_a_difference_before_it_goes_and_after(exporter, mine, mine_by_state):
    key = mine_by_state["information_requested"][0]
    page = f"/enterprise/applications/{key}/answer/"
    assert "请补充收货人注册地址" in exporter.get(page).content.decode()
    assert exporter.post(page, {"step": "look", "words": ""}).status_code == 422
    old = stored(mine, key).document["consignee"]
    body = {"value": f"{old}, Hamburg", "words": "已补充注册地址。"}
    confirm = exporter.post(page, {**body, "step": "look"}).content.decode()
    assert f"{old}, Hamburg" in confirm
    assert "改为" in confirm
    assert stored(mine, key).state == "information_requested", "nothing is done before it is confirmed"
    assert exporter.post(page, {**body, "step": "do"}).status_code == 302
    one = stored(mine, key)
    assert (one.state, one.document["consignee"]) == ("submitted", f"{old}, Hamburg")
    html = exporter.get(f"/enterprise/applications/{key}/").content.decode()
    assert f"<del>{old}</del>" in html
    assert f"<ins>{old}, Hamburg</ins>" in html
    with acting_as(mine):
        assert InformationRequest.objects.get(application_id=key).answer == "已补充注册地址。"


def test_a_returned_one_is_mended_and_withdrawn(exporter, mine, mine_by_state):
    key = mine_by_state["returned"][0]
    html = exporter.get(f"/enterprise/applications/{key}/").content.decode()
    assert f"/enterprise/applications/{key}/edit/" in html
    assert exporter.get(f"/en/enterprise/applications/{key}/withdraw/").status_code == 200
    assert exporter.post(f"/enterprise/applications/{key}/withdraw/", {"reason": ""}).status_code == 302
    assert stored(mine, key).state == "withdrawn"
    assert exporter.get(f"/enterprise/applications/{key}/withdraw/").status_code == 409


def test_a_refusal_is_looked_at_again(at_desk, exporter, mine):
    key = begun(exporter)
    filled(exporter, key)
    exporter.post(f"/enterprise/applications/{key}/submit/")
    refusal = {"reason": "收货人不符。", "citation": "ISSUE-RULES-2008#materials", "step": "do"}
    assert at_desk("examiner").post(f"/officer/applications/{key}/refuse/", refusal).status_code == 302
    html = exporter.get(f"/enterprise/applications/{key}/").content.decode()
    assert "收货人不符" in html
    assert "/papers/letters/" in html, "the letter of the refusal"
    page = f"/enterprise/applications/{key}/reconsider/"
    assert exporter.post(page, {"reason": ""}).status_code == 422
    assert exporter.post(page, {"reason": "买方已变更。"}).status_code == 302
    assert stored(mine, key).state == "reconsidering"


def test_the_maker_reads_its_exporters_application_and_changes_nothing(at_desk, mine_by_state):
    maker, key = at_desk("maker"), mine_by_state["submitted"][0]
    assert maker.get(f"/enterprise/applications/{key}/").status_code == 200
    assert maker.get(f"/enterprise/applications/{key}/edit/").status_code == 409
    assert "/withdraw/" not in maker.get(f"/enterprise/applications/{key}/").content.decode()
    assert maker.get(f"/enterprise/applications/{mine_by_state['draft'][0]}/").status_code == 404, "a draft is the exporter's own"


@pytest.mark.parametrize("page", ["", "edit/", "submit/", "done/", "answer/", "withdraw/", "reconsider/"])
def test_what_is_not_there_is_not_found(exporter, page):
    assert exporter.get(f"/enterprise/applications/00000000-0000-7000-8000-000000000000/{page}").status_code == 404


def test_a_list_costs_the_same_whatever_its_length(exporter):
    exporter.get("/enterprise/applications/")
    with CaptureQueriesContext(connection) as many:
        rows = len(set(KEY.findall(exporter.get("/enterprise/applications/").content.decode())))
    with CaptureQueriesContext(connection) as few:
        assert len(set(KEY.findall(exporter.get("/enterprise/applications/?state=issued").content.decode()))) < rows
    assert len(many) - len(few) in {0, 1}
