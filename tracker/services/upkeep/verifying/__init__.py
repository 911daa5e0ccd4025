"""Verify: whether ledger, lists and desk agree with what was published. Read-only."""
