"""Declarations of one client that come while others of it are being decided wait together and go in one commit."""

from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock

from evexport.accounts.actors import Actor
from evexport.customs.gate.decide import decide
from evexport.customs.gate.decision import Decision
from evexport.customs.gate.many import Reply, decide_many
from evexport.kernel.clock import china_day
from evexport.kernel.problems import Problem
from evexport.regulation.facts.declaration import Declaration

AT_ONCE = 2
"""How many groups of one company a process has under way: while one commits, the next is made ready."""

Key = tuple[Actor, date]
"""Who may go together: one client's declarations of one day."""


@dataclass(eq=False)
class Waiting:
    """A declaration under a licence, and what becomes of it.

    `turn`: its reply; or all those of its group, told to the first of them, who then decides for all.
    """

    declaration: Declaration
    at: datetime
    remembered: bool
    turn: "Future[Reply | list[Waiting]]" = field(default_factory=Future)


@dataclass(eq=False)
class Company:
    """What waits, how many groups are under way, and the licences on which these draw."""

    waiting: list[Waiting] = field(default_factory=list)
    under_way: int = 0
    licences: set[str | None] = field(default_factory=set)

    def begin(self) -> list[Waiting]:
        """The next group: all that wait, but for those whose licence is under way, since they would wait for its row and hold up
        the group. None where enough is under way.
        """
        if self.under_way == AT_ONCE:
            return []
        group = [one for one in self.waiting if one.declaration.licence_no not in self.licences]
        if group:
            self.waiting = [one for one in self.waiting if one.declaration.licence_no in self.licences]
            self.licences |= {one.declaration.licence_no for one in group}
            self.under_way += 1
        return group

    def end(self, group: list[Waiting]) -> None:
        self.licences -= {one.declaration.licence_no for one in group}
        self.under_way -= 1


_lock = Lock()
_companies: dict[Key, Company] = {}
"""Those of whom anything is under way."""


def decide_together(declaration: Declaration, *, client: Actor, at: datetime, remembered: bool = False) -> Decision:
    """What `decide` answers. Those that come to this process while others of their company are being decided are decided after
    them in one commit, as if one by one, at the moment when the last of them came; each answer leaves after that commit.

    Raises what `decide` raises; where the database fails under several at once, each of them is told so.
    """
    client.must("declaration.decide")
    if declaration.licence_no is None:
        return decide(declaration, client=client, at=at, remembered=remembered)
    key = client, china_day(at)
    own = Waiting(declaration, at, remembered)
    with _lock:
        company = _companies.setdefault(key, Company())
        company.waiting.append(own)
        group = company.begin()
    _call(group)
    turn = own.turn.result()
    reply = _decide_for_all(turn, key) if isinstance(turn, list) else turn
    if isinstance(reply, Problem):
        raise reply
    return reply


def _call(group: list[Waiting]) -> None:
    """Tell the first of a group that it is its turn."""
    if group:
        group[0].turn.set_result(group)


def _decide_for_all(group: list[Waiting], key: Key) -> Reply:
    """The reply of the first, who decides; the others are told theirs."""
    client, _ = key
    first, *others = group
    try:
        if not others:
            return decide(first.declaration, client=client, at=first.at, remembered=first.remembered)
        moment, remembered = max(one.at for one in group), any(one.remembered for one in group)
        replies = decide_many([one.declaration for one in group], client=client, at=moment, remembered=remembered)
        for one, reply in zip(others, replies[1:], strict=True):
            one.turn.set_result(reply)
        return replies[0]
    except BaseException as error:
        for one in others:
            if not one.turn.done():
                one.turn.set_exception(error)
        raise
    finally:
        with _lock:
            company = _companies[key]
            company.end(group)
            following = company.begin()
            if not company.under_way:
                del _companies[key]
        _call(following)
