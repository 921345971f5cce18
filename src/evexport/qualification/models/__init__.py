"""The tables of the yearly gate: the filing and its case, the published list, what stands on it today."""

from evexport.qualification.models.case import (
    CandidateNotice,
    FilingStep,
    InformationRequest,
    Objection,
    Objector,
    Opinion,
)
from evexport.qualification.models.filing import Attachment, Filing, FilingVersion, RoundCalendar
from evexport.qualification.models.listing import (
    ListChange,
    ListedExporter,
    ListedFacts,
    ListedMaker,
    ListedModel,
    ListEvent,
    Listing,
)
from evexport.qualification.models.standing import ExporterStanding, MakerStanding, ModelStanding

__all__ = [
    "Attachment",
    "CandidateNotice",
    "ExporterStanding",
    "Filing",
    "FilingStep",
    "FilingVersion",
    "InformationRequest",
    "ListChange",
    "ListEvent",
    "ListedExporter",
    "ListedFacts",
    "ListedMaker",
    "ListedModel",
    "Listing",
    "MakerStanding",
    "ModelStanding",
    "Objection",
    "Objector",
    "Opinion",
    "RoundCalendar",
]
