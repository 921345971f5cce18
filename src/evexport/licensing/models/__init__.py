"""The tables of gate 2: applications and versions, licences with standing and balances, hearings, numbers given."""

from evexport.licensing.models.application import (
    OPEN_CHANGE,
    Application,
    ApplicationVersion,
    InformationRequest,
    Purpose,
)
from evexport.licensing.models.licence import (
    Announced,
    Balance,
    Licence,
    LicenceLine,
    LicenceStanding,
    NumberSeries,
    Status,
)
from evexport.licensing.models.plan import ShipmentPlan
from evexport.licensing.models.revocation import OPEN_REVOCATION, Reconsideration, Revocation, Statement

__all__ = [
    "OPEN_CHANGE",
    "OPEN_REVOCATION",
    "Announced",
    "Application",
    "ApplicationVersion",
    "Balance",
    "InformationRequest",
    "Licence",
    "LicenceLine",
    "LicenceStanding",
    "NumberSeries",
    "Purpose",
    "Reconsideration",
    "Revocation",
    "ShipmentPlan",
    "Statement",
    "Status",
]
