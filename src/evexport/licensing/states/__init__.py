"""The transition tables of gate 2: actions, buttons, API and tests read them."""

from evexport.licensing.states.application import APPLICATION
from evexport.licensing.states.licence import LICENCE
from evexport.licensing.states.revocation import REVOCATION

__all__ = ["APPLICATION", "LICENCE", "REVOCATION"]
