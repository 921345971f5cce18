"""The change of a customs code: whether law and register know it, and which licences it strikes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.licensing.models import OPEN_CHANGE, Application, Balance, Licence, Status
from evexport.licensing.queries import Case, cases
from evexport.registers.models import HsCode
from evexport.registers.queries import standing
from evexport.regulation.law import Law
from evexport.regulation.reasons import spelt

STANDING = (Status.ISSUED, Status.SUSPENDED, Status.LOST)
CODE_DIGITS = 10


@dataclass(frozen=True, slots=True)
class CodeChange:
    """From `since` on, what had the code `old` has the code `new`. Raises BadInput where that cannot be."""

    old: str
    new: str
    since: date

    def __post_init__(self) -> None:
        for field, code in (("old", self.old), ("new", self.new)):
            if not (code.isascii() and code.isdigit() and len(code) == CODE_DIGITS) or self.old == self.new:
                raise BadInput(
                    Text(
                        "新、旧商品编号应为两个不同的十位数字。", "The old and the new code are two different ones of ten digits."
                    ),
                    remedy=Text("例如8703801090。", "For example 8703801090."),
                    code="BAD_CUSTOMS_CODE",
                    field=field,
                )

    @property
    def confirmed(self) -> bool:
        """Whether the law changes to the new code on that day, and the register has it from then on."""
        registered = standing(HsCode.objects.filter(code=self.new), on=self.since).first()
        law = Law.on(self.since).parameter("scope.hs_code")
        before, after = law.on(self.since - timedelta(days=1)), law.on(self.since)
        return (
            (before is not None and before.value == self.old)
            and (after is not None and after.value == self.new)
            and (registered is not None and (registered.valid_from is None or registered.valid_from <= self.since))
        )

    def must_be_confirmed(self) -> None:
        """BadInput unless the law and the register know this change: no licence is re-issued on a rumour."""
        if self.confirmed:
            return
        day = spelt(self.since)
        raise BadInput(
            Text(
                f"规则和商品编号登记中没有{day.zh}起由{self.old}调整为{self.new}的记载。",
                f"Law and register know of no change from {self.old} to {self.new} on {day.en}.",
            ),
            remedy=Text(
                "请先导入商品编号登记并更新参数scope.hs_code，或核对编号和日期。",
                "Import the register of codes and bring scope.hs_code up to date first, or check codes and day.",
            ),
            code="CODE_CHANGE_UNKNOWN",
            citation="DESIGN#code-change",
            field="new",
        )


def affected(change: CodeChange) -> QuerySet[Licence]:
    """Licences that stand past the change with vehicles left under the old code, by number; as the reader may see them."""
    left = Balance.objects.filter(
        licence=OuterRef("pk"), hs_code=change.old, licensed__gt=F("used")
    )  # what customs holds may come back
    return (
        Licence.objects.filter(Exists(left), standing__status__in=STANDING, valid_until__gte=change.since)
        .select_related("standing")
        .order_by("number")
    )


def under_way(licences: Iterable[Licence]) -> frozenset[object]:
    """Which of these have an open change already, whatever it asks for; drafts show to their applicant alone."""
    rows = Application.objects.filter(amends__in=list(licences), state__in=OPEN_CHANGE)
    return frozenset(rows.values_list("amends_id", flat=True))


def affected_cases(change: CodeChange, at: datetime, *, after: str | None = None, count: int) -> list[Case]:
    """A page of the affected licences; `after` is the number of the last one seen."""
    rows = affected(change)
    return cases((rows.filter(number__gt=after) if after else rows)[:count], at)
