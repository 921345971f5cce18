"""What taking cars back would do, told before it is done: which licence gets how many vehicles, whether the clearance too."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from evexport.customs.cars import Car, cars
from evexport.customs.models import Declaration
from evexport.customs.taking import any_returned, none_left
from evexport.licensing.balances import code_under, heir_of
from evexport.licensing.models import Balance, Licence


@dataclass(frozen=True, slots=True)
class Gives:
    """One model's line of the licence that is credited: vehicles left before and after; None where it has no such line."""

    model_code: str
    count: int
    left: int | None

    @property
    def left_after(self) -> int | None:
        return None if self.left is None else self.left + self.count


@dataclass(frozen=True, slots=True)
class Effect:
    """`credited` is None where the licence has ended and has no successor; `clearance`: the count of clearances falls by one."""

    cars: tuple[Car, ...]
    credited: Licence | None
    lines: tuple[Gives, ...]
    clearance: bool
    whole: bool


def of_cancelling(declaration: Declaration, named: Collection[str]) -> Effect:
    """What the licence gets back if these cars of a declaration are cancelled."""
    meant = tuple(car for car in cars(declaration) if car.live and car.vin in named)
    whole = none_left(declaration, meant) and not any_returned(declaration)
    licence = Licence.objects.get(number=declaration.licence_no)
    heir = heir_of(licence)
    left = _left(declaration, licence, heir) if heir else {}
    count = Counter(car.model_code for car in meant)
    lines = tuple(Gives(model, number, left.get(model)) for model, number in sorted(count.items()))
    return Effect(meant, heir, lines if heir else (), whole and heir is not None, whole)


def _left(declaration: Declaration, licence: Licence, heir: Licence) -> dict[str, int]:
    """What is left of each model on the licence that would be credited, under the code that the goods have there."""
    code = code_under(heir, licence, declaration.body["hs_code"])
    return {row.model_code: row.left for row in Balance.objects.filter(licence=heir, hs_code=code)}
