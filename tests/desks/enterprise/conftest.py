"""The enterprise desk in the told year: the signed-in maker's draft, and a session of any other maker by its filing's state."""

import re
from io import BytesIO

import pytest

from evexport.accounts.models import Membership, User
from evexport.qualification.models import Filing

OWNER = "owner"
NEXT = 2028


@pytest.fixture
def maker(at_desk):
    return at_desk("maker")


@pytest.fixture
def draft(office):
    """The signed-in maker's filing of the open round, not handed in."""
    return Filing.objects.using(OWNER).get(maker__uscc=office.samples["maker"]["uscc"], year=NEXT, state="draft")


@pytest.fixture
def as_maker(at_desk):
    """`as_maker("returned")`: a session in the post of a maker whose filing is in that state, and the filing."""

    def enter(state, year=NEXT):
        filing = Filing.objects.using(OWNER).filter(state=state, year=year).order_by("maker_id").first()
        return post_at(at_desk("maker"), filing.maker_id), filing

    return enter


@pytest.fixture
def exporter(at_desk):
    return at_desk("exporter")


@pytest.fixture
def own_draft(draft):
    """The draft as it was when the test began; the test's changes are taken back afterwards."""
    document = draft.document
    yield draft
    Filing.objects.using(OWNER).filter(pk=draft.pk).update(document=document)


def file_of(content, name="rows.csv"):
    file = BytesIO(content.encode() if isinstance(content, str) else content)
    file.name = name
    return file


def post_at(client, organisation, *, user="maker"):
    """The same person, holding and choosing a post with another firm."""
    person = User.objects.using(OWNER).get(username=user)
    held, _ = Membership.objects.using(OWNER).get_or_create(
        user=person, organisation_id=organisation, role=user, revoked_at=None, defaults={"granted_at": "2027-03-01T00:00:00Z"}
    )
    client.post("/desk/post/", {"post": str(held.pk)})
    return client


def stored(filing):
    """The filing as the database has it."""
    return Filing.objects.using(OWNER).get(pk=filing.pk)


def spoken(response):
    """What the page says, without its markup."""
    return re.sub(r"<[^>]+>", "", response.content.decode())


def text(response):
    return response.content.decode()
