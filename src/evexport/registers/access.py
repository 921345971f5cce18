"""Registers are public: read by all, written by imports alone; what was imported stays on record."""

from evexport.store.policies import AppendOnly, Public
from evexport.store.scopes import DbRole

WRITERS = (DbRole.STAFF, DbRole.SYSTEM)
TABLES = (
    "announcementmodel", "ccccertificate", "wmiholder", "customsdistrict", "trademode", "transportmode",
    "unit", "currency", "country", "term", "division", "issuingbody",
    "inspectioncatalogueentry",
)  # fmt: skip

ACCESS = [
    *(Public(f"registers_{table}", writers=WRITERS, commands="INSERT, UPDATE") for table in TABLES),
    *(Public(f"registers_{table}", writers=WRITERS, commands="INSERT") for table in ("cccstatus", "importbatch")),
    AppendOnly("registers_cccstatus"),
    AppendOnly("registers_importbatch"),
]
