"""How far a piece of work is: its speed and the time left, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evexport.kernel.clock import CHINA
from evexport.kernel.text import Text
from evexport.work.kinds import label
from evexport.work.models import Work
from evexport.work.states import WORK


@dataclass(frozen=True, slots=True)
class Progress:
    """`rate` in items a second since the work last began to run; `seconds_left` at that rate. None while neither is known."""

    settled: int
    waiting: int
    rate: float | None
    seconds_left: int | None
    said: Text


def progress(work: Work) -> Progress:
    settled = work.done + work.failed
    waiting = work.total - settled
    rate = _rate(work, settled)
    left = round(waiting / rate) if rate else None
    return Progress(settled, waiting, rate, left, _said(work, waiting, rate, left))


def as_dict(work: Work) -> dict[str, Any]:
    """How far it is, as interface and commands tell it."""
    far = progress(work)
    return {
        "id": str(work.pk),
        "kind": work.kind,
        "label": label(work.kind).as_dict(),
        "request": work.request,
        "state": work.state,
        "state_label": WORK.states[work.state].label.as_dict(),
        "asked_by": work.asked_by_name,
        "asked_at": _moment(work.asked_at),
        "started_at": _moment(work.started_at),
        "finished_at": _moment(work.finished_at),
        "total": work.total,
        "done": work.done,
        "failed": work.failed,
        "waiting": far.waiting,
        "rate": round(far.rate, 2) if far.rate else None,
        "seconds_left": far.seconds_left,
        "said": far.said.as_dict(),
        "problem": work.problem,
    }


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(CHINA).isoformat(timespec="seconds") if at else None


def _rate(work: Work, settled: int) -> float | None:
    """None unless it runs and has settled something in at least a second."""
    if work.state != "running" or work.heartbeat_at is None or work.runs_since is None:
        return None
    seconds = (work.heartbeat_at - work.runs_since).total_seconds()
    moved = settled - work.settled_before
    return moved / seconds if seconds >= 1 and moved > 0 else None


def _said(work: Work, waiting: int, rate: float | None, left: int | None) -> Text:
    settled = work.done + work.failed
    far = Text(f"共{work.total}项，已办{settled}项", f"{settled} of {work.total}")
    if work.failed:
        far = Text(f"{far.zh}，其中{work.failed}项未成", f"{far.en}, {work.failed} of them failed")
    if rate is None or left is None:
        return SAID[work.state].fill(far=far, waiting=waiting)
    time, speed = duration(left), f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"
    return Text(
        f"办理中：{far.zh}；每秒约{speed}项，约余{time.zh}。", f"Running: {far.en}; about {speed} a second, {time.en} left."
    )


SAID = {
    "queued": Text("排队等候办理：{far}。", "Waiting for its turn: {far}."),
    "running": Text("办理中：{far}。", "Running: {far}."),
    "paused": Text("已暂停：{far}。", "Paused: {far}."),
    "done": Text("已办结：{far}。", "Finished: {far}."),
    "failed": Text("已中止：{far}，其余{waiting}项未办。", "Stopped: {far}; the other {waiting} stay as they were."),
    "cancelled": Text("已取消：{far}，其余{waiting}项未办。", "Cancelled: {far}; the other {waiting} stay as they were."),
}


def duration(seconds: int) -> Text:
    """A length of time as one says it: to the second below ten minutes, to the minute below a day."""
    minutes, rest = divmod(seconds, 60)
    if minutes < 1:
        return Text(f"{rest}秒", f"{rest} s")
    if minutes < 10:
        return Text(f"{minutes}分{rest}秒" if rest else f"{minutes}分钟", f"{minutes} min {rest} s" if rest else f"{minutes} min")
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours < 1:
        return Text(f"{minutes}分钟", f"{minutes} min")
    return Text(
        f"{hours}小时{minutes}分钟" if minutes else f"{hours}小时", f"{hours} h {minutes} min" if minutes else f"{hours} h"
    )
