"""Letters: from an entry of the ledger to the paper that tells it to whom it concerns, by one table."""
