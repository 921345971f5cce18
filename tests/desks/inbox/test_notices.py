"""The inbox: unread first, narrowed, marked and laid back; each notice with what to do, by when, and where its matter is."""

import re
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils.translation import override

from evexport.accounts.models import User
from evexport.accounts.queries import memberships
from evexport.desks.inbox.notices import UnreadFirst
from evexport.notices import queries
from evexport.notices.links import matter, page
from evexport.notices.models import Notice
from evexport.store import acting_as
from evexport.store.scopes import DbRole, Scope

NOTICE = re.compile(r'href="/inbox/([0-9a-f-]{36})/"')
COUNT = re.compile(r'class="count">(\d+\+?)<')


@pytest.fixture
def scope(office):
    """`scope("maker")`: what that account's organisation may see and change of its inbox."""

    def of(user):
        return Scope(DbRole.TENANT, memberships(User.objects.by_name(user))[0].organisation_id)

    return of


def inbox_of(scope, **narrow):
    with acting_as(scope):
        return list(queries.inbox(scope.org, **narrow).select_related("organisation").order_by("-pk"))


@pytest.mark.parametrize("user", ["maker", "exporter", "shenzhen", "ministry", "examiner", "customs", "auditor"])
@pytest.mark.parametrize(("lang", "title"), [("", "收件箱"), ("/en", "Inbox")])
def test_everybody_has_an_inbox_in_both_languages(at_desk, user, lang, title):
    response = at_desk(user).get(f"{lang}/inbox/")
    assert response.status_code == 200
    assert f"<h1>{title}</h1>" in response.content.decode()


def test_the_unread_stand_before_the_rest(at_desk, scope):
    unread = [str(one.pk) for one in inbox_of(scope("maker"), unread=True)]
    everything = [str(one.pk) for one in inbox_of(scope("maker"))]
    rest = [key for key in everything if key not in unread]
    assert unread
    assert rest
    client, shown = at_desk("maker"), []
    for number in range(1, 2 + len(everything) // 25):
        shown += NOTICE.findall(client.get(f"/inbox/?page={number}").content.decode())
    assert shown == [*unread, *rest]


def test_two_lists_cut_anywhere_are_one(scope):
    mine = scope("maker")
    with acting_as(mine):
        unread, rest = queries.inbox(mine.org, unread=True), queries.read_or_record(mine.org)
        both = UnreadFirst(unread.order_by("-pk"), rest.order_by("-pk"))
        whole = [*unread.order_by("-pk"), *rest.order_by("-pk")]
        n = unread.count()
        assert len(both) == len(whole)
        for start, stop in [(0, 1), (0, n), (0, n + 3), (n - 1, n + 1), (n, n + 5), (n + 2, n + 4), (0, len(whole))]:
            assert both[start:stop] == whole[start:stop]


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("state=unread", lambda one: one.read_at is None and one.weight != "record"),
        ("state=rest", lambda one: one.read_at is not None or one.weight == "record"),
        ("weight=act", lambda one: one.weight == "act"),
        ("about=reminder", lambda one: one.kind.startswith("reminder.")),
        ("state=rest&weight=know&about=licence", lambda one: one.read_at and one.weight == "know" and one.kind[:8] == "licence."),
    ],
)
def test_it_is_narrowed(at_desk, scope, query, fits):
    wanted = {str(one.pk) for one in inbox_of(scope("maker")) if fits(one)}
    table = at_desk("maker").get(f"/inbox/?{query}&export=csv").content.decode("utf-8-sig").splitlines()
    assert wanted
    assert len(table) - 1 == len(wanted)


def test_a_notice_says_what_to_do_by_when_and_leads_to_its_matter(at_desk, scope):
    one = next(one for one in inbox_of(scope("examiner")) if one.subject.startswith("application:"))
    for lang, half in (("", "zh"), ("/en", "en")):
        html = at_desk("examiner").get(f"{lang}/inbox/{one.pk}/").content.decode()
        assert one.text["happened"][half].split("：")[0][:12].split(" “")[0] in html
        assert f'href="{lang}/officer/applications/{one.subject.partition(":")[2]}/"' in html


def test_marked_as_read_by_name_and_laid_back(at_desk, scope):
    client, key = at_desk("maker"), inbox_of(scope("maker"), unread=True)[0].pk
    before = int(COUNT.search(client.get("/inbox/").content.decode())[1])
    assert client.post(f"/inbox/{key}/read/").status_code == 302
    html = client.get(f"/inbox/{key}/").content.decode()
    with acting_as(scope("maker")):
        assert Notice.objects.get(pk=key).read_by_name in html
    assert int(COUNT.search(html)[1]) == before - 1
    assert client.post(f"/inbox/{key}/unread/").status_code == 302
    with acting_as(scope("maker")):
        again = Notice.objects.get(pk=key)
    assert (again.read_at, again.read_by, again.read_by_name) == (None, None, "")


def test_looking_marks_nothing(at_desk, scope):
    key = inbox_of(scope("maker"), unread=True)[0].pk
    at_desk("maker").get(f"/inbox/{key}/")
    with acting_as(scope("maker")):
        assert Notice.objects.get(pk=key).read_at is None


def test_the_ticked_are_marked_and_no_other(at_desk, scope):
    mine = scope("examiner")
    first, second, third, *_ = inbox_of(mine, unread=True)
    answer = at_desk("examiner").post("/inbox/read/", {"chosen": [str(first.pk), str(second.pk)], "query": "state=unread"})
    assert answer.url.endswith("/inbox/?state=unread")
    left = {one.pk for one in inbox_of(mine, unread=True)}
    assert not {first.pk, second.pk} & left
    assert third.pk in left


def test_everything_is_marked_up_to_when_the_page_was_drawn(at_desk, scope):
    mine = scope("ministry")
    newest = inbox_of(mine, unread=True)[0]
    before = newest.at.replace(hour=0)
    at_desk("ministry").post("/inbox/read/", {"all": "1", "newest": before.isoformat()})
    assert {one.at > before for one in inbox_of(mine, unread=True)} == {True}
    at_desk("ministry").post("/inbox/read/", {"all": "1", "newest": ""})
    assert inbox_of(mine, unread=True) == []
    assert COUNT.search(at_desk("ministry").get("/officer/").content.decode()) is None


@pytest.mark.parametrize(("body", "status"), [({"chosen": "x"}, 422), ({}, 302)])
def test_what_is_no_notice_is_told(at_desk, body, status):
    assert at_desk("maker").post("/inbox/read/", body).status_code in {status, 400}


def test_anothers_notice_is_not_found(at_desk, scope):
    key = inbox_of(scope("maker"))[0].pk
    client = at_desk("exporter")
    assert client.get(f"/inbox/{key}/").status_code == 404
    assert client.post(f"/inbox/{key}/read/").status_code == 404
    client.post("/inbox/read/", {"chosen": str(key)})
    assert client.get(f"/inbox/{key}/shout/").status_code in {404, 405}


def test_every_matter_that_is_linked_has_a_page(scope):
    """And for systems and letters, each address is one of this site's."""
    told = [one for user in ("maker", "exporter", "examiner", "ministry", "customs") for one in inbox_of(scope(user))]
    with override("zh-hans"):
        seen = {resolve(path).view_name for one in told if (path := matter(one, "zh"))}
        assert resolve(urlsplit(page(told[0], "zh")).path).view_name == "inbox:notice"
    with override("en"):
        english = {resolve(path).view_name for one in told if (path := matter(one, "en"))}
    assert english == seen
    assert {"enterprise:application", "enterprise:licence", "officer:application", "public:list"} <= seen


def test_a_page_costs_the_same_however_many_notices_wait(at_desk, scope):
    """The head's count is one query in one transaction; the list's does not grow with its rows."""
    client = at_desk("maker")
    client.get("/inbox/")
    with CaptureQueriesContext(connection) as many:
        assert len(NOTICE.findall(client.get("/inbox/").content.decode())) == 25
    with CaptureQueriesContext(connection) as few:
        assert len(NOTICE.findall(client.get("/inbox/?about=list").content.decode())) < 25
    assert abs(len(many) - len(few)) <= 2
