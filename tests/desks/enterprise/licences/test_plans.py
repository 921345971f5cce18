"""A shipment plan: one table looked at, made once however often it is sent, handed in one by one or all or none."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evexport.kernel.problems import BadInput, Barred, Conflict
from evexport.kernel.sheets import Row
from evexport.ledger.models import Entry
from evexport.licensing import actions, plans
from evexport.licensing.models import Application, ShipmentPlan
from evexport.store import acting_as
from evexport.store.moment import now
from evexport.work.models import Work
from evexport.work.running import run_lane

HEADS = ["contract_no", "consignee", "destination", "customs_district", "model_code", "quantity", "unit_price", "currency"]
MODEL = "DMO7000BEVA1"
OWNER = "owner"


def table(*rows):
    return [Row(1, HEADS), *(Row(number, list(cells)) for number, cells in enumerate(rows, 2))]


def line(contract, *, country="DE", model=MODEL, quantity="2", price="19800.00", district="5300"):
    return (contract, f"Example {country} Import Ltd.", country, district, model, quantity, price, "USD")


@pytest.fixture
def begun(sound):
    document = sound()
    for name in ("contract_no", "consignee", "destination", "customs_district"):
        del document[name]
    return document


@pytest.fixture
def make(begun, clerk):
    def made(*rows, request=None, **more):
        return actions.make_plan(
            table(*rows), begun, name="示例轮001航次", request=request or str(uuid4()), by=clerk, at=now(), **more
        )

    return made


def of_plan(mine, plan):
    with acting_as(mine):
        return list(plans.applications_of(plan))


def worked(plan):
    """As the worker does it, lane by lane."""
    work = Work.objects.using(OWNER).get(pk=ShipmentPlan.objects.using(OWNER).get(pk=plan.pk).work_id)
    for lane in range(work.lanes):
        while run_lane(work.pk, lane, now=now):
            pass
    return Work.objects.using(OWNER).get(pk=work.pk)


def test_rows_of_one_contract_and_country_are_one_application(make, mine):
    plan = make(line("P-1"), line("P-2"), line("P-2", country="GB"))
    found = of_plan(mine, plan)
    assert [(one.document["contract_no"], one.document["destination"]) for one in found] == [
        ("P-1", "DE"),
        ("P-2", "DE"),
        ("P-2", "GB"),
    ]
    assert {one.state for one in found} == {"draft"}
    assert Entry.objects.using(OWNER).filter(kind="plan.made", subject=f"plan:{plan.pk}").count() == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (line("P-9", quantity="0"), "数量"),
        (line("P-9", quantity="1.5"), "数量"),
        (line("P-9", price="-1"), "单价"),
        (line("P-9", model=""), "车型"),
        (line("", quantity="2"), "合同号"),
    ],
)
def test_a_bad_row_spoils_its_own_application_alone(make, mine, wrong, why):
    plan = make(line("P-1"), wrong)
    assert [one.document["contract_no"] for one in of_plan(mine, plan)] == ["P-1"]
    (bad,) = plan.bad
    assert (bad["line"], bad["given"]) == (3, list(wrong))
    assert why in bad["why"]["zh"]


def test_one_bad_row_brings_all_rows_of_its_application_back(make, mine):
    plan = make(line("P-1"), line("P-1", model="OTHER", quantity="x"), line("P-2"))
    assert [one["line"] for one in plan.bad] == [2, 3]
    assert len(of_plan(mine, plan)) == 1


def test_a_row_that_says_otherwise_than_the_first_is_bad(make):
    plan = make(line("P-1"), (*line("P-1", model="OTHER")[:1], "Another Ltd.", *line("P-1", model="OTHER")[2:]))
    assert "首行不一致" in plan.bad[1]["why"]["zh"]


def test_the_same_request_makes_one_plan(make, mine):
    request = str(uuid4())
    first, again = (make(line("P-1"), line("P-2"), request=request) for _ in range(2))
    assert first.pk == again.pk
    assert len(of_plan(mine, first)) == 2
    with pytest.raises(Conflict):
        make(line("P-3"), request=request)


def test_all_or_none_takes_no_plan_with_a_bad_row(make):
    before = ShipmentPlan.objects.using(OWNER).count()
    with pytest.raises(BadInput) as caught:
        make(line("P-1"), line("P-2", quantity="x"), whole=True)
    assert caught.value.code == "ROW_BAD"
    assert ShipmentPlan.objects.using(OWNER).count() == before


def test_handed_in_one_by_one_what_fails_stays_a_draft(make, clerk, mine):
    """The second names no country that there is: understood, and not enough."""
    plan = make(line("P-1"), line("P-2", country="QQ"), line("P-3", country="GB"))
    actions.submit_plan(plan.pk, by=clerk, at=now())
    again = actions.submit_plan(plan.pk, by=clerk, at=now())
    assert again.attempts == 1, "while it goes on, asked again it is the same"
    work = worked(plan)
    assert (work.state, work.done, work.failed) == ("done", 2, 1)
    found = of_plan(mine, plan)
    assert [one.state for one in found] == ["submitted", "draft", "submitted"]
    for one in (found[0], found[2]):
        assert Entry.objects.using(OWNER).filter(kind="application.submitted", subject=f"application:{one.pk}").count() == 1


def test_what_failed_is_handed_in_once_it_is_mended(make, clerk, mine):
    plan = make(line("P-1"), line("P-2", country="QQ"))
    actions.submit_plan(plan.pk, by=clerk, at=now())
    worked(plan)
    failed = of_plan(mine, plan)[1]
    actions.save(failed.pk, {**failed.document, "destination": "GB"}, by=clerk, at=now())
    actions.submit_plan(plan.pk, by=clerk, at=now())
    worked(plan)
    assert [(one.state, one.revision) for one in of_plan(mine, plan)] == [("submitted", 1), ("submitted", 1)]
    with pytest.raises(Barred):
        actions.submit_plan(plan.pk, by=clerk, at=now())


def test_all_or_none_hands_in_none_where_one_fails(make, clerk, mine):
    plan = make(line("P-1"), line("P-2", country="QQ"), whole=True)
    with pytest.raises(Barred):
        actions.submit_plan(plan.pk, by=clerk, at=now())
    assert {(one.state, one.revision) for one in of_plan(mine, plan)} == {("draft", 0)}
    assert (
        not Entry.objects.using(OWNER)
        .filter(kind="application.submitted", subject=f"application:{of_plan(mine, plan)[0].pk}")
        .exists()
    )


def test_all_or_none_hands_all_in_at_once(make, clerk, mine):
    plan = make(line("P-1"), line("P-2", country="GB"), whole=True)
    actions.submit_plan(plan.pk, by=clerk, at=now())
    assert {one.state for one in of_plan(mine, plan)} == {"submitted"}


# The pages.
def opened(client):
    html = client.get("/enterprise/plans/new/").content.decode()
    maker = re.search(r'<option value="([0-9A-Z]{18})"', html)[1]
    return {
        "request": re.search(r'name="request" value="([^"]+)"', html)[1],
        "name": "示例轮002航次",
        "maker": maker,
        "rows": "3",
    }


def by_hand(contract, number=1, **more):
    cells = {
        "contract_no": contract,
        "consignee": "Example Ltd.",
        "destination": "DE",
        "customs_district": "5300",
        "model_code": MODEL,
        "quantity": "2",
        "unit_price": "19800.00",
    }
    return {f"rows.{number}.{name}": value for name, value in {**cells, **more}.items()}


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("path", ["", "new/", "template.csv", "template.xlsx"])
def test_each_page_opens(exporter, lang, path):
    assert exporter.get(f"{lang}/enterprise/plans/{path}").status_code == 200


def test_from_rows_by_hand_to_the_drafts(exporter, mine):
    body = {**opened(exporter), **by_hand("W-1"), **by_hand("W-2", 2, quantity="none")}
    before = Application.objects.using(OWNER).count()
    look = exporter.post("/en/enterprise/plans/new/", {**body, "step": "look"}).content.decode()
    assert "1 drafts would be made, 1 of them ready" in look
    assert "Row 2:" in look
    assert Application.objects.using(OWNER).count() == before, "nothing is made before it is confirmed"
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', look))
    carried = {name: value.replace("&quot;", '"') for name, value in carried.items() if name != "csrfmiddlewaretoken"}
    first = exporter.post("/enterprise/plans/new/", {**carried, "step": "do"})
    again = exporter.post("/enterprise/plans/new/", {**carried, "step": "do"})
    assert first.url == again.url, "the form sent twice makes one plan"
    assert Application.objects.using(OWNER).count() == before + 1
    html = exporter.get(first.url).content.decode()
    assert "W-1" in html
    mend = exporter.get(first.url + "to-mend.csv").content.decode("utf-8-sig").splitlines()
    assert mend[0].endswith("fault")
    assert mend[1].startswith("W-2,")


def test_more_rows_keep_what_was_written(exporter):
    html = exporter.post("/enterprise/plans/new/", {**opened(exporter), **by_hand("W-9"), "more": "1"}).content.decode()
    assert 'name="rows.6.contract_no"' in html
    assert 'value="W-9"' in html
    assert 'class="wrong"' not in html


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_from_a_file(exporter, kind):
    from evexport.desks.kit.files import as_csv, as_xlsx

    rows = [HEADS, line("F-1"), line("F-2", country="GB")]
    content = as_csv(rows) if kind == "csv" else as_xlsx(rows)
    body = {**opened(exporter), "file": SimpleUploadedFile(f"plan.{kind}", content), "step": "look"}
    look = exporter.post("/enterprise/plans/new/", body).content.decode()
    assert "将建立2件申请草稿，其中2件已可提交" in look


@pytest.mark.parametrize("file", [(b"%PDF", "plan.pdf"), (b"", "plan.csv"), (b"a,b\n1,2\n", "plan.csv")])
def test_a_file_that_is_no_plan_is_told_at_its_field(exporter, file):
    answer = exporter.post(
        "/enterprise/plans/new/", {**opened(exporter), "file": SimpleUploadedFile(file[1], file[0]), "step": "look"}
    )
    assert answer.status_code == 422
    assert 'id="id_file_error"' in answer.content.decode()


def test_all_is_handed_in_from_one_page_with_progress(exporter, make, mine):
    plan = make(line("H-1"), line("H-2", country="QQ"))
    page = f"/enterprise/plans/{plan.pk}/"
    assert exporter.get(f"/en{page}submit/").status_code == 200
    assert exporter.post(f"{page}submit/").status_code == 302
    assert "progress-bar-plain" in exporter.get(page).content.decode()
    worked(plan)
    html = exporter.get(f"/en{page}").content.decode()
    assert "Not handed in" in html
    assert f"/en/enterprise/applications/{of_plan(mine, plan)[1].pk}/" in html


def test_anothers_plan_is_not_found(at_desk, make):
    plan, stranger = make(line("S-1")), at_desk("maker")
    for page in ("", "submit/", "to-mend.csv"):
        assert stranger.get(f"/enterprise/plans/{plan.pk}/{page}").status_code == 404
    assert stranger.post(f"/enterprise/plans/{plan.pk}/submit/").status_code == 404


def test_a_plan_costs_the_same_whatever_its_length(exporter, make):
    short, long = make(line("Q-1")), make(*(line(f"Q-{n}") for n in range(20)))
    exporter.get(f"/enterprise/plans/{short.pk}/")
    with CaptureQueriesContext(connection) as few:
        exporter.get(f"/enterprise/plans/{short.pk}/")
    with CaptureQueriesContext(connection) as many:
        exporter.get(f"/enterprise/plans/{long.pk}/")
    assert len(few) == len(many)
