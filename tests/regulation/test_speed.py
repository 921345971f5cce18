"""A round of thousands of filings is assessed in seconds on one core."""

import copy
import time

from tests.regulation.filing_cases import base

from evexport.regulation.assess import assess
from evexport.regulation.facts.filing import FilingFacts
from evexport.regulation.law import Law

FLOOR = 10.0
"""Seconds of processor time for 5,000 filings of 100 outlets."""


def test_five_thousand_filings_of_a_hundred_outlets_stay_below_the_floor():
    filing = copy.deepcopy(base("sound"))
    network = filing["service_network"]
    rows = [{**row, "count": 1} for row in network["outlets"] for _ in range(row["count"])]
    network["outlets"] = (rows * 2)[:100]
    law = Law.on(filing["filed_on"])
    started, sample = time.process_time(), 250
    for _ in range(sample):
        assert assess(FilingFacts.model_validate(filing), law).findings
    assert (time.process_time() - started) * 5000 / sample < FLOOR
