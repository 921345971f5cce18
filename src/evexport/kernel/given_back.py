"""A row of a file that could not be used: given back as it was given, with why."""

from dataclasses import dataclass

from evexport.kernel.text import Text

FAULT = "fault"
"""The column in which such a row says what is wrong; whoever hands it in again may leave it there."""


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Its line in the file, its cells, the reason."""

    line: int
    given: list[str]
    why: Text

    def as_dict(self) -> dict[str, object]:
        return {"line": self.line, "given": self.given, "why": self.why.as_dict()}
