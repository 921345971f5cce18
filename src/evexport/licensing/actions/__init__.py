"""Every deed of gate 2: one transaction in its actor's name each; all but a draft append one ledger entry."""

from evexport.licensing.actions.apply import (
    answer,
    ask_reconsideration,
    correct,
    draft,
    save,
    submit,
    withdraw,
)
from evexport.licensing.actions.issue import issue
from evexport.licensing.actions.life import (
    amend,
    ask_reissue,
    lift,
    report_loss,
    return_unused,
    revoke,
    suspend,
)
from evexport.licensing.actions.review import (
    pass_first_review,
    refuse,
    reopen,
    request_information,
    return_,
    uphold,
)

__all__ = [
    "amend",
    "answer",
    "ask_reconsideration",
    "ask_reissue",
    "correct",
    "draft",
    "issue",
    "lift",
    "pass_first_review",
    "refuse",
    "reopen",
    "report_loss",
    "request_information",
    "return_",
    "return_unused",
    "revoke",
    "save",
    "submit",
    "suspend",
    "uphold",
    "withdraw",
]
