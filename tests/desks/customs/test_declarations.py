"""The list of declarations and a declaration's page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desks.customs.conftest import OWNER, stored, text

from evexport.customs.models import LiveVin
from evexport.ledger.models import Entry


def total(page):
    return int(page.split("data-announce")[1].split("共")[1].split("项")[0].replace(",", ""))


def test_the_last_days_first_and_the_day_alone(customs):
    week, today = text(customs.get("/customs/declarations/")), text(customs.get("/customs/declarations/?days=today"))
    assert total(week) > total(today) > 3


@pytest.mark.parametrize("decision", ["released", "refused", "held", "not_required"])
def test_by_decision(customs, decision):
    page = text(customs.get(f"/customs/declarations/?days=all&decision={decision}"))
    assert total(page) == stored(decision=decision).count()


def test_by_state_and_district(customs):
    assert total(text(customs.get("/customs/declarations/?days=all&state=cancelled"))) == stored(state="cancelled").count()
    found = total(text(customs.get("/customs/declarations/?days=all&district=5300")))
    assert found == stored(body__customs_district__startswith="53").count()


def test_one_is_found_by_number_car_or_licence_whatever_its_day(customs):
    car = LiveVin.objects.using(OWNER).filter(pending=False).first()
    row = stored(pk=car.declaration_id).get()
    for words in (row.declaration_no, row.declaration_no[:17], car.vin, f" {car.vin[:5]}-{car.vin[5:]} ", row.licence_no):
        page = text(customs.get("/customs/declarations/", {"q": words}))
        assert row.declaration_no in page, words
    assert "没有符合条件的项" in text(customs.get("/customs/declarations/", {"q": "NOSUCH"}))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_leaves_as_a_file(customs, kind):
    response = customs.get(f"/customs/declarations/?days=all&export={kind}")
    assert response.headers["Content-Disposition"] == f'attachment; filename="declarations.{kind}"'
    if kind == "csv":
        assert len(response.content.decode("utf-8-sig").splitlines()) == stored().count() + 1


@pytest.mark.parametrize(
    "path", ["/customs/declarations/?days=all", "/customs/writeoffs/?days=month", "/customs/inspections/", "/customs/risk/"]
)
def test_the_number_of_queries_does_not_grow_with_the_rows(customs, monkeypatch, path):
    from evexport.desks.kit.listing import Listing

    def asked(per_page):
        made = Listing.__init__
        monkeypatch.setattr(Listing, "__init__", lambda self, *a, **k: made(self, *a, **{**k, "per_page": per_page}))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert customs.get(path).status_code == 200
        monkeypatch.undo()
        return len(caught)

    assert asked(2) == asked(25)


def test_a_page_says_what_was_declared_and_what_became_of_it(customs):
    row = stored(state="released", deeds__gt=1).first()
    page = text(customs.get(f"/customs/declarations/{row.pk}/"))
    for part in (row.declaration_no, row.licence_no, "已核销", "退关", "经过", "更正车辆识别代号"):
        assert part in page
    assert all(vehicle["vin"] in page for vehicle in row.body["vehicles"])


def test_a_held_one_offers_its_inspection_alone(customs):
    row = stored(state="held", licence_id__isnull=False).first()
    page = text(customs.get(f"/customs/declarations/{row.pk}/"))
    assert "INSPECTION_REQUIRED" in page
    assert f"/customs/declarations/{row.pk}/cancel/" not in page


def test_the_timeline_names_the_codes_of_a_refusal_and_the_cars_of_a_deed_in_the_reader_s_writing(customs, declared):
    refused = declared(contract_no="WRONG")
    happened = customs.get(f"/en/customs/declarations/{refused.pk}/").content.decode().split("timeline-title")[-1]
    assert "<p>CONTRACT_MISMATCH</p>" in happened
    deeds = Entry.objects.using(OWNER).filter(kind="declaration.cancelled")
    deed = next(one for one in deeds if len(one.data["vins"]) == 1)
    car, said = deed.data["vins"][0], deed.data["because"]
    page = f"/customs/declarations/{deed.subject.removeprefix('declaration:')}/"
    assert f"<p>{car}：{said}</p>" in text(customs.get(page))
    assert f'<p>{car}: <span lang="zh-Hans">{said}</span></p>' in text(customs.get(f"/en{page}"))


def test_attempts_under_one_number_are_kept_and_linked(customs, filled, declared):
    row = declared(contract_no="WRONG")
    later = declared(declaration_no=row.declaration_no)
    assert f"/customs/declarations/{row.pk}/" in text(customs.get(f"/customs/declarations/{later.pk}/"))


def test_nothing_under_an_unknown_address(customs):
    assert customs.get("/customs/declarations/0193f3a2-6c1e-7bd0-9c55-1f2a7f6f0001/").status_code == 404
