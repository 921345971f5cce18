"""The offline exchange: a run is taken in whole or not at all, its declarations are decided in parts, its answer is kept."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.customs import events
from evexport.customs.actions.reconcile import MOST_ROWS, keep_report
from evexport.customs.exchange_files import ExchangeFile, Numbered, read_exchange, refused
from evexport.customs.exchange_runs import answered, latest, missing
from evexport.customs.gate import Decision, Reply, decide_lines
from evexport.customs.models import ExchangeAnswer, ExchangePart, ExchangeRun
from evexport.customs.reconciliation import Difference, Reported, differences_of
from evexport.kernel.clock import china_day
from evexport.kernel.problems import Barred, Conflict
from evexport.kernel.text import Text
from evexport.registers.models import CustomsDistrict
from evexport.store import acting_as
from evexport.work.actions import ask
from evexport.work.kinds import Kind, register
from evexport.work.lanes import Thing
from evexport.work.models import Work, WorkItem
from evexport.work.queue import in_turn
from evexport.work.states import WORK

PART = 500
"""Declarations decided and answered together."""


def take_run(content: bytes, *, background: bool = True, by: Actor, at: datetime) -> ExchangeRun:
    """Take in a file of the exchange. The same file again is the same run, and goes on where it stopped.

    Raises BadInput or Conflict where the file is not whole or not the next of its sender; then nothing is kept. `background`:
    have it decided by the workers; otherwise whoever calls does, by `answer_part`.
    """
    by.must("customs.exchange")
    file = read_exchange(content)
    with acting_as(by):
        in_turn(f"exchange-sender:{file.header.sender}")
        run = _known(file) or _kept(file, by=by, at=at)
        if background and not answered(run):
            _have_decided(run, by=by, at=at)
    return run


def _known(file: ExchangeFile) -> ExchangeRun | None:
    """The run that the file already is. Raises Conflict where its number stands for other content, or is not the next."""
    sender, run = file.header.sender, file.header.run
    found = ExchangeRun.objects.filter(sender=sender, run=run).first()
    if found is not None and found.digest != file.digest:
        raise _conflict(
            "EXCHANGE_RUN_USED",
            Text(f"{sender}第{run}批已收到内容不同的文件。", f"Run {run} of {sender} was received with other content."),
            Text("请以下一批次号发送。", "Send it under the next run number."),
        )
    last = latest(sender)
    expected = last.run + 1 if last else 1
    if found is None and run != expected:
        raise _conflict(
            "EXCHANGE_RUN_GAP",
            Text(
                f"{sender}的下一批应为第{expected}批，收到第{run}批。", f"The next run of {sender} is {expected}; this is {run}."
            ),
            Text("请先补送缺少的批次。", "Send the missing runs first."),
        )
    if found is None and last and not answered(last):
        raise _conflict(
            "EXCHANGE_RUN_OPEN",
            Text(f"{sender}第{last.run}批尚未答复完毕。", f"Run {last.run} of {sender} has not been answered yet."),
            Text(
                "请取得其答复文件后再发送；久无进展的，重新发送该批。",
                "Fetch its answer first; if it has come to a stop, send it again.",
            ),
        )
    return found


def _conflict(code: str, message: Text, remedy: Text) -> Conflict:
    return Conflict(message, remedy=remedy, code=code, field="file")


def _kept(file: ExchangeFile, *, by: Actor, at: datetime) -> ExchangeRun:
    """A new run with its parts."""
    header, today = file.header, china_day(at)
    if not CustomsDistrict.objects.filter(pk=header.sender).exists():
        raise refused("EXCHANGE_SENDER", Text(f"关区代码{header.sender}不存在。", f"There is no customs office {header.sender}."))
    last = latest(header.sender)
    if header.day > today or (header.report_of and header.report_of > today) or (last and header.day < last.day):
        raise refused(
            "EXCHANGE_DAY",
            Text("日期晚于今日，或早于上一批的日期。", "A day lies in the future, or before that of the last run."),
        )
    if len(file.cleared) > MOST_ROWS:
        raise refused("EXCHANGE_TOO_LARGE", Text(f"放行超过{MOST_ROWS}份。", f"More than {MOST_ROWS:,} are listed as cleared."))
    parts = [file.declarations[begin : begin + PART] for begin in range(0, len(file.declarations), PART)]
    run = ExchangeRun.objects.create(
        sender=header.sender,
        run=header.run,
        day=header.day,
        report_of=header.report_of,
        declarations=len(file.declarations),
        cleared=msgspec.to_builtins(file.cleared),
        parts=len(parts),
        digest=file.digest,
        client=by.client,
        received_at=at,
        received_by_name=by.name,
    )
    ExchangePart.objects.bulk_create(_part(run, number, part) for number, part in enumerate(parts, 1))
    event = events.ExchangeTaken(
        **_named(run),
        day=run.day,
        declarations=run.declarations,
        cleared=len(file.cleared),
        digest=run.digest,
    )
    ledger.append(event, by=by, at=at)
    return run


def _part(run: ExchangeRun, number: int, declarations: Sequence[Numbered]) -> ExchangePart:
    text = "\n".join(one.text.decode() for one in declarations)
    return ExchangePart(run=run, number=number, lines=[one.line for one in declarations], text=text)


def _have_decided(run: ExchangeRun, *, by: Actor, at: datetime) -> None:
    """Queue what of the run is not answered, unless that is under way; its parts share a lane and keep their order."""
    earlier = Work.objects.filter(kind=ANSWER.name, request__startswith=f"{run} ")
    if any(not WORK.states[work.state].final for work in earlier):
        return
    things = [Thing(f"exchange:{run.pk}:{number}") for number in missing(run)]
    ask(ANSWER, things, request=f"{run} {len(earlier) + 1}", demand={"file": run.digest}, by=by, at=at)


def answer_part(run: ExchangeRun, number: int, *, by: Actor, at: datetime) -> ExchangeAnswer:
    """Decide a part of a run and keep its answer; the last number closes the run. Opens nothing; asked again it changes nothing.

    The gate decides in transactions of its own, so a part that died half-way is answered by what was decided before.
    """
    in_turn(f"exchange-run:{run.pk}")
    found = ExchangeAnswer.objects.filter(run=run, number=number).first()
    if found is not None:
        return found
    if number == run.closing:
        return _closed(run, by=by, at=at)
    part = ExchangePart.objects.get(run=run, number=number)
    replies = decide_lines([line.encode() for line in part.text.split("\n")], client=replace(by, client=run.client), at=at)
    if any(not isinstance(reply, Decision) and reply.status >= 500 for reply in replies):
        raise RuntimeError(f"A line of part {number} of run {run} met a fault; the part is to be decided again")
    counts = Counter(reply.decision if isinstance(reply, Decision) else "problems" for reply in replies)
    lines = [_line(line, reply) for line, reply in zip(part.lines, replies, strict=True)]
    return _answer(run, number, lines, counts, at=at)


def _line(line: int, reply: Reply) -> dict[str, Any]:
    if isinstance(reply, Decision):
        return {"decision": reply.as_dict()}
    return {"problem": {"line": line, "status": reply.status, **reply.as_dict()}}


def _closed(run: ExchangeRun, *, by: Actor, at: datetime) -> ExchangeAnswer:
    """The reconciliation of what customs reports as cleared, and the run's end in the ledger."""
    if missing(run) != [run.closing]:
        raise Barred(
            Text("该批尚有报关单未决定。", "Declarations of this run are still to be decided."),
            remedy=Text("请重新发送该批文件。", "Send the run's file again."),
            code="EXCHANGE_RUN_OPEN",
        )
    found = _reported(run, by=by, at=at)
    answer = _answer(run, run.closing, list(_reconciled(run, found)), {"differences": len(found)}, at=at)
    counts = Counter[str]()
    for kept in ExchangeAnswer.objects.filter(run=run):
        counts.update(kept.counts)
    problems = counts.pop("problems", 0)
    counts.pop("differences", None)
    event = events.ExchangeAnswered(
        **_named(run), counts=dict(counts), problems=problems, differences=len(found), digest=run.digest
    )
    ledger.append(event, by=by, at=at)
    return answer


def _reported(run: ExchangeRun, *, by: Actor, at: datetime) -> list[Difference]:
    """The differences of the day that the run reports; none where it reports no day."""
    if run.report_of is None:
        return []
    rows = [Reported(one["declaration_no"], one["vins"]) for one in run.cleared]
    return differences_of(keep_report(run.report_of, rows, office=run.sender, by=by, at=at))


def _reconciled(run: ExchangeRun, found: Sequence[Difference]) -> Iterator[dict[str, Any]]:
    """A line for each declaration reported as cleared, in order; then one for each that is held here and was not reported."""
    by_number: dict[str, list[dict[str, object]]] = {}
    for one in found:
        by_number.setdefault(one.declaration_no, []).append(one.as_dict())
    for cleared in run.cleared:
        number = cleared["declaration_no"]
        yield {"reconciled": {"declaration_no": number, "differences": by_number.pop(number, [])}}
    yield from ({"not_reported": one} for several in by_number.values() for one in several)


def _answer(run: ExchangeRun, number: int, lines: Sequence[Any], counts: dict[str, int], *, at: datetime) -> ExchangeAnswer:
    text = "\n".join(msgspec.json.encode(line).decode() for line in lines)
    return ExchangeAnswer.objects.create(run=run, number=number, text=text, counts=dict(counts), answered_at=at)


def _named(run: ExchangeRun) -> dict[str, Any]:
    return {"subject": f"exchange:{run.pk}", "sender": run.sender, "run": run.run}


def answer_one(item: WorkItem, by: Actor, at: datetime) -> dict[str, Any]:
    """A part of a run as an item of long work."""
    _, run_id, number = item.subject.split(":")
    run = ExchangeRun.objects.get(pk=UUID(run_id))
    return dict(answer_part(run, int(number), by=by, at=at).counts)


ANSWER = register(Kind("exchange.answer", Text("答复交换文件", "Answer of an exchange file"), do=answer_one))
