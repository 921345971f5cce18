"""E-mail against a real SMTP server: an address is confirmed before it is written to, and written to in its language."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.core.cache import cache
from django.test import Client
from tests.customs.world import NOON, OWNER, tenant
from tests.notices.waiting import tell
from tests.qualification.year import at, open_year, submitted

from evexport.config.processes import free_port
from evexport.kernel.clock import Clock
from evexport.kernel.problems import Barred, NotFound
from evexport.ledger.models import Entry
from evexport.notices import actions, secret
from evexport.notices.delivery import run
from evexport.notices.models import Channel, Delivery
from evexport.notices.service import SERVICE
from evexport.qualification.actions import review


class Box:
    """Keeps each letter; refuses the mailboxes named in `closed` for good, and everything while it is `full`."""

    def __init__(self):
        self.letters, self.closed, self.full = [], set(), False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.closed:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.full:
            return "452 mailbox full"
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def box(settings):
    kept = Box()
    server = Controller(kept, hostname="127.0.0.1", port=free_port(42_525))
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.DEFAULT_FROM_EMAIL = "licence@example.gov.cn"
    yield kept
    server.stop()


@pytest.fixture
def clerk(world):
    return tenant(world.exporter)


def carry_all():
    while run.carry("email", legal=NOON):
        pass


def held(world):
    """A declaration that is told to the exporter as something to act on."""
    world.decide(world.form(world.licence(1), world.cars(2)))
    tell(at=NOON)


def open_and_confirm(clerk, box, address="clerk@example.com", **more):
    channel = actions.open_email(address, language=more.pop("language", "zh"), by=clerk, at=NOON, **more)
    carry_all()
    box.letters.clear()
    return actions.confirm_address(channel.pk, secret.of_confirmation(channel), at=NOON)


def test_nothing_but_the_question_goes_to_an_address_that_is_not_confirmed(world, clerk, box):
    actions.open_email("wrong@example.com", language="zh", by=clerk, at=NOON)
    held(world)
    carry_all()
    (letter,) = box.letters
    assert letter["To"] == "wrong@example.com"
    assert letter["Subject"] == "请确认通知地址"
    assert "/notices/confirm/" in letter.get_body(("plain",)).get_content()


def test_the_link_of_the_letter_leads_to_a_page_whose_button_confirms(world, clerk, box, settings):
    cache.clear()
    channel = actions.open_email("clerk@example.com", language="en", by=clerk, at=NOON)
    carry_all()
    link = re.search(r"http\S+/notices/confirm/\S+", box.letters[0].get_body(("plain",)).get_content()).group()
    browser, place = Client(HTTP_HOST="localhost"), link.removeprefix(settings.ADDRESS)
    assert "Receive notices at this address?" in browser.get(place, secure=True).content.decode()
    assert Channel.objects.using(OWNER).get(pk=channel.pk).state == "unconfirmed", "a scanner that opens links confirms nothing"
    assert "The address is confirmed" in browser.post(place, secure=True).content.decode()
    assert Channel.objects.using(OWNER).get(pk=channel.pk).state == "active"
    assert browser.post(place, secure=True).status_code == 200, "pressed twice it is confirmed all the same"
    assert Entry.objects.using(OWNER).filter(kind="channel.confirmed").count() == 1


def test_another_code_or_one_too_late_confirms_nothing(world, clerk, box):
    channel = actions.open_email("clerk@example.com", language="zh", by=clerk, at=NOON)
    with pytest.raises(NotFound):
        actions.confirm_address(channel.pk, "x" * 26, at=NOON)
    with pytest.raises(Barred):
        actions.confirm_address(channel.pk, secret.of_confirmation(channel), at=NOON + SERVICE.confirm_within * 2)


@pytest.mark.parametrize(("language", "subject", "words"), [("zh", "不予放行", "请您办理"), ("en", "Refused:", "What to do")])
def test_a_notice_is_a_letter_in_the_language_of_the_address(world, clerk, box, language, subject, words):
    open_and_confirm(clerk, box, language=language)
    held(world)
    carry_all()
    (letter,) = box.letters
    assert letter["From"] == "licence@example.gov.cn"
    assert subject in letter["Subject"]
    for kind in ("plain", "html"):
        assert words in letter.get_body((kind,)).get_content()
    assert list(Delivery.objects.using(OWNER).filter(state="delivered").values_list("notice__kind", flat=True).order_by("id"))[
        -1
    ] == ("declaration.refused")


def test_records_are_mailed_only_where_their_kind_is_asked_for(world, clerk, box):
    open_and_confirm(clerk, box, "all@example.com")
    open_and_confirm(clerk, box, "releases@example.com", kinds=["declaration.released"])
    world.decide(world.form(world.licence(100), world.cars(1)))
    tell(at=NOON)
    carry_all()
    assert [letter["To"] for letter in box.letters] == ["releases@example.com"]


def test_a_full_mailbox_is_tried_again_and_one_that_is_not_there_is_not(world, clerk, box):
    open_and_confirm(clerk, box, "full@example.com")
    open_and_confirm(clerk, box, "gone@example.com")
    box.full, box.closed = True, {"gone@example.com"}
    held(world)
    carry_all()
    rows = Delivery.objects.using(OWNER).filter(notice__isnull=False)
    told = {one.channel.address: (one.state, one.answer) for one in rows.select_related("channel")}
    assert told["full@example.com"][0] == "waiting"
    assert told["gone@example.com"] == ("dead", "SMTP 550 no such mailbox")
    box.full = False
    rows.filter(state="waiting").update(next_at=Clock().now())
    carry_all()
    assert [letter["To"] for letter in box.letters] == ["full@example.com"]


def test_a_name_with_a_line_break_makes_no_second_header(world, clerk, box):
    open_and_confirm(clerk, box)
    world.exporter.organisation.name_zh = "示例\nBcc: other@example.com"
    world.exporter.organisation.save(using=OWNER)
    licence = world.licence(10)
    from evexport.accounts.actors import in_role
    from evexport.accounts.roles import Role
    from evexport.kernel.ids import uuid7
    from evexport.licensing import actions as licences

    ministry = in_role(Role.MINISTRY_OFFICER, user_id=uuid7(), organisation_id=uuid7(), name="商务部")
    licences.suspend(licence.number, "甲\nBcc: x@example.com", citation="MOFCOM-11-2008#suspension", by=ministry, at=NOON)
    tell(at=NOON)
    carry_all()
    (letter,) = box.letters
    assert letter["Bcc"] is None


def test_without_a_mail_server_letters_lie_in_the_home_folder(world, clerk, home, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(home.root / "mail")
    actions.open_email("clerk@example.com", language="zh", by=clerk, at=NOON)
    carry_all()
    (file,) = (home.root / "mail").iterdir()
    assert b"clerk@example.com" in file.read_bytes()


@pytest.mark.parametrize(("language", "name"), [("zh", "-"), ("en", "letter-")])
def test_the_letter_of_a_decision_comes_with_the_mail(db_clone, home, box, language, name):
    year = open_year()
    open_and_confirm(year.maker, box, language=language)
    review.return_(submitted(year), reasons="零部件储备不足。", by=year.shenzhen, at=at(8))
    tell(at=at(8))
    carry_all()
    letters = {letter["Subject"]: letter for letter in box.letters}
    returned = next(one for subject, one in letters.items() if "退回修改" in subject or "returned" in subject)
    (paper,) = returned.iter_attachments()
    assert paper.get_content_type() == "application/pdf"
    assert paper.get_content().startswith(b"%PDF-")
    assert name in paper.get_filename()
    assert paper.get_filename().endswith(".pdf")


def test_officers_get_no_letter_that_is_addressed_to_a_firm(db_clone, home, box):
    year = open_year()
    open_and_confirm(year.shenzhen, box)
    submitted(year)
    tell(at=at(8))
    carry_all()
    (letter,) = box.letters
    assert "待初核" in letter["Subject"]
    assert list(letter.iter_attachments()) == []
