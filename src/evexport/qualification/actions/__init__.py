"""Every deed of gate 1. Each opens one transaction in its actor's name and appends one ledger entry."""
