"""The three faults: the primary dies, stands still, or cannot reach etcd any more; and how each is mended afterwards."""

import signal
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.failover.cluster import Node


@dataclass(frozen=True)
class Fault:
    """Its name, how it is done to a node and how it is undone."""

    name: str
    strike: Callable[[Node], None]
    mend: Callable[[Node], None]


FAULTS = (
    Fault("killed (-9)", Node.kill, Node.start),
    Fault("paused", lambda node: node.send(signal.SIGSTOP), lambda node: node.send(signal.SIGCONT)),
    Fault("cut from etcd", lambda node: node.line.cut(), lambda node: node.line.mend()),
)
