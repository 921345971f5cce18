"""Models of a filing, added from the Announcement or by hand; supporting papers, taken in and read again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.desks.enterprise.conftest import OWNER, stored, text

from evexport.qualification.models import Attachment, Filing


@pytest.fixture
def fresh(draft):
    yield draft
    Filing.objects.using(OWNER).filter(pk=draft.pk).update(document=draft.document, revision=stored(draft).revision + 1)


def page(filing, rest, lang="/en"):
    return f"{lang}/enterprise/filings/{filing.pk}/{rest}"


def row(filing, **changes):
    return {"model_code": "DMO7001BEVX1", "propulsion": "electric", "revision": stored(filing).revision, **changes}


def test_a_model_is_added_changed_and_taken_out(maker, fresh):
    count = len(fresh.document["models"])
    assert maker.post(page(fresh, "models/add/"), row(fresh, model_code=" dmo7001bevx1 ")).status_code == 302
    assert stored(fresh).document["models"][-1] == {"model_code": "DMO7001BEVX1", "propulsion": "electric"}
    html = text(maker.get(page(fresh, "sections/models/")))
    assert f"Models filed ({count + 1})" in html
    assert maker.post(page(fresh, f"models/{count + 1}/"), row(fresh, announcement_batch="391")).status_code == 302
    assert stored(fresh).document["models"][-1]["announcement_batch"] == 391
    assert maker.post(page(fresh, f"models/{count + 1}/take-out/")).status_code == 302
    assert stored(fresh).document["models"] == fresh.document["models"]


def test_an_announced_model_comes_as_the_registers_have_it(maker, fresh):
    known = fresh.document["models"][0]
    Filing.objects.using(OWNER).filter(pk=fresh.pk).update(document={**fresh.document, "models": []})
    offered = text(maker.get(page(fresh, "sections/models/")))
    assert "Announced and not in the filing" in offered
    assert f"?model={known['model_code']}" in offered
    html = text(maker.get(page(fresh, f"models/add/?model={known['model_code']}")))
    assert f'value="{known["ccc_certificate"]}"' in html


@pytest.mark.parametrize(
    ("said", "words"), [({"model_code": ""}, "Give the model code"), ({"announcement_batch": "x"}, "Give a whole number")]
)
def test_a_model_that_cannot_be_understood_is_told_at_its_field(maker, fresh, said, words):
    response = maker.post(page(fresh, "models/add/"), row(fresh, **said))
    assert response.status_code == 422
    assert words in text(response)


def test_the_same_model_twice_is_refused(maker, fresh):
    known = fresh.document["models"][0]["model_code"]
    response = maker.post(page(fresh, "models/add/"), row(fresh, model_code=known))
    assert response.status_code == 422
    assert "stands twice" in text(response)


@pytest.mark.parametrize("number", [0, 99])
def test_a_model_that_is_not_there_is_not_found(maker, draft, number):
    assert maker.get(page(draft, f"models/{number}/")).status_code == 404


def pdf(name="qms.pdf", content=b"%PDF-1.7 example"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_a_paper_is_taken_in_read_and_removed(maker, draft):
    response = maker.post(page(draft, "papers/"), {"section": "quality_management", "content": pdf("质量证书.pdf")})
    assert response.status_code == 302, text(response)
    kept = Attachment.objects.using(OWNER).get(filing=draft)
    assert kept.field == "quality_management"
    html = text(maker.get(page(draft, "papers/")))
    assert "质量证书.pdf" in html
    read = maker.get(page(draft, f"papers/{kept.pk}/"))
    assert bytes(read.content) == b"%PDF-1.7 example"
    assert read.headers["Content-Disposition"].startswith("attachment;")
    assert maker.post(page(draft, f"papers/{kept.pk}/take-off/")).status_code == 302
    assert not Attachment.objects.using(OWNER).filter(filing=draft).exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"section": "models"}, "Choose a file"),
        ({"content": pdf()}, "Choose the part that it proves"),
        ({"section": "models", "content": SimpleUploadedFile("a.pdf", b"MZ", content_type="application/pdf")}, "Only PDF, PNG"),
    ],
)
def test_a_paper_that_is_refused_says_why(maker, draft, said, words):
    response = maker.post(page(draft, "papers/"), said)
    assert response.status_code == 422
    assert words in text(response)


def test_another_filings_paper_is_not_found(maker, as_maker, draft):
    client, filing = as_maker("returned")
    client.post(page(filing, "papers/"), {"section": "models", "content": pdf()})
    kept = Attachment.objects.using(OWNER).filter(filing=filing).latest("pk")
    assert client.get(page(filing, f"papers/{kept.pk}/")).status_code == 200
    assert maker.get(page(draft, f"papers/{kept.pk}/")).status_code == 404
    refused = client.post(page(filing, f"papers/{kept.pk}/take-off/"))
    assert refused.status_code == 422
    assert "cannot be changed at this stage" in text(refused)
