"""Handing in: the check, the declaration, the receipt and its paper; then questions answered, a correction, withdrawal, reconsideration."""

from datetime import date, datetime

import pytest
from tests.desks.enterprise.conftest import OWNER, spoken, stored, text

from evexport.accounts.actors import in_role
from evexport.accounts.roles import Role
from evexport.kernel.clock import CHINA
from evexport.kernel.ids import uuid7
from evexport.qualification.actions import decision, objections, review
from evexport.qualification.models import FilingVersion, InformationRequest, Objection

AT = datetime(2027, 3, 3, 9, tzinfo=CHINA)
MINISTRY = in_role(Role.MINISTRY_OFFICER, user_id=uuid7(), name="示例商务部人员")


def department(filing):
    return in_role(
        Role.PROVINCE_OFFICER,
        user_id=uuid7(),
        organisation_id=filing.department_id,
        authority=filing.authority,
        name="示例初核员",
    )


def page(filing, rest="", lang="/en"):
    return f"{lang}/enterprise/filings/{filing.pk}/{rest}"


def version(filing):
    return FilingVersion.objects.using(OWNER).filter(filing=filing).order_by("-number").first()


def test_the_check_shows_every_section_with_its_change_link_and_findings(maker, draft):
    html = text(maker.get(page(draft, "check/")))
    assert html.count('class="checked"') == 9
    assert html.count('<span class="visually-hidden"> Models</span>') == 1
    assert "Category that holds" in html
    assert "hand-in/" in html


@pytest.mark.parametrize("lang", ["", "/en"])
def test_nothing_is_handed_in_without_the_declaration(maker, draft, lang):
    response = maker.post(page(draft, "hand-in/", lang), {})
    html = text(response)
    assert response.status_code == 422
    assert 'href="#id_true"' in html
    assert html.count("提交前须作出声明" if not lang else "The declaration must be made") == 2, "at the head and at the tick"
    assert stored(draft).state == "draft"


def test_a_returned_filing_is_submitted_again_and_has_its_receipt(as_maker):
    client, filing = as_maker("returned")
    client.post(page(filing, "hand-in/"), {"true": "on"})
    assert stored(filing).state == "submitted"
    html = text(client.get(page(filing, "receipt/")))
    assert str(filing.pk) in html
    assert version(filing).digest in html
    assert "finishes its first review by" in html
    paper = client.get(page(filing, "receipt.pdf"))
    assert paper.headers["Content-Type"] == "application/pdf"
    assert bytes(paper.content).startswith(b"%PDF")


def test_a_draft_has_no_receipt(maker, draft):
    assert maker.get(page(draft, "receipt/")).status_code == 302
    assert maker.get(page(draft, "receipt.pdf")).status_code == 404


def test_a_question_is_answered_with_the_field_it_is_about(as_maker):
    client, filing = as_maker("further_information")
    said = spoken(client.get(page(filing, "answer/")))
    assert "请说明本年度新增产线的投产时间。" in said
    assert "Production capacity" in said
    capacity = filing.document["production_capacity"]
    said = {
        "answer-1": "七月投产。",
        "production_capacity-revision": filing.revision,
        "production_capacity-vehicles_per_year": capacity["vehicles_per_year"] + 1,
        "production_capacity-vehicles_built_last_year": capacity["vehicles_built_last_year"],
        "plants-TOTAL_FORMS": 0,
        "plants-INITIAL_FORMS": 0,
    }
    wrong = client.post(page(filing, "answer/"), {**said, "answer-1": ""})
    assert wrong.status_code == 422
    assert "#id_answer-1" in text(wrong)
    assert client.post(page(filing, "answer/"), said).status_code == 302
    assert stored(filing).state == "submitted"
    row = InformationRequest.objects.using(OWNER).filter(filing=filing).latest("at")
    assert row.answers == [{"field": "production_capacity", "answer": "七月投产。"}]
    assert any(one["path"] == "production_capacity.vehicles_per_year" for one in row.changes)
    assert "七月投产。" in spoken(client.get(page(filing)))


@pytest.mark.parametrize("field", ["models[1].ccc_certificate", "service_network.outlets", "exports", "authorised_exporters"])
def test_any_field_may_be_asked_about(as_maker, field):
    client, filing = as_maker("submitted")
    asked = [{"field": field, "question": "请说明。"}]
    review.request_information(filing.pk, asked, due_on=date(2027, 3, 20), by=department(filing), at=AT)
    html = text(client.get(page(filing, "answer/")))
    assert "请说明" in html
    assert ('name="network"' in html) == field.startswith("service_network")
    assert ('name="model-1-ccc_certificate"' in html) == field.startswith("models")
    assert ('name="planned-0-market"' in html) == (field == "exports")


def test_a_correction_must_correct_something(as_maker):
    client, filing = as_maker("objected")
    row = Objection.objects.using(OWNER).get(filing=filing, decision="")
    objections.decide_objection(row.pk, uphold=True, reasons="网点已停业。", by=MINISTRY, at=AT)
    said = spoken(client.get(page(filing)))
    assert "网点已停业。" in said
    assert "Check and submit" in said
    nothing = client.post(page(filing, "hand-in/"), {"true": "on"})
    assert nothing.status_code == 422
    assert "Nothing in the filing has been corrected yet" in text(nothing)
    quality = {"standard": "IATF 16949", "certificate_no": "QMS-NEW", "valid_until": "2029-06-30"}
    client.post(page(filing, "sections/quality_management/"), {**quality, "revision": stored(filing).revision})
    assert client.post(page(filing, "hand-in/"), {"true": "on"}).status_code == 302
    assert stored(filing).state == "corrected"


def test_a_refusal_is_looked_at_again_on_asking(as_maker):
    client, filing = as_maker("in_consultation")
    decision.reject(filing.pk, reasons="网点不足。", findings=["Q6"], by=MINISTRY, at=AT)
    assert "Ask for reconsideration" in text(client.get(page(filing)))
    response = client.post(page(filing, "deeds/ask-reconsideration/"), {"reasons": ""})
    assert response.status_code == 422
    assert client.post(page(filing, "deeds/ask-reconsideration/"), {"reasons": "网点已复核。"}).status_code == 302
    assert stored(filing).state == "in_reconsideration"


def test_withdrawing_says_what_cannot_be_undone(as_maker):
    client, filing = as_maker("candidate")
    html = text(client.get(page(filing, "deeds/withdraw/")))
    assert "It cannot be undone" in html
    assert client.post(page(filing, "deeds/withdraw/"), {"reasons": "产品调整"}).status_code == 302
    assert stored(filing).state == "withdrawn"
    assert "Start the filing for 2028" in text(client.get("/en/enterprise/filings/"))
