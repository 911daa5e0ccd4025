"""What was published of a record, and restoring an older revision as a draft."""
