"""Every deed of gate 2: one transaction in its actor's name each; all but a draft append one ledger entry."""

from evexport.licensing.actions.again import extend, reapply
from evexport.licensing.actions.apply import (
    answer,
    ask_reconsideration,
    correct,
    draft,
    save,
    submit,
    withdraw,
)
from evexport.licensing.actions.assign import assign
from evexport.licensing.actions.issue import issue
from evexport.licensing.actions.life import (
    amend,
    ask_reissue,
    lift,
    report_loss,
    return_unused,
    suspend,
)
from evexport.licensing.actions.plan import make_plan, submit_plan
from evexport.licensing.actions.recoding import change_code, change_codes
from evexport.licensing.actions.reconsidering import (
    ask_licence_reconsideration,
    set_aside_decision,
    uphold_decision,
)
from evexport.licensing.actions.review import (
    pass_first_review,
    refuse,
    reopen,
    request_information,
    return_,
    uphold,
)
from evexport.licensing.actions.revoking import (
    drop_revocation,
    propose_revocation,
    revoke,
    state_case,
    waive_statement,
)

__all__ = [
    "amend",
    "answer",
    "ask_licence_reconsideration",
    "ask_reconsideration",
    "ask_reissue",
    "assign",
    "change_code",
    "change_codes",
    "correct",
    "draft",
    "drop_revocation",
    "extend",
    "issue",
    "lift",
    "make_plan",
    "pass_first_review",
    "propose_revocation",
    "reapply",
    "refuse",
    "reopen",
    "report_loss",
    "request_information",
    "return_",
    "return_unused",
    "revoke",
    "save",
    "set_aside_decision",
    "state_case",
    "submit",
    "submit_plan",
    "suspend",
    "uphold",
    "uphold_decision",
    "waive_statement",
    "withdraw",
]
