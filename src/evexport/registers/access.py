"""Registers belong to nobody: everyone reads them, their keepers write them, the batches are kept."""

from evexport.store.policies import AppendOnly, Policy, Protect, Public
from evexport.store.scopes import DbRole

KEEPERS = (DbRole.STAFF, DbRole.ADMIN, DbRole.SYSTEM)
TABLES = (
    "announcementmodel",
    "ccccertificate",
    "wmiholder",
    "customsdistrict",
    "code",
    "country",
    "division",
    "issuingbody",
    "hscode",
    "inspectioncatalogueentry",
)

ACCESS = [
    *(Public(f"registers_{table}", writers=KEEPERS, commands="INSERT, UPDATE") for table in TABLES),
    Protect("registers_importbatch", [Policy(role, commands="SELECT, INSERT") for role in KEEPERS]),
    AppendOnly("registers_importbatch"),
    Protect("registers_laidfile", [Policy(role, commands="SELECT, INSERT, DELETE") for role in KEEPERS]),
]
