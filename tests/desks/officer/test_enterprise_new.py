"""An enterprise is put on record: its codes are checked where they are written, it is shown whole, and it stands once."""

import pytest

from evexport.codes import uscc
from evexport.enterprises.models import Enterprise
from evexport.ledger.models import Entry

OWNER = "owner"
PAGE = "/officer/enterprises/new/"
CODE = uscc.make("91440300MANEWEX01")


def said(**more):
    return {
        "uscc": CODE, "name_zh": "示例新能源汽车有限公司", "name_en": "Example New Energy Co., Ltd.",
        "enterprise_type": "vehicle_maker", "division": "", "customs_code": "", **more,
    }  # fmt: skip


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("who", ["ministry", "administrator"])
def test_whoever_may_register_finds_the_page(at_desk, who, lang):
    client = at_desk(who)
    assert client.get(lang + PAGE).status_code == 200
    listing = "/officer/enterprises/" if who == "ministry" else "/administration/organisations/"
    assert f'href="{lang}{PAGE}"' in client.get(lang + listing).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"uscc": CODE[:-1]}, "uscc", "has 18 characters; this has 17"),
        ({"uscc": CODE[:-1] + ("1" if CODE[-1] != "1" else "2")}, "uscc", "check character does not fit"),
        ({"uscc": ""}, "uscc", "Give the credit code"),
        ({"name_en": ""}, "name_en", "Give the name in English"),
        ({"enterprise_type": ""}, "enterprise_type", "Choose the kind"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_before_anything_is_shown(at_desk, wrong, field, told):
    answer = at_desk("ministry").post("/en" + PAGE, {**said(**wrong), "step": "look"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in html
    assert told in html


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"division": "990000"}, "division"), ({"customs_code": "12"}, "customs_code"), ({"uscc": "known"}, "uscc")],
)
def test_what_the_records_deny_is_told_at_its_field_too(at_desk, office, wrong, field):
    if wrong == {"uscc": "known"}:
        wrong = {"uscc": office.samples["maker"]["uscc"]}
    for step in ("look", "do"):
        answer = at_desk("ministry").post(PAGE, {**said(**wrong), "step": step})
        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in answer.content.decode()


@pytest.mark.parametrize(("who", "serial"), [("ministry", "02"), ("administrator", "03")])
def test_shown_first_then_on_record_once(at_desk, who, serial):
    client, code = at_desk(who), uscc.make(f"91440300MANEWEX{serial}")
    typed = f" {code[:8].lower()} {code[8:]}"
    look = client.post(PAGE, {**said(uscc=typed), "step": "look"}).content.decode()
    assert code in look
    assert "440300" in look, "the division is the code's own where none is given"
    assert not Enterprise.objects.using(OWNER).filter(uscc=code).exists()
    done = client.post(PAGE, {**said(uscc=typed), "step": "do"})
    assert done.status_code == 302
    assert "示例新能源汽车有限公司" in client.get(done.url).content.decode()
    made = Enterprise.objects.using(OWNER).get(uscc=code)
    assert (made.division, made.enterprise_type) == ("440300", "vehicle_maker")
    assert Entry.objects.using(OWNER).filter(kind="enterprise.registered", subject=f"enterprise:{made.pk}").count() == 1
    assert client.post(PAGE, {**said(uscc=code), "step": "do"}).status_code == 422


@pytest.mark.parametrize("who", ["maker", "shenzhen", "analyst"])
def test_nobody_else_may(at_desk, who):
    assert at_desk(who).get(PAGE).status_code == 403
