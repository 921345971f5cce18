"""The ledger as an application of the framework."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "evexport.ledger"
    label = "ledger"
