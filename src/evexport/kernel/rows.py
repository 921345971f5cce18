"""Many rows at once: all of them or none, and every bad one named."""

from collections.abc import Sequence
from dataclasses import dataclass

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text

TOLD = 1_000
"""Bad rows told one by one; of the others only the number."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Where a row is wrong, what is wrong, how to mend it. The first row is 1."""

    row: int
    field: str
    message: Text
    remedy: Text
    code: str = "BAD_ROW"

    def as_dict(self) -> dict[str, object]:
        return {
            "row": self.row,
            "field": self.field,
            "code": self.code,
            "message": self.message.as_dict(),
            "remedy": self.remedy.as_dict(),
        }


class BadRows(BadInput):
    """Rows that cannot be taken; nothing was. `rows` holds the first thousand problems, `count` is their number."""

    code = "BAD_ROWS"

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        first, count = problems[0], len(problems)
        super().__init__(
            Text(
                f"共{count}处错误，未登记任何内容。第{first.row}行：{first.message.zh}",
                f"{count} faults; nothing was recorded. Row {first.row}: {first.message.en}",
            ),
            remedy=first.remedy,
            field=f"rows.{first.row}.{first.field}",
        )
        self.rows = tuple(problems[:TOLD])
        self.count = count

    def as_dict(self) -> dict[str, object]:
        return {**super().as_dict(), "count": self.count, "rows": [problem.as_dict() for problem in self.rows]}
