"""State tables: one transition table per thing, read by actions, buttons, API, permissions, diagrams and tests."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from evexport.kernel.problems import Barred, NotAllowed
from evexport.kernel.text import Text


class Person(Protocol):
    """Who acts: all that a state table must know of an actor."""

    def may(self, verb: str, thing: object | None = None) -> bool: ...


Bar = Callable[[Any, Any], Text | None]
"""(thing, actor) -> why the step is barred, or None."""


@dataclass(frozen=True, slots=True)
class Step:
    """One allowed deed: its verb, the states it starts from, the state it leads to, the permission it needs."""

    verb: str
    sources: frozenset[str]
    target: str
    needs: str
    label: Text
    barred_by: tuple[Bar, ...] = ()


def row(verb: str, sources: Iterable[str], target: str, needs: str, label: Text, *bars: Bar) -> Step:
    """A step written as a row of its table: verb, from, to, permission, label, bars."""
    return Step(verb, frozenset(sources), target, needs, label, bars)


@dataclass(frozen=True, slots=True)
class Offer:
    """A step as shown to a person: allowed, or the reason it is barred."""

    step: Step
    barred: Text | None

    @property
    def allowed(self) -> bool:
        return self.barred is None


@dataclass(frozen=True, slots=True)
class State:
    """A state's name and what it is called; `final` states have no way out."""

    name: str
    label: Text
    final: bool = False


class States:
    """The transition table of one kind of thing. The thing carries its state in the attribute `state`."""

    def __init__(self, kind: str, label: Text, *, states: Iterable[State], steps: Iterable[Step]) -> None:
        self.kind = kind
        self.label = label
        self.states = {state.name: state for state in states}
        self.steps = tuple(steps)
        for step in self.steps:
            unknown = ({step.target} | step.sources) - self.states.keys()
            if unknown:
                raise ValueError(f"{kind}.{step.verb}: unknown states {sorted(unknown)}")

    def step(self, verb: str, state: str) -> Step | None:
        """The step of that verb that starts from that state."""
        return next((s for s in self.steps if s.verb == verb and state in s.sources), None)

    def take(self, verb: str, thing: Any, *, by: Person) -> Step:
        """The step, if this person may take it on this thing now; else Barred or NotAllowed. Changes nothing."""
        step = self.step(verb, thing.state)
        if step is None:
            raise self._wrong_state(verb, thing.state)
        if not by.may(step.needs, thing):
            raise NotAllowed(
                Text(f"您无权办理“{step.label.zh}”。", f"You may not do this: {step.label.en}."),
                remedy=Text("请由具有相应权限的人员办理。", f"Ask someone who holds the permission {step.needs}."),
            )
        if reason := self.bar(step, thing, by):
            raise Barred(reason, remedy=Text("请先消除上述障碍。", "Remove what bars it first."))
        return step

    def offered(self, thing: Any, *, to: Person) -> list[Offer]:
        """Every step from the thing's state that this person's role allows, each with the reason it is barred."""
        return [
            Offer(step, self.bar(step, thing, to))
            for step in self.steps
            if thing.state in step.sources and to.may(step.needs, thing)
        ]

    @staticmethod
    def bar(step: Step, thing: Any, person: Person) -> Text | None:
        return next((reason for bar in step.barred_by if (reason := bar(thing, person))), None)

    def _wrong_state(self, verb: str, state: str) -> Barred:
        now = self.states[state].label
        wanted = [s for s in self.steps if s.verb == verb]
        if not wanted:
            raise ValueError(f"{self.kind} has no step {verb!r}")
        allowed = [self.states[name].label for step in wanted for name in sorted(step.sources)]
        return Barred(
            Text(
                f"{self.label.zh}当前为“{now.zh}”，不能办理“{wanted[0].label.zh}”。",
                f"This {self.label.en} is “{now.en}”; “{wanted[0].label.en}” is not open from there.",
            ),
            remedy=Text(
                "该步骤可由下列状态办理：" + "、".join(text.zh for text in allowed) + "。",
                "The step is open from: " + ", ".join(text.en for text in allowed) + ".",
            ),
            code="WRONG_STATE",
        )
