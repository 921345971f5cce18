"""Taking in a register's newest edition: columns, parsing, the difference and its application."""

from evexport.registers.imports.difference import Change, Diff
from evexport.registers.imports.kinds import KINDS, Kind, kind_named
from evexport.registers.imports.parsing import BadRows, RowProblem

__all__ = ["KINDS", "BadRows", "Change", "Diff", "Kind", "RowProblem", "kind_named"]
