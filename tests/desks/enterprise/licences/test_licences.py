"""The licence wallet: every state as the rule derives it, the licence's page, its papers, and each deed of its holder."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evexport.desks.kit.marks import LICENCES
from evexport.kernel.clock import china_day
from evexport.licensing import wallet
from evexport.licensing.models import Application, Balance, LicenceStanding
from evexport.licensing.queries import by_number, cases
from evexport.store import acting_as
from evexport.store.moment import now
from evexport.store.scopes import SYSTEM

NUMBER = re.compile(r'href="(?:/en)?/enterprise/licences/(\d\d-[A-Z]{2}-\d{6})/"')
OWNER = "owner"


@pytest.fixture
def held(mine, at_desk):
    """The exporter's licences by what they are worth today."""
    found = {}
    with acting_as(mine):
        for case in cases(wallet.held(mine.org), now()):
            if case.licence.exporter_id == mine.org:
                found.setdefault(case.state, []).append(case.licence.number)
    return found


def state_of(mine, number):
    with acting_as(mine):
        return by_number(number, now()).state


@pytest.mark.parametrize("user", ["maker", "exporter"])
@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_wallet_opens_in_both_languages(at_desk, user, lang):
    html = at_desk(user).get(f"{lang}/enterprise/licences/").content.decode()
    assert NUMBER.search(html)
    assert "balance-bar" in html


@pytest.mark.parametrize("state", sorted(LICENCES))
def test_a_state_is_filtered_as_it_is_derived(at_desk, state):
    """Over every licence of the year, not the exporter's alone."""
    at_desk("exporter")
    at = now()
    with acting_as(SYSTEM):
        from evexport.licensing.models import Licence

        everything = Licence.objects.select_related("standing")
        wanted = {case.licence.number for case in cases(everything, at) if case.state == state}
        assert {one.number for one in wallet.worth(everything, state, on=china_day(at))} == wanted


def test_what_ends_soon_is_in_force_and_near_its_last_day(at_desk):
    at_desk("exporter")
    at = now()
    with acting_as(SYSTEM):
        from evexport.licensing.models import Licence

        everything = Licence.objects.select_related("standing")
        near = {case.licence.number for case in cases(everything, at) if case.state == "in_force" and case.days_left <= 61}
        assert {one.number for one in wallet.ending(everything, on=china_day(at))} == near


def test_a_licence_is_found_by_number_contract_and_model(exporter, held, mine):
    number = held["in_force"][0]
    with acting_as(mine):
        case = by_number(number, now())
    for words in (number, number.replace("-", ""), case.licence.contract_no, case.balances[0].model_code.lower()):
        assert number in NUMBER.findall(exporter.get("/enterprise/licences/", {"q": words}).content.decode())
    assert NUMBER.findall(exporter.get("/enterprise/licences/?q=nothing-such").content.decode()) == []


def test_the_wallet_is_a_file_too(exporter, held):
    table = exporter.get("/en/enterprise/licences/?export=csv&as=exporter").content.decode("utf-8-sig").splitlines()
    assert len(table) == 1 + sum(len(numbers) for numbers in held.values())
    assert exporter.get("/enterprise/licences/?export=xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("lang", ["", "/en"])
def test_a_licence_opens_in_every_state(exporter, held, lang):
    assert {"in_force", "expired"} <= set(held)
    for numbers in held.values():
        assert exporter.get(f"{lang}/enterprise/licences/{numbers[0]}/").status_code == 200


def test_its_page_tells_balance_code_customs_and_papers(exporter, office):
    number = office.samples["licences"]["with_balance"]["number"]
    html = exporter.get(f"/en/enterprise/licences/{number}/").content.decode()
    for said in ("balance-bar", "Verification code", "Written off and back", "Declarations", "The face"):
        assert said in html
    assert exporter.get(f"/papers/licences/{number}.pdf").content[:4] == b"%PDF"
    for form, parts in (("jws", 2), ("vc", 2)):
        answer = exporter.get(f"/enterprise/licences/{number}/credential.{form}")
        assert answer.status_code == 200
        assert answer.content.count(b".") == parts


def test_a_page_costs_the_same_however_much_happened(exporter, held, mine):
    """The licence with the most declarations against one with none."""
    with acting_as(mine):
        from evexport.customs.models import Declaration

        counts = {number: Declaration.objects.filter(licence_no=number).count() for number in held["in_force"]}
    busy, idle = max(counts, key=counts.get), min(counts, key=counts.get)
    assert counts[busy] > counts[idle]
    exporter.get(f"/enterprise/licences/{busy}/")
    with CaptureQueriesContext(connection) as many:
        exporter.get(f"/enterprise/licences/{busy}/")
    with CaptureQueriesContext(connection) as few:
        exporter.get(f"/enterprise/licences/{idle}/")
    assert len(many) <= len(few) + 2


def test_an_amendment_asks_for_what_is_left(exporter, held, mine):
    number = held["in_force"][0]
    page = f"/enterprise/licences/{number}/amend/"
    assert exporter.get(page).status_code == 200
    answer = exporter.post(page)
    key = re.search(r"applications/([0-9a-f-]{36})/edit/", answer.url)[1]
    with acting_as(mine):
        one, case = Application.objects.get(pk=key), by_number(number, now())
    assert one.amends_id == case.licence.pk
    assert sum(line["quantity"] for line in one.document["lines"]) == case.left
    html = exporter.get(answer.url).content.decode()
    assert 'name="manufacturer_uscc"' not in html, "another maker is another licence"
    assert exporter.post(page).status_code == 422, "one change at a time"


def test_applying_again_fills_the_form_from_the_old_face(exporter, held, mine):
    number = held["expired"][0]
    page = f"/enterprise/licences/{number}/reapply/"
    html = exporter.get(page).content.decode()
    (name,) = set(re.findall(r'name="(quantity\.[^"]+)"', html)) or {""}
    answer = exporter.post(page, {name: "7"})
    key = re.search(r"applications/([0-9a-f-]{36})/edit/", answer.url)[1]
    with acting_as(mine):
        one, face = Application.objects.get(pk=key), by_number(number, now()).licence
    assert (one.document["contract_no"], one.document["lines"][0]["quantity"]) == (face.contract_no, 7)
    assert one.document["valid_from"] == china_day(now()).isoformat()


def test_unused_is_returned_with_reasons(exporter, fresh, mine):
    number = fresh()
    page = f"/enterprise/licences/{number}/return/"
    assert "不能恢复" in exporter.get(page).content.decode()
    assert exporter.post(page, {"reason": ""}).status_code == 422
    assert exporter.post(page, {"reason": "合同已取消。"}).status_code == 302
    assert state_of(mine, number) == "returned"
    assert exporter.get(page).status_code == 409


def test_a_loss_is_reported_and_its_reissue_begun(exporter, fresh, mine):
    number = fresh()
    assert exporter.post(f"/enterprise/licences/{number}/report-loss/", {"reason": "纸质证书遗失。"}).status_code == 302
    assert state_of(mine, number) == "lost"
    with acting_as(mine):
        assert Application.objects.filter(amends__number=number, purpose="reissue", state="draft").exists()
    assert f"/enterprise/licences/{number}/ask-reissue/" in exporter.get(f"/enterprise/licences/{number}/").content.decode()


def test_a_suspension_is_contested(exporter, office, mine):
    number = office.samples["licences"]["suspended"]["number"]
    page = f"/enterprise/licences/{number}/ask-reconsideration/"
    assert exporter.get(page).status_code == 200
    assert exporter.post(page, {"reason": "单价与同期合同一致，附发票。"}).status_code == 302
    answer = exporter.get(page)
    assert answer.status_code == 409, "each decision is reconsidered once"


def test_a_proposed_revocation_is_spoken_to(exporter, fresh, officers):
    from evexport.licensing import actions

    number = fresh()
    actions.propose_revocation(
        number,
        "涉嫌以虚假材料取得。",
        citation="ISSUE-RULES-2008#materials",
        facts="合同编号与买方留存不符。",
        by=officers["approver"],
        at=now(),
    )
    html = exporter.get(f"/enterprise/licences/{number}/").content.decode()
    assert "涉嫌以虚假材料取得" in html
    page = f"/enterprise/licences/{number}/state-case/"
    assert exporter.post(page, {"statement": ""}).status_code == 422
    assert exporter.post(page, {"statement": "合同编号系笔误，附更正函。"}).status_code == 302
    assert "合同编号系笔误" in exporter.get(f"/enterprise/licences/{number}/").content.decode()
    assert exporter.post(f"/enterprise/licences/{number}/waive-statement/").status_code == 302


def test_the_maker_sees_it_and_may_not_part_with_it(at_desk, office):
    number = office.samples["licences"]["with_balance"]["number"]
    maker = at_desk("maker")
    html = maker.get(f"/en/enterprise/licences/{number}/").content.decode()
    assert "exporter" in html
    assert maker.get(f"/enterprise/licences/{number}/report-loss/").status_code in {403, 409}


@pytest.mark.parametrize("page", ["", "would-pass/", "amend/", "credential.vc"])
def test_anothers_licence_is_not_found(at_desk, mine, page):
    with acting_as(SYSTEM):
        from evexport.licensing.models import Licence

        foreign = Licence.objects.exclude(exporter=mine.org).exclude(maker=mine.org).first().number
    assert at_desk("exporter").get(f"/enterprise/licences/{foreign}/{page}").status_code == 404
    assert at_desk("exporter").get("/enterprise/licences/27-AA-000001/shout/").status_code == 404


# Would the gate pass?
@pytest.fixture
def trying(exporter, office):
    number = office.samples["licences"]["with_balance"]["number"]

    def post(cars="", **more):
        page = exporter.get(f"/enterprise/licences/{number}/would-pass/").content.decode()
        model = re.search(r'<option value="([^"]+)"', page[page.index("id_model_code") :])[1]
        body = {"declared_on": "2027-03-03", "model_code": model, "cars": cars, **more}
        return exporter.post(f"/en/enterprise/licences/{number}/would-pass/", body)

    return post


def rows():
    """Everything that a decision would have left behind."""
    from evexport.customs.models import Declaration, LiveVin, Message, RefusedVin

    return [
        *(model.objects.using(OWNER).count() for model in (Declaration, LiveVin, Message, RefusedVin)),
        *Balance.objects.using(OWNER).order_by("pk").values_list("used", "reserved"),
        *LicenceStanding.objects.using(OWNER).order_by("pk").values_list("clearances_used", flat=True),
    ]


def test_it_says_released_and_what_would_be_left_and_keeps_nothing(trying, office):
    first, second, *_ = office.samples["unused_vins"]
    before = rows()
    html = trying(f"{first[:8]} {first[8:]}\n{second}\n").content.decode()
    assert "verdict-released" in html
    assert "Preview only" in html
    assert "Balance after the decision" in html
    assert rows() == before


def test_every_reason_comes_with_its_remedy(trying, office):
    first = office.samples["unused_vins"][0]
    html = trying(f"{first[:-1]}{(int(first[-1]) + 1) % 10}\nLDMEV\n").content.decode()
    assert "verdict-refused" in html
    assert html.count('class="why-head"') == html.count('class="finding-remedy"') >= 2


def test_a_car_that_left_under_anothers_licence_is_told_and_no_more(trying, mine):
    """National uniqueness shows; whose declaration it was does not."""
    with acting_as(SYSTEM):
        from evexport.customs.models import Declaration, LiveVin

        foreign = Declaration.objects.exclude(exporter_id=mine.org).exclude(maker_id=mine.org)
        foreign = foreign.filter(decision="released", state="released", licence_id__isnull=False).first()
        vin = LiveVin.objects.filter(declaration_id=foreign.pk).first().vin
    html = trying(vin).content.decode()
    assert "verdict-refused" in html
    assert foreign.declaration_no not in html
    assert (foreign.licence_no or "-") not in html


@pytest.mark.parametrize("name", ["cars.csv", "cars.txt", "cars.xlsx"])
def test_a_file_does_as_well_as_a_list(trying, office, name):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from evexport.desks.kit.files import as_xlsx

    cars = office.samples["unused_vins"][:3]
    text = "VIN\n" + "\n".join(cars) + "\n"
    content = as_xlsx(iter([["VIN"], *([vin] for vin in cars)])) if name.endswith("xlsx") else text.encode()
    html = trying(file=SimpleUploadedFile(name, content)).content.decode()
    assert "verdict-released" in html
    assert "3 vehicles" in html


@pytest.mark.parametrize(
    ("cars", "field"), [("", "cars"), ("\n".join(f"X{n:016d}" for n in range(1001)), "cars"), ("ABC\nabc", "cars")]
)
def test_what_is_no_list_is_told_at_the_field(trying, cars, field):
    answer = trying(cars)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_a_file_that_is_none_is_told_at_the_field(trying):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = trying(file=SimpleUploadedFile("cars.pdf", b"%PDF-1.7"))
    assert answer.status_code == 422
    assert 'id="id_file_error"' in answer.content.decode()
