"""What the service keeps about itself: the ledger, keys, retention, jobs."""
