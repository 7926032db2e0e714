"""The policy: thresholds, drafts of a change, what a change would do."""
