"""The customs gate: one declaration in, one decision out, whoever calls."""

from evexport.customs.gate.decide import decide
from evexport.customs.gate.decision import Decision, Paper

__all__ = ["Decision", "Paper", "decide"]
