"""The criteria: each a pure function from what is known and the law to its findings."""
