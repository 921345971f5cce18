"""Moving quantity and clearances: to the licence that takes over, and back from a cancelled declaration."""

from collections.abc import Mapping

from django.db.models import F

from evexport.kernel.problems import Barred
from evexport.kernel.text import Text
from evexport.licensing.models import Balance, Licence, LicenceStanding, Status

OPEN = (Status.ISSUED, Status.SUSPENDED)


def give_back(licence: Licence, quantities: Mapping[tuple[str, str], int], *, clearances: int = 0) -> Licence | None:
    """Return used vehicles, by (hs_code, model_code), and clearances. Opens no transaction.

    A licence that still stands gets them back. Of a replaced one, they move on to its last successor. A licence
    that ended otherwise gets nothing to use, but no longer counts them as used.
    Returns the licence that was credited, or None. Barred where more is given back than was used.
    """
    heir = heir_of(licence, lock=True)
    _lower_used(licence, quantities, clearances)
    if heir is not None and heir.pk != licence.pk:
        hand_over(licence, heir, quantities, clearances=clearances)
    return heir


def hand_over(licence: Licence, heir: Licence, quantities: Mapping[tuple[str, str], int], *, clearances: int) -> None:
    """Move unused vehicles and clearances from a licence to its successor; their sum stays the same.

    Quantities are named as on the old licence; where the customs code has changed since, they go to the line of the new one.
    A model that an amendment left out has no line there and stays, unusable, with the old licence.
    """
    for (hs_code, model_code), count in sorted(quantities.items()):
        rows = Balance.objects.filter(model_code=model_code)
        there = rows.filter(licence=heir, hs_code=code_under(heir, licence, hs_code))
        if there.update(licensed=F("licensed") + count):
            rows.filter(licence=licence, hs_code=hs_code).update(licensed=F("licensed") - count)
    if clearances:
        standings = LicenceStanding.objects
        standings.filter(pk=heir.pk).update(clearances_allowed=F("clearances_allowed") + clearances)
        standings.filter(pk=licence.pk).update(clearances_allowed=F("clearances_allowed") - clearances)


def code_under(heir: Licence, licence: Licence, hs_code: str) -> str:
    """The customs code under an heir of what a licence covers under `hs_code`."""
    one = licence
    while one.pk != heir.pk:
        one = Licence.objects.get(replaces=one)
        hs_code = one.code_after(hs_code)
    return hs_code


def heir_of(licence: Licence, *, lock: bool = False) -> Licence | None:
    """The licence that would be credited: itself, its last successor, or none; `lock` its standing until the deed is done."""
    standings = LicenceStanding.objects.select_for_update() if lock else LicenceStanding.objects.all()
    standing = standings.get(pk=licence.pk)
    if standing.status in OPEN:
        return licence
    if standing.status != Status.REPLACED:
        return None
    successor = Licence.objects.filter(replaces=licence).first()
    return heir_of(successor, lock=lock) if successor else None


def _lower_used(licence: Licence, quantities: Mapping[tuple[str, str], int], clearances: int) -> None:
    for (hs_code, model_code), count in sorted(quantities.items()):
        changed = Balance.objects.filter(licence=licence, hs_code=hs_code, model_code=model_code, used__gte=count).update(
            used=F("used") - count
        )
        if not changed:
            raise _more_than_used(licence)
    if clearances:
        changed = LicenceStanding.objects.filter(pk=licence.pk, clearances_used__gte=clearances).update(
            clearances_used=F("clearances_used") - clearances
        )
        if not changed:
            raise _more_than_used(licence)


def _more_than_used(licence: Licence) -> Barred:
    return Barred(
        Text(
            f"退回数量超过许可证{licence.number}的已用数量。",
            f"More would be given back than {licence.number} has used.",
        ),
        remedy=Text("请核对所撤销的报关单。", "Check the declaration that is cancelled."),
        code="MORE_THAN_USED",
    )
