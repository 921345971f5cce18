"""The tables of gate 2: applications and versions, licences with standing and balances, numbers given."""

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

__all__ = [
    "OPEN_CHANGE",
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
    "Status",
]
