"""Reading a paper as a person does: the letter of an entry of the ledger, set and turned back into text."""

import re
import subprocess

from evexport.ledger.models import Entry
from evexport.papers.letters.making import letter_of


def entry(kind, subject=None, *, nth=-1):
    """The latest entry of a kind, as the owner sees the ledger."""
    rows = Entry.objects.using("owner").filter(kind=kind)
    return list((rows.filter(subject=subject) if subject else rows).order_by("at", "id"))[nth]


def made(kind):
    """Every entry of a kind."""
    return list(Entry.objects.using("owner").filter(kind=kind))


def pdf(draft):
    return draft.unsealed()


def text(content: bytes) -> str:
    """The words of a PDF in reading order, without the breaks of its lines."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


def letter(kind, *, by, nth=-1, maker=""):
    """The letter of the latest entry of a kind, as this reader gets it: its text, Chinese characters without spaces between them."""
    words = text(pdf(letter_of(entry(kind, nth=nth).id, by=by, maker=maker)))
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", words)
