"""Declarations that would wait for each other anyway, since they draw on one licence, wait together and go in one commit."""

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

Company = tuple[Actor, str, date]
"""Who may go together: one client's declarations under one licence on one day."""


@dataclass(eq=False)
class Waiting:
    """A declaration that came while another of its company was being decided, and what becomes of it.

    `turn`: its reply; or all those that wait, told to the first of them, who then decides for all.
    """

    declaration: Declaration
    at: datetime
    remembered: bool
    turn: "Future[Reply | list[Waiting]]" = field(default_factory=Future)


_lock = Lock()
_waiting: dict[Company, list[Waiting]] = {}
"""Those that wait for the one of their company that is being decided; no key where none is."""


def decide_together(declaration: Declaration, *, client: Actor, at: datetime, remembered: bool = False) -> Decision:
    """What `decide` answers. Within this process, declarations under one licence that come while one is being decided are decided
    in one commit after it, as if one by one, at the moment when the last of them came; each answer leaves after that commit.

    Raises what `decide` raises; where the database fails under several at once, each of them is told so.
    """
    client.must("declaration.decide")
    if declaration.licence_no is None:
        return decide(declaration, client=client, at=at, remembered=remembered)
    company = client, declaration.licence_no, china_day(at)
    with _lock:
        others = _waiting.get(company)
        if others is None:
            _waiting[company] = []
        else:
            others.append(own := Waiting(declaration, at, remembered))
    if others is None:
        try:
            return decide(declaration, client=client, at=at, remembered=remembered)
        finally:
            _next(company)
    turn = own.turn.result()
    reply = _decide_for_all(turn, company) if isinstance(turn, list) else turn
    if isinstance(reply, Problem):
        raise reply
    return reply


def _decide_for_all(together: list[Waiting], company: Company) -> Reply:
    """The reply of the first, who decides; the others are told theirs."""
    client, _, _ = company
    first, *others = together
    try:
        if not others:
            return decide(first.declaration, client=client, at=first.at, remembered=first.remembered)
        moment, remembered = max(one.at for one in together), any(one.remembered for one in together)
        replies = decide_many([one.declaration for one in together], client=client, at=moment, remembered=remembered)
        for one, reply in zip(others, replies[1:], strict=True):
            one.turn.set_result(reply)
        return replies[0]
    except BaseException as error:
        for one in others:
            if not one.turn.done():
                one.turn.set_exception(error)
        raise
    finally:
        _next(company)


def _next(company: Company) -> None:
    """One is decided: all that came meanwhile are next."""
    with _lock:
        together = _waiting.pop(company)
        if together:
            _waiting[company] = []
    if together:
        together[0].turn.set_result(together)
