"""Filings on the officer desk: the queue, the case with its tabs, one finding, every deed of the table."""
