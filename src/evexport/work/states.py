"""The transition table of long work: its own organisation steers it, the system runs it."""

from evexport.kernel.states import State, States, row
from evexport.kernel.text import Text

STEER, RUN = "work.steer", "work.run"
ALIVE = ("queued", "running")

WORK = States(
    "work",
    Text("批量事项", "long work"),
    states=(
        State("queued", Text("排队中", "queued")),
        State("running", Text("办理中", "running")),
        State("paused", Text("已暂停", "paused")),
        State("done", Text("已办结", "done"), final=True),
        State("failed", Text("已中止", "stopped by a problem"), final=True),
        State("cancelled", Text("已取消", "cancelled"), final=True),
    ),
    steps=(
        row("start", ("queued",), "running", RUN, Text("开始办理", "start")),
        row("finish", ("running",), "done", RUN, Text("办结", "finish")),
        row("fail", ALIVE, "failed", RUN, Text("中止", "stop with a problem")),
        row("pause", ALIVE, "paused", STEER, Text("暂停", "pause")),
        row("resume", ("paused",), "queued", STEER, Text("继续", "resume")),
        row("cancel", (*ALIVE, "paused"), "cancelled", STEER, Text("取消", "cancel")),
    ),
)
