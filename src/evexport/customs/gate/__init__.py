"""The customs gate: one declaration in, one decision out, whoever calls; or many at once, decided as if one by one."""

from evexport.customs.gate.calls import KeyEnded
from evexport.customs.gate.decide import decide
from evexport.customs.gate.decision import Decision, Paper
from evexport.customs.gate.many import Reply, decide_lines, decide_many
from evexport.customs.gate.together import decide_together

__all__ = ["Decision", "KeyEnded", "Paper", "Reply", "decide", "decide_lines", "decide_many", "decide_together"]
