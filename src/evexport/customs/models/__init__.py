"""The tables of customs: decided declarations and their write-offs, what bars or watches a car, the days' reports."""

from evexport.customs.models.controls import (
    CheckDigitExemption,
    Inspection,
    InspectionResult,
    RiskLevel,
    VinHold,
)
from evexport.customs.models.exchange import ExchangeAnswer, ExchangePart, ExchangeRun
from evexport.customs.models.files import DeclarationFile, FiledDeclaration
from evexport.customs.models.gate import Declaration, Kind, LiveVin, Message, RefusedVin, WriteOff
from evexport.customs.models.reports import DayReport

__all__ = [
    "CheckDigitExemption",
    "DayReport",
    "Declaration",
    "DeclarationFile",
    "ExchangeAnswer",
    "ExchangePart",
    "ExchangeRun",
    "FiledDeclaration",
    "Inspection",
    "InspectionResult",
    "Kind",
    "LiveVin",
    "Message",
    "RefusedVin",
    "RiskLevel",
    "VinHold",
    "WriteOff",
]
