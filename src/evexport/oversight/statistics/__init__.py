"""The statistics: figures counted month by month from what was done, brought up to date along the ledger, and read by pages."""
