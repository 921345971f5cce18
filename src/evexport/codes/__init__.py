"""Codes of the trade, pure: VIN, unified social credit code, contract and licence numbers."""
