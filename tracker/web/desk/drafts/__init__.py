"""Drafts: beginning one, the form of one, submitting it, and finding what its fields may name."""
