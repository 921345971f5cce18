"""The commerce department's first and second review: ask, return, forward."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.kernel.words import said
from evexport.kernel.workdays import add_working_days
from evexport.qualification import draft, events
from evexport.qualification.actions.case import about, move, opened, signed
from evexport.qualification.calendar import calendar_of
from evexport.qualification.models import Filing, InformationRequest
from evexport.qualification.states import FILING
from evexport.store import acting_as

MAX_QUESTIONS = 50


def request_information(
    filing_id: UUID,
    questions: Sequence[Mapping[str, str]],
    *,
    due_on: date | None = None,
    by: Actor,
    at: datetime,
) -> InformationRequest:
    """Ask the maker: one `{"field": …, "question": …}` each. The review's clock stops until it answers."""
    asked = _questions(questions)
    with acting_as(by):
        filing = opened(filing_id)
        FILING.take("request_information", filing, by=by)
        days = calendar_of(filing.year, at).answer_days
        due = due_on or add_working_days(china_day(at), days)
        if due <= china_day(at):
            raise BadInput(
                Text("答复期限须晚于今日。", "The answer cannot be due today or earlier."),
                remedy=Text("请给企业留出答复时间。", "Leave the maker time to answer."),
                field="due_on",
            )
        request = InformationRequest.objects.create(filing=filing, questions=asked, due_on=due, **signed(by, at))
        move(filing, "request_information", by=by, at=at)
        event = events.InformationRequested(**about(filing, by), request=request.id, questions=asked, due_on=due)
        ledger.append(event, by=by, at=at)
        return request


def return_(filing_id: UUID, *, reasons: str, findings: Iterable[str] = (), by: Actor, at: datetime) -> Filing:
    """Send the filing back to its maker to be mended. `findings` are the ids of criteria that the reasons rest on."""
    words, ids = said(reasons, field="reasons"), list(findings)
    with acting_as(by):
        filing = opened(filing_id)
        move(filing, "return", by=by, at=at, reasons=words, findings=ids)
        ledger.append(events.Returned(**about(filing, by), reasons=words, findings=ids), by=by, at=at)
        return filing


def forward(filing_id: UUID, *, reasons: str = "", by: Actor, at: datetime) -> Filing:
    """Pass the first review (the second, after a correction) and forward the filing to the ministry."""
    with acting_as(by):
        filing = opened(filing_id)
        second = filing.state == "corrected"
        move(filing, "forward", by=by, at=at, reasons=reasons.strip())
        event = events.Forwarded(**about(filing, by), reasons=reasons.strip(), second_review=second)
        ledger.append(event, by=by, at=at)
        return filing


def _questions(questions: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    if not 0 < len(questions) <= MAX_QUESTIONS:
        raise BadInput(
            Text(f"请提出1至{MAX_QUESTIONS}个问题。", f"Ask between one and {MAX_QUESTIONS} questions."),
            remedy=Text("每个问题对应一个填报字段。", "Tie each question to a field."),
            field="questions",
        )
    asked: list[dict[str, str]] = []
    for question in questions:
        field = question.get("field", "").strip()
        if field.split(".", 1)[0].split("[", 1)[0] not in draft.SECTIONS:
            raise BadInput(
                Text(f"申报中没有字段“{field}”。", f"A filing has no field “{field}”."),
                remedy=Text("请选择申报中的字段。", "Name a field of the filing."),
                field="questions",
            )
        if any(one["field"] == field for one in asked):
            raise BadInput(
                Text(f"字段“{field}”已有问题。", f"There is a question on “{field}” already."),
                remedy=Text("请合并为一个问题。", "Put both in one question."),
                field="questions",
            )
        asked.append({"field": field, "question": said(question.get("question", ""), field="questions")})
    return asked
