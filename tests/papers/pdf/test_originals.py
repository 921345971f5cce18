"""An original is made once and kept; what becomes of the licence later is said by a rendition of its own, never by a change."""

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from tests.database import close_thread
from tests.licensing.house import NOON, at, told

from evexport.host import certificates
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotFound
from evexport.ledger.models import Entry
from evexport.licensing.actions import life
from evexport.papers import keeping
from evexport.papers.checking import check_pdf
from evexport.papers.models import Paper
from evexport.papers.originals import ORIGINAL, STATUS, original_of, present_of
from evexport.store import DbRole, Scope, reading_as

LATER = at(china_day(NOON).replace(month=8))
CITED = {"citation": "MOFCOM-11-2008#suspension"}


def pdftext(content):
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


def papers():
    return Paper.objects.using("owner").order_by("id")


def test_the_original_is_made_once_and_is_the_same_ever_after(house, home):
    licence = house.issued()
    first = original_of(licence.number, at=NOON)
    again = original_of(licence.number, at=LATER)
    assert (again.pk, bytes(again.content), again.made_at) == (first.pk, bytes(first.content), NOON)
    assert first.sha256 == hashlib.sha256(bytes(first.content)).hexdigest()
    assert check_pdf(bytes(first.content), roots=certificates.roots(home)).good
    assert first.certificate == certificates.sealer(home, "x", at=NOON).fingerprint


def test_the_ledger_keeps_its_digest(house):
    licence = house.issued()
    paper = original_of(licence.number, at=NOON)
    original_of(licence.number, at=NOON)
    (entry,) = Entry.objects.using("owner").filter(kind="paper.made")
    assert entry.subject == f"licence:{licence.number}"
    assert entry.data["sha256"] == paper.sha256
    assert entry.data["certificate"] == paper.certificate
    assert sorted(entry.parties) == sorted([house.exporter.pk, house.maker.pk])


def test_two_who_ask_at_once_are_given_the_same(house):
    number = house.issued().number

    def ask(_):
        try:
            return original_of(number, at=NOON)
        finally:
            close_thread()

    with ThreadPoolExecutor(4) as several:
        found = list(several.map(ask, range(4)))
    assert len({paper.pk for paper in found}) == len({bytes(paper.content) for paper in found}) == 1
    assert papers().count() == 1
    assert told(f"licence:{number}").count("paper.made") == 1


def test_one_who_comes_second_is_given_what_the_first_has_kept(house, monkeypatch):
    """The other's paper is committed while ours is being sealed."""
    number, ours = house.issued().number, keeping.seal
    first = []

    def meanwhile(*args, **kwargs):
        if not first:
            first.append(None)
            first.append(original_of(number, at=NOON))
        return ours(*args, **kwargs)

    monkeypatch.setattr(keeping, "seal", meanwhile)
    assert original_of(number, at=NOON).pk == first[1].pk
    assert papers().count() == 1


def test_an_unknown_number_has_no_paper(house):
    with pytest.raises(NotFound):
        original_of("26-AA-999999", at=NOON)


def test_while_it_is_good_the_present_paper_is_the_original(house):
    licence = house.issued()
    assert present_of(licence.number, at=NOON).pk == original_of(licence.number, at=NOON).pk


def befall(house, licence, state):
    """Bring the licence into a state, as a deed or as time does."""
    number = licence.number
    match state:
        case "suspended":
            life.suspend(number, "售后服务核查未通过。", by=house.ministry, at=LATER, **CITED)
        case "revoked":
            house.revoke(number, "以不实材料取得。", when=LATER, **CITED)
        case "returned":
            life.return_unused(number, "合同取消。", by=house.clerk, at=LATER)
        case "lost":
            life.report_loss(number, "邮寄途中遗失。", by=house.clerk, at=LATER)
        case "replaced":
            draft = life.amend(number, {"destination": "FR"}, by=house.clerk, at=LATER)
            return house.replaced(draft, when=LATER).number
        case "exhausted":
            house.use(licence, licence.lines.get().quantity)
        case "expired":
            pass
    return ""


SAID = {
    "suspended": ("已暂停使用", "SUSPENDED", "售后服务核查未通过"),
    "revoked": ("已撤销", "REVOKED", "以不实材料取得"),
    "returned": ("已退证", "RETURNED", "合同取消"),
    "lost": ("已挂失", "REPORTED LOST", "邮寄途中遗失"),
    "replaced": ("已换证", "REPLACED", "换发新证"),
    "exhausted": ("已用完", "USED UP", "本证不得再凭以报关"),
    "expired": ("已过期", "EXPIRED", "本证不得再凭以报关"),
}


@pytest.mark.parametrize("state", SAID)
def test_what_befell_it_stands_over_the_face_of_a_paper_of_its_own(house, home, state):
    with_owner = house.issued()
    original = original_of(with_owner.number, at=NOON)
    licence = type(with_owner).objects.using("owner").get(pk=with_owner.pk)
    successor = befall(house, licence, state)
    when = at(licence.valid_until.replace(year=licence.valid_until.year + 1)) if state == "expired" else LATER
    paper = present_of(licence.number, at=when)
    assert (paper.kind, paper.pk != original.pk) == (STATUS, True)
    text = pdftext(bytes(paper.content))
    for words in (*SAID[state], successor, licence.number):
        assert words in text
    found = check_pdf(bytes(paper.content), roots=certificates.roots(home))
    assert found.good
    assert SAID[state][0] in found.reason
    assert present_of(licence.number, at=when).pk == paper.pk
    assert original_of(licence.number, at=when).pk == original.pk
    assert bytes(papers().get(pk=original.pk).content) == bytes(original.content)


def test_once_a_suspension_is_lifted_the_original_is_good_again(house):
    licence = house.issued()
    befall(house, licence, "suspended")
    assert present_of(licence.number, at=LATER).kind == STATUS
    life.lift(licence.number, "整改合格。", by=house.ministry, at=LATER, **CITED)
    assert present_of(licence.number, at=LATER).kind == ORIGINAL


def test_a_second_suspension_has_a_paper_of_its_own(house):
    licence = house.issued()
    befall(house, licence, "suspended")
    first = present_of(licence.number, at=LATER)
    life.lift(licence.number, "整改合格。", by=house.ministry, at=LATER, **CITED)
    befall(house, licence, "suspended")
    assert present_of(licence.number, at=LATER).pk != first.pk


def test_cars_held_for_an_inspection_do_not_use_it_up(house):
    licence = house.issued()
    quantity = type(licence).objects.using("owner").get(pk=licence.pk).lines.get().quantity
    house.use(licence, quantity - 1, reserved=1)
    assert present_of(licence.number, at=NOON).kind == ORIGINAL


def test_nobody_alters_or_removes_an_original(house, owner_connection):
    original_of(house.issued().number, at=NOON)
    for attempt in ("UPDATE papers_paper SET subject = 'x'", "DELETE FROM papers_paper", "TRUNCATE papers_paper"):
        with pytest.raises(psycopg.Error, match="only added to"):
            owner_connection.execute(attempt)


def test_the_database_keeps_nothing_under_a_false_digest(house, owner_connection):
    original_of(house.issued().number, at=NOON)
    with pytest.raises(psycopg.errors.CheckViolation):
        owner_connection.execute(
            "INSERT INTO papers_paper (id, kind, subject, entry_id, parties, authority, media_type, content, sha256, certificate, "
            "made_at) SELECT gen_random_uuid(), 'other', subject, entry_id, parties, authority, media_type, 'x', sha256, '', made_at "
            "FROM papers_paper"
        )


def test_who_sees_the_paper(house):
    original_of(house.issued().number, at=NOON)
    seen = {}
    for who in ("clerk", "maker_clerk", "rival_clerk", "lin", "zhou", "gao", "ministry", "customs"):
        with reading_as(getattr(house, who)):
            seen[who] = Paper.objects.count()
    for role in (DbRole.PUBLIC, DbRole.AGENCY, DbRole.ADMIN):
        with pytest.raises(Exception, match="permission denied"), reading_as(Scope(role)):
            Paper.objects.count()
    assert seen == {
        "clerk": 1, "maker_clerk": 1, "rival_clerk": 0, "lin": 1, "zhou": 1, "gao": 0, "ministry": 1, "customs": 1,
    }  # fmt: skip


def test_the_bytes_before_the_seal_are_the_same_in_another_process():
    made = [
        subprocess.run(
            [sys.executable, "-c", RENDER], capture_output=True, check=True, env={**ENVIRONMENT, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF-1.7")


ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "evexport.config.settings", "PYTHONPATH": "src:."}
RENDER = """
import sys
from tests.papers.pdf.faces import AT, face
from evexport.papers.typesetting import typeset
sys.stdout.buffer.write(typeset("licence", face(lines=30), at=AT))
"""
