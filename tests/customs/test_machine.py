"""Licence and gate under any order of deeds: issue, declare, replay, hold, inspect, cancel, correct, return, suspend, amend.

After every deed the independent audit finds nothing, and what the model remembers is what the tables say.
"""

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.customs import registers
from tests.customs.audit import audit
from tests.customs.world import NOON, OWNER, World

from evexport.customs.actions import cancel, correct, give_up, record_inspection, return_goods
from evexport.kernel.problems import Conflict
from evexport.licensing.models import Balance, LicenceStanding

STATUSES = ("issued", "suspended", "revoked", "lost")


class Gate(RuleBasedStateMachine):
    """The model keeps which cars are out and under which declaration; the database must agree."""

    declared = Bundle("declared")
    world: World

    @initialize()
    def begin(self):
        self.world = type(self).world
        registers.require_inspection(2026, required=False)
        self.out: dict[str, str] = {}
        self.held: dict[str, tuple[str, ...]] = {}
        self.licences = [self.world.licence(6, allowed=4)]
        self.status = {self.licences[0].pk: "issued"}
        self.spare = self.world.cars(12)

    @rule(
        target=declared,
        cars=st.lists(st.integers(0, 11), min_size=1, max_size=4, unique=True),
        pick=st.integers(0, 9),
    )
    def declare(self, cars, pick):
        licence = self.licences[pick % len(self.licences)]
        vins = [self.spare[n] for n in cars]
        form = self.world.form(licence, vins)
        before = self.world.balance(licence)
        answer = self.world.decide(form)
        if answer.decision == "released":
            assert not set(vins) & (self.out.keys() | {vin for held in self.held.values() for vin in held})
            assert self.status[licence.pk] == "issued"
            self.out |= dict.fromkeys(vins, form.declaration_no)
        elif answer.decision == "held":
            self.held[form.declaration_no] = tuple(vins)
        else:
            assert self.world.balance(licence) == before
        return form, answer

    @rule(earlier=declared)
    def replay(self, earlier):
        form, answer = earlier
        again = self.world.decide(form)
        assert again.replayed
        assert again.as_dict() == {**answer.as_dict(), "replayed": True}

    @rule(earlier=declared)
    def declare_the_number_again(self, earlier):
        form, _ = earlier
        lives = form.declaration_no in {*self.out.values(), *self.held}
        fresh = msgspec.structs.replace(form, message_id=f"again-{next(self.world.numbers)}")
        if lives:
            with pytest.raises(Conflict):
                self.world.decide(fresh)

    def living(self, form):
        return [vin for vin, number in self.out.items() if number == form.declaration_no]

    @rule(earlier=declared, whole=st.booleans())
    def cancel(self, earlier, whole):
        form, _ = earlier
        if cars := self.living(form):
            named = None if whole else cars[:1]
            cancel(form.declaration_no, vins_named=named, because="退关", by=self.world.officer, at=NOON)
            for vin in cars if whole else cars[:1]:
                del self.out[vin]

    @rule(earlier=declared)
    def return_one(self, earlier):
        form, _ = earlier
        if cars := self.living(form):
            return_goods(
                form.declaration_no,
                vins_named=cars[:1],
                evidence="进境",
                because="拒收",
                by=self.world.officer,
                at=NOON,
            )
            del self.out[cars[0]]

    @rule(earlier=declared)
    def correct_one(self, earlier):
        form, _ = earlier
        cars = self.living(form)
        if cars and self.status[self.licence_of(form).pk] == "issued":
            (right,) = self.world.cars(1)
            words = {"evidence": "照片", "because": "录入", "by": self.world.officer, "at": NOON}
            correct(form.declaration_no, wrong=cars[0], right=right, **words)
            del self.out[cars[0]]
            self.out[right] = form.declaration_no

    def licence_of(self, form):
        return next(licence for licence in self.licences if licence.number == form.licence_no)

    @rule(asked=st.booleans())
    def ask_inspections(self, asked):
        registers.require_inspection(2026, required=asked)

    @precondition(lambda self: self.held)
    @rule(passed=st.booleans())
    def inspect(self, passed):
        number, cars = self.held.popitem()
        record_inspection(number, passed=passed, note="查验", by=self.world.officer, at=NOON)
        if not passed:
            give_up(number, note="不符", by=self.world.officer, at=NOON)
        licence = next(one for one in self.licences if self.number_under(number, one))
        if passed and self.status[licence.pk] == "issued":
            self.out |= dict.fromkeys(cars, number)

    def number_under(self, number, licence):
        from evexport.customs.models import Declaration

        return Declaration.objects.using(OWNER).filter(declaration_no=number, licence_id=licence.pk).exists()

    @rule(pick=st.integers(0, 9), status=st.sampled_from(STATUSES))
    def decide_about_the_licence(self, pick, status):
        licence = self.licences[pick % len(self.licences)]
        if self.status[licence.pk] in {"issued", "suspended"}:
            self.world.end(licence, status)
            self.status[licence.pk] = status

    @precondition(lambda self: len(self.licences) < 4 and not self.held)
    @rule()
    def amend(self):
        """A new licence takes the remainder and the clearances not used; the old one is replaced."""
        licence = self.licences[-1]
        licensed, used, _ = self.world.balance(licence)
        standing = LicenceStanding.objects.using(OWNER).get(pk=licence.pk)
        clearances = standing.clearances_allowed - standing.clearances_used
        if self.status[licence.pk] == "issued" and licensed > used and clearances:
            heir = self.world.licence(licensed - used, allowed=clearances, replaces=licence)
            Balance.objects.using(OWNER).filter(licence=licence).update(licensed=used)
            standing.clearances_allowed, standing.status = standing.clearances_used, "replaced"
            standing.save(using=OWNER)
            self.licences.append(heir)
            self.status |= {licence.pk: "replaced", heir.pk: "issued"}

    @invariant()
    def the_audit_finds_nothing(self):
        if hasattr(self, "licences"):
            audit(OWNER)

    @invariant()
    def quantity_is_neither_made_nor_lost(self):
        if hasattr(self, "licences"):
            assert sum(self.world.balance(licence)[0] for licence in self.licences) == 6


def test_no_order_of_deeds_breaks_the_books(world):
    Gate.world = world
    run_state_machine_as_test(
        Gate,
        settings=settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)),
    )
