"""A maker's own work before it hands a filing in: start, save, lay papers to it. Leaves no ledger entry."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.enterprises.models import Enterprise
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput, Barred, Conflict
from evexport.kernel.text import Text
from evexport.qualification import draft, facts
from evexport.qualification.actions.case import (
    not_found,
    not_yet_published,
    opened,
    signed,
)
from evexport.qualification.models import Attachment, Filing
from evexport.qualification.states import FILING, WITH_MAKER
from evexport.store import acting_as

EDITABLE = ("draft", "returned", "correction_ordered")
MAX_PAPER = 10 * 1024 * 1024
MAX_PAPERS = 60
MEDIA = {
    "application/pdf": b"%PDF-",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": b"PK\x03\x04",
}
"""Accepted kinds of paper, each with the bytes it begins with."""


def start_draft(
    maker_id: UUID,
    year: int,
    *,
    copy_from: UUID | None = None,
    sections: Mapping[str, Any] = MappingProxyType({}),
    by: Actor,
    at: datetime,
) -> Filing:
    """Begin the filing for a year's list, prefilled from an earlier filing and from the network tables.

    `sections` replace what was prefilled; where one is refused, nothing is begun.
    Without `copy_from` the maker's latest handed-in filing serves. Raises Conflict where the year has a filing.
    """
    with acting_as(by):
        by.must("filing.draft")
        maker = Enterprise.objects.filter(pk=maker_id).first()
        if maker is None or maker.pk != by.organisation_id:
            raise not_found(Text("企业", "enterprise"))
        not_yet_published(year)
        if Filing.objects.filter(maker=maker, year=year).exclude(state="withdrawn").exists():
            raise Conflict(
                Text(f"贵企业{year}年度已有申报。", f"Your enterprise already has a filing for {year}."),
                remedy=Text("请继续办理原有申报，或先撤回。", "Go on with it, or withdraw it first."),
                code="FILING_EXISTS",
            )
        document = draft.prefill(
            facts.earlier_document(maker_id, before=year, filing_id=copy_from),
            identity=facts.identity(maker),
            year=year,
            network=facts.network(maker_id, on=china_day(at), year=year),
        )
        department = facts.reviewing_department(maker.division)
        return Filing.objects.create(
            maker=maker,
            year=year,
            state_since=at,
            started_at=at,
            authority=department.authority_code,
            department_id=department.id,
            document=draft.merged(document, sections),
        )


def save_draft(filing_id: UUID, sections: Mapping[str, Any], *, revision: int, by: Actor, at: datetime) -> Filing:
    """Replace whole sections of the draft. `revision` is the one the writer saw: Conflict where another came first.

    What is still missing is no error here: `draft.problems` lists it field by field.
    """
    del at  # a draft keeps no history: what is handed in does
    with acting_as(by):
        filing = opened(filing_id)
        by.must("filing.draft", filing)
        must_be_editable(filing)
        if filing.revision != revision:
            raise Conflict(
                Text("草稿已被他人修改。", "Somebody else has saved this draft since you opened it."),
                remedy=Text("请重新打开草稿，再录入您的修改。", "Open it again and enter your changes."),
                code="STALE_REVISION",
            )
        filing.document = draft.merged(filing.document, sections)
        filing.revision += 1
        filing.save(update_fields=["document", "revision"])
        return filing


def attach(
    filing_id: UUID, *, name: str, media_type: str, content: bytes, field: str = "", by: Actor, at: datetime
) -> Attachment:
    """Lay a paper to a filing that is with its maker. The same bytes twice are one paper."""
    _check_paper(name, media_type, content)
    with acting_as(by):
        filing = opened(filing_id)
        by.must("filing.draft", filing)
        must_be_editable(filing, WITH_MAKER)
        digest = hashlib.sha256(content).hexdigest()
        kept = Attachment.objects.filter(filing=filing, sha256=digest).first()
        if kept is not None:
            return kept
        if Attachment.objects.filter(filing=filing).count() >= MAX_PAPERS:
            raise Barred(
                Text(f"附件不得超过{MAX_PAPERS}份。", f"A filing carries at most {MAX_PAPERS} papers."),
                remedy=Text("请合并附件。", "Join some of them."),
                code="TOO_MANY_PAPERS",
            )
        return Attachment.objects.create(
            filing=filing,
            field=field[:200],
            name=name,
            media_type=media_type,
            size=len(content),
            sha256=digest,
            content=content,
            **signed(by, at),
        )


def detach(attachment_id: UUID, *, by: Actor) -> None:
    """Take a paper off a draft. What was handed in once stays."""
    with acting_as(by):
        paper = Attachment.objects.select_related("filing").defer("content").filter(pk=attachment_id).first()
        if paper is None:
            raise not_found(Text("附件", "paper"))
        by.must("filing.draft", paper.filing)
        must_be_editable(paper.filing, ("draft",))
        paper.delete()


def fixed(filing: Filing, states: tuple[str, ...] = EDITABLE) -> Text | None:
    """Why the filing cannot be changed now; None where it can."""
    if filing.state in states:
        return None
    if filing.state == "further_information":
        return Text("正在补正：请在答复补正时修改。", "Further information is asked: changes go with the answer.")
    state = FILING.states[filing.state].label
    return Text(f"该申报目前不能修改（{state.zh}）。", f"The filing cannot be changed at this stage: {state.en}.")


def must_be_editable(filing: Filing, states: tuple[str, ...] = EDITABLE) -> None:
    if reason := fixed(filing, states):
        raise Barred(
            reason,
            remedy=Text("请等待审核意见；如被退回即可修改。", "Wait for the review; once returned it opens again."),
            code="NOT_EDITABLE",
        )


def _check_paper(name: str, media_type: str, content: bytes) -> None:
    if not name.strip() or len(name) > 200 or any(c in name for c in "/\\\0\r\n"):
        raise _bad_paper(Text("文件名无效。", "The file's name is not usable."), "PAPER_NAME")
    if media_type not in MEDIA or not content.startswith(MEDIA[media_type]):
        raise _bad_paper(
            Text(
                "只接受PDF、PNG、JPEG和XLSX文件，且内容须与类型一致。",
                "Only PDF, PNG, JPEG and XLSX that are what they say.",
            ),
            "PAPER_KIND",
        )
    if len(content) > MAX_PAPER:
        raise _bad_paper(Text("附件不得超过10 MB。", "A paper is at most 10 MB."), "PAPER_SIZE")


def _bad_paper(message: Text, code: str) -> BadInput:
    return BadInput(message, remedy=Text("请更换文件后重新上传。", "Choose another file."), code=code, field="content")
