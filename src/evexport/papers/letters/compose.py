"""A letter as data for its template: sentences filled, findings and articles in words, addressees, office, way to object."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.ledger.models import Entry
from evexport.papers.frame import frame
from evexport.papers.letters import told
from evexport.papers.letters.fields import called
from evexport.papers.letters.of_filing import of_filing
from evexport.papers.letters.of_licence import of_application, of_licence
from evexport.papers.letters.of_list import of_list
from evexport.papers.letters.row import WAYS, WAYS_CITE, Letter, Part, To
from evexport.papers.letters.told import Office, Party, Told
from evexport.qualification.deadlines import in_words
from evexport.regulation.findings import CRITERIA, Outcome
from evexport.regulation.instruments import articles

TABLES = {Part.HANDED_IN, Part.APPLICATION, Part.LICENCE, Part.ENTRY}


def tell(entry: Entry, *, maker_id: UUID | None = None) -> Told:
    """What an entry tells, by its kind. `maker_id` chooses whom an entry on a whole list is told to."""
    match entry.kind.partition(".")[0]:
        case "filing":
            return of_filing(entry)
        case "application":
            return of_application(entry)
        case "licence":
            return of_licence(entry)
        case _:
            assert maker_id is not None, "an entry on a list is told to one maker"
            return of_list(entry, maker_id=maker_id)


def compose(letter: Letter, entry: Entry, known: Told) -> dict[str, Any]:
    """The data of `typst/letter.typ`. The same entry gives the same data."""
    day = china_day(entry.at)
    sender = told.office(entry.actor.get("organisation")) or known.keeper
    number = reference(letter, entry)
    to, copies = addressees(letter, known)
    return {
        "frame": frame(number.zh, sender.name.zh, sender.name.en if sender.name.en != sender.name.zh else ""),
        "title": letter.title.as_dict(),
        "number": number.as_dict(),
        "case": known.reference.as_dict(),
        "to": [_party(one) for one in to],
        "copies": [_party(one) for one in copies],
        "says": [one.fill(**known.values).as_dict() for one in letter.says],
        "reasons": known.reasons if Part.REASONS in letter.parts else "",
        "rows": [{"label": label.as_dict(), "value": _both(value)} for label, value in known.rows if TABLES & set(letter.parts)],
        "findings": _findings(known) if Part.FINDINGS in letter.parts else [],
        "questions": list(_questions(known)) if Part.QUESTIONS in letter.parts else [],
        "basis": _articles((*letter.basis, *known.cites)),
        "way": _way(letter, entry, known),
        "contact": _contact(known.keeper),
        "sender": sender.name.as_dict(),
        "date": in_words(day).as_dict(),
        "entry": str(entry.id),
        "law": entry.law or "",
    }


def reference(letter: Letter, entry: Entry) -> Text:
    """The number on the paper: its word, the year, and the end of the entry's identifier, which no other entry shares."""
    year, tail = china_day(entry.at).year, entry.id.hex[-12:].upper()
    tail = f"{tail[:4]}-{tail[4:8]}-{tail[8:]}"
    return Text(f"电车出〔{year}〕{letter.mark.zh}字{tail}号", f"EV-{letter.mark.en}-{year}-{tail}")


def addressees(letter: Letter, known: Told) -> tuple[list[Party], list[Party]]:
    """Who is addressed, and who gets a copy."""
    maker = [known.maker] if known.maker else []
    exporters = [one for one in known.exporters if one not in maker]
    match letter.to:
        case To.MAKER:
            return maker, exporters
        case To.EXPORTER:
            return list(known.exporters), [one for one in maker if one not in known.exporters]
        case To.BOTH:
            return [*exporters, *maker], []


def _party(one: Party) -> dict[str, Any]:
    return {**one.name.as_dict(), "uscc": one.uscc}


def _both(value: Text | str) -> dict[str, str]:
    return value.as_dict() if isinstance(value, Text) else {"zh": value, "en": value}


def _contact(office: Office) -> dict[str, str]:
    return {**office.name.as_dict(), "contact": office.contact}


def _findings(known: Told) -> list[dict[str, Any]]:
    shown = [_finding(one, decisive=one["id"] in known.decisive) for one in known.findings]
    # A decision may rest on a criterion that the automatic check found met: then the officer's reasons say why.
    there = {one["id"] for one in known.findings}
    return shown + [_named(name) for name in sorted(known.decisive - there)]


def _finding(one: Mapping[str, Any], *, decisive: bool) -> dict[str, Any]:
    subject = one["subject"]
    return {
        "id": one["id"],
        "title": _title(one["id"]).as_dict(),
        "subject": " ".join(subject.values()),
        "outcome": Outcome(one["outcome"]).label.as_dict(),
        "sentence": one["sentence"],
        "remedy": one["remedy"],
        "basis": article(one["citation"]),
        "working": one["working_value"],
        "open": one["outcome"] == Outcome.NEEDS_EVIDENCE,
        "decisive": decisive,
    }


def _named(name: str) -> dict[str, Any]:
    asked = CRITERIA.get(name)
    by_officer = Text("由审查人员认定，理由见上。", "Found by the reviewing officer, for the reasons above.")
    mend = Text("请按上述理由修改。", "Mend it as the reasons say.")
    return {
        "id": name, "title": _title(name).as_dict(), "subject": "", "outcome": Outcome.NOT_MET.label.as_dict(),
        "sentence": by_officer.as_dict(), "remedy": mend.as_dict(), "basis": article(asked.cites[0] if asked else name),
        "working": False, "open": False, "decisive": True,
    }  # fmt: skip


def _title(criterion: str) -> Text:
    known = CRITERIA.get(criterion)
    return known.title if known else Text(criterion, criterion)


def _questions(known: Told) -> Iterable[dict[str, Any]]:
    for one in known.questions:
        due = told.day_of(one["due"]).as_dict() if one["due"] else None
        yield {**called(one["field"]).as_dict(), "field": one["field"], "question": one["question"], "due": due}


def article(citation: str) -> dict[str, Any]:
    """An article as a letter cites it: instrument, what it says, and the citation itself."""
    found = articles().get(citation)
    if found is None:
        return {"citation": citation, "number": "", "title": None, "summary": None, "choice": False}
    return {
        "citation": citation,
        "number": found.instrument.number or "",
        "title": found.instrument.title.as_dict(),
        "summary": found.summary.as_dict(),
        "choice": found.instrument.confidence == "choice",
    }


def _articles(citations: Iterable[str]) -> list[dict[str, Any]]:
    return [article(citation) for citation in dict.fromkeys(citations)]


def _way(letter: Letter, entry: Entry, known: Told) -> dict[str, Any] | None:
    if letter.way is None:
        return None
    until = in_words(china_day(entry.at) + timedelta(days=known.days))
    text = WAYS[letter.way].fill(days=known.days, until=until, to=known.appeal_to)
    return {**text.as_dict(), "basis": _articles(WAYS_CITE[letter.way])}
