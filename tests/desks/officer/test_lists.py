"""The yearly list on the ministry's desk: round, notices, what holds the list up, publishing, entries, names and bans."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evexport.accounts.actors import SYSTEM, in_role
from evexport.accounts.roles import Role
from evexport.enterprises.models import Ban, Enterprise
from evexport.qualification.actions.list_changes import propose_rename
from evexport.qualification.models import (
    ExporterStanding,
    ListChange,
    ListEvent,
    Listing,
    MakerStanding,
    ModelStanding,
    RoundCalendar,
)
from evexport.store import reading_as
from evexport.store.moment import now

PAGES = (
    "notices/", "notices/?state=objected", "rounds/", "rounds/2028/", "rounds/2029/", "publication/2028/", "publication/2028/check/",
    "publication/2027/", "publication/2029/", "lists/", "lists/?state=suspended", "lists/?year=2026", "lists/exporters/", "lists/?q=示例",
    "enterprises/", "enterprises/?ban=yes", "enterprises/?q=示例&kind=trader",
)  # fmt: skip


@pytest.fixture
def ministry(at_desk):
    return at_desk("ministry")


def listed(year=2027, **which):
    with reading_as(SYSTEM):
        return MakerStanding.objects.select_related("entry").filter(year=year, **which).order_by("entry__uscc").first()


def two_steps(client, page, said):
    looked = client.post(page, {**said, "step": "look"})
    return looked, client.post(page, {**said, "step": "do"})


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(ministry, lang, page):
    assert ministry.get(f"{lang}/officer/{page}").status_code == 200


def test_the_next_list_is_the_one_to_publish(ministry):
    assert ministry.get("/officer/publication/").headers["Location"] == "/officer/publication/2028/"


def test_notices_tell_their_days_and_objections(ministry):
    html = ministry.get("/en/officer/notices/").content.decode()
    assert html.count('<th scope="row">') == 3
    assert "3 working days left." in html
    assert "1 open" in html


def test_a_round_shows_what_changes_before_it_is_set(ministry):
    page = "/en/officer/rounds/2028/"
    form = ministry.get(page).content.decode()
    said = dict(re.findall(r'name="(\w+)" value="([\w-]+)"', form)) | {"list_by": "2027-12-20"}
    said = {name: value for name, value in said.items() if name != "csrfmiddlewaretoken"}
    looked, done = two_steps(ministry, page, said)
    assert "2027-12-31 → 2027-12-20" in looked.content.decode()
    assert done.status_code == 302
    with reading_as(SYSTEM):
        assert RoundCalendar.objects.get(year=2028).list_by == date(2027, 12, 20)
    wrong = ministry.post(page, {**said, "filing_until": "2027-12-30", "step": "look"})
    assert wrong.status_code == 200, "the order of dates is judged by the deed"
    assert ministry.post(page, {**said, "filing_until": "2027-12-30", "step": "do"}).status_code == 422


def test_what_is_undecided_holds_the_list_up_and_is_linked(ministry):
    html = ministry.get("/en/officer/publication/2028/").content.decode()
    assert len(set(re.findall(r"/officer/filings/([0-9a-f-]{36})/", html))) == 14
    assert "officer/publication/2028/publish" not in html
    blocked = ministry.get("/en/officer/publication/2028/publish/")
    assert blocked.status_code == 422
    assert "hold up the list of 2028" in blocked.content.decode()
    assert ministry.post("/officer/publication/2028/publish/", {"step": "do"}).status_code == 422
    with reading_as(SYSTEM):
        assert not Listing.objects.filter(year=2028).exists()


def test_a_published_list_tells_what_it_led_to(ministry):
    html = ministry.get("/en/officer/publication/2027/").content.decode()
    assert "/api/v1/lists/2027/gazette.pdf" in html
    assert "sha256:" in html


def test_the_gazette_can_be_read_as_a_draft(ministry):
    response = ministry.get("/officer/publication/2028/gazette.pdf")
    assert response.content.startswith(b"%PDF")
    assert 'filename="gazette-2028-draft.pdf"' in response.headers["Content-Disposition"]


# Entries.
def test_an_entry_shows_exporters_models_and_what_waits(ministry, office):
    with reading_as(SYSTEM):
        change = ListChange.objects.select_related("listed_maker").filter(state="proposed").first()
    html = ministry.get(f"/en/officer/lists/2027/{change.listed_maker.uscc}/").content.decode()
    assert "own consent in writing" in html
    assert "Authorised exporters" in html


def test_an_entry_is_suspended_and_lifted_with_its_letters(ministry):
    one = listed(state="in_force")
    base = f"/officer/lists/2027/{one.entry.uscc}/"
    assert ministry.post(f"{base}suspend/", {"reasons": "", "citation": "", "step": "look"}).status_code == 422
    said = {"reasons": "售后服务能力严重不足。", "citation": "SCF-318-2012#list"}
    looked, done = two_steps(ministry, f"{base}suspend/", said)
    assert "暂停出口资质决定书" in looked.content.decode()
    assert done.status_code == 302
    assert listed(pk=one.pk).state == "suspended"
    looked, _ = two_steps(ministry, f"/en{base}lift/", {"reasons": "整改完成。"})
    assert "Suspension of the qualification lifted" in looked.content.decode()
    assert listed(pk=one.pk).state == "in_force"
    assert ministry.get(f"{base}lift/").status_code == 409
    assert ministry.get(f"{base}dance/").status_code == 404


def test_one_authorisation_and_one_model_are_dealt_with_alone(ministry):
    with reading_as(SYSTEM):
        row = ExporterStanding.objects.select_related("entry__listed_maker").filter(year=2027, state="in_force").last()
        maker = row.entry.listed_maker
        model = ModelStanding.objects.filter(year=2027, maker_id=row.maker_id, state="in_force").first()
    base = f"/officer/lists/2027/{maker.uscc}"
    said = {"reasons": "核查中。", "citation": "SCF-318-2012#authorised-exporters"}
    looked, done = two_steps(ministry, f"{base}/exporters/{row.entry.uscc}/suspend/", said)
    assert "暂停出口授权决定书" in looked.content.decode()
    assert done.status_code == 302
    _, done = two_steps(ministry, f"{base}/models/{model.model_code}/withdraw/", said)
    assert done.status_code == 302
    with reading_as(SYSTEM):
        kinds = list(ListEvent.objects.filter(listed_maker=maker).order_by("at").values_list("kind", flat=True))
        assert ExporterStanding.objects.get(pk=row.pk).state == "suspended"
        assert ModelStanding.objects.get(pk=model.pk).state == "withdrawn"
    assert kinds[-2:] == ["authorisation_suspended", "model_withdrawn"]
    assert ministry.get(f"{base}/exporters/91440300MADEM00000/suspend/").status_code == 404
    assert ministry.get(f"{base}/models/NONE/withdraw/").status_code == 404


def test_a_cancelled_entry_is_told_as_final(ministry):
    with reading_as(SYSTEM):
        one = MakerStanding.objects.select_related("entry").filter(year=2027, state="in_force").order_by("-entry__uscc").first()
    page = f"/en/officer/lists/2027/{one.entry.uscc}/cancel/"
    assert "does not come back" in ministry.get(page).content.decode()
    _, done = two_steps(ministry, page, {"reasons": "提供虚假材料。", "citation": "MOFCOM-11-2008#penalties"})
    assert done.status_code == 302
    assert listed(pk=one.pk).state == "cancelled"


@pytest.mark.parametrize("page", ["lists/", "lists/exporters/", "enterprises/", "notices/"])
def test_a_list_asks_as_many_questions_for_many_as_for_few(ministry, page):
    counts = []
    for query in ("?q=示例", "?q=91440300"):
        ministry.get(f"/officer/{page}{query}")
        with CaptureQueriesContext(connection) as asked:
            ministry.get(f"/officer/{page}{query}")
        counts.append(len(asked))
    assert counts[0] == counts[1]


# Enterprises.
def test_an_enterprise_is_renamed_and_its_list_entry_after_it(ministry):
    one = listed(state="in_force")
    clerk = in_role(Role.MAKER, user_id=one.maker_id, organisation_id=one.maker_id, name="经办人")
    change = propose_rename(
        one.maker_id, 2027, name_zh="示例新名汽车有限公司", name_en="Example New Name Auto Co., Ltd.", reasons="准予变更登记通知书。",
        by=clerk, at=now(),
    )  # fmt: skip
    entry = f"/officer/lists/2027/{one.entry.uscc}/"
    assert "更名为示例新名汽车有限公司" in ministry.get(entry).content.decode()
    early = ministry.post(f"/officer/lists/changes/{change.pk}/record-rename/", {"reasons": "", "step": "do"})
    assert early.status_code == 422, "the enterprise is not on record under its new name yet"
    said = {
        "name_zh": "示例新名汽车有限公司",
        "name_en": "Example New Name Auto Co., Ltd.",
        "valid_from": "2027-03-01",
        "because": "通知书。",
    }
    assert ministry.post(f"/officer/enterprises/{one.entry.uscc}/rename/", said).status_code == 302
    _, done = two_steps(ministry, f"/officer/lists/changes/{change.pk}/record-rename/", {"reasons": ""})
    assert done.status_code == 302
    html = ministry.get(f"/officer/enterprises/{one.entry.uscc}/").content.decode()
    assert html.count("示例新名汽车有限公司") >= 2
    assert one.entry.name_zh in html, "the earlier name stays"


def test_an_enterprise_is_banned_and_the_ban_lifted(ministry):
    with reading_as(SYSTEM):
        one = Enterprise.objects.filter(enterprise_type="trader").order_by("uscc").last()
    page = f"/officer/enterprises/{one.uscc}/ban/"
    said = {"valid_from": "2027-03-03", "until": "2027-03-01", "because": "伪造报关单。", "citation": "FTL-2025#ban"}
    wrong = ministry.post(page, said)
    assert wrong.status_code == 422
    assert 'id="id_until_error"' in wrong.content.decode()
    assert ministry.post(page, {**said, "until": "2028-03-03"}).status_code == 302
    assert one.uscc in ministry.get("/officer/enterprises/?ban=yes").content.decode()
    with reading_as(SYSTEM):
        ban = Ban.objects.get(enterprise=one, lifted_at=None)
    assert ministry.post(f"/officer/enterprises/bans/{ban.pk}/lift/", {"because": "复核后撤销。"}).status_code == 302
    assert ministry.post(f"/officer/enterprises/bans/{ban.pk}/lift/", {"because": "再次。"}).status_code == 404
    assert "复核后撤销。" in ministry.get(f"/officer/enterprises/{one.uscc}/").content.decode()


def test_what_is_not_there_is_not_found(ministry):
    for page in ("lists/2027/91440300MADEM00000/", "lists/2031/91440300MADEM00000/", "enterprises/91440300MADEM00000/"):
        assert ministry.get(f"/officer/{page}").status_code == 404
