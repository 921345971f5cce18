"""What is done to production registers: cars recorded, large files of them taken in."""

from evexport.vehicles.actions.file import take_file, take_good
from evexport.vehicles.actions.record import Produced, faults, on_record, record_production

__all__ = ["Produced", "faults", "on_record", "record_production", "take_file", "take_good"]
