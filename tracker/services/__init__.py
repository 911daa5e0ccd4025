"""Every write, and the larger reads that commands and pages share."""
