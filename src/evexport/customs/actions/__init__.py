"""What customs does after and beside the gate: one verb, one transaction, one ledger entry."""

from evexport.customs.actions.afterwards import cancel, correct, return_goods
from evexport.customs.actions.coding import end_coding, record_coding
from evexport.customs.actions.exchange import answer_part, take_run
from evexport.customs.actions.file import take_file
from evexport.customs.actions.holds import lift_hold, place_hold
from evexport.customs.actions.inspect import give_up, order_rework, record_inspection
from evexport.customs.actions.paper import enter_paper
from evexport.customs.actions.reconcile import take_report
from evexport.customs.actions.risk import set_risk_level

__all__ = [
    "answer_part",
    "cancel",
    "correct",
    "end_coding",
    "enter_paper",
    "give_up",
    "lift_hold",
    "order_rework",
    "place_hold",
    "record_coding",
    "record_inspection",
    "return_goods",
    "set_risk_level",
    "take_file",
    "take_report",
    "take_run",
]
