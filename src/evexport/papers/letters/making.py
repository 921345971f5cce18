"""The letter of an entry, and who may have it: whoever may read the entry, and the office that handles its case."""

from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.enterprises.models import Enterprise
from evexport.kernel.problems import BadInput, NotFound
from evexport.kernel.text import Text
from evexport.ledger.models import Entry
from evexport.licensing.models import Application, Licence
from evexport.papers.drafts import Draft
from evexport.papers.letters.compose import compose, tell
from evexport.papers.letters.of_list import makers_of
from evexport.papers.letters.row import Letter
from evexport.papers.letters.table import WITHOUT, letter_for
from evexport.qualification.events import ListPublished
from evexport.store import DbRole, reading_as
from evexport.store.scopes import SYSTEM

RECEIPTS = ("filing.submitted", "filing.answered", "filing.corrected")


def letter_of(entry_id: UUID, *, by: Actor, maker: str = "") -> Draft:
    """The letter of an entry that the reader may see. `maker`: the credit code of whom an entry on a whole list is told to.

    Raises NotFound where the entry is not the reader's to see, and where its kind has no letter (the reason says why).
    """
    entry = _readable(entry_id, by)
    if entry is None:
        raise NotFound(
            Text("没有这条记录。", "There is no such entry."),
            remedy=Text("请核对记录编号。", "Check the entry's identifier."),
        )
    row = letter_for(entry.kind, entry.data)
    if row is None:
        why = WITHOUT.get(entry.kind) or Text("此类记录不出具文书。", "No letter is made of entries of this kind.")
        raise NotFound(why, remedy=Text("可取得该记录的存在证明。", "You can have the proof of the entry."), code="NO_LETTER")
    return _drafted(row, entry, by=by, maker=maker)


def receipt_of(filing_id: UUID, *, by: Actor) -> Draft:
    """The receipt of what was last handed in of a filing. Raises NotFound before anything was, and to strangers."""
    with reading_as(by):
        rows = Entry.objects.filter(subject=f"filing:{filing_id}", kind__in=RECEIPTS)
        entry_id = rows.order_by("-at", "-id").values_list("pk", flat=True).first()
    if entry_id is None:
        raise NotFound(
            Text("该申报没有可供查阅的回执。", "There is no receipt of this filing for you to read."),
            remedy=Text(
                "请核对申报编号；申报提交后方有回执。", "Check the reference; a receipt is made when a filing is handed in."
            ),
        )
    return letter_of(entry_id, by=by)


def _readable(entry_id: UUID, by: Actor) -> Entry | None:
    """The entry, if the reader may see it: as row security says, or as the issuing body that handles what it is about."""
    with reading_as(by):
        found = Entry.objects.filter(pk=entry_id).first()
    if found is not None or by.scope.role is not DbRole.AUTHORITY:
        return found
    with reading_as(SYSTEM):
        found = Entry.objects.filter(pk=entry_id).first()
    if found is None:
        return None
    with reading_as(by):
        return found if _handled(found) else None


def _handled(entry: Entry) -> bool:
    """Whether the present scope sees the application or the licence that an entry is about."""
    kind, _, key = entry.subject.partition(":")
    if kind == "application":
        return Application.objects.filter(pk=UUID(key)).exists()
    return kind == "licence" and Licence.objects.filter(number=key).exists()


def _drafted(row: Letter, entry: Entry, *, by: Actor, maker: str) -> Draft:
    # The content is the same for every reader, and says things of the case that a party may not look up row by row.
    with reading_as(SYSTEM):
        whom = _whom(entry, by=by, maker=maker) if entry.kind.startswith("list.") else None
        known = tell(entry, maker_id=whom)
        data = compose(row, entry, known)
    subject = f"{entry.subject}:{whom}" if whom else entry.subject
    name = Text(f"{row.title.zh}-{data['number']['zh']}", f"letter-{data['number']['en']}")
    reason = f"{row.title.zh} · {row.title.en}"
    parties = (whom,) if entry.kind == ListPublished.kind and whom else tuple(entry.parties)
    return Draft("letter", subject, entry, name, entry.at, "letter", data, reason, parties, known.authority)


def _whom(entry: Entry, *, by: Actor, maker: str) -> UUID:
    """The maker to whom an entry on a list is told: the only one, the one named, or the reader itself."""
    makers = makers_of(entry)
    if len(makers) == 1 and not maker:
        return makers[0]
    if not maker:
        if by.organisation_id in makers:
            assert by.organisation_id is not None
            return by.organisation_id
        raise BadInput(
            Text("该记录涉及多家企业，请指明企业。", "This entry speaks to many makers: say to which."),
            remedy=Text("请加上参数 maker=统一社会信用代码。", "Add maker= and its credit code."),
            field="maker",
        )
    named = Enterprise.objects.filter(uscc=maker, pk__in=makers).first()
    if named is None:
        raise NotFound(
            Text("该企业不在此名单上。", "That maker is not on this list."),
            remedy=Text("请核对统一社会信用代码。", "Check the credit code."),
        )
    return named.id
