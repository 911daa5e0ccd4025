"""All writes, and the larger reads that commands and pages share."""
