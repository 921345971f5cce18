"""A clearance that was given on paper while the systems were down, entered afterwards."""

from datetime import datetime

from evexport.accounts.actors import Actor
from evexport.customs.gate import Decision, Paper, decide
from evexport.customs.taking import reject
from evexport.kernel.text import Text
from evexport.regulation.facts.declaration import Declaration


def enter_paper(
    declaration: Declaration,
    *,
    certificate_no: str,
    cleared_at: datetime,
    because: str,
    client: Actor,
    at: datetime,
) -> Decision:
    """Enter a paper clearance. The same gate decides it, within a window of its own; the certificate stays on record.

    A refusal means that cars left which should not have: reconciliation and oversight take it from there.
    """
    if not certificate_no.strip() or not because.strip():
        raise reject(
            "certificate_no",
            Text("请填写纸面放行凭证号和故障情况。", "Give the certificate and what was out."),
        )
    if cleared_at > at or cleared_at.date() < declaration.declared_on:
        raise reject("cleared_at", Text("纸面放行时间不合情理。", "That moment of clearance cannot be."))
    return decide(declaration, client=client, at=at, paper=Paper(certificate_no.strip(), cleared_at, because.strip()))
