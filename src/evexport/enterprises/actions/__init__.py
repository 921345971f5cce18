"""Registering enterprises and what changes about them: names, customs codes, WMIs, bans. Nothing past is overwritten."""

from evexport.enterprises.actions.bans import ban, lift_ban
from evexport.enterprises.actions.changes import change_customs_code, rename
from evexport.enterprises.actions.registration import register, registrable
from evexport.enterprises.actions.wmis import end_wmi, record_wmi

__all__ = ["ban", "change_customs_code", "end_wmi", "lift_ban", "record_wmi", "register", "registrable", "rename"]
